//! A service, as the REST API shows one, with what else the database holds.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{More, RoleName, Secret, Seen, ServiceName};

/// Something that uses the hub's API, and may have pages of its own below `/services/`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Service {
    /// Always `service`.
    #[serde(skip_deserializing, default = "kind")]
    pub kind: &'static str,
    /// The name.
    pub name: ServiceName,
    /// Whether the admin flag is set; the role `admin` follows it.
    pub admin: bool,
    /// The roles granted to it.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub roles: Seen<Vec<RoleName>>,
    /// What it is.
    #[serde(flatten, deserialize_with = "Seen::if_there")]
    pub details: Seen<ServiceDetails>,
    /// What the REST API does not show.
    #[serde(flatten, deserialize_with = "Seen::if_there")]
    pub stored: Seen<StoredService>,
    /// What a newer hub says besides.
    #[serde(flatten, skip_serializing_if = "More::is_empty")]
    pub more: More,
}

fn kind() -> &'static str {
    "service"
}

/// What a service is, for those who may read services.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceDetails {
    /// Where it listens; empty where it has no pages.
    pub url: String,
    /// The path of its pages on the hub's host; empty where it has none.
    pub prefix: String,
    /// How the hub starts it; empty where it does not.
    pub command: Vec<String>,
    /// The process, while a hub that started it runs.
    pub pid: i64,
    /// What the site keeps about it.
    pub info: Map<String, Value>,
    /// Whether the hub's pages list it.
    pub display: bool,
}

/// What only the database tells of a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredService {
    /// Where it comes from.
    pub source: ServiceSource,
    /// Whether people sign in to it without being asked.
    pub oauth_no_confirm: bool,
    /// The OAuth client by which people sign in to it.
    pub oauth_client_id: Option<String>,
    /// What that client may ask for, besides access to the service.
    pub oauth_client_allowed_scopes: Vec<String>,
    /// Where the hub starts it.
    pub cwd: Option<String>,
    /// What the hub adds to its environment.
    pub environment: Environment,
    /// The system user it runs as.
    pub user: Option<String>,
    /// How many seconds a starting hub waits for it to answer.
    pub timeout: i64,
}

/// Where a service comes from, and so who has the last word on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceSource {
    /// The hub's configuration (`from_config` 1).
    Configuration,
    /// A command or the REST API (`from_config` 0).
    Runtime,
}

impl ServiceSource {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Runtime => "runtime",
        }
    }
}

/// Variables of an environment. The values may be secrets: they are written only where asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<String, Secret>,
    revealed: bool,
}

impl Environment {
    /// The same, with values that will be written.
    #[must_use]
    pub fn revealed(self) -> Self {
        Self {
            revealed: true,
            ..self
        }
    }

    /// The same, with values that will not be written.
    #[must_use]
    pub fn concealed(self) -> Self {
        Self {
            revealed: false,
            ..self
        }
    }

    /// The variables, each with its value as it may be seen.
    pub fn shown(&self) -> impl Iterator<Item = (&str, String)> {
        self.variables.iter().map(|(name, value)| {
            let shown = if self.revealed {
                value.reveal().to_owned()
            } else {
                value.to_string()
            };
            (name.as_str(), shown)
        })
    }

    /// The variables with their values, to be stored.
    pub fn reveal(&self) -> BTreeMap<&str, &str> {
        self.variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.reveal()))
            .collect()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// Set those of `others`.
    pub fn extend(&mut self, others: Self) {
        self.variables.extend(others.variables);
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self {
            variables: variables
                .into_iter()
                .map(|(name, value)| (name, Secret::new(value)))
                .collect(),
            revealed: false,
        }
    }
}

impl<'de> Deserialize<'de> for Environment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            variables: BTreeMap::deserialize(deserializer)?,
            revealed: false,
        })
    }
}

impl Serialize for Environment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.variables.len()))?;
        for (name, value) in self.shown() {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}
