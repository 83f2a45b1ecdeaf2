//! `/hub/metrics`: what is counted, for whoever may read it.

use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};

use super::answer::{Result, tagged};
use super::pages::{Pages, Visit};
use super::refusal::Refusal;
use super::served::Served;
use super::visitor::Visitor;
use crate::hub::Hub;
use crate::rbac::Scope;

const LABEL: &str = "jupyterhub.handlers.metrics.MetricsHandler";

/// Answer what is counted (`MetricsHandler`).
pub(super) async fn answer(pages: &Pages, parts: &Parts) -> Served {
    if parts.method != Method::GET {
        let refusal = Refusal::method_not_allowed();
        return pages.refuse(LABEL, parts, refusal).await;
    }
    match Visitor::of(pages.hub(), parts).await {
        Ok(visitor) => {
            let result = shown(pages.hub(), &visitor);
            Visit::of(pages, parts, visitor).end(LABEL, result)
        }
        Err(refusal) => pages.refuse(LABEL, parts, refusal).await,
    }
}

fn shown(hub: &Hub, visitor: &Visitor) -> Result {
    const FORMAT: HeaderValue =
        HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    let identity = visitor.identity();
    let may = identity.is_some_and(|who| who.granted().grants().holds(&Scope::ReadMetrics));
    if !may && hub.config().hub.authenticate_prometheus {
        let why = "Access to metrics requires scope 'read:metrics'";
        return Err(Refusal::new(StatusCode::FORBIDDEN, why));
    }
    Ok(tagged(FORMAT, hub.show_metrics()?))
}
