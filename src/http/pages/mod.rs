//! What people see: a page a file, made of a template and of what operations say.
//!
//! Templates have JupyterHub's names, blocks and variables, so that a site's own (`hub.template_paths`) go on
//! working. A handler gets a [`Visit`] and gives an answer or a refusal, which is shown as a page too. No page
//! has a question of its own to the database: it asks what programs ask over the API.
//!
//! To add a page: 1. a struct with [`Page`] and its template; 2. a handler in the same file; 3. its path in
//! `places.rs`; 4. its sample in the list of `tests.rs`.

mod accept_share;
mod account;
mod admin;
mod assets;
mod consent;
mod engine;
mod error;
mod home;
mod login;
mod logout;
mod namespace;
mod next;
mod not_running;
mod person;
mod places;
mod root;
mod scope_tree;
mod spawn;
mod token;
mod user_url;
mod visit;

#[cfg(test)]
mod overrides;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Serialize;

pub(super) use self::consent::ConsentPage;
use self::engine::Engine;
pub(super) use self::error::{AGAIN, silent_server, silent_service};
use self::places::Place;
pub(super) use self::visit::Visit;
use super::answer::{Answer, Result, found};
use super::refusal::Refusal;
use super::served::Served;
use crate::hub::{Hub, caught};
use crate::model::ServerRef;
use crate::rbac::Scope;

/// What a template is given.
pub(super) trait Page: Serialize + Sized {
    /// The template, by its name in JupyterHub.
    const TEMPLATE: &'static str;

    /// The page as it may look: each branch of its template is in one of these.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}

/// The pages of one hub.
pub(super) struct Pages {
    hub: Arc<Hub>,
    engine: Engine,
    /// The templates of the program alone, for where those of the site cannot be shown.
    originals: Engine,
    /// A mark of all that pages load.
    version: String,
}

impl Pages {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        Self {
            engine: Engine::new(&hub.config()),
            originals: Engine::of_program(&hub.config()),
            version: assets::version_of_all(),
            hub,
        }
    }

    /// The hub whose pages these are.
    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Answer a request of `path`, which begins below `/hub/`.
    pub(super) async fn serve(&self, path: &str, parts: &Parts, mut body: Body) -> Served {
        let place = places::find(path);
        let label = place.label();
        let (mut visit, admitted) = Visit::begin(self, parts, &mut body).await;
        let result = match admitted {
            Ok(()) => guarded(Box::pin(self.answer(place, &mut visit))).await,
            Err(refusal) if place == Place::Login && visit.is_form() => {
                login::show_again(&mut visit, refusal)
            }
            Err(refusal) => Err(refusal),
        };
        visit.end(label, result)
    }

    /// Say why there is no answer to the request with this head.
    pub(super) async fn refuse(
        &self,
        label: &'static str,
        parts: &Parts,
        refusal: Refusal,
    ) -> Served {
        let (visit, admitted) = Visit::begin(self, parts, &mut Body::empty()).await;
        visit.end(label, admitted.and(Err(refusal)))
    }

    /// `refusal` as a page for somebody of whom nothing is known.
    pub(super) fn refuse_stranger(&self, refusal: Refusal) -> Answer {
        visit::refuse(self, refusal, namespace::of(self, None, ""))
    }

    async fn answer(&self, place: Place<'_>, visit: &mut Visit<'_>) -> Result {
        match (visit.parts().method.as_str(), place) {
            ("GET" | "HEAD", Place::Static(file)) => {
                let config = self.hub.config();
                let own = config.hub.data_files_path.as_deref();
                assets::answer(visit.parts(), file, own).await
            }
            ("GET" | "HEAD", Place::Logo) => {
                assets::logo(self.hub.config().hub.logo_file.as_deref()).await
            }
            ("GET", Place::Root) => root::lead(visit).await,
            ("GET" | "POST", Place::Login) if !self.hub.lets_people_in() => Err(closed()),
            ("GET", Place::Login) => login::show(visit).await,
            ("POST", Place::Login) => login::sign_in(visit).await,
            ("GET", Place::Logout) => logout::answer(visit).await,
            ("GET", Place::Invite(token)) => account::show_invitation(visit, token),
            ("POST", Place::Invite(token)) => account::accept_invitation(visit, token).await,
            ("GET", Place::SignUp) => account::show_sign_up(visit),
            ("POST", Place::SignUp) => account::sign_up(visit).await,
            ("GET", Place::Error(status)) => error::show(visit, status),
            ("OPTIONS", place) if place != Place::Nowhere => Err(Refusal::method_not_allowed()),
            (_, Place::Nowhere) => Err(not_found()),
            (_, Place::User(user, below)) => user_url::answer(visit, &user, below).await,
            (method, place) => signed_in(method, place, visit).await,
        }
    }
}

/// Answer at a page that is for people who signed in.
async fn signed_in(method: &str, place: Place<'_>, visit: &mut Visit<'_>) -> Result {
    if !matches!(method, "GET" | "POST") {
        return Err(Refusal::method_not_allowed());
    }
    let who = visit.signed_in()?;
    let user = visit.user().ok_or_else(Refusal::unknown_caller)?;
    match (method, place) {
        ("GET", Place::Home) => home::show(visit, &who, &user).await,
        ("POST", Place::Home) => home::act(visit, &who, &user).await,
        ("GET", Place::ChangePassword) => account::show_change(visit, &user),
        ("POST", Place::ChangePassword) => account::change(visit, &who, &user).await,
        (method, Place::Admin(place)) => admin::answer(visit, &who, method, place).await,
        ("GET", Place::Token) => token::show(visit, &who, &user),
        ("POST", Place::Token) => token::act(visit, &who, &user).await,
        ("GET", Place::AcceptShare) => accept_share::show(visit, &who, &user),
        ("POST", Place::AcceptShare) => accept_share::accept(visit, &who, &user).await,
        ("GET", Place::UserRedirect(below)) => {
            match visit.hub().user_redirect(&user, below).await? {
                Some(url) => found(&url),
                None => user_url::redirect(visit, &user, below),
            }
        }
        (_, Place::Spawn(server)) => {
            let own = ServerRef {
                user,
                server: "".into(),
            };
            let server = server.unwrap_or(own);
            let server = ServerRef {
                user: visit.hub().normalized(server.user.as_str()).into(),
                ..server
            };
            visit.may(&who, &[Scope::Servers], &server)?;
            match method {
                "GET" => spawn::show(visit, &who, &server).await,
                _ => spawn::post(visit, &who, &server).await,
            }
        }
        ("GET", Place::SpawnPending(server)) => {
            visit.may(&who, &[Scope::Servers], &server)?;
            not_running::pending(visit, &who, &server)
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// There is no way in.
fn closed() -> Refusal {
    let why = "nobody can sign in to this hub";
    Refusal::new(StatusCode::FORBIDDEN, why).hint("ask whoever runs it what it is for")
}

/// What `answering` comes to; a defect of the hub's own is shown as a page like whatever else goes wrong.
async fn guarded(answering: impl Future<Output = Result>) -> Result {
    let answered = caught("answering at a page", answering).await;
    answered.unwrap_or_else(|error| Err(error.into()))
}

fn not_found() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "this hub has nothing at the address you asked for",
    )
    .hint("check the address for a slip, or go to your home page and start from there")
}
