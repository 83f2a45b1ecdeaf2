//! The proxy's routes.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::Value;

use super::Route;
use crate::http::answer::{Result, empty};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::http::paging::Paging;
use crate::ops::hub::{CHECK_ROUTES, NAME_PROXY, ROUTES};
use crate::proxy::Route as Listed;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&ROUTES, list),
        Route::new(&CHECK_ROUTES, check),
        Route::new(&NAME_PROXY, name),
    ]
}

async fn list(ask: Ask) -> Result {
    let paging = Paging::of(&ask)?;
    let page = paging.page();
    let (routes, total) = {
        let table = ask.hub().servers().proxy().routes();
        let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let on_page = table
            .iter()
            .skip(whole(page.offset))
            .take(whole(page.limit));
        let routes: Vec<_> = on_page.map(Arc::clone).collect();
        (routes, table.iter().len())
    };
    let routes: BTreeMap<_, &Listed> = routes
        .iter()
        .map(|route| (route.spec().as_str(), &**route))
        .collect();
    paging.answer(&ask, &routes, u64::try_from(total).unwrap_or(u64::MAX))
}

/// The table is the hub's own, and follows its servers: there is nothing to bring up to date.
async fn check(_: Ask) -> Result {
    Ok(empty(StatusCode::OK))
}

/// No other proxy takes the place of the hub's own; a body is looked at all the same
/// (`ProxyAPIHandler.patch`).
async fn name(mut ask: Ask) -> Result {
    match ask.json().await? {
        Some(Value::Object(_)) => Ok(empty(StatusCode::OK)),
        Some(_) => Err(refused("the body must be a JSON object")),
        None => Err(refused("the body must say where the proxy is")),
    }
}
