//! Addresses of servers that came to the hub, because no such server runs.

use std::time::Duration;

use axum::http::header::ACCEPT;
use axum::http::{Method, StatusCode};
use serde::Serialize;

use super::next::with_arguments;
use super::not_running::NotRunningPage;
use super::{Visit, error, spawn};
use crate::http::answer::{Result, found, json_with, lead};
use crate::http::refusal::Refusal;
use crate::http::{query, reached};
use crate::hub::{Hub, Identity};
use crate::model::{ServerRef, UserName, escape_segment};
use crate::ops::live::Live;
use crate::rbac::{Scope, Target};

/// How often a browser is sent to a server before that counts as going round in circles.
const REDIRECTS: u32 = 4;

/// What programs are told.
#[derive(Serialize)]
struct NoServer {
    message: String,
}

/// Answer a request of `below`, at the servers of `user` (`UserUrlHandler`).
pub(super) async fn answer(visit: &mut Visit<'_>, user: &UserName, below: &str) -> Result {
    if visit.parts().method == Method::HEAD {
        return Err(Refusal::method_not_allowed());
    }
    if visit.parts().method != Method::GET {
        let server = match visit.user() {
            Some(own) if own == *user => server_of(visit.hub(), user, below)?,
            _ => ServerRef {
                user: user.clone(),
                server: "".into(),
            },
        };
        return refuse_program(visit, &server);
    }
    let who = visit.signed_in()?;
    may_access(visit.hub(), &who, user, below)?;
    let hub = visit.hub();
    let server = server_of(hub, user, below)?;
    let live = hub.server(&server).unwrap_or_default();
    if live.ready {
        return to_server(visit, &server).await;
    }
    if wants_json(visit) || below.split('/').any(|part| part == "api") {
        return refuse_program(visit, &server);
    }
    let next = [("next", visit.asked())];
    if live.is_active() || hub.servers().failure(&server).is_some() {
        let url = with_arguments(&spawn::path_of(visit, "spawn-pending", &server), next);
        return lead(StatusCode::SEE_OTHER, &url);
    }
    let url = with_arguments(&spawn::path_of(visit, "spawn", &server), next);
    let seconds = hub
        .config()
        .hub
        .implicit_spawn_seconds
        .duration()
        .as_secs_f64();
    let page = NotRunningPage::new(visit, &who, &server, url)?.starts_after(seconds);
    visit.show_with(stopped(hub), &page)
}

/// Which server a path below those of `user` is of: the default one, unless it begins with another's name.
fn server_of(hub: &Hub, user: &UserName, below: &str) -> Result<ServerRef> {
    let first = below
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    let named = hub.config().hub.allow_named_servers
        && !first.is_empty()
        && hub.has_server(&ServerRef {
            user: user.clone(),
            server: first.into(),
        })?;
    Ok(ServerRef {
        user: user.clone(),
        server: if named { first.into() } else { "".into() },
    })
}

/// Refuse whoever may open none of the servers that the path may be of.
fn may_access(hub: &Hub, who: &Identity, user: &UserName, below: &str) -> Result<()> {
    let mut names = vec![""];
    if let Some((name, _)) = below.trim_start_matches('/').split_once('/') {
        names.push(name);
    }
    let mut refused = None;
    for name in names {
        let server = ServerRef {
            user: user.clone(),
            server: name.into(),
        };
        let target = Target::Server(server);
        match hub.refusal_of(who, &[Scope::AccessServers], &target)? {
            None => return Ok(()),
            Some(told) => refused = Some(told.error),
        }
    }
    Err(refused.map_or_else(super::not_found, error::not_shared))
}

/// The status of an answer about a server that does not run.
fn stopped(hub: &Hub) -> StatusCode {
    if hub.config().hub.use_legacy_stopped_server_status_code {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::FAILED_DEPENDENCY
    }
}

/// Tell a program that the server does not run, and where it is started.
fn refuse_program(visit: &Visit<'_>, server: &ServerRef) -> Result {
    let hub = visit.hub();
    let config = hub.config();
    let host = reached::host(&config, visit.parts());
    let scheme = reached::scheme(&config, visit.parts());
    let start = spawn::path_of(visit, "spawn", server);
    let base_url = visit.base_url();
    let asked = visit.parts().uri.path();
    let asked = asked.get(base_url.len() - 1..).unwrap_or(asked);
    let message = format!(
        "JupyterHub server no longer running at {asked}. Restart the server at {scheme}://{}{start}",
        host.unwrap_or_default()
    );
    json_with(stopped(hub), &NoServer { message })
}

/// Send the browser to a server that runs: what led here was an address from before it did
/// (`UserUrlHandler._redirect_to_user_server`).
async fn to_server(visit: &Visit<'_>, server: &ServerRef) -> Result {
    let redirects = visit
        .argument("redirects")
        .and_then(|count| count.parse().ok());
    let redirects: u32 = redirects.unwrap_or(0);
    if redirects >= REDIRECTS {
        let refusal = Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("your browser is sent back and forth between the hub and server `{server}`"),
        );
        return Err(refusal.hint("stop the server on your home page, and start it again"));
    }
    let base_url = visit.base_url();
    let config = visit.hub().config();
    let asked = visit.asked();
    let below = asked.strip_prefix(base_url.as_str()).unwrap_or(asked);
    let host = visit.hub().site().user_host(&server.user);
    let target = format!(
        "{}{}{}",
        host.unwrap_or_default(),
        config.hub.base_url,
        below.trim_start_matches('/')
    );
    if redirects > 0 {
        tokio::time::sleep(Duration::from_secs(1 << redirects).min(Duration::from_secs(10))).await;
    }
    let (path, before) = target.split_once('?').unwrap_or((&target, ""));
    let count = (redirects + 1).to_string();
    let kept = query::arguments(before);
    let kept = kept.iter().filter(|(name, _)| name != "redirects");
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    found(&with_arguments(
        path,
        kept.chain([("redirects", count.as_str())]),
    ))
}

/// Whether whoever asks would rather have JSON (`utils.get_accepted_mimetype`).
fn wants_json(visit: &Visit<'_>) -> bool {
    let accept = visit.parts().headers.get(ACCEPT);
    let accept = accept
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    let place = |kind: &str| accept.find(kind);
    match (place("application/json"), place("text/html")) {
        (Some(json), Some(html)) => json < html,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Lead to one's own server, whoever one is (`UserRedirectHandler`).
pub(super) fn redirect(visit: &Visit<'_>, user: &UserName, below: &str) -> Result {
    let config = visit.hub().config();
    let server = ServerRef {
        user: user.clone(),
        server: config
            .hub
            .default_server_name
            .clone()
            .unwrap_or_else(|| "".into()),
    };
    let mut url = visit.hub().site().user_url(user);
    if !server.server.as_str().is_empty() {
        url = format!("{url}{}/", escape_segment(server.server.as_str()));
    }
    url += below.trim_start_matches('/');
    let asked = query::arguments(visit.parts().uri.query().unwrap_or_default());
    let asked = asked.iter().filter(|(_, value)| !value.is_empty());
    let asked: Vec<_> = asked
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    if !asked.is_empty() {
        url = with_arguments(&url, asked);
    }
    let start = spawn::path_of(visit, "spawn", &server);
    found(&with_arguments(&start, [("next", url.as_str())]))
}
