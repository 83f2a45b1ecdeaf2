//! The hub itself.

use std::sync::OnceLock;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::Route;
use crate::error::Error;
use crate::http::answer::{JUPYTERHUB, Result, json, json_text, json_with};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::http::{events, openapi};
use crate::hub::Leaving;
use crate::model::BaseUrl;
use crate::ops::hub::{EVENTS, INFO, OPENAPI, RELOAD, ROOT, SHUTDOWN};
use crate::rbac::Target;

/// Tells which release of hubctl a hub is.
const HUBCTL_VERSION: HeaderName = HeaderName::from_static("x-hubctl-version");

pub(super) fn routes(base_url: &BaseUrl) -> Vec<Route> {
    let base_url = base_url.clone();
    // Most hubs are never asked; then it takes no memory.
    let document = OnceLock::new();
    vec![
        Route::new(&ROOT, root).open().any_site(),
        Route::new(&INFO, info),
        Route::new(&SHUTDOWN, shutdown),
        Route::new(&RELOAD, reload),
        Route::new(&EVENTS, watch),
        Route::new(&OPENAPI, move |_| {
            let document = document.get_or_init(|| openapi::document(&base_url).to_string());
            std::future::ready(Ok(json_text(document)))
        })
        .open(),
    ]
}

/// hubctl says in a header that it is no JupyterHub: a command line then knows what more it can ask.
async fn root(_: Ask) -> Result {
    let mut answer = json(&json!({ "version": JUPYTERHUB }))?;
    let version = HeaderValue::from_static(env!("CARGO_PKG_VERSION"));
    answer.headers_mut().insert(HUBCTL_VERSION, version);
    Ok(answer)
}

async fn info(ask: Ask) -> Result {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let hub = &ask.hub().config().hub;
    json(&json!({
        "version": JUPYTERHUB,
        "hubctl": VERSION,
        "python": null,
        "sys_executable": std::env::current_exe().ok(),
        "spawner": { "class": hub.spawner_class, "version": VERSION },
        "authenticator": { "class": hub.authenticator_class, "version": VERSION },
    }))
}

/// What happens; of the audit log, what comes after the row that the client says it has heard of, as browsers
/// do in a header of its own when they come back.
async fn watch(ask: Ask) -> Result {
    let header = ask.headers().get("last-event-id");
    let header = header.and_then(|value| Some(value.to_str().ok()?.to_owned()));
    let after = ask.query("after").or(header);
    let after = after.map(|after| after.parse()).transpose();
    let after = after.map_err(|_| refused("`after` must be the number of an event"))?;
    Ok(events::answer(ask.hub().watch(ask.identity()?, after)?))
}

/// What is asked is done once it is answered (`ShutdownAPIHandler.post`).
async fn shutdown(mut ask: Ask) -> Result {
    let wishes = match ask.json().await? {
        Some(Value::Object(wishes)) => wishes,
        // 6.1.1 reads no further where Python takes the body for false.
        None | Some(Value::Null | Value::Bool(false)) => Map::new(),
        Some(_) => return Err(Error::invalid("the body must be a JSON object").into()),
    };
    let leaving = Leaving {
        servers: wish(&wishes, "servers")?,
        proxy: wish(&wishes, "proxy")?,
    };
    let answer = json_with(
        StatusCode::ACCEPTED,
        &json!({ "message": "Shutting down Hub" }),
    )?;
    let hub = ask.hub();
    hub.note_done(ask.identity()?, &SHUTDOWN, &Target::Anything)
        .await?;
    tracing::info!("stopping, as the API was asked to");
    ask.hub().shut_down(leaving);
    Ok(answer)
}

/// As SIGHUP does: what is wrong changes nothing, and the log tells.
async fn reload(ask: Ask) -> Result {
    let hub = ask.hub();
    hub.note_done(ask.identity()?, &RELOAD, &Target::Anything)
        .await?;
    hub.ask_reload();
    json_with(
        StatusCode::ACCEPTED,
        &json!({ "message": "Reading the configuration again" }),
    )
}

fn wish(wishes: &Map<String, Value>, name: &str) -> Result<Option<bool>> {
    match wishes.get(name) {
        None => Ok(None),
        Some(Value::Bool(wish)) => Ok(Some(*wish)),
        Some(other) => {
            Err(Error::invalid(format!("{name} must be true or false, got {other}")).into())
        }
    }
}
