//! A hub described in a file: its people, groups, roles and services.
//!
//! Tables and keys are those of `hubctl.toml`, so that a piece of one is a piece of the other. What is
//! not said stays as it is.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Environment, GroupName, RoleName, Secret, ServiceName, ServiceSpec, UserName};

/// What there is to be. What is not listed stays as it is, unless an earlier description of this name put
/// it there and `--prune` is said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A hub, as hubctl apply takes it")]
pub struct Described {
    /// What the description calls itself, by which the hub remembers what it put there; not given, the name
    /// of its file without the ending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Users.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<DescribedUser>,
    /// Groups, and who is in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<DescribedGroup>,
    /// Roles, and who has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<DescribedRole>,
    /// Services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<DescribedService>,
}

/// A user that there is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "User")]
pub struct DescribedUser {
    /// The name.
    #[serde(deserialize_with = "super::checked")]
    pub name: UserName,
    /// Whether they are an admin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<bool>,
}

/// A group that there is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Group")]
pub struct DescribedGroup {
    /// The name.
    #[serde(deserialize_with = "super::checked")]
    pub name: GroupName,
    /// Who is in it, with others or not; those who are missing are added to the hub.
    #[serde(
        default,
        deserialize_with = "super::checked",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub users: Vec<UserName>,
    /// What is kept about it, in place of what there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties: Option<Object>,
}

/// A role that there is to be, and who has it, with others or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Role")]
pub struct DescribedRole {
    /// The name; that of a default role changes the role.
    #[serde(deserialize_with = "super::checked")]
    pub name: RoleName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it allows, in place of what it does; a new role without allows nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// Users who have it; those who are missing are added to the hub.
    #[serde(
        default,
        deserialize_with = "super::checked",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub users: Vec<UserName>,
    /// Groups whose members have it; those that are missing are added.
    #[serde(
        default,
        deserialize_with = "super::checked",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub groups: Vec<GroupName>,
    /// Services that have it.
    #[serde(
        default,
        deserialize_with = "super::checked",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub services: Vec<ServiceName>,
}

/// A service that there is to be. Its API token is a secret, and set apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Service")]
pub struct DescribedService {
    /// The name, and the path of its pages below `/services/`.
    #[serde(deserialize_with = "super::checked")]
    pub name: ServiceName,
    /// Where it listens, if it has pages: `http://host:port` or `https://host:port`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it has the role `admin`; `[[roles]]` is the better way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<bool>,
    /// Whether the hub's pages list it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<bool>,
    /// How the hub starts it, if it does: a program and its arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Words>,
    /// Where the hub starts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwd: Option<String>,
    /// What the hub adds to its environment, in place of what it does; `hubctl export` leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Variables>,
    /// The account of the hub's machine that it runs as; not given, the hub's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How long a starting hub waits for it to answer, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
    /// The name of its OAuth client, which begins with `service-`; not given, that and its name. It stays what
    /// it is once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_client_id: Option<String>,
    /// Where people who signed in to it are sent back to; not given, below its pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_redirect_uri: Option<String>,
    /// Whether people sign in to it without being asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_no_confirm: Option<bool>,
    /// What it may do for people who signed in to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_client_allowed_scopes: Option<Vec<String>>,
    /// What is kept about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<Object>,
}

impl Described {
    /// The schema of a description, which editors complete and check by.
    pub fn schema() -> Value {
        let mut schema = schema_for!(Described).to_value();
        schema.sort_all_objects();
        schema
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
            && self.groups.is_empty()
            && self.roles.is_empty()
            && self.services.is_empty()
    }
}

impl From<DescribedService> for ServiceSpec {
    fn from(service: DescribedService) -> Self {
        let environment = service.environment.map(|Variables(variables)| {
            let pairs = variables.into_iter();
            let revealed = pairs.map(|(name, value)| (name, value.reveal().to_owned()));
            revealed.collect::<Environment>()
        });
        Self {
            url: service.url,
            admin: service.admin,
            display: service.display,
            oauth_no_confirm: service.oauth_no_confirm,
            allowed_scopes: service.oauth_client_allowed_scopes,
            client_id: service.oauth_client_id,
            redirect_uri: service.oauth_redirect_uri,
            command: service.command.map(|Words(words)| words),
            cwd: service.cwd,
            environment,
            user: service.user,
            timeout: service.timeout,
            info: service.info.map(|Object(info)| info),
        }
    }
}

/// Variables of an environment. Whoever sends a description sends their values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Variables(pub BTreeMap<String, Secret>);

impl Serialize for Variables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.0.iter();
        serializer.collect_map(pairs.map(|(name, value)| (name, value.reveal())))
    }
}

/// A program and its arguments; a lone text is a program without any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(program) => Ok(Self(vec![program])),
            list @ Value::Array(_) => serde_json::from_value(list)
                .map(Self)
                .map_err(|_| D::Error::custom("a program and its arguments are texts")),
            _ => Err(D::Error::custom(
                "that is no list of a program and its arguments",
            )),
        }
    }
}

impl JsonSchema for Words {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Command".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "array", "items": { "type": "string" } },
                { "type": "string" }
            ]
        })
    }
}

/// A JSON object: a table, or the same as a text in JSON where it holds what TOML cannot write (`null`, and
/// numbers beyond 64 bits).
#[derive(Debug, Clone, PartialEq)]
pub struct Object(pub Map<String, Value>);

impl Object {
    /// Whether TOML can write it as a table.
    pub fn fits_toml(&self) -> bool {
        self.0.values().all(fits_toml)
    }
}

fn fits_toml(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Number(number) => number.is_i64() || number.is_f64(),
        Value::Bool(_) | Value::String(_) => true,
        Value::Array(items) => items.iter().all(fits_toml),
        Value::Object(fields) => fields.values().all(fits_toml),
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.fits_toml() {
            self.0.serialize(serializer)
        } else {
            serializer.collect_str(&Value::Object(self.0.clone()))
        }
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = match Value::deserialize(deserializer)? {
            Value::String(text) => serde_json::from_str(&text).ok(),
            other => Some(other),
        };
        match read {
            Some(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(D::Error::custom(
                "that is no table, and no JSON object as text",
            )),
        }
    }
}

impl JsonSchema for Object {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Object".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "object" },
                { "type": "string", "contentMediaType": "application/json" }
            ]
        })
    }
}
