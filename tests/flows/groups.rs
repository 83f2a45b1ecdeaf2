use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn groups_are_listed_by_what_is_asked_of_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups list"), @r#"
    NAME         USERS  ROLES                      PROPERTIES
    empty-group  0
    instructors  2      grader-role, managed-role  tier="gold" n=3 nested={"a":[1,2.5,null,true]}
    étudiants    3                                 naïve="café"
    "#);
    assert_snapshot!(hub.run("groups list --user zoë -o name"), @"instructors");
    assert_snapshot!(hub.run("groups list --role grader-role -o name"), @"instructors");
    assert_snapshot!(hub.run("groups list --empty -o name"), @"empty-group");
}

#[test]
fn a_group_is_shown_as_jupyterhub_shows_it() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups show instructors"), @r#"
    name        instructors
    users       zoë, a@b.edu
    roles       grader-role, managed-role
    properties  tier="gold" n=3 nested={"a":[1,2.5,null,true]}
    "#);
    assert_snapshot!(hub.json("groups show instructors"), @r#"{"kind":"group","name":"instructors","properties":{"n":3,"nested":{"a":[1,2.5,null,true]},"tier":"gold"},"roles":["grader-role","managed-role"],"users":["zoë","a@b.edu"]}"#);
    assert_snapshot!(hub.run("groups show instructor"), @"
    ! error: no group named `instructor` · did you mean `instructors`? · see `hubctl groups list`
    exit 3
    ");
}

#[test]
fn groups_are_added_with_members_and_properties() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups add ta --user zoë --user plain --property seats=3"), @"
    NAME  USERS  ROLES  PROPERTIES
    ta    2             seats=3
    ! added 1 group
    ");
    assert_snapshot!(hub.run("groups add other ta"), @"
    ! error: a group named `ta` exists already
    exit 5
    ");
    assert_snapshot!(hub.run("groups add a/b"), @"
    ! error: `a/b` cannot name a group · a group name is not empty and has no `/` and no control characters
    exit 2
    ");
    assert_snapshot!(hub.run("groups add other --user zoe"), @"
    ! error: no user named `zoe` · did you mean `zoë`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run("groups show other"), @"
    ! error: no group named `other` · see `hubctl groups list`
    exit 3
    ");
    assert_snapshot!(hub.run_with("groups add - -o name", "one\ntwo\n"), @"
    one
    two
    ! added 2 groups
    ");
}

#[test]
fn whoever_joins_a_group_learns_which_roles_come_with_it() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups add-user instructors plain zoë"), @r#"
    NAME         USERS  ROLES                      PROPERTIES
    instructors  3      grader-role, managed-role  tier="gold" n=3 nested={"a":[1,2.5,null,true]}
    ! added 1 user to `instructors`
    ! the group gives them the roles `grader-role`, `managed-role`
    "#);
    assert_snapshot!(hub.run("groups add-user instructors zoë"), @r#"
    NAME         USERS  ROLES                      PROPERTIES
    instructors  3      grader-role, managed-role  tier="gold" n=3 nested={"a":[1,2.5,null,true]}
    ! added 0 users to `instructors`
    "#);
    assert_snapshot!(hub.run_with("groups remove-user instructors - --dry-run", "plain\nzoë\n"), @r#"
    NAME         USERS  ROLES                      PROPERTIES
    instructors  1      grader-role, managed-role  tier="gold" n=3 nested={"a":[1,2.5,null,true]}
    ! dry run, nothing was changed: would have removed 2 users from `instructors`
    ! the group no longer gives them the roles `grader-role`, `managed-role`
    "#);
    assert_snapshot!(hub.run("groups remove-user instructors plain zoë -o name"), @"
    instructors
    ! removed 2 users from `instructors`
    ! the group no longer gives them the roles `grader-role`, `managed-role`
    ");
    assert_snapshot!(hub.run("groups add-user instructors plain nobody"), @"
    ! error: no user named `nobody` · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.json("groups show instructors")["users"], @r#"["a@b.edu"]"#);
}

#[test]
fn properties_are_edited_or_replaced() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups set-properties étudiants tier=gold n=3 --unset naïve"), @r#"
    NAME       USERS  ROLES  PROPERTIES
    étudiants  3             tier="gold" n=3
    ! set the properties of `étudiants`
    "#);
    assert_snapshot!(hub.json("groups show étudiants")["properties"], @r#"{"n":3,"tier":"gold"}"#);
    assert_snapshot!(hub.run_with(
        "groups set-properties étudiants --json -",
        r#"{"é": [1, null]}"#
    ), @"
    NAME       USERS  ROLES  PROPERTIES
    étudiants  3             é=[1,null]
    ! set the properties of `étudiants`
    ");
    assert_eq!(
        hub.stored("SELECT properties FROM groups WHERE name = 'étudiants'"),
        r#"{"\u00e9": [1, null]}"#
    );
    assert_snapshot!(hub.run("groups set-properties étudiants --json [1]"), @r#"
    ! error: that is not a JSON object: invalid type: sequence, expected a map at line 1 column 0 · write `{"key": …}`
    exit 2
    "#);
    assert_snapshot!(hub.run("groups set-properties étudiants"), @"
    ! error: the following required arguments were not provided:
    !   <KEY=VALUE|--unset <KEY>|--json <OBJECT>>
    ! 
    ! Usage: hubctl groups set-properties [OPTIONS] <NAME> [KEY=VALUE]...
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn a_renamed_group_says_which_scopes_it_leaves_behind() {
    let hub = Hub::recorded();
    hub.write(
        r#"UPDATE roles SET scopes = '["list:users!group=\u00e9tudiants", "read:hub"]'
               WHERE name = 'grader-role';
           UPDATE api_tokens SET scopes = '["read:users!group=\u00e9tudiants"]' WHERE id IN (5, 12);
           UPDATE api_tokens SET scopes = '["read:users!group=\u00e9tudiants2"]' WHERE id = 6;"#,
    );
    assert_snapshot!(hub.run("groups rename étudiants students --dry-run"), @"
    ! dry run, nothing was changed: would have renamed `étudiants` to `students`
    ! scopes with `!group=étudiants` no longer match: role `grader-role`, 2 tokens · to let them follow, say `--update-scopes` as you rename
    ");
    assert_snapshot!(hub.run("groups rename étudiants students --update-scopes"), @"
    ! renamed `étudiants` to `students`
    ! scopes with `!group=étudiants` now follow: role `grader-role`, 2 tokens · roles in the hub's `load_roles` must follow there too
    ");
    assert_snapshot!(hub.stored("SELECT scopes FROM roles WHERE name = 'grader-role'"), @r#"["list:users!group=students", "read:hub"]"#);
    assert_snapshot!(hub.stored("SELECT scopes FROM api_tokens WHERE id = 5"), @r#"["read:users!group=students"]"#);
    assert_snapshot!(hub.stored("SELECT scopes FROM api_tokens WHERE id = 6"), @r#"["read:users!group=\u00e9tudiants2"]"#);
    assert_snapshot!(hub.run("groups rename students instructors"), @"
    ! error: a group named `instructors` exists already
    exit 5
    ");
    assert_snapshot!(hub.run("groups rename students students2"), @"
    ! renamed `students` to `students2`
    ! scopes with `!group=students` no longer match: role `grader-role`, 2 tokens · to let them follow, say `--update-scopes` as you rename
    ");
    assert_snapshot!(hub.json("groups list --role grader-role")[0]["name"], @r#""instructors""#);
}

#[test]
fn deleting_a_group_asks_first() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("groups delete instructors"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("groups delete instructors empty-group --yes --dry-run"), @"! dry run, nothing was changed: would have deleted 2 groups");
    assert_snapshot!(hub.run("groups delete instructors empty-group --yes"), @"! deleted 2 groups");
    assert_snapshot!(hub.run("groups list -o name"), @"étudiants");
    assert_eq!(
        hub.stored("SELECT count(*) FROM shares WHERE group_id IS NOT NULL"),
        "0"
    );
}

#[test]
fn names_of_groups_complete() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.complete("groups show in"), @"instructors");
    assert_snapshot!(hub.complete("groups add-user instructors pl"), @"plain");
}
