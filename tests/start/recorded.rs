//! Starts recorded from the real JupyterHub 6.1.1: the same tables after each, or a difference that the
//! provenance rule makes and that is named here.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::declared::declared;
use super::tables::{Database, Tables, sort};

/// Where hubctl does otherwise, and why: story, start, and the rows that only hubctl (`+`) or only
/// JupyterHub (`-`) has.
const DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "the configuration takes back only what it gave: a command or a request did not ask it",
        &[
            r#"a role gets a holder by hand, start 2: + user_roles ["grader","bob",0]"#,
            r#"a role is made by hand, start 2: + roles ["plain","made by hand","[\"list:users\"]",0]"#,
            r#"the role user lists users, start 2: + user_roles ["user","bob",0]"#,
            r#"the role user lists users, start 3: + user_roles ["user","bob",0]"#,
            r#"the role admin lists users, start 2: + user_roles ["admin","eve",0]"#,
            r#"the role admin lists users, start 2: - users ["eve",0,1,1]"#,
            r#"the role admin lists users, start 2: + users ["eve",1,1,1]"#,
            r#"the role admin lists users, start 3: + user_roles ["admin","eve",0]"#,
            r#"the role admin lists users, start 3: - users ["eve",0,1,1]"#,
            r#"the role admin lists users, start 3: + users ["eve",1,1,1]"#,
        ],
    ),
    (
        "who is an admin no more in the configuration, and was by it, is none",
        &[
            r#"the role admin and admin_users, start 2: - user_roles ["admin","ada",0]"#,
            r#"the role admin and admin_users, start 2: - users ["ada",1,1,1]"#,
            r#"the role admin and admin_users, start 2: + users ["ada",0,1,1]"#,
            r#"admins, start 2: - user_roles ["admin","ada",0]"#,
            r#"admins, start 2: - users ["ada",1,1,1]"#,
            r#"admins, start 2: + users ["ada",0,1,1]"#,
            r#"admins, start 3: - user_roles ["admin","ada",0]"#,
            r#"admins, start 3: - user_roles ["admin","bob",0]"#,
            r#"admins, start 3: - users ["ada",1,1,1]"#,
            r#"admins, start 3: - users ["bob",1,1,1]"#,
            r#"admins, start 3: + users ["ada",0,1,1]"#,
            r#"admins, start 3: + users ["bob",0,1,1]"#,
            r#"an admin service is one no more, start 2: - service_roles ["admin","s",0]"#,
            r#"an admin service is one no more, start 2: - services ["s",1,null,null,null,null,null,null,null,null,null,30,1,null]"#,
            r#"an admin service is one no more, start 2: + services ["s",0,null,null,null,null,null,null,null,null,null,30,1,null]"#,
        ],
    ),
    (
        "a membership that is declared no more is taken back, and a group that is and has nothing left",
        &[
            r#"holders of a role change, start 2: - groups ["g1","{}"]"#,
            r#"holders of a role change, start 3: - groups ["g1","{}"]"#,
            r#"holders of a role change, start 3: - groups ["g2","{}"]"#,
            r#"groups, start 2: - groups ["empty","{}"]"#,
            r#"groups, start 2: - members ["staff","ada"]"#,
            r#"groups, start 3: - groups ["empty","{}"]"#,
            r#"groups, start 3: - groups ["staff","{}"]"#,
            r#"groups, start 3: - members ["staff","ada"]"#,
            r#"groups, start 3: - members ["staff","bob"]"#,
            r#"a group by hand, start 3: - members ["staff","ada"]"#,
        ],
    ),
    (
        "a token that is declared no more is revoked: it may have been changed because it leaked",
        &[
            r#"a service changes, start 2: - tokens [null,"s","from config","[\"inherit\"]","jupyterhub","toke","sha512:16384",1]"#,
            r#"tokens of services, start 3: - tokens [null,"s","from config","[\"inherit\"]","jupyterhub","a-to","sha512:16384",1]"#,
            r#"tokens of users, start 3: - tokens ["ada",null,"from config","[\"inherit\"]","jupyterhub","a-to","sha512:16384",1]"#,
        ],
    ),
    (
        "what a definition does not say any more is not kept",
        &[
            r#"addresses of services, start 2: - services ["two",0,"https://[::1]",null,null,null,null,null,null,null,null,30,1,null]"#,
            r#"addresses of services, start 2: + services ["two",0,null,null,null,null,null,null,null,null,null,30,1,null]"#,
        ],
    ),
    (
        "6.1.1 fails on a group that it should make first",
        &["the role admin lists groups, start 1: started"],
    ),
    (
        "the authenticator takes back only what it gave, and a default role stays nobody's",
        &[
            r#"managed roles and default roles, start 1: + roles ["admin","Elevated privileges (can do anything)","[\"admin-ui\", \"admin:users\", \"admin:servers\", \"admin:services\", \"tokens\", \"admin:groups\", \"list:services\", \"read:services\", \"read:hub\", \"proxy\", \"shutdown\", \"access:services\", \"access:servers\", \"read:roles\", \"read:metrics\", \"shares\"]",0]"#,
            r#"managed roles and default roles, start 1: + roles ["user","Standard user privileges","[\"self\"]",0]"#,
            r#"managed roles and default roles, start 1: + user_roles ["user","ada",0]"#,
            r#"managed roles and default roles, start 1: + user_roles ["user","bob",0]"#,
            r#"managed roles and default roles, start 1: - roles ["admin","Elevated privileges (can do anything)","[\"admin-ui\", \"admin:users\", \"admin:servers\", \"admin:services\", \"tokens\", \"admin:groups\", \"list:services\", \"read:services\", \"read:hub\", \"proxy\", \"shutdown\", \"access:services\", \"access:servers\", \"read:roles\", \"read:metrics\", \"shares\"]",1]"#,
            r#"managed roles and default roles, start 1: - roles ["user","Standard user privileges","[\"self\"]",1]"#,
            r#"managed roles and default roles, start 1: - user_roles ["user","bob",1]"#,
            r#"managed roles and default roles, start 2: + roles ["admin","Elevated privileges (can do anything)","[\"admin-ui\", \"admin:users\", \"admin:servers\", \"admin:services\", \"tokens\", \"admin:groups\", \"list:services\", \"read:services\", \"read:hub\", \"proxy\", \"shutdown\", \"access:services\", \"access:servers\", \"read:roles\", \"read:metrics\", \"shares\"]",0]"#,
            r#"managed roles and default roles, start 2: + user_roles ["user","ada",0]"#,
            r#"managed roles and default roles, start 2: + user_roles ["user","bob",0]"#,
            r#"managed roles and default roles, start 2: - roles ["admin","Elevated privileges (can do anything)","[\"admin-ui\", \"admin:users\", \"admin:servers\", \"admin:services\", \"tokens\", \"admin:groups\", \"list:services\", \"read:services\", \"read:hub\", \"proxy\", \"shutdown\", \"access:services\", \"access:servers\", \"read:roles\", \"read:metrics\", \"shares\"]",1]"#,
            r#"managed roles are loaded, start 2: + user_roles ["grader","eve",0]"#,
            r#"managed roles are loaded, start 3: + user_roles ["grader","eve",0]"#,
            r#"managed roles are loaded, start 4: + user_roles ["grader","eve",0]"#,
        ],
    ),
    (
        "what the authenticator does not say of its role stays",
        &[
            r#"managed roles are loaded, start 3: + roles ["grader","Grades","[\"list:users\"]",1]"#,
            r#"managed roles are loaded, start 3: - roles ["grader",null,"[\"list:users\"]",1]"#,
            r#"managed roles are loaded, start 4: + roles ["grader","Grades","[\"list:users\"]",1]"#,
            r#"managed roles are loaded, start 4: - roles ["grader",null,"[\"list:users\"]",1]"#,
        ],
    ),
    (
        "6.1.1 fails on holders of managed roles that it does not reset, and on what it has deleted already",
        &[
            "a managed role has holders of its own kind, start 2: started",
            "managed roles have holders where nothing is reset, start 1: started",
        ],
    ),
    (
        "6.1.1 starts, and fails at each use of the client",
        &["a service's scope that is not there, start 1: refused"],
    ),
];

/// The recorded stories, each with its starts.
fn stories() -> Vec<(String, Vec<Value>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/start/starts.jsonl");
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let story: Value = serde_json::from_str(line).unwrap();
            let starts = story["starts"].as_array().unwrap().clone();
            (story["story"].as_str().unwrap().to_owned(), starts)
        })
        .collect()
}

/// The rows that only one of two states has: `+ table row`, `- table row`.
fn differences(ours: &Tables, theirs: &Tables) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in ours {
        let mut missing = theirs[table].clone();
        for row in rows {
            match missing.iter().position(|other| other == row) {
                Some(same) => drop(missing.remove(same)),
                None => found.push(format!("+ {table} {row}")),
            }
        }
        found.extend(missing.iter().map(|row| format!("- {table} {row}")));
    }
    found
}

/// Start as recorded, and say what is otherwise than it was there.
fn play(database: &Database, start: &Value) -> Vec<String> {
    for sql in start["sql"].as_array().unwrap() {
        database.execute(sql.as_str().unwrap());
    }
    let before = database.tables();
    let result = declared(&start["config"]).and_then(|declared| database.start(declared));
    match (result, start["refused"].as_str()) {
        (Ok(_), None) => {
            let mut theirs: Tables = serde_json::from_value(start["tables"].clone()).unwrap();
            sort(&mut theirs);
            differences(&database.tables(), &theirs)
        }
        (Err(_), Some(_)) => differences(&database.tables(), &before),
        (Ok(_), Some(_)) => vec!["started".to_owned()],
        (Err(_), None) => vec!["refused".to_owned()],
    }
}

#[test]
fn a_start_leaves_the_tables_that_jupyterhub_leaves() {
    let mut found = Vec::new();
    for (story, starts) in stories() {
        let database = Database::new();
        for (at, start) in (1..).zip(&starts) {
            let otherwise = play(&database, start);
            found.extend(
                otherwise
                    .iter()
                    .map(|row| format!("{story}, start {at}: {row}")),
            );
        }
    }
    let mut known: Vec<&str> = DIFFERENCES
        .iter()
        .flat_map(|(_, rows)| *rows)
        .copied()
        .collect();
    known.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, known, "found, and known");
}

#[test]
fn a_second_start_with_the_same_configuration_writes_nothing() {
    for (story, starts) in stories() {
        let config = &starts[0]["config"];
        let database = Database::new();
        let start = || declared(config).and_then(|declared| database.start(declared));
        let Ok(first) = start() else { continue };
        if !first.tokens.is_empty() {
            // whoever is started gets a new token each time, which only its hash would tell later
            continue;
        }
        let before = fs::read(database.path()).unwrap();
        let second = start().unwrap();
        assert_eq!(second.changes, [], "{story}");
        assert!(
            fs::read(database.path()).unwrap() == before,
            "{story}: something was written"
        );
    }
}
