//! Hubs described: additions to JupyterHub's API.

use serde::Deserialize;
use serde_json::Value;

use super::Route;
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::hub::Hub;
use crate::model::{Described, UserName};
use crate::ops::apply::{APPLY, Apply, COMPARE, Compare, DESCRIBE, Describe, Progress};

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
        let mut sent: Self =
            serde_json::from_value(body).map_err(|error| refused(error.to_string()))?;
        for described in &mut sent.descriptions {
            normalize(described, ask.hub());
        }
        Ok(sent)
    }
}

/// Write the names of users as the hub's authenticator does.
fn normalize(described: &mut Described, hub: &Hub) {
    let users = described.users.iter_mut().map(|user| &mut user.name);
    let members = described
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.users);
    let holders = described.roles.iter_mut().flat_map(|role| &mut role.users);
    for name in users.chain(members).chain(holders) {
        *name = UserName::from(hub.normalized(name.as_str()));
    }
}

async fn apply(mut ask: Ask) -> Result {
    let sent = Sent::with(&mut ask).await?;
    let operation = Apply {
        described: sent.descriptions,
        prune: sent.prune,
        progress: Progress::default(),
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
    json(&ask.hub().look(ask.identity()?, operation)?)
}

async fn describe(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, Describe)?)
}
