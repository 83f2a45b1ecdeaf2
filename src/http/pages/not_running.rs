//! A server that does not run, and one that is starting or stopping.

use std::sync::Arc;

use axum::http::StatusCode;
use minijinja::Value;
use serde::Serialize;

use super::next::with_arguments;
use super::person::{self, AuthState};
use super::{Page, Visit, spawn};
use crate::error::Error;
use crate::http::answer::{Result, found};
use crate::http::xsrf;
use crate::hub::Identity;
use crate::model::{Pending, ServerRef};
use crate::ops::live::Live;
use crate::ops::servers::LookAtServer;

/// The server does not run.
#[derive(Debug, Serialize)]
pub(super) struct NotRunningPage {
    user: Value,
    server_name: String,
    /// Where it is started.
    spawn_url: String,
    auth_state: AuthState,
    /// After how many seconds the page starts it by itself; 0 is never.
    implicit_spawn_seconds: f64,
    /// Whether its last start failed.
    failed: bool,
    /// Why.
    failed_message: Option<String>,
    failed_html_message: Option<String>,
    /// What the server said last, or what can be done.
    failed_hints: Vec<String>,
}

impl Page for NotRunningPage {
    const TEMPLATE: &'static str = "not_running.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (ada, _) = person::sample();
        let sample = |name: &str, seconds: f64, failed: bool| Self {
            user: ada.clone(),
            server_name: name.to_owned(),
            spawn_url: "/hub/spawn/ada".to_owned(),
            auth_state: AuthState::default(),
            implicit_spawn_seconds: seconds,
            failed,
            failed_message: failed.then(|| "It ended.".to_owned()),
            failed_html_message: None,
            failed_hints: if failed {
                vec!["no\nmemory".to_owned()]
            } else {
                Vec::new()
            },
        };
        vec![
            sample("", 0.0, false),
            sample("lab", 2.5, false),
            sample("lab", 0.0, true),
        ]
    }
}

impl NotRunningPage {
    pub(super) fn new(
        visit: &Visit<'_>,
        who: &Arc<Identity>,
        server: &ServerRef,
        spawn_url: String,
    ) -> Result<Self> {
        let hub = visit.hub();
        Ok(Self {
            user: Value::from_dyn_object(person::seen(hub, who, &server.user)?),
            server_name: server.server.to_string(),
            spawn_url,
            auth_state: AuthState::of(hub, &server.user),
            implicit_spawn_seconds: 0.0,
            failed: false,
            failed_message: None,
            failed_html_message: None,
            failed_hints: Vec::new(),
        })
    }

    /// The last start of `server` failed because of `error`.
    pub(super) fn failed(
        visit: &Visit<'_>,
        who: &Arc<Identity>,
        server: &ServerRef,
        error: &Error,
    ) -> Result<Self> {
        let url = spawn::path_of(visit, "spawn", server);
        let refusal = crate::http::refusal::Refusal::from(error.again());
        let told = refusal.tell();
        Ok(Self {
            failed: true,
            failed_message: Some(super::error::sentence(&told.message)),
            failed_hints: told.hints.iter().map(|hint| as_said(hint)).collect(),
            ..Self::new(visit, who, server, url)?
        })
    }
}

/// A hint as a sentence; what a server printed stays as it is.
fn as_said(hint: &str) -> String {
    if hint.contains('\n') {
        return hint.to_owned();
    }
    super::error::sentence(hint)
}

/// The server is starting.
#[derive(Debug, Serialize)]
pub(super) struct SpawnPendingPage {
    user: Value,
    spawner: Value,
    /// Where its start can be followed.
    progress_url: String,
    auth_state: AuthState,
}

impl Page for SpawnPendingPage {
    const TEMPLATE: &'static str = "spawn_pending.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (ada, servers) = person::sample();
        let each = servers.into_iter();
        each.map(|spawner| Self {
            user: ada.clone(),
            spawner,
            progress_url: "/hub/api/users/ada/server/progress?_xsrf=x".to_owned(),
            auth_state: AuthState::default(),
        })
        .collect()
    }
}

/// The server is stopping.
#[derive(Debug, Serialize)]
pub(super) struct StopPendingPage {
    user: Value,
    spawner: Value,
    auth_state: AuthState,
}

impl Page for StopPendingPage {
    const TEMPLATE: &'static str = "stop_pending.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (user, servers) = person::sample();
        let spawner = servers[0].clone();
        vec![Self {
            user,
            spawner,
            auth_state: AuthState::default(),
        }]
    }
}

/// Show what a server is in the middle of; nothing is begun here (`SpawnPendingHandler`).
pub(super) fn pending(visit: &mut Visit<'_>, who: &Arc<Identity>, server: &ServerRef) -> Result {
    let hub = visit.hub();
    let seen = hub.show(who, LookAtServer(server.clone()))?;
    if seen.ready {
        let url = hub.site().server_url(server);
        return found(&visit.next_or(&url));
    }
    if let Some(error) = hub.servers().failure(server) {
        let page = NotRunningPage::failed(visit, who, server, &error)?;
        return visit.show_with(StatusCode::INTERNAL_SERVER_ERROR, &page);
    }
    let user = Value::from_dyn_object(person::seen(hub, who, &server.user)?);
    let spawner = person::server(&user, server.server.as_str());
    match seen.pending {
        Some(Pending::Stop) => visit.show(&StopPendingPage {
            user,
            spawner,
            auth_state: AuthState::of(hub, &server.user),
        }),
        Some(_) => {
            let xsrf = xsrf::token(hub, visit.parts(), visit.visitor());
            let progress = hub.site().progress_url(server);
            let progress_url = with_arguments(&progress, [("_xsrf", xsrf.as_str())]);
            visit.show(&SpawnPendingPage {
                user,
                spawner,
                progress_url,
                auth_state: AuthState::of(hub, &server.user),
            })
        }
        None => {
            let url = spawn::path_of(visit, "spawn", server);
            let page = NotRunningPage::new(visit, who, server, url)?;
            visit.show(&page)
        }
    }
}

/// Set by the page about an address of a server that does not run: it may start by itself.
impl NotRunningPage {
    pub(super) fn starts_after(self, seconds: f64) -> Self {
        Self {
            implicit_spawn_seconds: seconds,
            ..self
        }
    }
}
