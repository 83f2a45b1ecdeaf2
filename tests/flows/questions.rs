//! Questions that administrators really ask, each answered by one command.

use insta::assert_snapshot;

use crate::both::Hub;

/// A hub with the default roles, an admin `dduke` with a running server, and a role of her own.
fn hub_of_dduke() -> Hub {
    let hub = Hub::fresh();
    hub.run("users add dduke --admin");
    hub.run_here("roles create service-lister --scope list:services --managed");
    hub.do_apart("roles grant service-lister --user dduke");
    hub.write(
        "INSERT INTO servers (id, proto, ip, port, base_url) \
             VALUES (1, 'http', '127.0.0.1', 41000, '/user/dduke/');
         INSERT INTO spawners (id, user_id, server_id, name) VALUES (1, 1, 1, '');
         INSERT INTO api_tokens (id, user_id, hashed, prefix, client_id, note, scopes) VALUES
             (1, 1, 'sha512:1:00:00', 'aaaa', 'jupyterhub', 'Server at /user/dduke/',
              '[\"users:activity!user\", \"access:servers!server=dduke/\"]'),
             (2, 1, 'sha512:1:00:01', 'bbbb', 'jupyterhub', 'from the token page', '[\"inherit\"]');",
    );
    hub
}

#[test]
fn i_am_admin_yet_my_notebooks_token_may_not_list_services() {
    let hub = hub_of_dduke();
    assert_snapshot!(hub.run("explain GET /hub/api/services --as token=a1"), @"
    no: the token of user `dduke` in server `dduke/` asks to list services
    GET /services needs `list:services`
      because the owner of the token has `list:services`, the token's own scopes leave it out
    any one of these would change it:
      · add `list:services` to role `server`, in `load_roles` as JupyterHub puts default roles back when it starts, and restart the server for a token made from it
      · use a token of one's own, made with `list:services`, instead of this one
      · add `inherit` to role `server`, in `load_roles` as JupyterHub puts default roles back when it starts, and restart the server for a token made from it
    exit 1
    ");
    assert_snapshot!(hub.run("explain GET /hub/api/services --as dduke"), @"
    yes: user `dduke` asks to list services
    GET /services needs `list:services`
      by role `admin`: admin:services → list:services
      by role `admin`: list:services
      by role `service-lister`: list:services
    ");
    assert_snapshot!("roles-explain", hub.run("roles explain user dduke"));
}

#[test]
fn the_token_from_the_environment_and_the_one_from_the_token_page_differ() {
    let hub = hub_of_dduke();
    assert_snapshot!(hub.run("token diff a1 a2"), @"
    TOKEN  OWNER         NOTE                    SCOPES                                            WHY NOT ALL
    a1     user `dduke`  Server at /user/dduke/  users:activity!user access:servers!server=dduke/  its own scopes leave the rest out
    a2     user `dduke`  from the token page     inherit

    only `a1` may: nothing that the other may not

    only `a2` may:
      admin-ui
      admin:users
      read:roles
      admin:servers
      tokens
      admin:groups
      admin:services
      read:hub
      access:services
      shares
      proxy
      shutdown
      read:metrics
    ");
}

#[test]
fn who_may_access_a_named_server() {
    let hub = Hub::fresh();
    hub.run("users add lmata bob");
    hub.write("INSERT INTO spawners (id, user_id, name) VALUES (1, 1, 'waiide')");
    assert_snapshot!(hub.json_here("servers env lmata/waiide")["JUPYTERHUB_OAUTH_ACCESS_SCOPES"], @r#""[\"access:servers!server=lmata/waiide\", \"access:servers!user=lmata\"]""#);
    assert_snapshot!(hub.run("can lmata access:servers --on server=lmata/waiide"), @"
    yes
      by role `user`: self → access:servers!user=lmata
    ");
    assert_snapshot!(hub.run("can bob access:servers --on server=lmata/waiide"), @"
    no
      it has `access:servers!user=bob`, which does not reach so far
    any one of these would change it:
      · share server `lmata/waiide` with user `bob`, for `access:servers`
      · create a role with `access:servers!server=lmata/waiide` and grant it to user `bob`
    exit 1
    ");
}

#[test]
fn the_progress_of_a_start_requires_any_of_read_servers() {
    let hub = Hub::fresh();
    hub.run("users add userjlanza bob");
    hub.run("services add launcher");
    let request = "explain GET /users/userjlanza/server/progress --as";
    assert_snapshot!(hub.run(&format!("{request} userjlanza")), @"
    yes: user `userjlanza` asks to follow the start of a user's default server
    GET /users/{user}/server/progress needs `read:servers` on server `userjlanza/`
      by role `user`: self → servers → read:servers!user=userjlanza
    ");
    assert_snapshot!(hub.run(&format!("{request} bob")), @"
    no: user `bob` asks to follow the start of a user's default server
    GET /users/{user}/server/progress needs `read:servers` on server `userjlanza/`
      it has `read:servers!user=bob`, which does not reach so far
    any one of these would change it:
      · share server `userjlanza/` with user `bob`, for `read:servers`
      · create a role with `read:servers!server=userjlanza/` and grant it to user `bob`
    exit 1
    ");
    assert_snapshot!(hub.run(&format!("{request} service=launcher")), @"
    no: service `launcher` asks to follow the start of a user's default server
    GET /users/{user}/server/progress needs `read:servers` on server `userjlanza/`
    any one of these would change it:
      · create a role with `read:servers!server=userjlanza/` and grant it to service `launcher`
    exit 1
    ");
}

#[test]
fn a_role_is_explained_whoever_holds_it() {
    let hub = hub_of_dduke();
    hub.run_here("roles create teachers --scope list:users!group=class --scope self --managed");
    assert_snapshot!(hub.run("roles explain role teachers"), @"
    role `teachers`
    ├─ list:users!group=class
    │  └─ read:users:name!group=class
    └─ self
       ├─ read:users!user
       │  ├─ read:users:name!user
       │  ├─ read:users:groups!user
       │  └─ read:users:activity!user
       ├─ users:shares!user
       │  └─ read:users:shares!user
       ├─ read:shares!user
       ├─ users:activity!user
       │  └─ read:users:activity!user
       ├─ servers!user
       │  ├─ read:servers!user
       │  │  └─ read:users:name!user
       │  ├─ start:servers!user
       │  └─ delete:servers!user
       ├─ tokens!user
       │  └─ read:tokens!user
       └─ access:servers!user
    ");
    assert_snapshot!(hub.run("roles explain role service-lister"), @"
    role `service-lister`
    └─ list:services
       └─ read:services:name
    held by users: dduke
    ");
}

#[test]
fn what_needs_no_scope_still_needs_a_token_that_is_good() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("explain GET /user --as token=a13"), @"
    yes: a token of user `zoë` asks to show whose token this is
    GET /user needs no scope
    ");
    assert_snapshot!(hub.run("explain GET /user --as token=a6"), @"
    no: a token of user `zoë` asks to show whose token this is
    GET /user needs no scope
      because the token has expired
    any one of these would change it:
      · make a new token
      · make the token with `inherit`, all that its owner may do
    exit 1
    ");
}

#[test]
fn the_value_of_a_token_given_for_a_name_is_not_repeated() {
    let hub = Hub::fresh();
    let value = "0123456789abcdef0123456789abcdef";
    for line in [
        "can VALUE read:users",
        "explain GET /users --as VALUE",
        "token new VALUE --inherit",
    ] {
        let said = hub.run(&line.replace("VALUE", value));
        assert!(said.contains("looks like the value of a token"), "{said}");
        assert!(!said.contains(value), "{said}");
    }
}
