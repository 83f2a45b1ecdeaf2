//! What applying a description of a hub changes, or would change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is changed, in the order in which it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Each thing that is changed.
    pub changes: Vec<PlannedChange>,
    /// What earlier descriptions of these names put there and these list no more, and what stays of it.
    #[serde(default)]
    pub left: Vec<String>,
    /// What whoever applies them should know.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// One thing that is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedChange {
    /// How.
    pub action: PlannedAction,
    /// What it is.
    pub kind: PlannedKind,
    /// Its name.
    pub name: String,
    /// What of it: its fields, by their names in a description.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, PlannedPart>,
}

/// How something is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedAction {
    /// It is not there yet.
    Create,
    /// It is otherwise.
    Change,
    /// It is to be there no more.
    Remove,
}

/// A kind of thing that a description lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
    /// A service.
    Service,
}

impl PlannedKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Service => "service",
        }
    }
}

/// How a field of something is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PlannedPart {
    /// Names that come to it, or go.
    Names {
        /// Those that come.
        added: Vec<String>,
        /// Those that go.
        removed: Vec<String>,
    },
    /// A value in place of another.
    Value {
        /// What it is.
        before: Value,
        /// What it becomes.
        after: Value,
    },
}

impl Plan {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many things are changed so.
    pub fn count(&self, action: PlannedAction) -> usize {
        let changes = self.changes.iter();
        changes.filter(|change| change.action == action).count()
    }

    /// The names of the users of whom that is planned.
    pub fn users(&self, action: PlannedAction) -> Vec<&str> {
        let changes = self.changes.iter();
        changes
            .filter(|change| change.kind == PlannedKind::User && change.action == action)
            .map(|change| change.name.as_str())
            .collect()
    }

    /// Whether something is taken away: a thing, or what somebody has of it.
    pub fn takes_away(&self) -> bool {
        let names_go = |part: &PlannedPart| matches!(part, PlannedPart::Names { removed, .. } if !removed.is_empty());
        self.changes.iter().any(|change| {
            change.action == PlannedAction::Remove || change.parts.values().any(names_go)
        })
    }
}
