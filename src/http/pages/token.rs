//! Somebody's tokens: those they have, and new ones; and the applications that may act in their name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use chrono::TimeDelta;
use minijinja::Value;
use serde::Serialize;

use super::person::{self, AuthState, time};
use super::scope_tree::{self, Node};
use super::{Page, Visit, error};
use crate::http::answer::{Result, lead};
use crate::http::refusal::Refusal;
use crate::hub::Identity;
use crate::model::{Timestamp, Token, TokenOwner, UserName};
use crate::ops::tokens::{Allows, ListTokens, NewToken, RevokeToken, TokenFilter};

/// The OAuth client of the tokens that people make themselves.
const BY_HAND: &str = "jupyterhub";

/// How long a token may be chosen to last, in seconds.
const SPANS: [(u64, &str); 5] = [
    (3600, "an hour"),
    (86_400, "a day"),
    (7 * 86_400, "a week"),
    (30 * 86_400, "a month"),
    (365 * 86_400, "a year"),
];

/// Somebody's tokens.
#[derive(Debug, Serialize)]
pub(super) struct TokenPage {
    here: &'static str,
    user: Value,
    auth_state: AuthState,
    api_tokens: Vec<Row>,
    oauth_clients: Vec<Client>,
    /// The options of a list, in HTML.
    token_expires_in_options_html: String,
    token_expires_in_max_seconds: u64,
    /// The same in words and seconds; none is for as long as can be.
    spans: Vec<Span>,
    /// What the person may do, and so what a token may.
    scopes: Vec<Node>,
    /// What was chosen, where that could not be done.
    chosen: BTreeSet<String>,
    note: String,
    error_message: Option<String>,
    /// The token that was made just now, which nobody sees again.
    new_token: Option<String>,
}

/// A token.
#[derive(Debug, Clone, Serialize)]
struct Row {
    api_id: String,
    note: String,
    scopes: Vec<String>,
    created: Value,
    last_activity: Value,
    expires_at: Value,
    /// Whether the hub made it for a server, which needs it.
    of_server: bool,
}

/// An application that acts in somebody's name.
#[derive(Debug, Serialize)]
struct Client {
    description: String,
    created: Value,
    last_activity: Value,
    tokens: Vec<Row>,
    scopes: BTreeSet<String>,
    token_id: String,
    token_count: usize,
}

/// How long a token lasts.
#[derive(Debug, Serialize)]
struct Span {
    seconds: Option<u64>,
    words: String,
}

impl Page for TokenPage {
    const TEMPLATE: &'static str = "token.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let row = Row {
            api_id: "a1".to_owned(),
            note: "for <tests>".to_owned(),
            scopes: vec!["self".to_owned()],
            created: time("2026-01-01 00:00:00.000000".parse().ok()),
            last_activity: time(None),
            expires_at: time(None),
            of_server: false,
        };
        let sample = |rows: Vec<Row>, new: Option<&str>, error: Option<&str>| Self {
            here: "token",
            user: person::sample().0,
            auth_state: AuthState::default(),
            oauth_clients: rows
                .iter()
                .map(|row| Client {
                    description: "Server at /user/ada/".to_owned(),
                    created: row.created.clone(),
                    last_activity: row.created.clone(),
                    tokens: vec![row.clone(), row.clone()],
                    scopes: BTreeSet::from(["self".to_owned()]),
                    token_id: row.api_id.clone(),
                    token_count: 2,
                })
                .collect(),
            api_tokens: rows,
            token_expires_in_options_html: options_html(&spans(0)),
            token_expires_in_max_seconds: 0,
            spans: spans(0),
            scopes: scope_tree::sample(),
            chosen: BTreeSet::new(),
            note: String::new(),
            error_message: error.map(str::to_owned),
            new_token: new.map(str::to_owned),
        };
        vec![
            sample(Vec::new(), None, None),
            sample(
                vec![
                    row.clone(),
                    Row {
                        of_server: true,
                        ..row
                    },
                ],
                Some("abc"),
                Some("No."),
            ),
        ]
    }
}

/// Show the tokens of `user` (`TokenPageHandler`).
pub(super) fn show(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let page = page(visit, who, user)?;
    visit.show(&page)
}

fn page(visit: &Visit<'_>, who: &Identity, user: &UserName) -> Result<TokenPage> {
    let hub = visit.hub();
    let filter = TokenFilter {
        owner: Some(TokenOwner::User(user.clone())),
        ..TokenFilter::default()
    };
    let now = hub.now();
    // Which client each was issued to, the API does not show.
    let mut tokens = hub.look_closely(who, ListTokens(filter))?;
    tokens.retain(|token| !token.is_expired(now));
    tokens.sort_by_key(|token| std::cmp::Reverse((token.last_activity, token.created)));
    let (own, others): (Vec<Token>, Vec<Token>) = tokens
        .into_iter()
        .partition(|token| token.client().is_none_or(|client| client == BY_HAND));
    let longest = hub.config().hub.token_expires_in_max_seconds;
    let longest = longest.duration().as_secs();
    Ok(TokenPage {
        here: "token",
        user: Value::from_dyn_object(person::seen(hub, who, user)?),
        auth_state: AuthState::of(hub, user),
        api_tokens: own.iter().map(row).collect(),
        oauth_clients: clients(others),
        token_expires_in_options_html: options_html(&spans(longest)),
        token_expires_in_max_seconds: longest,
        spans: spans(longest),
        scopes: scope_tree::of(who.granted().grants(), who.granted().catalogue(), user),
        chosen: BTreeSet::new(),
        note: String::new(),
        error_message: None,
        new_token: None,
    })
}

fn row(token: &Token) -> Row {
    let scopes = token.raw_scopes.shown().cloned();
    let scopes = scopes.or_else(|| Some(token.scopes.clone()?.into_iter().collect()));
    Row {
        api_id: token.id.to_string(),
        note: token.note.clone().unwrap_or_default(),
        scopes: scopes.unwrap_or_default(),
        created: time(token.created),
        last_activity: time(token.last_activity),
        expires_at: time(token.expires_at),
        of_server: token.server_given().is_some(),
    }
}

/// Tokens that were issued to applications, by these; who was here last comes first.
fn clients(tokens: Vec<Token>) -> Vec<Client> {
    let mut by_client: BTreeMap<String, Vec<Token>> = BTreeMap::new();
    for token in tokens {
        let client = token.client().unwrap_or_default().to_owned();
        by_client.entry(client).or_default().push(token);
    }
    let mut all: Vec<(Option<Timestamp>, Client)> = by_client
        .into_iter()
        .filter_map(|(identifier, tokens)| {
            let first = tokens.first()?;
            let last_used = tokens.iter().filter_map(|token| token.last_activity).max();
            let rows: Vec<Row> = tokens.iter().map(row).collect();
            let description = first.oauth_client.clone().filter(|said| !said.is_empty());
            let client = Client {
                description: description.unwrap_or(identifier),
                created: time(tokens.iter().filter_map(|token| token.created).min()),
                last_activity: time(last_used),
                scopes: rows.iter().flat_map(|row| row.scopes.clone()).collect(),
                token_id: first.id.to_string(),
                token_count: rows.len(),
                tokens: rows,
            };
            Some((last_used, client))
        })
        .collect();
    all.sort_by_key(|(last_used, _)| std::cmp::Reverse(*last_used));
    all.into_iter().map(|(_, client)| client).collect()
}

/// How long a token may be chosen to last: at most `longest` seconds, where that is not 0.
fn spans(longest: u64) -> Vec<Span> {
    let within = |seconds: &u64| longest == 0 || *seconds < longest;
    let some = SPANS.iter().filter(|(seconds, _)| within(seconds));
    let mut spans: Vec<Span> = some
        .map(|(seconds, words)| Span {
            seconds: Some(*seconds),
            words: (*words).to_owned(),
        })
        .collect();
    let words = match longest {
        0 => "as long as you do not revoke it".to_owned(),
        hours if hours < 3 * 86_400 => format!("{} hours, the most there is", hours / 3600),
        days => format!("{} days, the most there is", days / 86_400),
    };
    spans.push(Span {
        seconds: None,
        words,
    });
    spans
}

fn options_html(spans: &[Span]) -> String {
    let one = |span: &Span| {
        let seconds = span
            .seconds
            .map(|seconds| seconds.to_string())
            .unwrap_or_default();
        let selected = if span.seconds.is_none() {
            " selected"
        } else {
            ""
        };
        format!(
            "<option value=\"{seconds}\"{selected}>{}</option>",
            span.words
        )
    };
    spans.iter().map(one).collect()
}

/// Make a token, or revoke some: an addition to JupyterHub's, whose page asks the API by script.
pub(super) async fn act(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    match visit.argument("action").unwrap_or_default().as_str() {
        "make" => make(visit, who, user).await,
        "revoke" => revoke(visit, who, user).await,
        _ => Err(Refusal::bad_request("there is nothing of that name to do")),
    }
}

async fn revoke(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let id = visit.argument("token").unwrap_or_default();
    let id = id
        .parse()
        .map_err(|_| Refusal::bad_request("that is no token"))?;
    let revoked = visit
        .hub()
        .change(who, RevokeToken::Of(user.clone(), id))
        .await;
    match revoked {
        Ok(_) => lead(StatusCode::SEE_OTHER, &format!("{}token", visit.base_url())),
        Err(refused) => again(visit, who, user, refused.into()),
    }
}

async fn make(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let hub = visit.hub();
    let chosen = visit.form().last("allows") == Some("chosen");
    let scopes: Vec<String> = scopes(visit).into_iter().collect();
    if chosen && scopes.is_empty() {
        let why = "choose at least one thing that the token may do";
        return again(visit, who, user, Refusal::bad_request(why));
    }
    if !chosen && !scopes.is_empty() {
        let why =
            "the token was to do everything that you may do, and some of that was chosen, too";
        let refusal = Refusal::bad_request(why).hint("say which of the two you want");
        return again(visit, who, user, refusal);
    }
    let seconds = visit.argument("expires_in").filter(|span| !span.is_empty());
    let seconds = seconds.map(|span| span.parse::<u32>()).transpose();
    let seconds = seconds.map_err(|_| Refusal::bad_request("that is no length of time"))?;
    let longest = hub.config().hub.token_expires_in_max_seconds;
    let longest = longest
        .unless_zero()
        .and_then(|longest| TimeDelta::from_std(longest).ok());
    let new = NewToken {
        allows: chosen.then(|| Allows {
            roles: Vec::new(),
            scopes,
        }),
        note: visit.argument("note").filter(|note| !note.is_empty()),
        expires_in: seconds.map(|seconds| TimeDelta::seconds(seconds.into())),
        longest,
        ..NewToken::of(TokenOwner::User(user.clone()))
    };
    let made = match hub.change(who, new).await {
        Ok(made) => made,
        Err(refused) => return again(visit, who, user, refused.into()),
    };
    let mut page = page(visit, who, user)?;
    page.new_token = Some(made.value.reveal().to_owned());
    let mut answer = visit.show(&page)?;
    answer
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// The scopes that were chosen; one box may stand for several.
fn scopes(visit: &Visit<'_>) -> BTreeSet<String> {
    let boxes = visit.form().all("scopes");
    boxes
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// The page again, with why something could not be done.
fn again(visit: &mut Visit<'_>, who: &Identity, user: &UserName, refusal: Refusal) -> Result {
    let told = refusal.tell();
    let mut page = page(visit, who, user)?;
    page.error_message = Some(error::in_sentences(&told));
    page.note = visit.argument("note").unwrap_or_default();
    page.chosen = visit.form().all("scopes").map(str::to_owned).collect();
    visit.show_with(told.status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_span_is_longer_than_the_longest() {
        let offered = |longest| {
            let spans = spans(longest);
            spans.iter().map(|span| span.seconds).collect::<Vec<_>>()
        };
        assert_eq!(offered(0).len(), 6);
        assert_eq!(offered(86_400), [Some(3600), None]);
        assert_eq!(offered(60), [None]);
        assert_eq!(
            spans(7200).pop().unwrap().words,
            "2 hours, the most there is"
        );
    }
}
