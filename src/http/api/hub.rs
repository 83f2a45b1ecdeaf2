//! The hub itself.

use std::sync::Arc;

use serde_json::json;

use super::Route;
use crate::http::answer::{JUPYTERHUB, Result, json};
use crate::http::ask::Ask;
use crate::http::openapi;
use crate::model::BaseUrl;
use crate::ops::hub::{INFO, OPENAPI, ROOT};

pub(super) fn routes(base_url: &BaseUrl) -> Vec<Route> {
    let document = Arc::new(openapi::document(base_url));
    vec![
        Route::new(&ROOT, root).open(),
        Route::new(&INFO, info),
        Route::new(&OPENAPI, move |_| {
            let document = Arc::clone(&document);
            async move { json(&*document) }
        })
        .open(),
    ]
}

/// Anybody may ask, from any origin.
async fn root(_: Ask) -> Result {
    let mut answer = json(&json!({ "version": JUPYTERHUB }))?;
    let anybody = axum::http::HeaderValue::from_static("*");
    answer
        .headers_mut()
        .insert(axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    Ok(answer)
}

async fn info(_: Ask) -> Result {
    json(&json!({
        "version": JUPYTERHUB,
        "hubctl": env!("CARGO_PKG_VERSION"),
        "python": null,
        "sys_executable": std::env::current_exe().ok(),
    }))
}
