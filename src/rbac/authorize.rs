//! May this caller do this operation, on this target? And the proof that they may.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Catalogue, Filter, Filters, Grants, Holder, Membership, Reach, Scope, Silent, Subject, Target,
    explain,
};
use crate::error::Result;

/// What an operation needs of whoever does it.
pub trait Needs {
    /// The scopes of which one is enough; none at all where being known is enough.
    const ANY_OF: &'static [Scope];

    /// What it is done to; unless said, nothing in particular, which asks the most of a scope.
    fn target(&self) -> Target {
        Target::Anything
    }
}

/// Why a caller may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// They hold none of the scopes, or not on everything where that is needed.
    NoScope,
    /// They hold one, but not on this target; to them it might as well not exist.
    OutOfReach,
}

/// Who does an operation.
#[derive(Debug, Clone)]
pub enum Caller {
    /// Whoever holds the database in their hands: no scope is needed.
    Operator,
    /// Somebody who may do what they have been granted.
    Granted(Arc<Granted>),
    /// The same, from the command line: shown what JupyterHub's API has no place for, too.
    Remote(Arc<Granted>),
}

impl Caller {
    /// Whether they hold the database in their hands.
    pub fn is_operator(&self) -> bool {
        matches!(self, Self::Operator)
    }

    /// What they have been granted; `None` where it is the operator, who needs nothing.
    pub fn granted(&self) -> Option<&Arc<Granted>> {
        match self {
            Self::Operator => None,
            Self::Granted(granted) | Self::Remote(granted) => Some(granted),
        }
    }

    /// The user or service it is; nobody in particular where it is the operator.
    pub fn holder(&self) -> Option<&Holder> {
        self.granted()
            .map(|granted| &granted.subject.holdings.holder)
    }

    /// Whether they are shown what JupyterHub's API has no place for, as far as their scopes go.
    pub fn sees_more(&self) -> bool {
        !matches!(self, Self::Granted(_))
    }

    /// The scopes that exist, as far as the caller's hub says.
    pub fn catalogue(&self) -> &Catalogue {
        const UNDEFINED: &Catalogue = &Catalogue::undefined();
        self.granted()
            .map_or(UNDEFINED, |granted| granted.catalogue())
    }

    /// Whether they may use `scope` on `target` (`None`: on everything), as `scopes.has_scope` says.
    pub fn allows(
        &self,
        scope: &Scope,
        target: Option<&Filter>,
        membership: &impl Membership,
    ) -> Result<bool> {
        match self.granted() {
            None => Ok(true),
            Some(granted) => granted.grants.allows(scope, target, membership),
        }
    }

    /// How far `scope` goes in their hands.
    pub fn reach(&self, scope: &Scope) -> Reach {
        reach_of(self, std::slice::from_ref(scope))
    }
}

/// Somebody, what they may do, and the facts to explain it by.
#[derive(Debug)]
pub struct Granted {
    catalogue: Arc<Catalogue>,
    subject: Subject,
    grants: Grants,
}

impl Granted {
    /// Resolve what `subject` may do.
    pub fn resolve(
        catalogue: Arc<Catalogue>,
        subject: Subject,
        membership: &impl Membership,
    ) -> Result<Self> {
        let grants = subject.resolve(&catalogue, membership, &mut Silent)?;
        Ok(Self {
            catalogue,
            subject,
            grants,
        })
    }

    /// What they may do.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Who they are.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The scopes they were resolved by.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
}

/// The proof that a caller may do an operation; made by [`authorize`] alone.
#[derive(Debug)]
pub struct Allowed<O> {
    operation: O,
    reach: Reach,
    caller: Caller,
}

impl<O> Allowed<O> {
    /// The operation.
    pub fn op(&self) -> &O {
        &self.operation
    }

    /// How far the scopes that allow it go: all of a list that may be shown.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// How far another scope of the caller goes, for what of a model they may see.
    pub fn reach_of(&self, scope: &Scope) -> Reach {
        reach_of(&self.caller, std::slice::from_ref(scope))
    }

    /// Who does it.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The operation, and how far the scopes that allow it go.
    pub fn into_parts(self) -> (O, Reach) {
        (self.operation, self.reach)
    }
}

/// Let `caller` do `operation`, or refuse it with the sentence that says why and what to do.
///
/// Refusals are of kind [`Denied`](crate::error::Kind::Denied) or
/// [`OutOfReach`](crate::error::Kind::OutOfReach), as JupyterHub answers 403 or 404.
pub fn authorize<O: Needs>(
    caller: &Caller,
    operation: O,
    membership: &impl Membership,
) -> Result<Allowed<O>> {
    if let Some(granted) = caller.granted() {
        let target = operation.target();
        if let Some(denied) = decide(&granted.grants, O::ANY_OF, &target, membership)? {
            return Err(explain::refusal(
                granted,
                denied,
                O::ANY_OF,
                &target,
                membership,
            )?);
        }
    }
    Ok(Allowed {
        operation,
        reach: reach_of(caller, O::ANY_OF),
        caller: caller.clone(),
    })
}

/// Refuse what an operation needs besides, which only shows as it is done: one of `any_of` on
/// `target`.
///
/// The operation itself is allowed, so that a refusal hides nothing: it is always of kind
/// [`Denied`](crate::error::Kind::Denied), as JupyterHub then answers 403.
pub fn require(
    caller: &Caller,
    any_of: &[Scope],
    target: &Target,
    membership: &impl Membership,
) -> Result<()> {
    let Some(granted) = caller.granted() else {
        return Ok(());
    };
    match decide(&granted.grants, any_of, target, membership)? {
        None => Ok(()),
        Some(_) => Err(explain::refusal(
            granted,
            Denied::NoScope,
            any_of,
            target,
            membership,
        )?),
    }
}

/// Why `grants` do not allow what needs `any_of` on `target`; `None` if they do, or if it needs no
/// scope at all (`scopes.needs_scope`).
pub fn decide(
    grants: &Grants,
    any_of: &[Scope],
    target: &Target,
    membership: &impl Membership,
) -> Result<Option<Denied>> {
    if any_of.is_empty() {
        return Ok(None);
    }
    let mut held = false;
    for reach in any_of.iter().filter_map(|scope| grants.reach(scope)) {
        if target.is_within(reach, membership)? {
            return Ok(None);
        }
        held = true;
    }
    let out_of_reach = held && target.filter().is_some();
    Ok(Some(if out_of_reach {
        Denied::OutOfReach
    } else {
        Denied::NoScope
    }))
}

fn reach_of(caller: &Caller, any_of: &[Scope]) -> Reach {
    let Some(granted) = caller.granted() else {
        return Reach::All;
    };
    let mut all = Filters::default();
    for reach in any_of
        .iter()
        .filter_map(|scope| granted.grants.reach(scope))
    {
        match reach {
            Reach::All => return Reach::All,
            Reach::Only(only) => only.iter().for_each(|filter| {
                all.insert(filter);
            }),
        }
    }
    Reach::Only(all)
}
