use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn scopes_are_listed_as_a_tree_with_the_custom_ones_in_use() {
    let hub = Hub::recorded();
    assert_snapshot!("scopes-list", hub.run("scopes list"));
    let all = hub.json("scopes list");
    assert_snapshot!(all[3], @r#"{"custom":false,"description":"open the admin page; each action there asks for its own scope","scope":"admin-ui","subscopes":[]}"#);
}

#[test]
fn a_scope_is_shown_with_all_that_has_to_do_with_it() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("scopes show read:users:name"), @"
    scope       read:users:name
    allows to   see the names of users
    implied by  self, admin:users, users, list:users, read:users, admin:servers, servers, read:servers
    roles       user (by self), admin (by admin:users), grader-role, reaper-role (by list:users)
    requests    GET /users/{user}
    ");
    assert_snapshot!(hub.run("scopes show tokens"), @"
    scope       tokens
    allows to   see, make, change and revoke the tokens of users
    implies     read:tokens
    implied by  self
    roles       user (by self), admin
    requests    GET /users/{user}/tokens (by read:tokens)
                POST /users/{user}/tokens
                GET /users/{user}/tokens/{token} (by read:tokens)
                DELETE /users/{user}/tokens/{token}
    ");
    assert_snapshot!(hub.run("scopes show list:services -o json"), @r#"{"scope":"list:services","description":"list services, with at least their names","implies":["read:services:name"],"implied_by":["admin:services"],"roles":[{"role":"admin","by":"list:services"}],"requests":[{"method":"GET","path":"/services","does":"list services","any_of":["list:services"],"filtered":true,"by":"list:services"},{"method":"GET","path":"/services/{service}","does":"show a service","any_of":["read:services","read:services:name","read:roles:services"],"filtered":false,"by":"read:services:name"},{"method":"GET","path":"/description","does":"describe the users, groups, roles and services","any_of":["list:users","list:groups","list:services","read:roles"],"filtered":true,"added":true,"by":"list:services"}]}"#);
    assert_snapshot!(hub.run_here("scopes show custom:grades:read"), @"
    scope  custom:grades:read
    roles  custom-scope-role
    ");
    assert_snapshot!(hub.run("scopes show inherit"), @"
    scope      inherit
    allows to  whatever the owner of the token may do, now and later
    roles      token
    ");
    assert_snapshot!(hub.run("scopes show list:service"), @"
    ! error: no scope named `list:service` · did you mean `list:services`? · see `hubctl scopes list`
    exit 3
    ");
    assert_snapshot!(hub.run("scopes show read:users!user"), @"
    ! error: a scope is shown without a filter · `hubctl scopes show read:users`
    exit 2
    ");
}

#[test]
fn scopes_expand_as_in_jupyterhub() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("scopes expand self --user zoë"), @"
    access:servers!user=zoë
    delete:servers!user=zoë
    read:servers!user=zoë
    read:shares!user=zoë
    read:tokens!user=zoë
    read:users!user=zoë
    read:users:activity!user=zoë
    read:users:groups!user=zoë
    read:users:name!user=zoë
    read:users:shares!user=zoë
    servers!user=zoë
    start:servers!user=zoë
    tokens!user=zoë
    users:activity!user=zoë
    users:shares!user=zoë
    ");
    assert_snapshot!(hub.run("scopes expand servers!server access:servers!server --server plain/gpu-box"), @"
    access:servers!server=plain/gpu-box
    delete:servers!server=plain/gpu-box
    read:servers!server=plain/gpu-box
    servers!server=plain/gpu-box
    start:servers!server=plain/gpu-box
    ");
    assert_snapshot!(hub.run("scopes expand self access:servers!server read:hub"), @"
    read:hub
    ! note: `self` grants nothing without a user · name one with `--user`
    ! note: `access:servers!server` grants nothing without a server · name one with `--server`
    ");
    assert_snapshot!(hub.run_with("scopes expand - -o json", "list:groups\nread:hub\n"), @r#"["list:groups","read:groups:name","read:hub"]"#);
    assert_snapshot!(hub.run("scopes expand self --user zo"), @"
    ! error: no user named `zo` · did you mean `zoë`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run("scopes expand red:hub"), @"
    ! error: no scope named `red:hub` · did you mean `read:hub`? · see `hubctl scopes list`
    exit 3
    ");
}
