//! Who holds a role.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::get;
use super::guard::Guard;
use super::{
    GRANT_TO_GROUP, GRANT_TO_SERVICE, GRANT_TO_USER, REVOKE_FROM_GROUP, REVOKE_FROM_SERVICE,
    REVOKE_FROM_USER,
};
use crate::error::Result;
use crate::model::{GroupName, RoleName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::who::holder_id;
use crate::rbac::{Allowed, DefaultRole, Holder, Needs, Scope, Target};
use crate::store::provenance::{self, Thing};
use crate::store::roles::{self, HolderId};
use crate::store::{Tx, groups};

/// What it takes to change what others hold: the one of these that is about them, which [`Guard`]
/// tells.
const BESTOW: &[Scope] = &[Scope::AdminUsers, Scope::AdminGroups, Scope::AdminServices];

/// The role whose holders have the admin flag, and the other way round.
const ADMIN: &str = "admin";

/// Let somebody hold a role. With the role `admin` goes the admin flag.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantRole {
    /// Which.
    pub role: RoleName,
    /// To whom.
    pub to: Holder,
    /// Whether to mark the grant, and the role if it is not a default one, as the authenticator's.
    pub managed: bool,
}

impl Needs for GrantRole {
    const ANY_OF: &'static [Scope] = BESTOW;

    fn target(&self) -> Target {
        Target::of(&self.to)
    }
}

impl Operation for GrantRole {
    /// Whether that changed anything.
    type Output = bool;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        let guard = Guard::of(&allowed);
        let (GrantRole { role, to, managed }, _) = allowed.into_parts();
        guard.lets_change(&to, tx)?;
        guard.lets_mark(managed)?;
        let (id, mut found) = get(tx, guard.caller(), &role)?;
        guard.lets_bestow(&found.scopes, &to)?;
        let holder = holder_id(tx, guard.caller(), &to)?;
        let changed = roles::grant(tx, id, holder, managed)?;
        if changed {
            provenance::claim_at_runtime(tx, Thing::Grant(id, holder))?;
        }
        if managed && !found.managed_by_auth && DefaultRole::named(role.as_str()).is_none() {
            found.managed_by_auth = true;
            roles::update(tx, id, &found)?;
        }
        follow_with_flag(tx, &role, holder, true)?;
        Ok(changed)
    }
}

impl Change for GrantRole {
    fn record(&self) -> Option<Record> {
        let request = match self.to {
            Holder::User(_) => &GRANT_TO_USER,
            Holder::Group(_) => &GRANT_TO_GROUP,
            Holder::Service(_) => &GRANT_TO_SERVICE,
        };
        let record = Record::of(request, Subject::Nothing).on(&self.target());
        let granted = json!({ "role": self.role, "managed_by_auth": self.managed });
        Some(record.becomes(Subject::Given(granted)))
    }
}

/// Take a role from somebody. With the role `admin` goes the admin flag.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeRole {
    /// Which.
    pub role: RoleName,
    /// From whom.
    pub from: Holder,
}

/// What became of a role taken from somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedRole {
    /// Whether they held it directly.
    pub held: bool,
    /// The groups by which they still hold it.
    pub still_by: Vec<GroupName>,
}

impl Needs for RevokeRole {
    const ANY_OF: &'static [Scope] = BESTOW;

    fn target(&self) -> Target {
        Target::of(&self.from)
    }
}

impl Operation for RevokeRole {
    type Output = RevokedRole;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RevokedRole> {
        let guard = Guard::of(&allowed);
        let (RevokeRole { role, from }, _) = allowed.into_parts();
        guard.lets_change(&from, tx)?;
        let (id, found) = get(tx, guard.caller(), &role)?;
        guard.lets_bestow(&found.scopes, &from)?;
        let holder = holder_id(tx, guard.caller(), &from)?;
        let held = roles::revoke(tx, id, holder)?;
        follow_with_flag(tx, &role, holder, false)?;
        let still_by = match &from {
            Holder::User(user) => groups::of_user_with_role(tx, user, id)?,
            Holder::Group(_) | Holder::Service(_) => Vec::new(),
        };
        Ok(RevokedRole { held, still_by })
    }
}

impl Change for RevokeRole {
    fn record(&self) -> Option<Record> {
        let request = match self.from {
            Holder::User(_) => &REVOKE_FROM_USER,
            Holder::Group(_) => &REVOKE_FROM_GROUP,
            Holder::Service(_) => &REVOKE_FROM_SERVICE,
        };
        let record = Record::of(request, Subject::Nothing).on(&self.target());
        Some(record.from(Subject::Given(json!({ "role": self.role }))))
    }

    fn made(revoked: &RevokedRole, record: &mut Record) {
        if !revoked.held {
            record.was(None);
        }
    }
}

/// A hub that starts grants the role `admin` to those with the admin flag and sets the flag of those
/// with the role (`JupyterHub.init_role_assignment`), so one alone would come back.
fn follow_with_flag(tx: &Tx<'_>, role: &RoleName, holder: HolderId, admin: bool) -> Result<()> {
    match holder {
        HolderId::User(_) | HolderId::Service(_) if role.as_str() == ADMIN => {
            roles::set_admin(tx, holder, admin)
        }
        _ => Ok(()),
    }
}

/// Give a user or service the roles that JupyterHub gives by default: `user` to users, and `admin`
/// to those with the admin flag and no others (`assign_default_roles`).
///
/// A role that the hub has not made yet is passed over: it makes and grants them when it starts.
pub(in crate::ops) fn assign_defaults(tx: &Tx<'_>, holder: HolderId, admin: bool) -> Result<()> {
    if let Some(role) = roles::find(tx, &RoleName::from(ADMIN))? {
        if admin {
            if roles::grant(tx, role, holder, false)? {
                provenance::claim_at_runtime(tx, Thing::Grant(role, holder))?;
            }
        } else {
            roles::revoke(tx, role, holder)?;
        }
    }
    if let (HolderId::User(_), Some(role)) = (holder, roles::find(tx, &RoleName::from("user"))?) {
        roles::grant(tx, role, holder, false)?;
    }
    Ok(())
}
