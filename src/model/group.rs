//! A group, as the REST API shows one.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{GroupName, RoleName, UserName};

/// What a site keeps about a group: any JSON object.
pub type Properties = Map<String, Value>;

/// Users who share roles and properties.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Always `group`.
    pub kind: &'static str,
    /// The name.
    pub name: GroupName,
    /// The roles that each member holds by it.
    pub roles: Vec<RoleName>,
    /// The members.
    pub users: Vec<UserName>,
    /// What the site keeps about it; `None` in rows that older releases made.
    pub properties: Option<Properties>,
}
