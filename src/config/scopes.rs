//! `[custom_scopes]`: what `c.JupyterHub.custom_scopes` says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A scope of the site's own; its name starts with `custom:`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomScope {
    /// What it allows, as people are told who are asked to allow it.
    pub description: String,
    /// The custom scopes that it brings along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscopes: Vec<String>,
}
