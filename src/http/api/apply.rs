//! Hubs described: additions to JupyterHub's API.

use serde::Deserialize;
use serde_json::Value;

use super::Route;
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::model::Described;
use crate::ops::apply::{APPLY, Apply, COMPARE, Compare, DESCRIBE, Describe};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&APPLY, apply),
        Route::new(&COMPARE, compare),
        Route::new(&DESCRIBE, describe),
    ]
}

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    descriptions: Vec<Described>,
    #[serde(default)]
    prune: bool,
    #[serde(default)]
    dry_run: bool,
}

impl Sent {
    async fn with(ask: &mut Ask) -> Result<Self> {
        let body = ask.json().await?.unwrap_or(Value::Null);
        // What is wrong with secrets in it repeats none of them.
        serde_json::from_value(body).map_err(|error| refused(error.to_string()))
    }
}

async fn apply(mut ask: Ask) -> Result {
    let sent = Sent::with(&mut ask).await?;
    let operation = Apply {
        prune: sent.prune,
        ..Apply::of(sent.descriptions)
    };
    let applied = ask.hub().apply(ask.identity()?, operation, sent.dry_run);
    json(&applied.await?)
}

async fn compare(mut ask: Ask) -> Result {
    let sent = Sent::with(&mut ask).await?;
    let operation = Compare {
        described: sent.descriptions,
        prune: sent.prune,
    };
    json(&ask.hub().compare(ask.identity()?, operation)?)
}

async fn describe(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, Describe)?)
}
