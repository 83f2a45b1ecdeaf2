//! What the process of a server is given, all of it, as `tests/golden/environment/started.py` recorded it of the real
//! JupyterHub 6.1.1.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::clients::limited;
use crate::served::{Served, file, folder};

const RECORDED: &str = include_str!("../golden/environment/started.json");

/// Stands where `jupyterhub-singleuser` is, and writes down what it was given.
const PROGRAM: &str = include_str!("../golden/environment/started.sh");

const TOKEN: &str = "a-token-of-this-recording-only";

#[test]
fn a_server_is_given_what_jupyterhub_gives_it_and_nothing_else() {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"));
        return;
    }
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let hubs = recorded.as_object().unwrap();
    assert_eq!(hubs.len(), 3);
    for (name, recorded) in hubs {
        let folder = folder();
        let folder = folder.path().canonicalize().unwrap();
        let hub = serve(&folder, recorded["toml"].as_str().unwrap());
        let servers = recorded["servers"].as_object().unwrap();
        assert_eq!(servers.len(), 2);
        for (server, wanted) in servers {
            let path = if server.is_empty() {
                "server"
            } else {
                &format!("servers/{server}")
            };
            let answer = ask(&hub, "POST", path);
            assert_eq!(answer, 201, "{name}: {server}");
            assert_eq!(&given(&folder, server), wanted, "{name}: {server}");
            assert_eq!(ask(&hub, "DELETE", path), 204, "{name}: {server}");
        }
        hub.stop();
    }
}

/// The soft limit of open files of a process, and the hard one.
fn files(pid: u32) -> Vec<String> {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let words = line.unwrap().split_whitespace().skip(3);
    words.take(2).map(str::to_owned).collect()
}

#[test]
fn a_server_may_have_as_many_files_as_the_hub_was_given_and_the_hub_all_it_can() {
    let folder = folder();
    let folder = folder.path().canonicalize().unwrap();
    configure(&folder, "", "#!/bin/sh\nulimit -Sn > files; exit 1\n");
    let hub = limited(&folder, "ulimit -Sn 300", &environment(&folder));
    let hubs = files(hub.pid());
    assert_eq!(hubs[0], hubs[1]);
    assert_eq!(ask(&hub, "POST", ""), 201);
    assert_eq!(ask(&hub, "POST", "server"), 500, "it ends at once");
    let files = fs::read_to_string(folder.join("homes/ada/files")).unwrap();
    assert_eq!(files.trim(), "300");
    hub.stop();
}

/// A hub in an environment of which its servers get a part.
fn serve(folder: &Path, spawner: &str) -> Served {
    configure(folder, spawner, PROGRAM);
    let hub = Served::start_in(folder, &[], &environment(folder));
    assert_eq!(ask(&hub, "POST", ""), 201);
    hub
}

/// A hub whose servers are `program`.
fn configure(folder: &Path, spawner: &str, program: &str) {
    let bin = folder.join("bin");
    fs::create_dir(&bin).unwrap();
    let program = file(&bin, "jupyterhub-singleuser", program);
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    let config = format!(
        r#"
        [hub]
        authenticator_class = "null"
        spawner_class = "simple"
        allow_named_servers = true
        hub_port = 0
        tornado_settings = {{ slow_spawn_timeout = 20, slow_stop_timeout = 20 }}
        [[services]]
        name = "recorder"
        api_token = "{TOKEN}"
        [[roles]]
        name = "recorder"
        scopes = ["admin:servers", "admin:users"]
        services = ["recorder"]
        [spawner]
        home_dir_template = "{}/homes/{{username}}"
        {spawner}
        "#,
        folder.display()
    );
    file(folder, "hubctl.toml", &config);
}

/// As `started.py` has it.
fn environment(folder: &Path) -> Vec<(&'static str, String)> {
    let own = |text: &str| text.to_owned();
    vec![
        ("PATH", format!("{}/bin:/usr/bin:/bin", folder.display())),
        ("LANG", own("C.UTF-8")),
        ("LC_ALL", own("C.UTF-8")),
        ("HOME", folder.display().to_string()),
        ("USER", own("hub")),
        ("KEPT", own("if told to")),
        ("SECRET_OF_THE_HUB", own("not to be seen")),
        ("JUPYTERHUB_CRYPT_KEY", String::new()),
        ("DUMPS", own("not these")),
    ]
}

fn ask(hub: &Served, method: &str, path: &str) -> u16 {
    let path = if path.is_empty() {
        String::new()
    } else {
        format!("/{path}")
    };
    let head = format!("{method} /hub/api/users/ada{path} HTTP/1.1\nauthorization: token {TOKEN}");
    hub.ask(&head).status
}

/// What the server `name` wrote down.
fn given(folder: &Path, name: &str) -> Value {
    let name = if name.is_empty() { "default" } else { name };
    let at = folder.join(format!("homes/ada/started-{name}"));
    let read = |part| fs::read_to_string(at.join(part)).unwrap();
    let listed = |text: String| -> Vec<String> {
        let parts = text.split_terminator('\0');
        parts.map(|part| masked(part, folder)).collect()
    };
    let mut variables = listed(read("environ"));
    variables.sort();
    let rest: Vec<String> = read("rest")
        .lines()
        .map(|line| masked(line, folder))
        .collect();
    serde_json::json!({
        "environment": variables,
        "words": listed(read("cmdline")),
        "rest": rest,
    })
}

/// Without what differs from run to run.
fn masked(text: &str, folder: &Path) -> String {
    if let Some(("JUPYTERHUB_API_TOKEN" | "JPY_API_TOKEN", token)) = text.split_once('=') {
        assert_eq!(token.len(), 32);
        return text.replace(token, "…");
    }
    for (what, fields) in [
        ("ids", &["Uid", "Gid", "Groups"][..]),
        ("umask", &["Umask"]),
    ] {
        if text == format!("{what} {}", own(fields)) {
            return format!("{what} own");
        }
    }
    if let Some(ignored) = text.strip_prefix("SigIgn ") {
        // What the C library keeps to itself, it may set as it likes.
        let ignored = u64::from_str_radix(ignored, 16).unwrap() & !0x1_8000_0000;
        return format!("SigIgn {ignored:016x}");
    }
    let text = text.replace(folder.to_str().unwrap(), "{folder}");
    let Some((before, after)) = text.split_once("127.0.0.1:") else {
        return text;
    };
    let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{before}127.0.0.1:{{port}}{after}")
}

/// What the kernel says of this process, and so of the hub.
fn own(fields: &[&str]) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let lines = status.lines().filter_map(|line| {
        let (name, said) = line.split_once(':')?;
        fields.contains(&name).then_some(said)
    });
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ")
}
