//! The page that people begin at: their servers.

use std::sync::Arc;

use axum::http::StatusCode;
use minijinja::Value;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::person::{self, AuthState};
use super::{Page, Visit};
use crate::clock::hex;
use crate::http::answer::{Result, lead};
use crate::http::refusal::Refusal;
use crate::hub::Identity;
use crate::model::{ServerName, ServerRef, UserName, escape_segment};
use crate::ops::servers::EnsureServer;

/// Somebody's servers.
#[derive(Debug, Serialize)]
pub(super) struct HomePage {
    here: &'static str,
    user: Value,
    /// Where the default server is, or is started.
    url: String,
    default_server: Value,
    allow_named_servers: bool,
    named_server_limit_per_user: u32,
    spawners: Value,
    invalid_server_names: Vec<String>,
    auth_state: AuthState,
    /// What was done just now could not be.
    error_message: Option<String>,
    /// The name that was typed.
    new_name: String,
    /// Where they change their password, if the hub keeps it.
    change_password_url: Option<String>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let (ada, servers) = person::sample();
        let change = "/hub/change-password";
        let sample = |default: usize, named: bool, error: Option<&str>| Self {
            here: "home",
            user: ada.clone(),
            url: "/user/ada/".to_owned(),
            default_server: servers[default].clone(),
            allow_named_servers: named,
            named_server_limit_per_user: 3,
            spawners: Value::from(servers.clone()),
            invalid_server_names: vec!["Old".to_owned()],
            auth_state: AuthState::default(),
            error_message: error.map(str::to_owned),
            new_name: String::new(),
            change_password_url: named.then(|| change.to_owned()),
        };
        let defaults = 0..servers.len();
        let each = defaults.map(|default| sample(default, true, None));
        each.chain([sample(0, false, None), sample(0, true, Some("No."))])
            .collect()
    }
}

/// Show the servers of `who` (`HomeHandler`).
pub(super) async fn show(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let page = page(visit, who, user).await?;
    visit.show(&page)
}

async fn page(visit: &Visit<'_>, who: &Identity, user: &UserName) -> Result<HomePage> {
    let hub = visit.hub();
    let config = hub.config();
    let default = ServerRef {
        user: user.clone(),
        server: "".into(),
    };
    let rules = hub.name_rules(&default).await?;
    let person = Value::from_dyn_object(person::seen(hub, who, user)?);
    let servers = person::servers(&person);
    let default_server = servers.first().cloned().unwrap_or_default();
    let active = default_server
        .get_attr("active")
        .is_ok_and(|active| active.is_true());
    let escaped = escape_segment(user.as_str());
    let url = if active {
        format!("{}user/{escaped}", config.hub.base_url)
    } else {
        format!("{}spawn/{escaped}", visit.base_url())
    };
    let invalid = servers.iter().filter(|server| {
        server
            .get_attr("is_valid")
            .is_ok_and(|valid| !valid.is_true())
    });
    Ok(HomePage {
        here: "home",
        url,
        default_server,
        allow_named_servers: rules.allowed,
        named_server_limit_per_user: rules.most.unwrap_or(0),
        invalid_server_names: invalid
            .filter_map(|server| Some(server.get_attr("name").ok()?.to_string()))
            .collect(),
        spawners: Value::from(servers),
        user: person,
        auth_state: AuthState::of(hub, user),
        error_message: None,
        new_name: String::new(),
        change_password_url: hub
            .keeps_accounts()
            .then(|| format!("{}change-password", visit.base_url())),
    })
}

/// Do what a form of the page says with a server: an addition to JupyterHub's, whose page asks the API by script.
pub(super) async fn act(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName) -> Result {
    let asked = visit.argument("action").unwrap_or_default();
    let name = visit.argument("server").unwrap_or_default();
    // The page about a start may be one of somebody else's.
    let whose = visit.argument("user").filter(|whose| !whose.is_empty());
    let whose = whose.map_or_else(|| user.clone(), |whose| UserName::from(whose.as_str()));
    let server = ServerRef {
        user: whose,
        server: ServerName::from(name.as_str()),
    };
    let done = match asked.as_str() {
        "stop" => visit.hub().stop_server(who, &server, false).await.map(drop),
        "delete" if !name.is_empty() => visit.hub().stop_server(who, &server, true).await.map(drop),
        "add" => return add(visit, who, user, &name).await,
        _ => return Err(Refusal::bad_request("there is nothing of that name to do")),
    };
    match done {
        Ok(()) => lead(StatusCode::SEE_OTHER, &format!("{}home", visit.base_url())),
        Err(error) => again(visit, who, user, Refusal::from(error)).await,
    }
}

/// Add a server called `shown`, whose name is made of that, and start it.
async fn add(visit: &mut Visit<'_>, who: &Arc<Identity>, user: &UserName, shown: &str) -> Result {
    let server = ServerRef {
        user: user.clone(),
        server: ServerName::from(slug(shown).as_str()),
    };
    if server.server.as_str().is_empty() {
        let refusal =
            Refusal::bad_request("a server needs a name with at least one letter or digit");
        return again(visit, who, user, refusal).await;
    }
    let hub = visit.hub();
    let ensure = EnsureServer {
        rules: hub.name_rules(&server).await?,
        display_name: Some(shown.to_owned()),
        server: server.clone(),
    };
    if let Err(error) = hub.change(who, ensure).await {
        return again(visit, who, user, Refusal::from(error)).await;
    }
    let to = format!(
        "{}spawn/{}/{}",
        visit.base_url(),
        escape_segment(user.as_str()),
        escape_segment(server.server.as_str())
    );
    lead(StatusCode::SEE_OTHER, &to)
}

/// The page again, with why something could not be done.
async fn again(
    visit: &mut Visit<'_>,
    who: &Arc<Identity>,
    user: &UserName,
    refusal: Refusal,
) -> Result {
    let told = refusal.tell();
    let mut page = page(visit, who, user).await?;
    page.error_message = Some(super::error::in_sentences(&told));
    page.new_name = visit.argument("server").unwrap_or_default();
    visit.show_with(told.status, &page)
}

/// `shown` as a name for a server: what people call one may be anything (`slugs.safe_slug`).
fn slug(shown: &str) -> String {
    const LONGEST: usize = 30;
    let kept = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let safe: String = shown.to_lowercase().chars().map(kept).collect();
    let words: Vec<&str> = safe.split('-').filter(|word| !word.is_empty()).collect();
    let mut slug = words.join("-");
    if slug.is_empty() && shown.chars().any(char::is_alphanumeric) {
        // Nothing of it can stand in a name: one that is the same each time.
        slug = hex(&Sha256::digest(shown)[..4]);
    }
    if slug.starts_with(|first: char| first.is_ascii_digit()) {
        slug.insert_str(0, "x-");
    }
    slug.truncate(LONGEST);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;
    use crate::model::ServerName;

    #[test]
    fn a_name_is_made_of_what_a_server_is_called() {
        assert_eq!(slug("My Lab (2)"), "my-lab-2");
        assert_eq!(slug("2nd"), "x-2nd");
        assert_eq!(slug("  "), "");
        assert_eq!(slug("--"), "");
        assert_eq!(slug("Zoë's"), "zo-s");
        assert_eq!(slug("数据分析"), slug("数据分析"));
        for shown in [
            "数据分析",
            "x".repeat(80).as_str(),
            "a-------------------------------b",
            "Ünï",
        ] {
            assert!(
                ServerName::new(&slug(shown)).is_ok(),
                "{shown}: {}",
                slug(shown)
            );
        }
    }
}
