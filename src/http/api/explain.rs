//! Who may do what, and why: additions to JupyterHub's API.

use super::Route;
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::http::body::refused;
use crate::ops::explain::{CAN, Can, ExplainRequest, ExplainRole, ExplainWho, REQUEST, ROLE, WHO};
use crate::ops::who::Who;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&WHO, explain),
        Route::new(&CAN, can),
        Route::new(&REQUEST, request),
        Route::new(&ROLE, role),
    ]
}

async fn explain(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ExplainWho(who(&ask)?))?)
}

async fn can(ask: Ask) -> Result {
    let on = ask.query("on").map(|on| on.parse()).transpose()?;
    let operation = Can::asked(who(&ask)?, &said(&ask, "scope")?, on)?;
    json(&ask.hub().look(ask.identity()?, operation)?)
}

async fn request(ask: Ask) -> Result {
    let operation = ExplainRequest {
        method: said(&ask, "method")?.parse()?,
        path: said(&ask, "path")?,
        who: who(&ask)?,
    };
    json(&ask.hub().look(ask.identity()?, operation)?)
}

async fn role(ask: Ask) -> Result {
    let operation = ExplainRole(ask.named("role").into());
    json(&ask.hub().look(ask.identity()?, operation)?)
}

/// Whom the question is about: `who`, or whoever asks.
fn who(ask: &Ask) -> Result<Who> {
    let who = ask.query("who").filter(|who| !who.is_empty());
    Ok(who.map_or(Ok(Who::Me), |who| who.parse())?)
}

/// What the query says of `name`, which it must.
fn said(ask: &Ask, name: &str) -> Result<String> {
    let said = ask.query(name).filter(|said| !said.is_empty());
    said.ok_or_else(|| refused(format!("say `{name}` in the query")))
}
