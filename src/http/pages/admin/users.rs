//! People and their servers, as administrators see them.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use minijinja::Value;
use serde::Serialize;
use tokio::time::timeout;

use super::{Position, Question, back, is_sure, names, part};
use crate::error::{Error, Result as Done};
use crate::http::answer::{Result, lead};
use crate::http::pages::next::with_arguments;
use crate::http::pages::person::{AuthState, time};
use crate::http::pages::{Page, Visit, error};
use crate::http::refusal::Refusal;
use crate::hub::{Hub, Identity, Leaving, NotStarted, StartServer};
use crate::model::{Pending, Server, ServerRef, User, UserName};
use crate::ops::hub::SHUTDOWN;
use crate::ops::users::{AddUsers, EditUser, ListUsers, UserFilter, UserKey, UserOrder};
use crate::rbac::{Holder, Target};

/// How long a browser waits for a start before it is shown how the page is now.
const PATIENCE: Duration = Duration::from_secs(1);

/// How the API calls those with a server that runs.
const ACTIVE: &str = "active";

/// What the page can be put in order by: as the API calls it, and its key.
const ORDERS: [(&str, UserKey); 3] = [
    ("name", UserKey::Name),
    ("last_activity", UserKey::LastActivity),
    ("id", UserKey::Id),
];

/// Everybody, page by page.
#[derive(Debug, Serialize)]
pub(in crate::http::pages) struct UsersPage {
    here: &'static str,
    part: &'static str,
    auth_state: AuthState,
    admin_access: bool,
    allow_named_servers: bool,
    named_server_limit_per_user: u32,
    server_version: String,
    api_page_limit: u32,
    users: Vec<Row>,
    position: Position,
    /// What is looked for in names.
    name_filter: String,
    /// `active` where only those with a server that runs are shown.
    state: Option<&'static str>,
    sort: String,
    /// The columns that it can be put in order by.
    columns: Vec<Column>,
    /// Where the forms are sent: here.
    action: String,
    may_shut_down: bool,
    /// What was typed, where it could not be done.
    new_names: String,
    error_message: Option<String>,
}

/// A user.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    admin: bool,
    groups: Vec<String>,
    last_activity: Value,
    servers: Vec<Running>,
    /// Whether it is whoever looks.
    own: bool,
}

/// A server.
#[derive(Debug, Serialize)]
struct Running {
    name: String,
    display_name: String,
    ready: bool,
    pending: Option<&'static str>,
    url: Option<String>,
    last_activity: Value,
}

/// A column by which the page can be put in order.
#[derive(Debug, Serialize)]
struct Column {
    key: &'static str,
    words: &'static str,
    url: String,
    /// `ascending` or `descending` where it is.
    order: Option<&'static str>,
}

impl Page for UsersPage {
    const TEMPLATE: &'static str = "admin.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let server = |name: &str, ready: bool, pending| Running {
            name: name.to_owned(),
            display_name: name.to_owned(),
            ready,
            pending,
            url: Some("/user/ada/".to_owned()),
            last_activity: time(None),
        };
        let row = |own: bool| Row {
            name: "ada".to_owned(),
            admin: own,
            groups: vec!["math".to_owned()],
            last_activity: time("2026-01-01 00:00:00.000000".parse().ok()),
            servers: vec![
                server("", false, None),
                server("lab", true, None),
                server("new", false, Some("spawn")),
                server("end", false, Some("stop")),
            ],
            own,
        };
        let sample = |users: Vec<Row>, filter: &str, error: Option<&str>| Self {
            here: "admin",
            part: "users",
            auth_state: AuthState::default(),
            admin_access: true,
            allow_named_servers: true,
            named_server_limit_per_user: 0,
            server_version: "6.1.1".to_owned(),
            api_page_limit: 50,
            position: Position::sample(!users.is_empty()),
            users,
            name_filter: filter.to_owned(),
            state: error.map(|_| ACTIVE),
            sort: "name".to_owned(),
            columns: columns("/hub/admin", "", false, "-name"),
            action: "/hub/admin".to_owned(),
            may_shut_down: error.is_some(),
            new_names: String::new(),
            error_message: error.map(str::to_owned),
        };
        vec![
            sample(vec![row(true), row(false)], "", Some("No.")),
            sample(Vec::new(), "x", None),
            sample(Vec::new(), "", None),
        ]
    }
}

/// What the query of a page asks for.
struct Asked {
    name_filter: String,
    active: bool,
    sort: String,
}

impl Asked {
    fn of(visit: &Visit<'_>) -> Self {
        let sort = visit.argument("sort").unwrap_or_default();
        let key = sort.strip_prefix('-').unwrap_or(&sort);
        let is_known = ORDERS.iter().any(|(known, _)| *known == key);
        Self {
            name_filter: visit.argument("name_filter").unwrap_or_default(),
            active: visit.argument("state").as_deref() == Some(ACTIVE),
            sort: if is_known { sort } else { "name".to_owned() },
        }
    }

    fn order(&self) -> UserOrder {
        let (descending, key) = match self.sort.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, self.sort.as_str()),
        };
        let by = ORDERS.iter().find(|(known, _)| *known == key);
        UserOrder {
            by: by.map(|(_, by)| *by).unwrap_or_default(),
            descending,
        }
    }
}

/// Show a page of everybody.
pub(super) fn show(visit: &mut Visit<'_>, who: &Identity) -> Result {
    let page = page(visit, who)?;
    visit.show(&page)
}

fn page(visit: &Visit<'_>, who: &Identity) -> Result<UsersPage> {
    let hub = visit.hub();
    let config = hub.config();
    let asked = Asked::of(visit);
    let part = part(visit);
    let filter = UserFilter {
        name_part: Some(asked.name_filter.clone()).filter(|part| !part.is_empty()),
        running: asked.active.then_some(true),
        stopped_servers: true,
        order: asked.order(),
        page: Some(part),
        ..UserFilter::default()
    };
    let listed = hub.completed(hub.look(who, ListUsers(filter))?);
    let users: Vec<Row> = listed
        .items
        .into_iter()
        .map(|user| row(who, user))
        .collect();
    let here = format!("{}admin", visit.base_url());
    let beside = |offset: u64| {
        let offset = offset.to_string();
        let url = url(&here, &asked.name_filter, asked.active, &asked.sort);
        with_arguments(&url, [("offset", offset.as_str())])
    };
    let shutting_down = hub.refusal_of(who, SHUTDOWN.any_of, &Target::Anything)?;
    Ok(UsersPage {
        here: "admin",
        part: "users",
        auth_state: AuthState::of(hub, &who.holder().name().into()),
        admin_access: true,
        allow_named_servers: config.hub.allow_named_servers,
        named_server_limit_per_user: 0,
        server_version: env!("CARGO_PKG_VERSION").to_owned(),
        api_page_limit: config.hub.api_page_default_limit,
        position: Position::new(part, users.len(), listed.total, beside),
        users,
        columns: columns(&here, &asked.name_filter, asked.active, &asked.sort),
        name_filter: asked.name_filter,
        state: asked.active.then_some(ACTIVE),
        sort: asked.sort,
        action: visit.asked().to_owned(),
        may_shut_down: shutting_down.is_none(),
        new_names: String::new(),
        error_message: None,
    })
}

/// Where the page is that shows this in this order.
fn url(here: &str, name_filter: &str, active: bool, sort: &str) -> String {
    let state = if active { ACTIVE } else { "" };
    let asked = [
        ("name_filter", name_filter),
        ("state", state),
        ("sort", sort),
    ];
    with_arguments(here, asked.into_iter().filter(|(_, said)| !said.is_empty()))
}

fn columns(here: &str, name_filter: &str, active: bool, sort: &str) -> Vec<Column> {
    let columns = [("name", "Name"), ("last_activity", "Last seen")];
    let column = |(key, words): (&'static str, &'static str)| {
        let falling = format!("-{key}");
        let order = match sort {
            sort if sort == key => Some("ascending"),
            sort if sort == falling => Some("descending"),
            _ => None,
        };
        // Who was here last is what people look for first.
        let falls = match order {
            Some(order) => order == "ascending",
            None => key == "last_activity",
        };
        let to = if falls { falling.as_str() } else { key };
        Column {
            key,
            words,
            url: url(here, name_filter, active, to),
            order,
        }
    };
    columns.into_iter().map(column).collect()
}

fn row(who: &Identity, user: User) -> Row {
    let groups = user.groups.into_shown().unwrap_or_default();
    let servers = user.servers.into_shown().unwrap_or_default();
    Row {
        own: *who.holder() == Holder::User(user.name.clone()),
        name: user.name.to_string(),
        admin: user.admin.into_shown().unwrap_or_default(),
        groups: groups.iter().map(ToString::to_string).collect(),
        last_activity: time(user.last_activity.into_shown().flatten()),
        servers: servers.into_values().map(running).collect(),
    }
}

fn running(server: Server) -> Running {
    let shown = server.display_name.filter(|shown| !shown.is_empty());
    Running {
        name: server.name.to_string(),
        display_name: shown.unwrap_or_else(|| server.name.to_string()),
        ready: server.ready,
        pending: server.pending.map(|pending| match pending {
            Pending::Stop => "stop",
            Pending::Spawn | Pending::Check | Pending::Rename => "spawn",
        }),
        url: server.url,
        last_activity: time(server.last_activity),
    }
}

/// Do what a form of the page says.
pub(super) async fn act(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let action = visit.argument("action").unwrap_or_default();
    let name = UserName::from(visit.argument("name").unwrap_or_default().as_str());
    if !is_sure(visit)
        && let Some(question) = question(visit, &action, &name)
    {
        return question.ask(visit);
    }
    let hub = visit.hub();
    let server = ServerRef {
        user: name.clone(),
        server: visit.argument("server").unwrap_or_default().as_str().into(),
    };
    let done = match action.as_str() {
        "add" => return add(visit, who).await,
        "shutdown" => return shut_down(visit, who).await,
        "start" => start(hub, who, server).await,
        "stop" => hub.stop_server(who, &server, false).await.map(drop),
        "remove" => hub.stop_server(who, &server, true).await.map(drop),
        "make-admin" => set_admin(hub, who, name, true).await,
        "no-admin" => set_admin(hub, who, name, false).await,
        "delete" => hub.delete_user(who, name).await,
        _ => return Err(Refusal::bad_request("there is nothing of that name to do")),
    };
    match done {
        Ok(()) => back(visit),
        Err(error) => again(visit, who, error.into()),
    }
}

/// What is asked before `action`.
fn question(visit: &Visit<'_>, action: &str, name: &UserName) -> Option<Question> {
    match action {
        "delete" => Some(Question::new(
            format!("Delete {name}?"),
            &[
                "Their servers are stopped and deleted, with their tokens and what was shared with them.",
                "Files that they saved stay where the servers keep them.",
            ],
            "Delete",
        )),
        "remove" => {
            let server = visit.argument("server").unwrap_or_default();
            Some(Question::new(
                format!("Delete the server {server} of {name}?"),
                &["Files that were saved stay where the server keeps them."],
                "Delete",
            ))
        }
        "make-admin" => Some(Question::new(
            format!("Make {name} an administrator?"),
            &["They may then do everything here, with everybody's account and servers."],
            "Make an administrator",
        )),
        "shutdown" => Some(Question {
            choice: Some(("servers", "Stop everybody's servers, too")),
            ..Question::new(
                "Shut the hub down?".to_owned(),
                &[
                    "Nobody can sign in, start a server or reach one through the hub until it is started again.",
                ],
                "Shut down",
            )
        }),
        _ => None,
    }
}

/// Start `server`; the page shows how that goes.
async fn start(hub: &Arc<Hub>, who: &Arc<Identity>, server: ServerRef) -> Done<()> {
    let wanted = StartServer {
        server,
        display_name: None,
        user_options: None,
    };
    let (hub, who) = (Arc::clone(hub), Arc::clone(who));
    // It goes on, whether or not anybody waits.
    let starting = tokio::spawn(async move { hub.start_server(&who, wanted).await });
    match timeout(PATIENCE, starting).await {
        Err(_) | Ok(Ok(Ok(_))) => Ok(()),
        Ok(Ok(Err(NotStarted::Refused(error)))) => Err(error),
        Ok(Ok(Err(NotStarted::Throttled(throttled)))) => {
            Err(Error::conflict(throttled.to_string()))
        }
        Ok(Ok(Err(NotStarted::Failed(error)))) => Err(error.again()),
        Ok(Err(_)) => Err(Error::internal("a start broke off")),
    }
}

async fn set_admin(hub: &Arc<Hub>, who: &Arc<Identity>, name: UserName, admin: bool) -> Done<()> {
    let edit = EditUser {
        admin: Some(admin),
        ..EditUser::of(name)
    };
    hub.edit_user(who, edit).await.map(drop)
}

/// Add those whose names were typed; who is there already stays as they are.
async fn add(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let hub = visit.hub();
    let typed = visit.argument("names").unwrap_or_default();
    let names = names(&typed).into_iter().map(|name| hub.new_username(name));
    let added = match names.collect::<Done<Vec<_>>>() {
        Ok(names) if names.is_empty() => Err(Error::invalid("type at least one name")),
        Ok(names) => {
            let admin = visit.form().last("admin") == Some("on");
            hub.change(who, AddUsers { names, admin }).await
        }
        Err(error) => Err(error),
    };
    match added {
        // Those who are new stand first.
        Ok(_) => {
            let to = url(&format!("{}admin", visit.base_url()), "", false, "-id");
            lead(StatusCode::SEE_OTHER, &to)
        }
        Err(error) => again(visit, who, error.into()),
    }
}

/// End the hub, once this is answered (`ShutdownAPIHandler.post`).
async fn shut_down(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let hub = visit.hub();
    if let Some(refused) = hub.refusal_of(who, SHUTDOWN.any_of, &Target::Anything)? {
        return Err(refused.error.into());
    }
    let leaving = Leaving {
        servers: Some(visit.form().last("servers") == Some("on")),
        proxy: None,
    };
    hub.note_done(who, &SHUTDOWN, &Target::Anything).await?;
    let mut page = page(visit, who)?;
    page.may_shut_down = false;
    page.error_message = Some("The hub is shutting down.".to_owned());
    let answer = visit.show(&page)?;
    tracing::info!("stopping, as somebody asked on the page for administrators");
    hub.shut_down(leaving);
    Ok(answer)
}

/// The page again, with why something could not be done.
fn again(visit: &mut Visit<'_>, who: &Identity, refusal: Refusal) -> Result {
    let told = refusal.tell();
    let mut page = page(visit, who)?;
    page.error_message = Some(error::in_sentences(&told));
    page.new_names = visit.argument("names").unwrap_or_default();
    visit.show_with(told.status, &page)
}
