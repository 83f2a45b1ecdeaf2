//! What is answered without credentials: every path that is not a declared request of the API, by
//! whichever part of the door it is answered.
//!
//! No list of routes is asked for: each word and each pattern of words in the source of the door is tried as
//! a path, at the root, below `/hub/` and below `/hub/api/`, and with names after it. What is found must be in
//! `tests/golden/public-routes.txt`, with what it says to somebody unknown by each method. A new route is
//! in the difference: `UPDATE=1 cargo test --test door public` writes it there, for review.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hubctl::ops::request::requests;

use crate::hub::{Reply, Serving};
use crate::requests::serving;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// What may follow the words of a route: names. A number is a name too, and a status.
const NAMES: [&str; 4] = ["", "/", "/404", "/404/404"];

#[test]
fn every_path_is_a_declared_request_or_in_the_public_list() {
    let (hub, ..) = serving(|config| config.hub.allow_named_servers = true);
    let found: BTreeSet<String> = candidates()
        .into_iter()
        .filter(|path| !is_declared(path) && answers(&hub, path))
        .collect();
    let told = found.iter().filter(|path| !is_one_of_many(path, &found));
    let lines = told.map(|path| line(&hub, path) + "\n");
    let found: String = lines.collect();
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/public-routes.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&list, &found).unwrap();
    }
    let known = fs::read_to_string(&list).unwrap_or_default();
    let [known, found] = [&known, &found].map(|text| text.lines().collect::<BTreeSet<_>>());
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "found and not in the list: {new:#?}\nin the list and not found: {gone:#?}"
    );
}

/// Whether there is something at `path`, which nothing in the API declares.
fn answers(hub: &Serving, path: &str) -> bool {
    let reply = hub.ask(&format!("GET {path}"), &[]);
    let led_inside = reply.header("location").is_some_and(|to| {
        to.trim_end_matches('/') == format!("/hub{}", path.trim_end_matches('/'))
    });
    reply.status != 404 && (!led_inside || path == "/hub")
}

/// Whether a word of `path` is only a name there, with any other of which there is something, too; or it
/// is below what answers all paths.
fn is_one_of_many(path: &str, found: &BTreeSet<String>) -> bool {
    let words: Vec<&str> = path.split('/').collect();
    let is_below = |at| {
        let above = words[..at].join("/");
        let named = NAMES.map(|names| format!("{above}{names}"));
        found.contains(&format!("{above}/404/404")) && !named.contains(&path.to_owned())
    };
    if (3..words.len()).any(is_below) {
        return true;
    }
    let other = |at| {
        let mut words = words.clone();
        words[at] = "404";
        words.join("/")
    };
    let names = (2..words.len()).filter(|&at| !["", "404"].contains(&words[at]));
    names.map(other).any(|other| found.contains(&other))
}

/// What somebody unknown is answered at `path`, by each method.
fn line(hub: &Serving, path: &str) -> String {
    let said = METHODS.map(|method| {
        let reply = hub.ask(&format!("{method} {path}"), &[]);
        format!("{method} {}", shown(&reply))
    });
    format!("{path}  {}", said.join(" · "))
}

fn shown(reply: &Reply) -> String {
    match reply.header("location") {
        Some(to) => format!("{} to {to}", reply.status),
        None => reply.status.to_string(),
    }
}

/// Whether a request of the API is declared at `path`, by any method.
fn is_declared(path: &str) -> bool {
    let Some(below) = path.strip_prefix("/hub/api") else {
        return false;
    };
    let given: Vec<&str> = below
        .strip_prefix('/')
        .unwrap_or(below)
        .split('/')
        .collect();
    requests().any(|request| {
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        let fits = |(part, given): (&&str, &&str)| part.starts_with('{') || part == given;
        parts.len() == given.len() && parts.iter().zip(&given).all(fits)
    })
}

/// Paths that the source of the door may mean.
fn candidates() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http")) {
        let source = fs::read_to_string(file).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for text in texts(code).chain(patterns(code)) {
            let word = text.trim_matches('/');
            if is_path(word) {
                words.insert(word.to_owned());
            }
        }
    }
    words.insert("any".to_owned());
    let places = ["/", "/hub/", "/hub/api/"];
    let mut paths: BTreeSet<String> = words
        .iter()
        .flat_map(|word| places.map(|place| format!("{place}{word}")))
        .flat_map(|path| NAMES.map(|names| format!("{path}{names}")))
        .collect();
    paths.extend(["/", "/hub", "/hub/", "/hub/api", "/hub/api/"].map(str::to_owned));
    paths
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => sources(&path),
            Some(kind) if kind == "rs" => vec![path],
            _ => Vec::new(),
        })
        .collect()
}

/// The texts in `source` that are on one line.
fn texts(source: &str) -> impl Iterator<Item = String> {
    source.lines().flat_map(|line| {
        let parts = line.split('"').skip(1).step_by(2);
        parts.map(str::to_owned).collect::<Vec<_>>()
    })
}

/// The paths that patterns of segments in `source` match: of `["spawn", user]`, `spawn/404`.
fn patterns(source: &str) -> impl Iterator<Item = String> {
    let lists = source.split('[').skip(1);
    lists.filter_map(|list| {
        let (inner, _) = list.split_once(']')?;
        let part = |part: &str| match part.trim().strip_prefix('"') {
            Some(text) => text.trim_end_matches('"').to_owned(),
            None => "404".to_owned(),
        };
        let parts: Vec<String> = inner.split(',').map(part).collect();
        (inner.trim_start().starts_with('"')).then(|| parts.join("/"))
    })
}

fn is_path(word: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
    };
    word.len() <= 60 && word.split('/').all(letters)
}
