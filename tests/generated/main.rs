//! Completions and man pages are made from the command definitions, the tables of the documentation and the
//! schema from those of the configuration; the committed ones are current.
//!
//! `UPDATE=1 cargo test --test generated` makes them anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
mod configuration;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn completions_are_current() {
    let scripts = hubctl::cli::shells()
        .iter()
        .filter_map(|shell| {
            let file = match shell.name() {
                "bash" => "hubctl.bash",
                "zsh" => "_hubctl",
                "fish" => "hubctl.fish",
                _ => return None,
            };
            let mut script = Vec::new();
            shell
                .write_registration("COMPLETE", "hubctl", "hubctl", "hubctl", &mut script)
                .unwrap();
            Some((file.to_owned(), script))
        })
        .collect();
    check("completions", &scripts);
}

#[test]
fn man_pages_are_current() {
    let folder = tempfile::tempdir().unwrap();
    let command = hubctl::cli::command().disable_help_subcommand(true);
    clap_mangen::generate_to(command, folder.path()).unwrap();
    let pages = fs::read_dir(folder.path())
        .unwrap()
        .map(|page| {
            let page = page.unwrap();
            (
                page.file_name().into_string().unwrap(),
                fs::read(page.path()).unwrap(),
            )
        })
        .collect();
    check("man", &pages);
}

/// Compare `made` with what is committed in `folder`, or with `UPDATE=1` put it there.
fn check(folder: &str, made: &BTreeMap<String, Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let committed = || -> Vec<PathBuf> {
        let entries = fs::read_dir(&folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for stale in committed() {
            fs::remove_file(stale).unwrap();
        }
        for (name, content) in made {
            fs::write(folder.join(name), content).unwrap();
        }
    }
    for path in committed() {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            made.contains_key(name),
            "{name} is made of nothing any more"
        );
    }
    for (name, content) in made {
        is_current(&folder.join(name), content);
    }
}

/// Compare `made` with the committed file at `path`, or with `UPDATE=1` put it there.
fn check_file(path: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, made).unwrap();
    }
    is_current(&path, made.as_bytes());
}

fn is_current(path: &Path, made: &[u8]) {
    assert!(
        fs::read(path).unwrap_or_default() == made,
        "{} is not current: run `UPDATE=1 cargo test --test generated`",
        path.display()
    );
}
