//! The door for programs and browsers: the whole router on one page.
//!
//! Nothing here touches the database: a handler reads the request, builds an operation, hands it to
//! the hub and writes the answer.

mod access_log;
mod answer;
mod api;
mod ask;
mod body;
mod door;
mod openapi;
mod paging;
mod peer;
mod refusal;
mod request_id;
mod serve;

use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get};

pub use self::serve::{Certificates, Limits, Server};
use crate::hub::Hub;

/// Everything that a hub answers.
pub fn router(hub: Arc<Hub>) -> Router {
    let base_url = &hub.config().hub.base_url;
    let at = |path: &str| format!("{base_url}hub{path}");
    Router::new()
        .route(&at("/health"), get(answer::healthy))
        .route(&at("/api/health"), get(answer::healthy))
        .route(&at("/api"), any(api::answer))
        .route(&at("/api/{*below}"), any(api::answer))
        .with_state(Arc::new(api::Api::new(Arc::clone(&hub), base_url)))
}
