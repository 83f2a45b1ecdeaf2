//! The scopes that there are: additions to JupyterHub's API.

use super::Route;
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::ops::scopes::{LIST, ListScopes, SHOW, ShowScope};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(&LIST, list), Route::new(&SHOW, show)]
}

async fn list(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ListScopes)?)
}

async fn show(ask: Ask) -> Result {
    let operation = ShowScope(ask.named("scope").to_owned());
    json(&ask.hub().look(ask.identity()?, operation)?)
}
