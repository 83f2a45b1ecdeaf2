//! Making a token.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{NEW, find, get, show, target_of};
use crate::error::{Error, Result};
use crate::model::{Role, RoleName, Secret, Timestamp, Token, TokenId, TokenOwner};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject, described};
use crate::ops::find::ROLES_TO_COME;
use crate::ops::roles::get as find_role;
use crate::ops::who::holder_id;
use crate::rbac::{
    Allowed, Caller, Catalogue, Client, Holder, Holdings, Needs, RawScope, Scope, Target,
    excess_of_token, resolve,
};
use crate::store::roles::HolderId;
use crate::store::tokens::NewRow;
use crate::store::{Tx, holdings, roles, tokens};

/// The width of the column for notes, in characters.
const LONGEST_NOTE: usize = 1023;

/// Make a token for a user or service, which may do no more than its owner (`APIToken.new`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// Whose it is to be.
    pub owner: TokenOwner,
    /// What it is to allow; what the role `token` says where `None`.
    pub allows: Option<Allows>,
    /// What it is for; who asked for it over the API where `None`.
    pub note: Option<String>,
    /// How long it is to last; as long as any may where `None`.
    #[serde(with = "crate::ops::in_seconds")]
    pub expires_in: Option<TimeDelta>,
    /// How long any may last (`JupyterHub.token_expires_in_max_seconds`); for ever where `None`.
    #[serde(skip)]
    pub longest: Option<TimeDelta>,
    /// Whether to work out what it allows.
    pub resolve: bool,
}

/// What a token is to allow.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allows {
    /// Roles whose scopes it gets, as they are now.
    pub roles: Vec<RoleName>,
    /// Scopes it gets, as written.
    pub scopes: Vec<String>,
}

impl NewToken {
    /// A token of `owner` with all that is not said.
    pub fn of(owner: TokenOwner) -> Self {
        Self {
            owner,
            allows: None,
            note: None,
            expires_in: None,
            longest: None,
            resolve: true,
        }
    }
}

/// A token just made, with its value, which is never to be had again.
#[derive(Debug, Serialize, Deserialize)]
pub struct MadeToken {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// Its value.
    #[serde(rename = "token", serialize_with = "Secret::serialize_revealed")]
    pub value: Secret,
    /// Those of its scopes that allow nothing on such a token.
    #[serde(skip)]
    pub idle: Vec<RawScope>,
}

impl Needs for NewToken {
    const ANY_OF: &'static [Scope] = NEW.any_of;

    fn target(&self) -> Target {
        target_of(&self.owner)
    }
}

impl Operation for NewToken {
    type Output = MadeToken;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<MadeToken> {
        let caller = allowed.caller();
        let asked = allowed.op();
        let catalogue = caller.catalogue();
        let owner = Holder::from(&asked.owner);
        let key = match &asked.owner {
            TokenOwner::User(name) => HolderId::User(find(tx, caller, name)?),
            TokenOwner::Service(_) => holder_id(tx, caller, &owner)?,
        };
        let span = asked.span()?;
        let scopes = asked.all_scopes(caller, tx)?;
        let raw = catalogue
            .check_all(&scopes)
            .map_err(Error::among_what_was_given)?;
        // what is only inherited cannot be too much, and takes no look at what the owner holds
        if scopes.iter().any(|scope| scope != Scope::Inherit.as_str()) {
            let holdings = holdings::of(tx, owner.clone(), key)?;
            refuse_excess(catalogue, &holdings, &scopes, tx)?;
        }
        let (id, value) = write(tx, key, &scopes, &asked.note(caller)?, span)?;
        let idle = idle(catalogue, &owner, raw);
        let mut token = get(tx, id)?;
        if asked.resolve || !idle.is_empty() {
            token = show(tx, caller, token)?;
        }
        Ok(MadeToken { token, value, idle })
    }
}

impl Change for NewToken {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&NEW, Subject::Nothing).on(&self.target()))
    }

    fn made(made: &MadeToken, record: &mut Record) {
        record.is_now(described(Some(&made.token)).ok().flatten());
    }
}

impl NewToken {
    /// The scopes of its roles and its own, in order. JupyterHub resolves roles at once, too.
    fn all_scopes(&self, caller: &Caller, tx: &Tx<'_>) -> Result<Vec<String>> {
        let Some(Allows { roles, scopes }) = &self.allows else {
            let default = roles::get(tx, &RoleName::from(DEFAULT_ROLE))?;
            return Ok(default.map_or_else(
                || vec![Scope::Inherit.to_string()],
                |(_, role)| in_order(role.scopes),
            ));
        };
        let mut all = scopes.clone();
        for name in roles {
            all.extend(role(tx, caller, name)?.scopes);
        }
        Ok(in_order(all))
    }

    /// How long it is to last: no longer than any may, and not for nothing.
    fn span(&self) -> Result<Option<TimeDelta>> {
        let (Some(span), longest) = (self.expires_in.or(self.longest), self.longest) else {
            return Ok(None);
        };
        if span < TimeDelta::seconds(1) {
            return Err(Error::invalid("a token lasts a second at least"));
        }
        match longest {
            Some(longest) if span > longest => Err(Error::invalid(format!(
                "a token may last {} seconds at most here, not {}",
                longest.num_seconds(),
                span.num_seconds()
            ))),
            _ => Ok(Some(span)),
        }
    }

    /// What it is for; programs know what JupyterHub notes where nothing is said.
    fn note(&self, caller: &Caller) -> Result<String> {
        const REQUESTED: &str = "Requested via api";
        let said = self.note.as_ref().filter(|note| !note.is_empty());
        let note = match (said, caller.holder()) {
            (Some(note), _) => note.clone(),
            (None, Some(holder)) if *holder != Holder::from(&self.owner) => {
                format!("{REQUESTED} by {} {}", holder.kind(), holder.name())
            }
            (None, _) => REQUESTED.to_owned(),
        };
        if note.chars().count() > LONGEST_NOTE {
            return Err(Error::invalid(format!(
                "a note has at most {LONGEST_NOTE} characters"
            )));
        }
        Ok(note)
    }
}

/// What decides what a token allows of which nothing is said.
const DEFAULT_ROLE: &str = "token";

fn in_order(scopes: Vec<String>) -> Vec<String> {
    let scopes: BTreeSet<String> = scopes.into_iter().collect();
    scopes.into_iter().collect()
}

fn role(tx: &Tx<'_>, caller: &Caller, name: &RoleName) -> Result<Role> {
    let found = find_role(tx, caller, name).map_err(Error::among_what_was_given)?;
    Ok(found.1)
}

fn write(
    tx: &Tx<'_>,
    owner: HolderId,
    scopes: &[String],
    note: &str,
    span: Option<TimeDelta>,
) -> Result<(TokenId, Secret)> {
    let value = Secret::new(tx.clock().uuid_hex());
    let created = tx.clock().now();
    let new = NewRow {
        owner,
        value: &value,
        salt: tx.clock().random(),
        scopes,
        note,
        created,
        expires_at: span.map(|span| end(created, span)).transpose()?,
    };
    Ok((tokens::insert(tx, &new)?, value))
}

fn end(created: Timestamp, span: TimeDelta) -> Result<Timestamp> {
    created.plus(span).ok_or_else(|| {
        Error::invalid("that is later than dates go")
            .hint("leave it out for a token that never expires")
    })
}

/// Refuse scopes that the owner does not hold, naming them.
fn refuse_excess(
    catalogue: &Catalogue,
    owner: &Holdings,
    scopes: &[String],
    tx: &Tx<'_>,
) -> Result<()> {
    let excess = excess_of_token(catalogue, owner, scopes, &Client::Hub, tx)?;
    if excess.is_empty() {
        return Ok(());
    }
    let missing = excess.heads(catalogue);
    let scope = missing
        .reaches()
        .next()
        .map_or("SCOPE", |(scope, _)| scope.as_str());
    let missing: Vec<_> = missing.iter().map(|grant| format!("`{grant}`")).collect();
    let refusal = Error::conflict(format!(
        "{} does not hold {}, and a token cannot hold more than its owner",
        owner.holder,
        missing.join(", ")
    ));
    Err(refusal.hint(if roles::are_to_come(tx)? {
        ROLES_TO_COME.to_owned()
    } else {
        format!("see which roles grant it: `hubctl roles list --scope {scope}`")
    }))
}

/// Those of the scopes that stand for nothing on a token of `owner` made by hand: `!server` where
/// there is no server, `self` where there is no user.
fn idle(catalogue: &Catalogue, owner: &Holder, scopes: Vec<RawScope>) -> Vec<RawScope> {
    let grants_nothing = |raw: &RawScope| {
        let written = raw.to_string();
        resolve::expand(
            catalogue,
            [written.as_str()],
            Some(owner),
            Some(&Client::Hub),
        )
        .is_empty()
    };
    scopes.into_iter().filter(grants_nothing).collect()
}

/// The roles whose scopes a token of somebody could have; `inherit` is no scope of theirs.
#[derive(Serialize, Deserialize)]
pub struct RolesForToken(pub TokenOwner);

impl Needs for RolesForToken {
    const ANY_OF: &'static [Scope] = NEW.any_of;

    fn target(&self) -> Target {
        target_of(&self.0)
    }
}

impl Operation for RolesForToken {
    type Output = Vec<Role>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Role>> {
        let caller = allowed.caller();
        let catalogue = Catalogue::undefined();
        let owner = Holder::from(&allowed.op().0);
        let id = holder_id(tx, caller, &owner)?;
        let owner = holdings::of(tx, owner, id)?;
        let mut usable = Vec::new();
        for (_, role) in roles::list(tx, None)? {
            let exist = catalogue.check_all(&role.scopes).is_ok();
            let inherits = role.scopes == [Scope::Inherit.as_str()];
            if exist
                && !inherits
                && excess_of_token(&catalogue, &owner, &role.scopes, &Client::Hub, tx)?.is_empty()
            {
                usable.push(role);
            }
        }
        Ok(usable)
    }
}
