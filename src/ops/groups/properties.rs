//! What a site keeps about a group.

use serde::{Deserialize, Serialize};

use super::view::View;
use super::{SET_PROPERTIES, find, show};
use crate::error::Result;
use crate::model::{Group, GroupName, Properties};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::{Tx, groups};

/// Change or replace what the site keeps about a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetProperties {
    /// The group.
    pub group: GroupName,
    /// How.
    pub change: PropertyChange,
}

/// A change of properties.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum PropertyChange {
    /// These are all there are.
    Replace(Properties),
    /// Some are set, others are removed, the rest stay.
    Edit {
        /// To be set.
        set: Properties,
        /// To be removed.
        unset: Vec<String>,
    },
}

impl PropertyChange {
    /// What `properties` become.
    pub fn apply(self, mut properties: Properties) -> Properties {
        match self {
            Self::Replace(all) => all,
            Self::Edit { set, unset } => {
                properties.retain(|key, _| !unset.contains(key));
                properties.extend(set);
                properties
            }
        }
    }
}

impl Needs for SetProperties {
    const ANY_OF: &'static [Scope] = SET_PROPERTIES.any_of;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for SetProperties {
    type Output = Group;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Group> {
        let view = View::of(&allowed);
        let caller = allowed.caller().clone();
        let (SetProperties { group, change }, _) = allowed.into_parts();
        let id = find(tx, &caller, &group)?;
        let properties = change.apply(groups::properties_of(tx, id)?);
        groups::set_properties(tx, id, &properties)?;
        show(tx, &caller, &group, &view)
    }
}

impl Change for SetProperties {
    fn record(&self) -> Option<Record> {
        Some(Record::of(
            &SET_PROPERTIES,
            Subject::Group(self.group.clone()),
        ))
    }
}
