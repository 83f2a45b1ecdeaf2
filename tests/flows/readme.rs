//! What the README shows is what hubctl prints: each `console` block is run, in order, on a hub
//! built for it.
//!
//! `UPDATE=1 cargo test --test flows readme` writes the true output into the README.

use std::fs;
use std::path::Path;

use crate::support::hub::Hub;

/// The hub of the README: an admin with a running server, a teacher who helps a class, and a named
/// server that is shared.
fn a_small_university() -> Hub {
    let hub = Hub::fresh();
    for line in [
        "users add ada --admin",
        "users add dduke lmata bob userjlanza",
        "groups add teachers class-101",
        "groups add-user teachers dduke",
        "groups add-user class-101 bob",
        "roles create class-helper --managed --scope list:users!group=class-101 \
         --scope access:servers!group=class-101",
        "roles grant class-helper --group teachers",
        "roles create service-lister --managed --scope list:services",
        "roles grant service-lister --user ada",
    ] {
        let output = hub.output(line, "");
        assert!(output.status.success(), "{line}: {output:?}");
    }
    hub.write(
        "INSERT INTO servers (id, proto, ip, port, base_url) VALUES
             (1, 'http', '127.0.0.1', 41000, '/user/ada/'),
             (2, 'http', '127.0.0.1', 41001, '/user/lmata/waiide/');
         INSERT INTO spawners (id, user_id, server_id, name)
             SELECT 1, id, 1, '' FROM users WHERE name = 'ada';
         INSERT INTO spawners (id, user_id, server_id, name)
             SELECT 2, id, 2, 'waiide' FROM users WHERE name = 'lmata';
         INSERT INTO api_tokens (id, user_id, hashed, prefix, client_id, note, scopes)
             SELECT 1, id, 'sha512:1:0:0', 'aaaa', 'jupyterhub', 'Server at /user/ada/',
                 '[\"users:activity!user\", \"access:servers!server=ada/\"]'
             FROM users WHERE name = 'ada';
         INSERT INTO api_tokens (id, user_id, hashed, prefix, client_id, note, scopes)
             SELECT 2, id, 'sha512:1:0:1', 'bbbb', 'jupyterhub', 'from the token page', '[\"inherit\"]'
             FROM users WHERE name = 'ada';
         INSERT INTO api_tokens (id, user_id, hashed, prefix, client_id, note, scopes)
             SELECT 3, id, 'sha512:1:0:2', 'cccc', 'jupyterhub', 'grading script',
                 '[\"list:users!group=class-101\"]'
             FROM users WHERE name = 'dduke';
         INSERT INTO shares (id, created_at, user_id, owner_id, spawner_id, scopes)
             SELECT 1, '2026-01-01 00:00:00.000000', u.id, o.id, 2,
                 '[\"access:servers!server=lmata/waiide\"]'
             FROM users u, users o WHERE u.name = 'dduke' AND o.name = 'lmata'",
    );
    let old = "tests/fixtures/db/1.0.0/jupyterhub.sqlite";
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join(old);
    fs::copy(old, hub.path().with_file_name("old.sqlite")).unwrap();
    hub
}

#[test]
fn the_readme_shows_what_hubctl_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let written = fs::read_to_string(&path).unwrap();
    let played = play(&written, &a_small_university());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &played).unwrap();
    } else {
        let hint = "run `UPDATE=1 cargo test --test flows readme`";
        assert!(
            masked(&written) == masked(&played),
            "the README is not current: {hint}\n{played}"
        );
    }
}

/// `readme` with what the commands in its `console` blocks really print.
fn play(readme: &str, hub: &Hub) -> String {
    let mut played = String::new();
    let mut in_console = false;
    for line in readme.lines() {
        match line.strip_prefix("$ hubctl ") {
            Some(command) if in_console => {
                played.extend([line, "\n", &hub.transcript(command)]);
            }
            _ if in_console && line != "```" => {}
            _ => {
                in_console = line == "```console";
                played.extend([line, "\n"]);
            }
        }
    }
    played
}

/// `text` with zeros for what is another at each run: tokens, and the times in names of backups.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_token = word.len() == 32 && word.chars().all(|c| c.is_ascii_hexdigit());
        let is_time = word.len() == 16 && word.ends_with('Z') && word.contains('T');
        if is_token || is_time {
            masked += &"0".repeat(word.len());
            masked += &part[word.len()..];
        } else {
            masked += part;
        }
    }
    masked
}
