//! `/hub/security/csp-report`: where browsers tell that a page would have loaded what its policy forbids.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;

use super::answer::empty;
use super::ask;
use super::page;
use super::served::Served;
use super::visitor::Visitor;
use super::xsrf;
use crate::hub::Hub;

const LABEL: &str = "jupyterhub.handlers.base.CSPReportHandler";

/// How much of a report goes to the log, in characters.
const SAID: usize = 2000;

/// Note what was reported (`CSPReportHandler`).
pub(super) async fn answer(hub: &Hub, parts: &Parts, body: Body) -> Served {
    let known = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    if !known.contains(&parts.method) {
        return Served::page(LABEL, page::error(StatusCode::METHOD_NOT_ALLOWED));
    }
    let mut visitor = match Visitor::at_page(hub, parts).await {
        Ok(visitor) => visitor,
        Err(refusal) => return Served::page(LABEL, refusal.into_response()),
    };
    let answer = match xsrf::check_page(hub, parts, &mut visitor, None) {
        Err(_) => page::error(StatusCode::FORBIDDEN),
        Ok(()) if parts.method != Method::POST => page::error(StatusCode::METHOD_NOT_ALLOWED),
        Ok(()) if visitor.identity().is_none() => page::error(StatusCode::FORBIDDEN),
        Ok(()) => match ask::text(body).await {
            Ok(report) => {
                let report: String = report.chars().take(SAID).collect();
                tracing::warn!(?report, "a page broke its content security policy");
                hub.metrics().csp_reports.add_one();
                empty(StatusCode::OK)
            }
            Err(refusal) => refusal.into_response(),
        },
    };
    Served::page(LABEL, answer).with(visitor)
}
