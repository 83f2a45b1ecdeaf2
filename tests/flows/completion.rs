//! What Bash puts into the line, by way of the script in `completions`.

use std::path::Path;
use std::process::Command;

use crate::both::Hub;
use crate::support::jupyterhub::venv::skipped;

/// As Bash calls what `complete` registered: prints what would be put back, one a line.
const COMPLETE: &str = r#"
source "$1" || exit
COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDBREAKS=$' \t\n"'"'"'@><=;|&(:'
_hubctl
printf '%s\n' "${COMPREPLY[@]}"
"#;

/// What the end of `line` is completed to, where the environment has these variables.
fn completed(hub: &Hub, line: &str, variables: &[(&str, String)]) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_hubctl"));
    let mut path = binary.parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = Command::new("bash")
        .args(["--norc", "-c", COMPLETE, "bash"])
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/completions/hubctl.bash"
        ))
        .arg(line)
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("HUBCTL_DB")
        .envs(variables.iter().map(|(name, value)| (*name, value)))
        .current_dir(hub.path().parent().unwrap())
        .output()
        .unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    let found: Vec<_> = found.lines().collect();
    found.join(" | ")
}

#[test]
fn bash_completes_what_it_breaks_into_words() {
    if Command::new("bash").arg("--version").output().is_err() {
        return skipped("there is no Bash");
    }
    let hub = Hub::recorded();
    let expected = [
        ("hubctl oa", "oauth-clients"),
        ("hubctl users show w", r"with\ space"),
        ("hubctl users show 'w", "with space"),
        (r"hubctl users show with\ s", r"with\ space"),
        ("hubctl users show a@b", "b.edu"),
        ("hubctl users show z", "zoë"),
        ("hubctl users show o", r"o\'brien"),
        ("hubctl token new 'with space' --scope read:users:n", "name"),
        ("hubctl token new --scope=read:users:n", "name"),
        ("hubctl can service=ann", "announce"),
        ("hubctl roles grant group-reader --group i", "instructors"),
        (
            "hubctl servers show plain/",
            "plain/ | plain/gpu-box | plain/stopped-named",
        ),
        ("hubctl users list --db=elsewhere --role g", ""),
    ];
    for (line, end) in expected {
        assert_eq!(completed(&hub, line, &[]), end, "{line}");
        let there = completed(&hub, line, &hub.variables());
        assert_eq!(there, end, "{line}, by the remote door");
    }
}
