//! What every template may use (`BaseHandler.template_namespace`).

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

use super::engine::value;
use super::{Pages, person};
use crate::config::Config;
use crate::hub::Identity;
use crate::model::{ServiceName, Site, escape_segment};
use crate::ops::live::Live;
use crate::rbac::{Filter, Grants, Holder, NoGroups, Reach, Scope};

/// What every template may use.
#[derive(Serialize)]
struct Namespace {
    base_url: String,
    prefix: String,
    user: Option<Value>,
    /// Who it is who looks, on pages about somebody else, too.
    signed_in_as: Option<String>,
    login_url: String,
    login_service: String,
    logout_url: String,
    version_hash: String,
    services: Vec<Service>,
    parsed_scopes: BTreeMap<String, Value>,
    expanded_scopes: Vec<String>,
    xsrf: String,
    xsrf_token: String,
    authenticator: Authenticator,
    /// What a page or the site may say, and says nothing of by itself.
    #[serde(flatten)]
    unsaid: BTreeMap<&'static str, Value>,
}

/// A service that has a page.
#[derive(Serialize)]
struct Service {
    name: String,
    /// Where it is, on whatever host.
    href: String,
    /// The same on its own host (`Service.prefix`), which sites' own banners lead to.
    prefix: String,
    /// Where the hub finds it.
    url: String,
    admin: bool,
    managed: bool,
    kind: &'static str,
}

/// What templates ask about how people sign in.
#[derive(Serialize)]
struct Authenticator {
    login_service: String,
    auto_login: bool,
    request_otp: bool,
    otp_prompt: String,
}

/// Names that templates look at whether or not anybody gives them.
const UNSAID: [&str; 14] = [
    "admin_access",
    "announcement",
    "announcement_home",
    "announcement_login",
    "announcement_logout",
    "announcement_spawn",
    "auth_state",
    "exception",
    "here",
    "login_term_url",
    "logo_url",
    "no_spawner_check",
    "custom_html",
    "login_error",
];

/// What templates may use that `pages` show to `who`, whose forms show `xsrf`.
pub(super) fn of(pages: &Pages, who: Option<&Identity>, xsrf: &str) -> Value {
    let config = pages.hub().config();
    let base_url = format!("{}hub/", config.hub.base_url);
    let grants = who.map(|who| who.granted().grants());
    value(Namespace {
        prefix: config.hub.base_url.to_string(),
        user: who.and_then(|who| person(pages, who)),
        signed_in_as: who.map(|who| who.holder().name().to_owned()),
        login_url: format!("{base_url}login"),
        login_service: String::new(),
        logout_url: format!("{base_url}logout"),
        version_hash: pages.version.clone(),
        services: grants
            .map(|grants| services(pages.hub().site(), &config, grants))
            .unwrap_or_default(),
        parsed_scopes: grants.map(parsed).unwrap_or_default(),
        expanded_scopes: grants.map(spelled).unwrap_or_default(),
        xsrf: xsrf.to_owned(),
        xsrf_token: xsrf.to_owned(),
        authenticator: authenticator(&config),
        unsaid: UNSAID.map(|name| (name, Value::from(()))).into(),
        base_url,
    })
}

/// Whoever signed in; a page that cannot say more of them than that is better than none.
fn person(pages: &Pages, who: &Identity) -> Option<Value> {
    let Holder::User(name) = who.holder() else {
        return None;
    };
    let seen = person::seen(pages.hub(), who, name);
    seen.map(Value::from_dyn_object)
        .inspect_err(|error| tracing::warn!(%error, "a page does not say who signed in"))
        .ok()
}

/// The services that have a page which somebody with `grants` may open (`BaseHandler.get_accessible_services`).
fn services(site: &Site, config: &Config, grants: &Grants) -> Vec<Service> {
    let may = |name: &ServiceName| {
        let target = Filter::Service(name.clone());
        grants.allows(&Scope::AccessServices, Some(&target), &NoGroups)
    };
    let shown = config.services.iter().filter(|service| {
        service.display && service.url.is_some() && may(&service.name).unwrap_or(false)
    });
    shown
        .map(|service| {
            let name = escape_segment(service.name.as_str());
            let prefix = format!("{}services/{name}/", site.base_url);
            let host = site.service_host(&service.name).unwrap_or_default();
            let command = service.command.as_ref();
            let managed = command.is_some_and(|command| !command.is_empty());
            Service {
                name: service.name.to_string(),
                href: format!("{host}{prefix}"),
                prefix,
                url: service
                    .url
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                admin: service.admin,
                managed,
                kind: if managed { "managed" } else { "external" },
            }
        })
        .collect()
}

fn authenticator(config: &Config) -> Authenticator {
    Authenticator {
        login_service: String::new(),
        auto_login: config.auth.auto_login,
        request_otp: config.auth.request_otp,
        otp_prompt: config.auth.otp_prompt.clone(),
    }
}

fn spelled(grants: &Grants) -> Vec<String> {
    let spelled = grants.spelled();
    spelled
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// For each scope where it is held: true for everywhere, else names by kind (`scopes.parse_scopes`).
fn parsed(grants: &Grants) -> BTreeMap<String, Value> {
    let mut parsed = BTreeMap::new();
    for (scope, reach) in grants.reaches() {
        let held = match reach {
            Reach::All => Value::from(true),
            Reach::Only(filters) => {
                let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for filter in filters.iter() {
                    let written = filter.to_string();
                    let (kind, name) = written.split_once('=').unwrap_or((&written, ""));
                    kinds
                        .entry(kind.to_owned())
                        .or_default()
                        .push(name.to_owned());
                }
                value(kinds)
            }
        };
        parsed.insert(scope.as_str().to_owned(), held);
    }
    parsed
}

/// What templates may use in a test.
#[cfg(test)]
pub(super) fn sample(user: bool) -> Value {
    value(Namespace {
        base_url: "/hub/".to_owned(),
        prefix: "/".to_owned(),
        user: user.then(|| person::sample().0),
        signed_in_as: user.then(|| "ada".to_owned()),
        login_url: "/hub/login".to_owned(),
        login_service: String::new(),
        logout_url: "/hub/logout".to_owned(),
        version_hash: "0".to_owned(),
        services: vec![Service {
            name: "grades".to_owned(),
            href: "/services/grades/".to_owned(),
            prefix: "/services/grades/".to_owned(),
            url: "http://127.0.0.1:9".to_owned(),
            admin: false,
            managed: false,
            kind: "external",
        }],
        parsed_scopes: BTreeMap::new(),
        expanded_scopes: Vec::new(),
        xsrf: "x".to_owned(),
        xsrf_token: "x".to_owned(),
        authenticator: authenticator(&Config::default()),
        unsaid: UNSAID.map(|name| (name, Value::from(()))).into(),
    })
}
