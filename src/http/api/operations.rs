//! What a command line sends: additions to JupyterHub's API.

use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Route;
use crate::error::Error;
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::http::refusal::Refusal;
use crate::ops::sent::{AnyChange, AnyLook, CHANGE, Changes, LOOK};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LOOK, |ask| async {
            look(ask).await.map_err(Refusal::in_full)
        }),
        Route::new(&CHANGE, |ask| async {
            change(ask).await.map_err(Refusal::in_full)
        }),
    ]
}

async fn look(mut ask: Ask) -> Result {
    let sent = sent(&mut ask).await?;
    let names = sent.as_object().into_iter().flat_map(|named| named.keys());
    known(names, AnyLook::NAMES)?;
    json(&ask.hub().look_as_sent(ask.identity()?, read(sent)?)?)
}

async fn change(mut ask: Ask) -> Result {
    let sent = sent(&mut ask).await?;
    let changes = sent["changes"].as_array().into_iter().flatten();
    let named = changes.filter_map(Value::as_object);
    known(named.flat_map(|named| named.keys()), AnyChange::NAMES)?;
    let changes: Changes = read(sent)?;
    json(&ask.hub().change_as_sent(ask.identity()?, changes).await?)
}

async fn sent(ask: &mut Ask) -> Result<Value> {
    ask.identity()?;
    let sent = ask.json().await?;
    sent.ok_or_else(|| refused("send an operation, in JSON"))
}

/// Refuse operations that this release does not have, as if the path were not there.
fn known<'a>(names: impl Iterator<Item = &'a String>, known: &[&str]) -> Result<()> {
    for name in names {
        if !known.contains(&name.as_str()) {
            let message = format!("this hub has no operation `{}`", name.escape_debug());
            let error = Error::invalid(message).hint("is it of an older release of hubctl?");
            return Err(Refusal::with_status(StatusCode::NOT_FOUND, error));
        }
    }
    Ok(())
}

fn read<T: DeserializeOwned>(sent: Value) -> Result<T> {
    serde_json::from_value(sent)
        .map_err(|error| refused(format!("this hub cannot read the operation: {error}")))
}
