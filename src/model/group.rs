//! A group, as the REST API shows one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{GroupName, More, RoleName, Seen, UserName};

/// What a site keeps about a group: any JSON object.
pub type Properties = Map<String, Value>;

/// Users who share roles and properties.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// Always `group`.
    #[serde(skip_deserializing, default = "kind")]
    pub kind: &'static str,
    /// The name.
    pub name: GroupName,
    /// The roles that each member holds by it.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub roles: Seen<Vec<RoleName>>,
    /// The members, in the order of their keys.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub users: Seen<Vec<UserName>>,
    /// What the site keeps about it; `None` in rows that older releases made.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub properties: Seen<Option<Properties>>,
    /// What a newer hub says besides.
    #[serde(flatten, skip_serializing_if = "More::is_empty")]
    pub more: More,
}

fn kind() -> &'static str {
    "group"
}
