use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn clients_are_listed_with_what_they_belong_to() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("oauth-clients list"), @"
    IDENTIFIER                BELONGS TO                TOKENS  CODES  REDIRECT URI                               ALLOWED SCOPES
    external-tool             orphan                    0       1      https://tool.example/cb?x=1&y=ü            read:users:name
    jupyterhub                hub                       14      0
    jupyterhub-user-444d06d6  server a@b.edu/           0       0      /user/a@b.edu//oauth_callback              access:servers!server=a@b.edu/, users:activity!user
    jupyterhub-user-4462a0fa  server plain/             1       1      /user/plain//oauth_callback                access:servers!server=plain/, users:activity!user
    jupyterhub-user-78e6907a  server zoë/data-lab       1       0      /user/zoë/data-lab/oauth_callback          access:servers!server=zoë/data-lab, users:activity!user
    jupyterhub-user-92d6221d  server plain/gpu-box      1       1      /user/plain/gpu-box/oauth_callback         access:servers!server=plain/gpu-box, users:activity!user
    service-grader            service grader            0       0      /services/grader/oauth_callback            access:services!service=grader, read:users:name
    service-runtime-announce  service runtime-announce  0       0      /services/runtime-announce/oauth_callback  read:users:name
    ");
    assert_snapshot!(hub.run("oauth-clients list --orphan -o name"), @"external-tool");
    assert_snapshot!(hub.run("oauth-clients list --user plain -o name"), @"
    jupyterhub-user-4462a0fa
    jupyterhub-user-92d6221d
    ");
    assert_snapshot!(hub.run("oauth-clients list --service grader -o name"), @"service-grader");
}

#[test]
fn a_client_is_shown_without_its_secret() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("oauth-clients show service-grader"), @"
    identifier      service-grader
    description     JupyterHub service grader
    belongs to      service grader
    redirect uri    /services/grader/oauth_callback
    allowed scopes  access:services!service=grader, read:users:name
    has a secret    yes
    tokens          0
    codes           0
    ");
    let shown = hub.json("oauth-clients show service-grader");
    assert_snapshot!(shown, @r#"{"allowed_scopes":["access:services!service=grader","read:users:name"],"codes":0,"description":"JupyterHub service grader","has_secret":true,"identifier":"service-grader","owner":{"kind":"service","name":"grader"},"redirect_uri":"/services/grader/oauth_callback","tokens":0}"#);
    assert!(!shown.to_string().contains("sha512"));
    assert_snapshot!(hub.run("oauth-clients show service-greder"), @"
    ! error: no OAuth client named `service-greder` · did you mean `service-grader`? · see `hubctl oauth-clients list`
    exit 3
    ");
}

#[test]
fn a_client_that_is_needed_stays() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("oauth-clients delete jupyterhub --yes --force"), @"
    ! error: `jupyterhub` cannot be deleted: every token made by hand or by API hangs on it · revoke tokens by `hubctl token revoke`
    exit 5
    ");
    assert_snapshot!(hub.run("oauth-clients delete jupyterhub-user-4462a0fa --yes"), @"
    ! error: `plain/` runs, and nobody could sign in to it until it is restarted · say `--force` to delete its client all the same
    exit 5
    ");
    assert_snapshot!(hub.run("oauth-clients delete external-tool service-grader --yes"), @"
    ! error: nobody could sign in to the service `grader` any more · say `--force` to delete its client all the same
    exit 5
    ");
    assert_snapshot!(hub.run("oauth-clients list --orphan -o name"), @"external-tool");
}

#[test]
fn a_deleted_client_takes_its_tokens_and_codes() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("oauth-clients delete external-tool"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(
        hub.run("oauth-clients delete jupyterhub-user-4462a0fa --force --yes --dry-run"), @"! dry run, nothing was changed: would have deleted 1 OAuth client, tokens issued to them: 1");
    assert_snapshot!(hub.run_with(
        "oauth-clients delete - --force --yes",
        "external-tool\njupyterhub-user-4462a0fa\n"
    ), @"! deleted 2 OAuth clients, tokens issued to them: 1");
    let left = |table: &str| {
        hub.stored(&format!(
        "SELECT count(*) FROM {table} WHERE client_id IN ('external-tool', 'jupyterhub-user-4462a0fa')"
    ))
    };
    assert_eq!(
        (left("api_tokens"), left("oauth_codes")),
        ("0".into(), "0".into())
    );
    assert_eq!(
        hub.stored("SELECT oauth_client_id FROM spawners WHERE id = 1"),
        "NULL"
    );
    assert_snapshot!(hub.complete("oauth-clients show jupyterhub-user-"), @"
    jupyterhub-user-444d06d6
    jupyterhub-user-78e6907a
    jupyterhub-user-92d6221d
    ");
}
