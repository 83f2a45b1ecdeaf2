//! Why, why not, and what would change that.
//!
//! Listens to the one resolver, and asks the one decision: an explanation is the decision with its
//! reasons kept.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::authorize::{Denied, Granted, decide};
use super::change::Known;
use super::remedy::{Remedy, remedies};
use super::target::Target;
use super::{
    Catalogue, Filter, Grant, Grants, Loss, Membership, Recorded, Scope, Silent, Subject, Way, Why,
    resolve,
};
use crate::error::{Error, Kind, Result};

/// What somebody wants to do: it takes any of these scopes, on this target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The scopes of which one is enough.
    pub any_of: Vec<Scope>,
    /// What it is done to.
    pub target: Target,
}

/// Whether somebody may do something, and all that bears on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What it takes.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// Whether they may.
    pub allowed: bool,
    /// If not, how it is refused.
    pub denied: Option<Denied>,
    /// Whether the owner may, without the token; none where there is no token.
    pub owner_allowed: Option<bool>,
    /// If so, the ways there, on either side of a token.
    pub ways: Vec<Way>,
    /// What they hold of these scopes on something else.
    pub elsewhere: Vec<Grant>,
    /// If not, what would have led there and was lost, and why.
    pub losses: Vec<Loss>,
    /// If not, the smallest changes that would turn it, each tried out on the resolver.
    pub remedies: Vec<Remedy>,
}

/// Whether `subject` may do what takes `requirement`, and why.
///
/// Remedies are sought among the roles and groups of `known`.
pub fn verdict(
    catalogue: &Catalogue,
    subject: &Subject,
    requirement: Requirement,
    known: &Known,
    membership: &impl Membership,
) -> Result<Verdict> {
    let mut recorded = Recorded::default();
    let grants = subject.resolve(catalogue, membership, &mut recorded)?;
    let denied = if unusable(&recorded) {
        Some(Denied::NoScope)
    } else {
        decide(
            &grants,
            &requirement.any_of,
            &requirement.target,
            membership,
        )?
    };
    let relevant = Relevant {
        requirement: &requirement,
        membership,
    };
    let (ways, losses, remedies) = match denied {
        None => (relevant.ways(&recorded)?, Vec::new(), Vec::new()),
        Some(_) => (
            Vec::new(),
            relevant.losses(&recorded)?,
            remedies(catalogue, subject, &requirement, known, membership)?,
        ),
    };
    Ok(Verdict {
        allowed: denied.is_none(),
        owner_allowed: owner_allowed(catalogue, subject, &requirement, membership)?,
        elsewhere: relevant.elsewhere(&grants)?,
        requirement,
        denied,
        ways,
        losses,
        remedies,
    })
}

fn owner_allowed(
    catalogue: &Catalogue,
    subject: &Subject,
    Requirement { any_of, target }: &Requirement,
    membership: &impl Membership,
) -> Result<Option<bool>> {
    if subject.token.is_none() {
        return Ok(None);
    }
    let grants = resolve::holder(catalogue, &subject.holdings, &mut Silent);
    Ok(Some(decide(&grants, any_of, target, membership)?.is_none()))
}

/// Whether the token is of no use, whatever is asked.
fn unusable(recorded: &Recorded) -> bool {
    let mut losses = recorded.losses.iter();
    losses.any(|loss| matches!(loss.why, Why::Expired | Why::NoClient))
}

/// Picks from all that was recorded what bears on a requirement.
struct Relevant<'a, M> {
    requirement: &'a Requirement,
    membership: &'a M,
}

impl<M: Membership> Relevant<'_, M> {
    /// Whether `scope` on what `filter` names would do, where any is needed.
    fn would_do(&self, scope: &Scope, filter: Option<&Filter>) -> Result<bool> {
        let grant = Grant {
            scope: scope.clone(),
            filter: filter.cloned(),
        };
        let alone = Grants::from_iter([grant]);
        let Requirement { any_of, target } = self.requirement;
        if any_of.is_empty() {
            return Ok(false);
        }
        Ok(decide(&alone, any_of, target, self.membership)?.is_none())
    }

    fn ways(&self, recorded: &Recorded) -> Result<Vec<Way>> {
        let mut ways = Vec::new();
        for way in &recorded.ways {
            let inherits =
                way.grant == Grant::everywhere(Scope::Inherit) && way.source.is_of_token();
            if inherits || self.would_do(&way.grant.scope, way.grant.filter.as_ref())? {
                ways.push(way.clone());
            }
        }
        Ok(ways)
    }

    fn losses(&self, recorded: &Recorded) -> Result<Vec<Loss>> {
        let mut losses = Vec::new();
        for loss in &recorded.losses {
            let bears = match (&loss.scope, &loss.filter) {
                (None, _) => matches!(loss.why, Why::Expired | Why::NoClient),
                (Some(scope), None) if loss.source.is_some() => {
                    self.requirement.any_of.contains(scope)
                }
                (Some(scope), filter) => self.would_do(scope, filter.as_ref())?,
            };
            if bears && !losses.contains(loss) {
                losses.push(loss.clone());
            }
        }
        Ok(losses)
    }

    /// What is held of the scopes, and does not do.
    fn elsewhere(&self, grants: &Grants) -> Result<Vec<Grant>> {
        let mut elsewhere = Vec::new();
        for grant in grants.iter() {
            if self.requirement.any_of.contains(&grant.scope)
                && !self.would_do(&grant.scope, grant.filter.as_ref())?
            {
                elsewhere.push(grant);
            }
        }
        Ok(elsewhere)
    }
}

/// A refusal, for a door to tell.
#[derive(Debug)]
pub struct Refused {
    /// How it is refused.
    pub denied: Denied,
    /// The sentence.
    pub error: Error,
    /// What the caller holds of the scopes that would do, on something else.
    pub nearest: Vec<Grant>,
}

/// Why `granted` may not do what takes any of these scopes on `target`; `None` if they may.
pub fn refused(
    granted: &Granted,
    any_of: &[Scope],
    target: &Target,
    membership: &impl Membership,
) -> Result<Option<Refused>> {
    let Some(denied) = decide(granted.grants(), any_of, target, membership)? else {
        return Ok(None);
    };
    let held = granted.grants().iter();
    Ok(Some(Refused {
        denied,
        error: refusal(granted, denied, any_of, target, membership)?,
        nearest: held.filter(|grant| any_of.contains(&grant.scope)).collect(),
    }))
}

/// The sentence of a refusal: which scopes would do, what the caller has, and what took the rest.
///
/// It tells callers about themselves alone: what roles and groups there are is not for them.
pub(super) fn refusal(
    granted: &Granted,
    denied: Denied,
    any_of: &[Scope],
    target: &Target,
    membership: &impl Membership,
) -> Result<Error> {
    let requirement = Requirement {
        any_of: any_of.to_vec(),
        target: target.clone(),
    };
    let subject = granted.subject();
    let mut recorded = Recorded::default();
    subject.resolve(granted.catalogue(), membership, &mut recorded)?;
    let relevant = Relevant {
        requirement: &requirement,
        membership,
    };
    let mut error = match denied {
        Denied::NoScope => {
            let message = format!("{subject} does not have {requirement}");
            Error::new(Kind::Denied, message)
        }
        Denied::OutOfReach => Error::new(
            Kind::OutOfReach,
            format!("no access to {target}, or no such {}", target.kind()),
        )
        .hint(format!("{subject} needs {requirement}")),
    };
    for hint in reasons(&relevant.losses(&recorded)?) {
        error = error.hint(hint);
    }
    Ok(error.hint(possessions(granted, any_of)))
}

/// Why what would have done was lost, each reason once.
fn reasons(losses: &[Loss]) -> BTreeSet<String> {
    losses.iter().map(Loss::to_string).collect()
}

/// What the caller has: of these scopes what there is, else all that was written down for them.
fn possessions(granted: &Granted, any_of: &[Scope]) -> String {
    let held = granted
        .grants()
        .iter()
        .filter(|grant| any_of.contains(&grant.scope));
    let held: Vec<String> = held.map(|grant| format!("`{grant}`")).collect();
    if !held.is_empty() {
        return format!("held: {}", held.join(", "));
    }
    match &granted.subject().token {
        Some(token) if token.scopes.is_empty() => "scopes of the token: none".to_owned(),
        Some(token) => format!("scopes of the token: {}", list(&token.scopes)),
        None => match granted.subject().roles() {
            roles if roles.is_empty() => "roles held: none".to_owned(),
            roles => format!("roles held: {}", list(&roles)),
        },
    }
}

/// `` `a`, `b` and `c` ``, and not more than one cares to read.
pub(super) fn list<T: std::fmt::Display>(items: &[T]) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = items
        .iter()
        .take(MOST)
        .map(|item| format!("`{item}`"))
        .collect();
    match items.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

impl Subject {
    /// The roles held, each once.
    fn roles(&self) -> Vec<&crate::model::RoleName> {
        let roles: BTreeSet<_> = self.holdings.roles.iter().map(|role| &role.name).collect();
        roles.into_iter().collect()
    }
}

impl Target {
    fn kind(&self) -> &'static str {
        match self {
            Self::Anything | Self::Listing => "thing",
            Self::User(_) => "user",
            Self::Server(_) => "server",
            Self::Group(_) => "group",
            Self::Service(_) => "service",
        }
    }
}
