//! The authorization matrix of what JupyterHub has not: each added request, asked by callers who differ in
//! nothing but what they may do. `UPDATE=1 cargo test --test door added` writes it anew, for review.
//!
//! What JupyterHub has is in `tests/golden/parity/authz_matrix.txt`, as it answered itself.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use hubctl::ops::Request;
use hubctl::ops::request::requests;

use crate::hub::Serving;
use crate::requests::serving;

/// What stands in a path for what is named there.
const NAMES: [(&str, &str); 5] = [
    ("{role}", "watch"),
    ("{user}", "ada"),
    ("{group}", "class"),
    ("{service}", "watch"),
    ("{scope}", "read:hub"),
];

/// What no scope decides, but who signed in and which client it is: `tests/oauth` has what is answered whom.
const OF_CLIENTS: [&str; 2] = ["/oauth2/authorize", "/oauth2/token"];

/// Scopes of which each of these requests takes one at most: the other is of no use for it.
const WRONG: [&str; 2] = ["shutdown", "read:metrics"];

#[test]
fn each_added_request_is_for_whom_the_matrix_says() {
    let (hub, ..) = serving(|_| {});
    let added = requests().filter(|request| request.added);
    let mut table = String::from("request · scope: none, wrong, elsewhere, right\n");
    for request in added {
        for scope in scopes(request) {
            let statuses = callers(&hub, request, &scope).map(|token| status(&hub, request, token));
            let (method, path) = (request.method, request.path);
            let statuses = statuses.join(", ");
            let _ = writeln!(table, "{method} {path} · {scope}: {statuses}");
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/authz-added.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&golden, &table).unwrap();
    }
    let known = fs::read_to_string(golden).unwrap_or_default();
    assert_eq!(known, table, "{table}");
}

#[test]
fn each_request_of_jupyterhubs_is_in_the_recorded_matrix() {
    let recorded = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/parity/authz_matrix.txt"),
    );
    let recorded = recorded.unwrap();
    let rows: BTreeSet<(&str, &str)> = recorded
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?))
        })
        .collect();
    let missing: Vec<_> = requests()
        .filter(|request| !request.added && !OF_CLIENTS.contains(&request.path))
        .filter(|request| {
            !rows
                .iter()
                .any(|(method, path)| is_of(request, method, path))
        })
        .map(|request| format!("{} {}", request.method, request.path))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Whether a row of the matrix is about `request`.
fn is_of(request: &Request, method: &str, path: &str) -> bool {
    let (parts, given): (Vec<_>, Vec<_>) =
        (request.path.split('/').collect(), path.split('/').collect());
    let fits = |(part, given): (&&str, &&str)| part.starts_with('{') || part == given;
    request.method.as_str() == method
        && parts.len() == given.len()
        && parts.iter().zip(&given).all(fits)
}

/// The scopes of which a request takes one, or a word that says that it takes none.
fn scopes(request: &Request) -> Vec<String> {
    match request.any_of {
        [] => vec!["any".to_owned()],
        any_of => any_of.iter().map(ToString::to_string).collect(),
    }
}

/// Tokens of the same admin: none, one of a scope that is of no use, one of the right one on somebody
/// else, and one of the right one.
fn callers(hub: &Serving, request: &Request, scope: &str) -> [Option<String>; 4] {
    let takes = |wrong: &str| request.any_of.iter().any(|scope| scope.as_str() == wrong);
    let wrong = WRONG.into_iter().find(|wrong| !takes(wrong)).unwrap();
    if scope == "any" {
        return [None, Some(token(hub, wrong)), None, Some(token(hub, wrong))];
    }
    [
        None,
        Some(token(hub, wrong)),
        Some(token(hub, &format!("{scope}!user=eve"))),
        Some(token(hub, scope)),
    ]
}

fn token(hub: &Serving, scope: &str) -> String {
    let value = format!("a-token-of-{scope}");
    hub.add_token(&value, scope);
    value
}

/// What `token` is answered; what would act is sent no JSON, so that nothing has changed for the next.
fn status(hub: &Serving, request: &Request, token: Option<String>) -> String {
    let mut path = request.path.to_owned();
    for (name, given) in NAMES {
        path = path.replace(name, given);
    }
    let body = if request.recorded { "no JSON" } else { "" };
    let mut headers = vec![("content-length".to_owned(), body.len().to_string())];
    headers.extend(token.map(|token| ("authorization".to_owned(), format!("token {token}"))));
    let line = format!("{} /hub/api{path}", request.method);
    hub.status(&line, &headers, body).to_string()
}
