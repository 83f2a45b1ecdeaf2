//! Where people sign out.

use axum::http::StatusCode;
use serde::Serialize;

use super::{Page, Visit};
use crate::http::answer::{Result, found};
use crate::http::refusal::Refusal;
use crate::http::{session, xsrf};

/// They are signed out.
#[derive(Debug, Serialize)]
pub(super) struct LogoutPage {}

impl Page for LogoutPage {
    const TEMPLATE: &'static str = "logout.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

/// Sign out whoever comes, and lead them to where people sign in; where that would sign them in again at once, say
/// that they are signed out (`LogoutHandler`). Servers and services lead here.
pub(super) async fn answer(visit: &mut Visit<'_>) -> Result {
    if !xsrf::is_meant(&visit.parts().headers) {
        let why = "another site had your browser ask to sign you out";
        return Err(Refusal::new(StatusCode::FORBIDDEN, why)
            .hint("sign out by the link at the top of the hub's pages"));
    }
    let hub = visit.hub();
    session::sign_out(hub, visit.visitor()).await?;
    if hub.config().auth.auto_login || !hub.lets_people_in() {
        return visit.show(&LogoutPage {});
    }
    found(&format!("{}login", visit.base_url()))
}
