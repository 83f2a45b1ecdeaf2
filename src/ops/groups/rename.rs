//! Giving a group another name.

use serde::{Deserialize, Serialize};

use super::view::View;
use super::{ADD, find, new_name, show};
use crate::error::Result;
use crate::model::{Group, GroupName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::rbac::{Allowed, Filter, Needs, Scope, Target};
pub use crate::store::written::{Mention, Place};
use crate::store::{Tx, groups, written};

/// Give a group another name. Members, roles, properties and shares stay with it; scopes that are
/// narrowed to the old name no longer match.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameGroup {
    /// The present name.
    pub name: GroupName,
    /// The name to be.
    pub new_name: GroupName,
    /// Whether to let the scopes that name it follow.
    pub update_scopes: bool,
}

/// What became of a group's new name.
#[derive(Serialize, Deserialize)]
pub struct RenamedGroup {
    /// The group.
    pub group: Group,
    /// What has scopes that are narrowed to the old name, or were until now.
    pub mentions: Vec<Mention>,
}

impl Needs for RenameGroup {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::Group(self.name.clone())
    }
}

impl Operation for RenameGroup {
    type Output = RenamedGroup;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RenamedGroup> {
        let view = View::of(&allowed);
        let id = find(tx, allowed.caller(), &allowed.op().name)?;
        let caller = allowed.caller().clone();
        let (renaming, _) = allowed.into_parts();
        let name = new_name(tx, &renaming.new_name)?;
        groups::rename(tx, id, &name)?;
        let old = Filter::Group(renaming.name);
        let mentions = written::naming(tx, &old)?;
        if renaming.update_scopes {
            written::rename(tx, &mentions, &old, &Filter::Group(name.clone()))?;
        }
        let group = show(tx, &caller, &name, &view)?;
        Ok(RenamedGroup { group, mentions })
    }
}

impl Change for RenameGroup {
    fn record(&self) -> Option<Record> {
        let record = Record::named("rename group", Subject::Group(self.name.clone()));
        Some(record.becomes(Subject::Group(self.new_name.clone())))
    }
}
