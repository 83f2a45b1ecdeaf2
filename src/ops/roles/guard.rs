//! That nobody raises what they may do themselves by defining or granting roles.

use crate::error::{Error, Kind, Result};
use crate::rbac::{
    Allowed, Caller, Catalogue, Grants, Holder, Reach, Scope, Target, excess_of_role, require,
};
use crate::store::Tx;

/// Somebody who defines or grants roles.
///
/// The operator may do both. Anybody else:
/// - defines a role only with `admin:users`, `admin:groups` and `admin:services` on everything;
/// - grants and takes it only with the one of these that is about the holder, on that holder;
/// - and in both cases holds every scope of the role, as it was and as it will be, on all that it is
///   written for.
pub(super) struct Guard {
    caller: Caller,
}

impl Guard {
    /// The caller of an operation.
    pub(super) fn of<O>(allowed: &Allowed<O>) -> Self {
        Self {
            caller: allowed.caller().clone(),
        }
    }

    /// Who it is.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The scopes that exist.
    pub(super) fn catalogue(&self) -> &Catalogue {
        self.caller.catalogue()
    }

    /// Refuse to define a role, whoever holds it, that has these scopes.
    pub(super) fn lets_define(&self, scopes: &[String], tx: &Tx<'_>) -> Result<()> {
        for scope in [Scope::AdminUsers, Scope::AdminGroups, Scope::AdminServices] {
            require(&self.caller, &[scope], &Target::Anything, tx)?;
        }
        self.refuse_excess(scopes, None)
    }

    /// Refuse to change which roles `holder` has.
    pub(super) fn lets_change(&self, holder: &Holder, tx: &Tx<'_>) -> Result<()> {
        let scope = match holder {
            Holder::User(_) => Scope::AdminUsers,
            Holder::Group(_) => Scope::AdminGroups,
            Holder::Service(_) => Scope::AdminServices,
        };
        require(&self.caller, &[scope], &Target::of(holder), tx)
    }

    /// Refuse to give a role with these scopes to `holder`, or to take it from them.
    pub(super) fn lets_bestow(&self, scopes: &[String], holder: &Holder) -> Result<()> {
        self.refuse_excess(scopes, Some(holder))
    }

    /// Refuse to say that a role or a grant is the authenticator's.
    pub(super) fn lets_mark(&self, marks: bool) -> Result<()> {
        if marks && !self.caller.is_operator() {
            return Err(Error::invalid(
                "only the authenticator and the operator of the database mark roles as managed",
            ));
        }
        Ok(())
    }

    fn refuse_excess(&self, scopes: &[String], holder: Option<&Holder>) -> Result<()> {
        let Some(granted) = self.caller.granted() else {
            return Ok(());
        };
        let excess = excess_of_role(granted, scopes, holder)?;
        if excess.is_empty() {
            return Ok(());
        }
        let reads_roles = granted.grants().reach(&Scope::ReadRoles) == Some(&Reach::All);
        let missing = if reads_roles {
            named(&excess.heads(granted.catalogue()))
        } else {
            "scopes".to_owned()
        };
        let subject = granted.subject();
        let message = format!("the role has {missing} that {subject} does not hold");
        Err(Error::new(Kind::Denied, message)
            .hint("nobody can hand out or take back more than they hold"))
    }
}

fn named(missing: &Grants) -> String {
    let missing: Vec<_> = missing.iter().map(|grant| format!("`{grant}`")).collect();
    missing.join(", ")
}
