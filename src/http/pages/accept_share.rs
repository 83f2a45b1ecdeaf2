//! Where an invitation to somebody's server is accepted.

use std::sync::Arc;

use axum::http::StatusCode;
use minijinja::Value;
use serde::Serialize;

use super::engine::value;
use super::{Page, Visit, person};
use crate::error::Error;
use crate::http::answer::{Result, found};
use crate::http::refusal::Refusal;
use crate::hub::Identity;
use crate::model::{Secret, ShareCode, UserName};
use crate::ops::live::Live;

/// An invitation.
#[derive(Debug, Serialize)]
pub(super) struct AcceptSharePage {
    user: Value,
    /// What is sent back.
    code: String,
    owner: Value,
    spawner: Value,
    spawner_ready: bool,
    spawner_url: String,
    scope_descriptions: Vec<InWords>,
    next_url: String,
}

/// One of the things that it allows.
#[derive(Debug, Serialize)]
struct InWords {
    scope: String,
    description: String,
    filter: String,
}

impl Page for AcceptSharePage {
    const TEMPLATE: &'static str = "accept-share.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (ada, servers) = person::sample();
        let sample = |ready: bool, server: usize| Self {
            user: ada.clone(),
            code: "abc".to_owned(),
            owner: ada.clone(),
            spawner: servers[server].clone(),
            spawner_ready: ready,
            spawner_url: "/user/ada/".to_owned(),
            scope_descriptions: vec![InWords {
                scope: "access:servers".to_owned(),
                description: "Open it".to_owned(),
                filter: String::new(),
            }],
            next_url: "/user/ada/".to_owned(),
        };
        vec![sample(true, 0), sample(false, 1)]
    }
}

/// What is called a server in an invitation.
#[derive(Debug, Serialize)]
struct Invited<'a> {
    name: &'a str,
    display_name: &'a str,
    ready: bool,
    active: bool,
}

/// Show what accepting it would allow (`AcceptShareHandler.get`).
pub(super) fn show(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let hub = visit.hub();
    let code = code(visit)?;
    let offered = hub.offered_share(&Secret::new(code.as_str()))?;
    let offered = offered.ok_or_else(|| gone(StatusCode::NOT_FOUND))?;
    let server = offered.server.full_name();
    if server.user == *user {
        return Err(own(StatusCode::FORBIDDEN));
    }
    let live = hub.server(&server).unwrap_or_default();
    let name = server.server.as_str();
    let invited = Invited {
        name,
        display_name: name,
        ready: live.ready,
        active: live.is_active(),
    };
    let catalogue = who.granted().catalogue();
    let page = AcceptSharePage {
        user: Value::from_dyn_object(person::seen(hub, who, user)?),
        owner: Value::from_dyn_object(person::seen(hub, who, &server.user)?),
        spawner: value(&invited),
        spawner_ready: live.ready,
        spawner_url: hub.site().server_url(&server),
        scope_descriptions: in_words(&offered, catalogue),
        next_url: next(visit, &offered),
        code,
    };
    visit.show(&page)
}

/// Accept it, and go on to the server (`AcceptShareHandler.post`).
pub(super) async fn accept(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let hub = visit.hub();
    let code = Secret::new(code(visit)?);
    let offered = hub.offered_share(&code)?;
    let offered = offered.ok_or_else(|| gone(StatusCode::BAD_REQUEST))?;
    if offered.server.user.name == *user {
        return Err(own(StatusCode::BAD_REQUEST));
    }
    hub.accept_share(who, user, code).await?;
    found(&next(visit, &offered))
}

fn code(visit: &Visit<'_>) -> Result<String> {
    let code = visit.argument("code").filter(|code| !code.is_empty());
    code.ok_or_else(|| {
        Refusal::bad_request("this link has no code in it").hint("ask for the whole link once more")
    })
}

fn next(visit: &Visit<'_>, offered: &ShareCode) -> String {
    let server = visit.hub().site().server_url(&offered.server.full_name());
    visit.asked_next().unwrap_or(server)
}

fn in_words(offered: &ShareCode, catalogue: &crate::rbac::Catalogue) -> Vec<InWords> {
    let scopes = offered.scopes.iter();
    scopes
        .map(|written| {
            let (name, _) = written.split_once('!').unwrap_or((written, ""));
            let known = catalogue.check(written).ok();
            let description =
                known.and_then(|raw| Some(catalogue.description(&raw.scope)?.to_owned()));
            InWords {
                scope: name.to_owned(),
                description: description.unwrap_or_else(|| name.to_owned()),
                filter: String::new(),
            }
        })
        .collect()
}

fn gone(status: StatusCode) -> Refusal {
    let error = Error::invalid("this invitation does not exist, or is over");
    Refusal::with_status(
        status,
        error.hint("ask whoever sent it to you for a new one"),
    )
}

fn own(status: StatusCode) -> Refusal {
    let error =
        Error::invalid("this is an invitation to your own server, which you may use anyway");
    Refusal::with_status(
        status,
        error.hint("send the link to whom you want to share it with"),
    )
}
