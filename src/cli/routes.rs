//! `hubctl routes`.

use clap::Subcommand;
use serde_json::Value;

use super::args::Format;
use super::output::time;
use super::{Answer, Outcome, Session};

/// See where the proxy of a hub that runs leads
#[derive(Debug, Subcommand)]
pub(super) enum Routes {
    /// List the routes
    List,
}

pub(super) fn run(verb: &Routes, session: &mut Session) -> Outcome {
    let Routes::List = verb;
    let routes = session.backend.hub()?.routes()?;
    let field = |route: &Value, name: &str| match &route[name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match session.out.format() {
        Format::Json => session.out.json(&routes)?,
        Format::Name => session.out.names(&routes.keys().collect::<Vec<_>>())?,
        Format::Table => session.out.table(
            &["route", "target", "whose", "last activity"],
            routes.iter().map(|(spec, route)| {
                vec![
                    spec.clone(),
                    field(route, "target"),
                    whose(&route["data"]),
                    last_activity(&route["data"]),
                ]
            }),
        )?,
    }
    Ok(Answer::Yes)
}

/// When somebody last came by it, as other tables show times.
fn last_activity(data: &Value) -> String {
    let told = data["last_activity"].as_str().unwrap_or_default();
    told.parse()
        .map_or_else(|_| told.to_owned(), |at| time(Some(at)))
}

/// The server or service that a route is for.
fn whose(data: &Value) -> String {
    let text = |name: &str| data[name].as_str();
    match (text("user"), text("server_name"), text("service")) {
        (Some(user), Some(server), _) => format!("server {user}/{server}"),
        (Some(user), None, _) => format!("server {user}/"),
        (None, _, Some(service)) => format!("service {service}"),
        _ if data["hub"] == true => "hub".to_owned(),
        _ => String::new(),
    }
}
