//! The hub itself.

use serde_json::json;

use super::Route;
use crate::http::answer::{JUPYTERHUB, Result, json};
use crate::http::ask::Ask;
use crate::ops::hub::{INFO, ROOT};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(&ROOT, root).open(), Route::new(&INFO, info)]
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
