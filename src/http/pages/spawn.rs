//! Starting a server: what is asked first, and what comes of it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use minijinja::Value;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use tokio::time::timeout;

use super::next::with_arguments;
use super::not_running::NotRunningPage;
use super::person::{self, AuthState};
use super::{Page, Visit, error};
use crate::http::answer::{Result, found};
use crate::http::query;
use crate::http::refusal::{Refusal, Told};
use crate::http::xsrf;
use crate::hub::{Choice, Filled, Form, Identity, NotStarted, StartServer, Throttled};
use crate::model::{ServerRef, escape_segment};
use crate::ops::live::{Live, LiveServer};
use crate::ops::servers::EnsureServer;

/// How long a browser waits for a start before it is shown how that goes.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the hub itself reads of a link to this page.
const RESERVED: [&str; 2] = ["next", "display_name"];

/// What begins the name of an option in a link.
const OPTION: &str = "opt-";

/// What people choose before a start.
#[derive(Debug, Serialize)]
pub(super) struct SpawnPage {
    for_user: Value,
    auth_state: AuthState,
    /// The form, in HTML, as the site has it.
    spawner_options_form: String,
    /// What there is to choose from, where the site has no form.
    profiles: Vec<Choice>,
    error_message: Option<String>,
    html_error_message: Option<String>,
    /// Where the form is sent.
    url: String,
    spawner: Value,
    server_name: String,
}

impl Page for SpawnPage {
    const TEMPLATE: &'static str = "spawn.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (ada, servers) = person::sample();
        let choice = |slug: &str, chosen| Choice {
            slug: slug.to_owned(),
            display_name: slug.to_uppercase(),
            description: "<b>big</b>".to_owned(),
            chosen,
        };
        let sample = |form: &str, profiles: Vec<Choice>, error: Option<&str>| Self {
            for_user: ada.clone(),
            auth_state: AuthState::default(),
            spawner_options_form: form.to_owned(),
            profiles,
            error_message: error.map(str::to_owned),
            html_error_message: None,
            url: "/hub/spawn?_xsrf=x".to_owned(),
            spawner: servers[0].clone(),
            server_name: "lab".to_owned(),
        };
        vec![
            sample("<input name=\"x\">", Vec::new(), None),
            sample("", vec![choice("a", true), choice("b", false)], Some("No.")),
        ]
    }
}

/// Show the form, or start the server where there is none, or where the link says all (`SpawnHandler.get`).
pub(super) async fn show(visit: &mut Visit<'_>, who: &Arc<Identity>, server: &ServerRef) -> Result {
    if !xsrf::is_meant(&visit.parts().headers) {
        let why = "another site had your browser ask to start a server";
        return Err(Refusal::new(StatusCode::FORBIDDEN, why)
            .hint("start it on your home page, if you would like to"));
    }
    ensure(visit, who, server).await?;
    let hub = visit.hub();
    let live = hub.server(server).unwrap_or_default();
    if live.ready {
        let url = hub.site().server_url(server);
        return found(&visit.next_or(&url));
    }
    if live.is_active() {
        return found(&pending_url(visit, server));
    }
    let mut refused = None;
    let asked = asked_options(visit)?;
    if !asked.is_empty() {
        match hub.options_from_form(server, &asked).await {
            Ok(options) => return start(visit, who, server, Some(options)).await,
            // As if nothing had been said, with why.
            Err(error) => refused = Some(Refusal::from(error).tell()),
        }
    }
    match hub.options_form(server).await? {
        Form::Nothing if refused.is_none() => start(visit, who, server, None).await,
        form => show_form(visit, who, server, form, refused),
    }
}

/// Start the server with what the form says (`SpawnHandler.post`).
pub(super) async fn post(visit: &mut Visit<'_>, who: &Arc<Identity>, server: &ServerRef) -> Result {
    ensure(visit, who, server).await?;
    let hub = visit.hub();
    let live: LiveServer = hub.server(server).unwrap_or_default();
    if live.is_active() {
        let why = if live.ready {
            format!("server `{server}` is already running")
        } else {
            format!("server `{server}` is starting or stopping already")
        };
        return Err(Refusal::bad_request(why).hint("go to your home page to see how it is doing"));
    }
    match hub.options_from_form(server, &visit.form().filled()).await {
        Ok(options) => start(visit, who, server, Some(options)).await,
        Err(error) => {
            let form = hub.options_form(server).await?;
            let told = Refusal::from(error).tell();
            show_form(visit, who, server, form, Some(told))
        }
    }
}

/// Refuse a server that may not be started, and add a named one that is not there yet.
async fn ensure(visit: &Visit<'_>, who: &Arc<Identity>, server: &ServerRef) -> Result<()> {
    let hub = visit.hub();
    let ensure = EnsureServer {
        server: server.clone(),
        display_name: visit
            .argument("display_name")
            .filter(|name| !name.is_empty()),
        rules: hub.name_rules(server).await?,
    };
    Ok(hub.change(who, ensure).await.map(drop)?)
}

/// The options that a link says (`SpawnHandler._get_user_options`): those that begin with `opt-`, or, in links of
/// old, all.
fn asked_options(visit: &Visit<'_>) -> Result<Filled> {
    let asked = query::arguments(visit.parts().uri.query().unwrap_or_default());
    let (mut marked, mut bare) = (Filled::new(), Filled::new());
    for (name, said) in asked {
        let (into, name) = match name.strip_prefix(OPTION) {
            Some("") => {
                let why = format!("`{name}` names no option");
                return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, why));
            }
            Some(option) => (&mut marked, option.to_owned()),
            None if RESERVED.contains(&name.as_str()) => continue,
            None => (&mut bare, name),
        };
        into.entry(name).or_default().push(Json::String(said));
    }
    Ok(if marked.is_empty() { bare } else { marked })
}

fn show_form(
    visit: &mut Visit<'_>,
    who: &Arc<Identity>,
    server: &ServerRef,
    form: Form,
    refused: Option<Told>,
) -> Result {
    let person = Value::from_dyn_object(person::seen(visit.hub(), who, &server.user)?);
    let (html, profiles) = match form {
        Form::Nothing => (String::new(), Vec::new()),
        Form::Html(html) => (html, Vec::new()),
        Form::Profiles(profiles) => (String::new(), profiles),
    };
    let xsrf = xsrf::token(visit.hub(), visit.parts(), visit.visitor());
    let page = SpawnPage {
        spawner: person.get_attr("spawner").unwrap_or_default(),
        for_user: person,
        auth_state: AuthState::of(visit.hub(), &server.user),
        spawner_options_form: html,
        profiles,
        error_message: refused.as_ref().map(error::in_sentences),
        html_error_message: None,
        url: with_arguments(visit.asked(), [("_xsrf", xsrf.as_str())]),
        server_name: server.server.to_string(),
    };
    let status = refused.map_or(StatusCode::OK, |told| told.status);
    visit.show_with(status, &page)
}

/// Where the start of `server` is shown (`SpawnHandler._get_pending_url`).
fn pending_url(visit: &Visit<'_>, server: &ServerRef) -> String {
    let url = path_of(visit, "spawn-pending", server);
    let url = visit.with_query(&url, &["next", "display_name", "_xsrf"]);
    match visit.argument("next").filter(|next| !next.is_empty()) {
        Some(next) => with_arguments(&url, [("next", next.as_str())]),
        None => url,
    }
}

/// The path of a page about `server`.
pub(super) fn path_of(visit: &Visit<'_>, page: &str, server: &ServerRef) -> String {
    let user = escape_segment(server.user.as_str());
    let url = format!("{}{page}/{user}", visit.base_url());
    match server.server.as_str() {
        "" => url,
        name => format!("{url}/{}", escape_segment(name)),
    }
}

/// Start `server`; whoever asked is shown how that goes (`SpawnHandler._wrap_spawn_single_user`).
async fn start(
    visit: &mut Visit<'_>,
    who: &Arc<Identity>,
    server: &ServerRef,
    user_options: Option<Map<String, Json>>,
) -> Result {
    let wanted = StartServer {
        server: server.clone(),
        display_name: visit
            .argument("display_name")
            .filter(|name| !name.is_empty()),
        user_options,
    };
    let (hub, identity) = (Arc::clone(visit.hub()), Arc::clone(who));
    // It goes on, whether or not anybody waits.
    let starting = tokio::spawn(async move { hub.start_server(&identity, wanted).await });
    match timeout(PATIENCE, starting).await {
        Err(_) | Ok(Ok(Ok(_))) => found(&pending_url(visit, server)),
        Ok(Ok(Err(NotStarted::Refused(error)))) => Err(error.into()),
        Ok(Ok(Err(NotStarted::Throttled(throttled)))) => Err(put_off(throttled)),
        Ok(Ok(Err(NotStarted::Failed(error)))) => {
            let page = NotRunningPage::failed(visit, who, server, &error)?;
            visit.show_with(StatusCode::INTERNAL_SERVER_ERROR, &page)
        }
        Ok(Err(_)) => {
            let error = crate::error::Error::internal("a start broke off");
            Err(error.into())
        }
    }
}

/// What whoever has to wait for others to start can do.
const OTHERS_FIRST: &str =
    "start yours then: nothing is wrong with it, it only waits for those of others";

/// Too much to do: what, and when to try again.
fn put_off(throttled: Throttled) -> Refusal {
    let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, throttled.to_string());
    match throttled {
        Throttled::Starting { retry } => {
            let seconds = retry.as_secs().max(1);
            let refusal = refusal.hint(OTHERS_FIRST);
            refusal.with_header(RETRY_AFTER, HeaderValue::from(seconds))
        }
        Throttled::Active => refusal
            .hint("stop a server of yours that you do not need, on your home page")
            .hint("or tell whoever runs this hub, if it goes on like this"),
    }
}
