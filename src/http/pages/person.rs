//! People and their servers, as templates written for JupyterHub see them: with the names and methods that its
//! Python objects have.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use minijinja::value::{Enumerator, Kwargs, Object, ObjectRepr, from_args};
use minijinja::{Error, ErrorKind, State, Value};
use serde::Serialize;

use super::engine::value;
use crate::error;
use crate::hub::{Hub, Identity};
use crate::model::{
    Pending, Server, ServerName, ServerRef, Site, Timestamp, User, UserName, escape_segment,
};
use crate::ops::live::Live;
use crate::ops::users::ShowUser;

/// Somebody, with their servers (`jupyterhub.user.User`).
#[derive(Debug)]
pub(super) struct Person {
    name: UserName,
    fields: BTreeMap<&'static str, Value>,
    servers: Vec<Value>,
    site: Site,
}

/// A server (`jupyterhub.spawner.Spawner`).
#[derive(Debug)]
struct OneServer(BTreeMap<&'static str, Value>);

/// What is known of somebody in secret, for the templates of a site (`auth_state`). A site that keeps it says what of it
/// is shown.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct AuthState(Option<serde_json::Value>);

impl AuthState {
    /// That of `name`. A page without it is better than none.
    pub(super) fn of(hub: &Hub, name: &UserName) -> Self {
        let known = hub.auth_state_of(name);
        let known = known.inspect_err(
            |error| tracing::warn!(%error, "a page does not say what is known of somebody"),
        );
        Self(known.unwrap_or_default())
    }
}

impl fmt::Debug for AuthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A time (`datetime.datetime`).
#[derive(Debug)]
struct Time(DateTime<Utc>);

/// What is seen of `name` by `who`, as far as they may see it; everybody sees their own name and servers.
pub(super) fn seen(hub: &Hub, who: &Identity, name: &UserName) -> error::Result<Arc<Person>> {
    let show = ShowUser {
        name: name.clone(),
        stopped_servers: true,
    };
    match hub.show(who, show) {
        Ok(user) => Ok(Arc::new(Person::of(hub, user))),
        Err(error) if matches!(error.kind(), error::Kind::Denied | error::Kind::OutOfReach) => {
            Ok(Arc::new(Person::nobody(hub, name)))
        }
        Err(error) => Err(error),
    }
}

impl Person {
    fn of(hub: &Hub, user: User) -> Self {
        let mut servers = user.servers.into_shown().unwrap_or_default();
        let default = servers.remove(&ServerName::from(""));
        let mut default = default.unwrap_or_else(|| Server::unstarted(user.name.clone()));
        crate::ops::live::Complete::complete(&mut default, hub);
        let options_form = has_form(hub);
        let mut named: Vec<Server> = servers.into_values().collect();
        named.sort_by_cached_key(sorted_by);
        let admin = user.admin.into_shown().unwrap_or_default();
        let groups = user.groups.into_shown().unwrap_or_default();
        let groups: Vec<BTreeMap<&str, String>> = groups
            .into_iter()
            .map(|group| BTreeMap::from([("name", group.to_string())]))
            .collect();
        let mut fields = Self::known(hub, &user.name);
        let running = default.ready;
        let active = default.ready || default.pending.is_some();
        fields.extend([
            ("admin", Value::from(admin)),
            ("groups", value(groups)),
            ("running", Value::from(running)),
            ("active", Value::from(active)),
            ("created", time(user.created.into_shown().flatten())),
            (
                "last_activity",
                time(user.last_activity.into_shown().flatten()),
            ),
        ]);
        let default = one(hub, default, options_form);
        fields.insert("spawner", default.clone());
        let servers: Vec<Value> = std::iter::once(default)
            .chain(
                named
                    .into_iter()
                    .map(|server| one(hub, server, options_form)),
            )
            .collect();
        let by_name: BTreeMap<String, Value> = servers
            .iter()
            .filter_map(|server| Some((server.get_attr("name").ok()?.to_string(), server.clone())))
            .collect();
        fields.insert("spawners", value(by_name));
        Self {
            name: user.name,
            fields,
            servers,
            site: hub.site().clone(),
        }
    }

    /// Somebody of whom nothing but the name may be seen.
    fn nobody(hub: &Hub, name: &UserName) -> Self {
        let mut default = Server::unstarted(name.clone());
        crate::ops::live::Complete::complete(&mut default, hub);
        let default = one(hub, default, has_form(hub));
        let mut fields = Self::known(hub, name);
        fields.insert("spawner", default.clone());
        Self {
            name: name.clone(),
            fields,
            servers: vec![default],
            site: hub.site().clone(),
        }
    }

    fn known(hub: &Hub, name: &UserName) -> BTreeMap<&'static str, Value> {
        let escaped = serde_json::to_string(name.as_str()).unwrap_or_default();
        let inner = escaped.trim_matches('"').replace('<', "\\u003c");
        BTreeMap::from([
            ("name", Value::from(name.as_str())),
            ("escaped_name", Value::from(escape_segment(name.as_str()))),
            ("json_escaped_name", Value::from(inner)),
            ("url", Value::from(hub.site().user_url(name))),
            ("admin", Value::from(false)),
            ("running", Value::from(false)),
            ("active", Value::from(false)),
        ])
    }

    fn server_url(&self, server: &str) -> String {
        self.site.server_url(&ServerRef {
            user: self.name.clone(),
            server: server.into(),
        })
    }
}

/// The servers of somebody, the default one first.
pub(super) fn servers(person: &Value) -> Vec<Value> {
    let person = person.downcast_object_ref::<Person>();
    person
        .map(|person| person.servers.clone())
        .unwrap_or_default()
}

/// The server of this name.
pub(super) fn server(person: &Value, name: &str) -> Value {
    let mut servers = servers(person).into_iter();
    let named = |server: &Value| {
        server
            .get_attr("name")
            .is_ok_and(|said| said.as_str() == Some(name))
    };
    servers.find(named).unwrap_or_default()
}

/// Somebody with a server in each state there is.
#[cfg(test)]
pub(super) fn sample() -> (Value, Vec<Value>) {
    let server = |name: &str, ready: bool, pending: Option<&str>, failed: bool| {
        Value::from_object(OneServer(BTreeMap::from([
            ("name", Value::from(name)),
            ("display_name", Value::from(name.to_uppercase())),
            ("ready", Value::from(ready)),
            ("active", Value::from(ready || pending.is_some())),
            ("pending", Value::from(pending)),
            ("failed", Value::from(failed)),
            ("url", Value::from("/user/ada/")),
            (
                "progress_url",
                Value::from("/hub/api/users/ada/server/progress"),
            ),
            (
                "last_activity",
                time(ready.then(|| "2026-01-01 00:00:00.000000".parse().unwrap())),
            ),
            ("started", Value::from(())),
            ("options_form", Value::from(false)),
            ("user_options", Value::from(())),
            ("is_valid", Value::from(true)),
        ])))
    };
    let servers = vec![
        server("", false, None, false),
        server("lab", true, None, false),
        server("new", false, Some("spawn"), false),
        server("end", false, Some("stop"), false),
        server("bad", false, None, true),
    ];
    let person = Person {
        name: "ada".into(),
        fields: BTreeMap::from([
            ("name", Value::from("ada")),
            ("escaped_name", Value::from("ada")),
            ("json_escaped_name", Value::from("ada")),
            ("url", Value::from("/user/ada/")),
            ("spawner", servers[0].clone()),
        ]),
        servers: servers.clone(),
        site: Site::default(),
    };
    (Value::from_object(person), servers)
}

/// Whether people are asked something before a start.
pub(super) fn has_form(hub: &Hub) -> bool {
    let config = hub.config();
    let form = &config.spawner.options_form;
    let has_html = form.value().is_none_or(|html| !html.is_empty());
    has_html || !config.spawner.profiles.is_empty()
}

/// By what servers are put in order: what people call them, whatever the case.
fn sorted_by(server: &Server) -> (String, String) {
    let shown = server
        .display_name
        .as_deref()
        .filter(|shown| !shown.is_empty());
    let name = server.name.as_str();
    (shown.unwrap_or(name).to_lowercase(), name.to_owned())
}

fn one(hub: &Hub, server: Server, options_form: bool) -> Value {
    let failed = hub.servers().failure(&server.full_name).is_some();
    let pending = server.pending.map(word);
    let name = server.name.as_str();
    let shown = server
        .display_name
        .as_deref()
        .filter(|shown| !shown.is_empty());
    Value::from_object(OneServer(BTreeMap::from([
        ("name", Value::from(name)),
        ("display_name", Value::from(shown.unwrap_or(name))),
        ("ready", Value::from(server.ready)),
        (
            "active",
            Value::from(server.ready || server.pending.is_some()),
        ),
        ("pending", Value::from(pending)),
        ("failed", Value::from(failed)),
        ("url", Value::from(server.url)),
        (
            "progress_url",
            Value::from(server.progress_url.into_shown()),
        ),
        ("last_activity", time(server.last_activity)),
        ("started", time(server.started)),
        ("options_form", Value::from(options_form)),
        ("user_options", value(server.user_options)),
        (
            "is_valid",
            Value::from(name.is_empty() || ServerName::new(name).is_ok()),
        ),
    ])))
}

fn word(pending: Pending) -> &'static str {
    match pending {
        Pending::Spawn => "spawn",
        Pending::Stop => "stop",
        Pending::Check => "check",
        Pending::Rename => "rename",
    }
}

/// A time as templates see it; none where there is none.
pub(super) fn time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::from(()), |at| Value::from_object(Time(at.into())))
}

impl Object for Person {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.fields.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.keys().map(|key| Value::from(*key)).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_str())
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "server_url" => {
                let (server,): (Option<&str>,) = from_args(args)?;
                Ok(Value::from(self.server_url(server.unwrap_or_default())))
            }
            "all_spawners" => {
                let (default, options): (Option<bool>, Kwargs) = from_args(args)?;
                let with_default = options.get::<Option<bool>>("include_default")?.or(default);
                options.assert_all_used()?;
                let skipped = usize::from(with_default == Some(false));
                Ok(Value::from(self.servers[skipped..].to_vec()))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}

impl Object for OneServer {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|key| Value::from(*key)).collect())
    }
}

impl Object for Time {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "iso")
            .then(|| Value::from(self.0.to_rfc3339_opts(SecondsFormat::Secs, true)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d %H:%M"))
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            // Those of JupyterHub have no zone, and templates write a `Z` after them.
            "isoformat" => {
                let () = from_args(args)?;
                Ok(Value::from(
                    self.0.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
                ))
            }
            "strftime" => {
                let (format,): (&str,) = from_args(args)?;
                let mut text = String::new();
                let written =
                    fmt::Write::write_fmt(&mut text, format_args!("{}", self.0.format(format)));
                written.map_err(|_| {
                    Error::new(ErrorKind::InvalidOperation, "no such format of a time")
                })?;
                Ok(Value::from(text))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}
