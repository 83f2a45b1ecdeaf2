//! People and their servers, as administrators see them.

use minijinja::Value;
use serde::Serialize;

use super::{Position, part};
use crate::http::answer::Result;
use crate::http::pages::next::with_arguments;
use crate::http::pages::person::{AuthState, time};
use crate::http::pages::{Page, Visit, person, spawn};
use crate::hub::Identity;
use crate::model::{Pending, Server, ServerRef, User};
use crate::ops::hub::SHUTDOWN;
use crate::ops::users::{ListUsers, UserFilter, UserKey, UserOrder};
use crate::rbac::{Holder, Target};

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
    pub(super) may_shut_down: bool,
    /// What was typed, where it could not be done.
    pub(super) new_names: String,
    pub(super) error_message: Option<String>,
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
    /// Where what it is started with is chosen, if anything is.
    options_url: Option<String>,
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
            options_url: name.is_empty().then(|| "/hub/spawn/ada".to_owned()),
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

/// The part of everybody that the query asks for.
pub(super) fn page(visit: &Visit<'_>, who: &Identity) -> Result<UsersPage> {
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
        .map(|user| row(visit, who, user))
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
pub(super) fn url(here: &str, name_filter: &str, active: bool, sort: &str) -> String {
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

fn row(visit: &Visit<'_>, who: &Identity, user: User) -> Row {
    let groups = user.groups.into_shown().unwrap_or_default();
    let servers = user.servers.into_shown().unwrap_or_default();
    let is_asked = person::has_form(visit.hub());
    let options_url = |server: &Server| {
        let server = ServerRef {
            user: user.name.clone(),
            server: server.name.clone(),
        };
        is_asked.then(|| spawn::path_of(visit, "spawn", &server))
    };
    let running = |server: Server| running(options_url(&server), server);
    Row {
        own: *who.holder() == Holder::User(user.name.clone()),
        name: user.name.to_string(),
        admin: user.admin.into_shown().unwrap_or_default(),
        groups: groups.iter().map(ToString::to_string).collect(),
        last_activity: time(user.last_activity.into_shown().flatten()),
        servers: servers.into_values().map(running).collect(),
    }
}

fn running(options_url: Option<String>, server: Server) -> Running {
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
        options_url,
        last_activity: time(server.last_activity),
    }
}
