//! What defines a service, as in an entry of the hub's `services`.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::Environment;

/// The parts of a service's definition; `None` is not defined, or in a change, left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceSpec {
    /// Where it listens, by HTTP or HTTPS.
    pub url: Option<String>,
    /// Whether it holds the role `admin`.
    pub admin: Option<bool>,
    /// Whether the hub's pages list it; not defined, they do.
    pub display: Option<bool>,
    /// Whether people sign in to it without being asked.
    pub oauth_no_confirm: Option<bool>,
    /// What its OAuth client may ask for, besides access to the service.
    pub allowed_scopes: Option<Vec<String>>,
    /// What its OAuth client calls itself, where it is made; not defined, `service-` and its name.
    pub client_id: Option<String>,
    /// Where people are sent back to, once signed in; not defined, below its prefix.
    pub redirect_uri: Option<String>,
    /// How the hub is to start it.
    pub command: Option<Vec<String>>,
    /// Where the hub is to start it.
    pub cwd: Option<String>,
    /// What the hub is to add to its environment.
    #[serde(serialize_with = "revealed")]
    pub environment: Option<Environment>,
    /// The system user it is to run as.
    pub user: Option<String>,
    /// How many seconds a starting hub waits for it to answer; JupyterHub's default is 30.
    pub timeout: Option<u32>,
    /// What the site keeps about it.
    pub info: Option<Map<String, Value>>,
}

/// A part of a service's definition that can be taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServicePart {
    /// [`ServiceSpec::url`], and with it [`ServiceSpec::redirect_uri`]
    Url,
    /// [`ServiceSpec::allowed_scopes`]
    AllowedScopes,
    /// [`ServiceSpec::redirect_uri`]
    RedirectUri,
    /// [`ServiceSpec::command`]
    Command,
    /// [`ServiceSpec::cwd`]
    Cwd,
    /// [`ServiceSpec::environment`]
    Environment,
    /// [`ServiceSpec::user`]
    User,
    /// [`ServiceSpec::info`]
    Info,
}

/// Write the values themselves where they are sent to be stored.
#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn revealed<S: Serializer>(
    environment: &Option<Environment>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    environment
        .as_ref()
        .map(Environment::reveal)
        .serialize(serializer)
}

impl ServiceSpec {
    /// Take a part out.
    pub fn unset(&mut self, part: ServicePart) {
        match part {
            // Where people are sent back to was below its prefix, or is said anew.
            ServicePart::Url => (self.url, self.redirect_uri) = (None, None),
            ServicePart::AllowedScopes => self.allowed_scopes = None,
            ServicePart::RedirectUri => self.redirect_uri = None,
            ServicePart::Command => self.command = None,
            ServicePart::Cwd => self.cwd = None,
            ServicePart::Environment => self.environment = None,
            ServicePart::User => self.user = None,
            ServicePart::Info => self.info = None,
        }
    }

    /// The definition with what `change` defines in its place. Variables of the environment are
    /// added to those there are.
    #[must_use]
    pub fn changed_by(self, change: Self) -> Self {
        Self {
            url: change.url.or(self.url),
            admin: change.admin.or(self.admin),
            display: change.display.or(self.display),
            oauth_no_confirm: change.oauth_no_confirm.or(self.oauth_no_confirm),
            allowed_scopes: change.allowed_scopes.or(self.allowed_scopes),
            client_id: change.client_id.or(self.client_id),
            redirect_uri: change.redirect_uri.or(self.redirect_uri),
            command: change.command.or(self.command),
            cwd: change.cwd.or(self.cwd),
            environment: match (self.environment, change.environment) {
                (Some(mut present), Some(added)) => {
                    present.extend(added);
                    Some(present)
                }
                (present, added) => added.or(present),
            },
            user: change.user.or(self.user),
            timeout: change.timeout.or(self.timeout),
            info: change.info.or(self.info),
        }
    }
}
