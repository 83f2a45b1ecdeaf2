//! Who may do what, why, and why not: what `rbac` explains, of the people in this database.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::request::{Asked, Method, Request, asked};
use super::who::{Who, holder_id};
use super::{Operation, roles};
use crate::error::{Error, Result};
use crate::model::{RoleMembers, RoleName, Timestamp, TokenId};
use crate::rbac::{
    Allowed, Caller, Catalogue, Grant, Grants, Holder, Known, Loss, Needs, Outline, RawFilter,
    RawScope, Requirement, Scope, ScopeTree, Silent, Subject, Target, Verdict, Why, outline,
    verdict,
};
use crate::store::Tx;
use crate::store::subjects::{self, HeldToken};

/// What it takes to be told what a role grants.
const READ_ROLES: &[Scope] = &[Scope::ReadRoles];

/// What it takes to be told what somebody may do: of oneself a good token is enough, and what it
/// takes of others depends on who they are ([`Who`]).
const KNOWN: &[Scope] = &[];

/// What the REST API can be asked for explanations: additions to JupyterHub's.
pub const REQUESTS: &[Request] = &[WHO, CAN, REQUEST, ROLE];

/// All that somebody may do: whoever asks, or `who`.
pub const WHO: Request =
    Request::get("/explain", "explain what somebody may do, and why", KNOWN).added();
/// Whether somebody may use `scope` `on` something.
pub const CAN: Request = Request::get(
    "/explain/can",
    "decide whether somebody may use a scope",
    KNOWN,
)
.added();
/// Whether somebody may make a request: `method` and `path`.
pub const REQUEST: Request = Request::get(
    "/explain/request",
    "decide whether somebody may make a request",
    KNOWN,
)
.added();
/// What a role grants.
pub const ROLE: Request = Request::get(
    "/explain/roles/{role}",
    "explain what a role grants",
    READ_ROLES,
)
.added();

/// Explain all that somebody may do, and what their tokens lack of it.
#[derive(Serialize, Deserialize)]
pub struct ExplainWho(pub Who);

/// All that somebody may do, where it comes from, and what their tokens lack of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// Who, in words.
    pub who: String,
    /// What they may do, from role to expansion.
    #[serde(flatten)]
    pub outline: Outline,
    /// Their tokens; those of a token are none.
    pub tokens: Vec<TokenBeside>,
}

/// A token beside its owner.
#[derive(Debug, Serialize, Deserialize)]
pub struct TokenBeside {
    /// Its id.
    pub id: TokenId,
    /// What it was made for, in its maker's words.
    pub note: Option<String>,
    /// Its own scopes, as stored.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// Whether it allows nothing at all.
    pub useless: bool,
    /// What its owner may do and it may not: without what follows from something else here.
    pub lacks: Vec<Grant>,
    /// Why, each reason once.
    pub why: Vec<Cow<'static, str>>,
}

impl Needs for ExplainWho {
    const ANY_OF: &'static [Scope] = KNOWN;
}

impl Operation for ExplainWho {
    type Output = Explanation;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Explanation> {
        let caller = allowed.caller().clone();
        let (ExplainWho(who), _) = allowed.into_parts();
        let catalogue = caller.catalogue();
        let subject = who.subject(&caller, tx)?;
        let tokens = match &who {
            Who::Holder(holder) if reads_tokens(&caller, holder, tx)? => {
                subjects::tokens_of(tx, holder_id(tx, &caller, holder)?)?
            }
            _ => Vec::new(),
        };
        let outline = outline(catalogue, &subject, tx)?;
        let tokens = tokens
            .into_iter()
            .map(|token| beside(catalogue, &subject, &outline.grants, token, tx))
            .collect::<Result<_>>()?;
        Ok(Explanation {
            who: subject.to_string(),
            outline,
            tokens,
        })
    }
}

/// Whether `caller` may know of the tokens of `holder`.
fn reads_tokens(caller: &Caller, holder: &Holder, tx: &Tx<'_>) -> Result<bool> {
    caller.allows(&Scope::ReadTokens, Some(&holder.filter()), tx)
}

/// What `token` lacks of what its `owner` may do, which is `all`.
fn beside(
    catalogue: &Catalogue,
    owner: &Subject,
    all: &Grants,
    token: HeldToken,
    tx: &Tx<'_>,
) -> Result<TokenBeside> {
    let scopes = token.facts.scopes.clone();
    let subject = Subject {
        holdings: owner.holdings.clone(),
        token: Some(token.facts),
    };
    let Outline { grants, losses, .. } = outline(catalogue, &subject, tx)?;
    Ok(TokenBeside {
        id: token.id,
        note: token.note,
        scopes,
        expires_at: token.expires_at,
        lacks: tops(catalogue, &all.without(&grants)),
        useless: grants.is_empty(),
        why: shortfalls(&losses),
    })
}

/// `grants`, but for those that another of them brings along.
fn tops(catalogue: &Catalogue, grants: &Grants) -> Vec<Grant> {
    let grants: Vec<Grant> = grants.iter().collect();
    let follows = |grant: &Grant| {
        grants.iter().any(|other| {
            other.filter == grant.filter
                && other.scope != grant.scope
                && brings(catalogue, &other.scope, &grant.scope)
        })
    };
    let top = grants.iter().filter(|grant| !follows(grant));
    top.cloned().collect()
}

/// Whether `scope` brings `other` with it.
fn brings(catalogue: &Catalogue, scope: &Scope, other: &Scope) -> bool {
    let mut found = false;
    catalogue.descend(scope, &mut |way| found |= way.last() == Some(other));
    found
}

/// The reasons why a token may less than its owner, each once.
fn shortfalls(losses: &[Loss]) -> Vec<Cow<'static, str>> {
    let reasons: BTreeSet<_> = losses
        .iter()
        .filter_map(|loss| match loss.why {
            Why::NotInToken => Some("its own scopes leave the rest out"),
            Why::GroupShareInToken => Some("shares that come by a group do not count for tokens"),
            Why::ShareNotExpandedInToken => {
                Some("what a shared scope brings with it does not count for tokens")
            }
            Why::Expired => Some("it has expired"),
            Why::NoClient => Some("it belongs to no OAuth client"),
            _ => None,
        })
        .collect();
    reasons.into_iter().map(Cow::Borrowed).collect()
}

/// Explain what a role grants, whoever holds it.
#[derive(Serialize, Deserialize)]
pub struct ExplainRole(pub RoleName);

/// What a role grants, and to whom.
#[derive(Debug, Serialize, Deserialize)]
pub struct RoleExplanation {
    /// The role, and who holds it directly.
    #[serde(flatten)]
    pub role: RoleMembers,
    /// Its scopes, each with all that it brings with it.
    pub expansion: Vec<RoleScope>,
}

/// A scope of a role.
#[derive(Debug, Serialize, Deserialize)]
pub struct RoleScope {
    /// As written.
    pub written: String,
    /// What it brings with it; none where there is no such scope.
    pub tree: Option<ScopeTree>,
}

impl Needs for ExplainRole {
    const ANY_OF: &'static [Scope] = READ_ROLES;
}

impl Operation for ExplainRole {
    type Output = RoleExplanation;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RoleExplanation> {
        let caller = allowed.caller().clone();
        let (ExplainRole(name), _) = allowed.into_parts();
        let catalogue = caller.catalogue();
        let role = roles::show(tx, &caller, &name)?;
        let written = role.role.scopes.iter();
        let expansion = written
            .map(|written| RoleScope {
                written: written.clone(),
                tree: written
                    .parse::<RawScope>()
                    .ok()
                    .map(|raw| catalogue.tree(&raw.scope)),
            })
            .collect();
        Ok(RoleExplanation { role, expansion })
    }
}

/// Compare what two tokens may do.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiffTokens {
    /// One.
    pub left: TokenId,
    /// The other.
    pub right: TokenId,
}

/// What two tokens may do, beside each other.
#[derive(Debug, Serialize, Deserialize)]
pub struct TokenDiff {
    /// One.
    pub left: Side,
    /// The other.
    pub right: Side,
    /// What both may do.
    pub both: Grants,
}

/// One of two tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Side {
    /// Its id.
    pub id: TokenId,
    /// Whose it is, in words.
    pub who: String,
    /// What it was made for, in its maker's words.
    pub note: Option<String>,
    /// Its own scopes, as stored.
    pub scopes: Vec<String>,
    /// What it may do and the other may not: without what follows from something else here.
    pub only: Vec<Grant>,
    /// Why it may less than its owner, each reason once.
    pub why: Vec<Cow<'static, str>>,
}

impl Needs for DiffTokens {
    const ANY_OF: &'static [Scope] = KNOWN;
}

impl Operation for DiffTokens {
    type Output = TokenDiff;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<TokenDiff> {
        let caller = allowed.caller().clone();
        let (DiffTokens { left, right }, _) = allowed.into_parts();
        let (mut left, lefts) = side(&caller, left, tx)?;
        let (mut right, rights) = side(&caller, right, tx)?;
        let both = lefts.intersect(&rights, tx)?;
        let beyond = |grants: &Grants| tops(caller.catalogue(), &grants.without(&both));
        left.only = beyond(&lefts);
        right.only = beyond(&rights);
        Ok(TokenDiff { left, right, both })
    }
}

/// A token, and all that it may do.
fn side(caller: &Caller, id: TokenId, tx: &Tx<'_>) -> Result<(Side, Grants)> {
    let who = Who::Token(id);
    let subject = who.subject(caller, tx)?;
    let Outline { grants, losses, .. } = outline(caller.catalogue(), &subject, tx)?;
    let side = Side {
        id,
        who: subject.holdings.holder.to_string(),
        note: subjects::note_of(tx, id)?,
        scopes: subject.token.map(|token| token.scopes).unwrap_or_default(),
        only: Vec::new(),
        why: shortfalls(&losses),
    };
    Ok((side, grants))
}

/// Decide whether somebody may use a scope on something, and why.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Can {
    /// Who.
    pub who: Who,
    /// Which scope.
    pub scope: Scope,
    /// On what.
    pub target: Target,
}

impl Can {
    /// Ask whether `who` may use `scope`, on what its own filter says, or `on`.
    ///
    /// # Errors
    /// Where there is no such scope, where both say on what, and where neither says it to the end.
    pub fn asked(who: Who, scope: &str, on: Option<Target>) -> Result<Self> {
        let asked = Catalogue::undefined().check(scope)?;
        let carried = match asked.filter {
            RawFilter::Everything => None,
            RawFilter::Named(filter) => Some(filter.try_into()?),
            RawFilter::Own(own) => {
                return Err(Error::invalid(format!("`!{own}` does not say which {own}"))
                    .hint(format!("write `!{own}=NAME`")));
            }
        };
        if carried.is_some() && on.is_some() {
            return Err(Error::invalid(format!(
                "`{scope}` says on what, and so does what comes with it"
            ))
            .hint("keep one of them"));
        }
        Ok(Self {
            who,
            scope: asked.scope,
            target: carried.or(on).unwrap_or(Target::Anything),
        })
    }
}

impl Needs for Can {
    const ANY_OF: &'static [Scope] = KNOWN;
}

impl Operation for Can {
    type Output = Verdict;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Verdict> {
        let caller = allowed.caller().clone();
        let (Can { who, scope, target }, _) = allowed.into_parts();
        let subject = who.subject(&caller, tx)?;
        judge(tx, &caller, &subject, vec![scope], target)
    }
}

/// List all that somebody may do, in its least form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListGrants {
    /// Who.
    pub who: Who,
    /// Only what reaches this; `None` is everything they may do on anything.
    pub on: Option<Target>,
}

impl Needs for ListGrants {
    const ANY_OF: &'static [Scope] = KNOWN;
}

impl Operation for ListGrants {
    type Output = Grants;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Grants> {
        let caller = allowed.caller().clone();
        let (ListGrants { who, on }, _) = allowed.into_parts();
        let grants = who
            .subject(&caller, tx)?
            .resolve(caller.catalogue(), tx, &mut Silent)?;
        let Some(target) = on else { return Ok(grants) };
        let mut reaching = Grants::new();
        for (scope, reach) in grants.reaches() {
            if reach.includes(target.filter().as_ref(), tx)? {
                reaching.extend(grants.iter().filter(|grant| grant.scope == *scope));
            }
        }
        Ok(reaching)
    }
}

/// Explain whether somebody may make a request, and why.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainRequest {
    /// The method.
    pub method: Method,
    /// The path, whole or below `/hub/api`.
    pub path: String,
    /// Who asks.
    pub who: Who,
}

/// A request, and whether somebody may make it.
#[derive(Debug, Serialize, Deserialize)]
pub struct RequestVerdict {
    /// Who asks, in words.
    pub who: String,
    /// Which request it is.
    pub request: &'static Request,
    /// Whether they may.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Needs for ExplainRequest {
    const ANY_OF: &'static [Scope] = KNOWN;
}

impl Operation for ExplainRequest {
    type Output = RequestVerdict;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RequestVerdict> {
        let caller = allowed.caller().clone();
        let (ExplainRequest { method, path, who }, _) = allowed.into_parts();
        let Asked { request, target } = asked(method, &path)?;
        let subject = who.subject(&caller, tx)?;
        let verdict = judge(tx, &caller, &subject, request.any_of.to_vec(), target)?;
        Ok(RequestVerdict {
            who: subject.to_string(),
            request,
            verdict,
        })
    }
}

/// The verdict, with such remedies as `caller` may know of: only who reads roles is told which there
/// are.
fn judge(
    tx: &Tx<'_>,
    caller: &Caller,
    subject: &Subject,
    any_of: Vec<Scope>,
    target: Target,
) -> Result<Verdict> {
    let requirement = Requirement { any_of, target };
    let known = if caller.allows(&Scope::ReadRoles, None, tx)? {
        subjects::known(tx)?
    } else {
        Known::default()
    };
    verdict(caller.catalogue(), subject, requirement, &known, tx)
}
