//! `/hub/security/csp-report`: where browsers tell that a page would have loaded what its policy forbids.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

use super::answer::{Result, empty};
use super::ask;
use super::pages::{Pages, Visit};
use super::refusal::Refusal;
use super::served::Served;

const LABEL: &str = "jupyterhub.handlers.base.CSPReportHandler";

/// How much of a report goes to the log, in characters.
const SAID: usize = 2000;

/// Note what was reported (`CSPReportHandler`).
pub(super) async fn answer(pages: &Pages, parts: &Parts, mut body: Body) -> Served {
    let known = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    if !known.contains(&parts.method) {
        let refusal = Refusal::method_not_allowed();
        return pages.refuse(LABEL, parts, refusal).await;
    }
    let (mut visit, admitted) = Visit::begin(pages, parts, &mut body).await;
    let result = match admitted {
        Ok(()) => note(&mut visit, body).await,
        Err(refusal) => Err(refusal),
    };
    visit.end(LABEL, result)
}

async fn note(visit: &mut Visit<'_>, body: Body) -> Result {
    if visit.parts().method != Method::POST {
        return Err(Refusal::method_not_allowed());
    }
    if visit.identity().is_none() {
        let why = "only who signed in may report";
        return Err(Refusal::new(StatusCode::FORBIDDEN, why));
    }
    let report = ask::text(body, ask::LONGEST_OF_STRANGERS).await?;
    let report: String = report.chars().take(SAID).collect();
    tracing::warn!(?report, "a page broke its content security policy");
    visit.hub().metrics().csp_reports.add_one();
    Ok(empty(StatusCode::OK))
}
