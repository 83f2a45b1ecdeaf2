//! `[[groups]]`: what `c.JupyterHub.load_groups` says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{GroupName, Properties, UserName};

/// A group that there is to be. Members and properties that are not given stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name.
    #[serde(deserialize_with = "crate::model::checked")]
    pub name: GroupName,
    /// Who is added to it.
    #[serde(default, deserialize_with = "crate::model::checked")]
    pub users: Vec<UserName>,
    /// What is kept about it, in place of what there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties: Option<Properties>,
}
