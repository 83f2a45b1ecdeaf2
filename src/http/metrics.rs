//! `/hub/metrics`: what is counted, for whoever may read it.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::IntoResponse;

use super::answer::{Answer, Result};
use super::page;
use super::served::Served;
use super::visitor::Visitor;
use crate::hub::Hub;
use crate::rbac::Scope;

const LABEL: &str = "jupyterhub.handlers.metrics.MetricsHandler";

/// Answer what is counted (`MetricsHandler`).
pub(super) async fn answer(hub: &Hub, parts: &Parts) -> Served {
    if parts.method != Method::GET {
        return Served::page(LABEL, page::error(StatusCode::METHOD_NOT_ALLOWED));
    }
    match Visitor::of(hub, parts).await {
        Ok(visitor) => {
            let answer = shown(hub, &visitor).unwrap_or_else(IntoResponse::into_response);
            Served::page(LABEL, answer).with(visitor)
        }
        Err(refusal) => Served::page(LABEL, refusal.into_response()),
    }
}

fn shown(hub: &Hub, visitor: &Visitor) -> Result {
    const FORMAT: HeaderValue =
        HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    let identity = visitor.identity();
    let may = identity.is_some_and(|who| who.granted().grants().holds(&Scope::ReadMetrics));
    if !may && hub.config().hub.authenticate_prometheus {
        let why = "Access to metrics requires scope 'read:metrics'";
        return Ok(page::refused(StatusCode::FORBIDDEN, why));
    }
    let mut answer = Answer::new(Body::from(hub.show_metrics()?));
    answer.headers_mut().insert(CONTENT_TYPE, FORMAT);
    Ok(answer)
}
