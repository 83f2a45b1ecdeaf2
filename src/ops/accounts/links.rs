//! Links that open an account once: for whoever is invited, and for the first administrator.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{INVITE, lets_become, refuse_without_accounts, set_password, until};
use crate::clock::hex;
use crate::error::{Error, Result};
use crate::model::{Invitation, PasswordHash, Secret, Timestamp, UserId, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::roles::assign_defaults;
use crate::ops::sign_in::SignedInUser;
use crate::ops::users::{insert, refuse_granting_admin};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::accounts::{self, Link};
use crate::store::roles::HolderId;
use crate::store::{Tx, lock, sign_ins, users};

/// How long a link lasts where nobody says.
const LASTS: TimeDelta = TimeDelta::days(7);

/// How long any link may last.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// Invite somebody to choose a password, by a link that opens their account once; who is not there becomes a
/// user. Who has an account chooses another password by it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Whom.
    pub name: UserName,
    /// Make them an admin, if they are not there yet.
    pub admin: bool,
    /// How long the link is to last; a week where `None`.
    #[serde(with = "crate::ops::in_seconds")]
    pub expires_in: Option<TimeDelta>,
}

impl Needs for Invite {
    const ANY_OF: &'static [Scope] = INVITE.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for Invite {
    type Output = Invitation;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Invitation> {
        let caller = allowed.caller();
        let asked = allowed.op();
        refuse_without_accounts(tx)?;
        let found = users::find(tx, &asked.name)?;
        lets_become(caller, &asked.name, found, tx)?;
        let user = match found {
            Some(_) if asked.admin => {
                return Err(
                    Error::conflict(format!("`{}` is a user already", asked.name))
                        .hint("make them an admin by `hubctl users set-admin`"),
                );
            }
            Some(user) => user,
            None => {
                let name = UserName::new(asked.name.as_str())?;
                refuse_granting_admin(caller, tx, asked.admin)?;
                insert(tx, &name, asked.admin)?
            }
        };
        let (token, expires_at) = make(tx, Some(user), asked.expires_in.unwrap_or(LASTS))?;
        Ok(Invitation {
            name: asked.name.clone(),
            token,
            expires_at,
            address: lock::held(tx)?.map(|lock| lock.address),
        })
    }
}

impl Change for Invite {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&INVITE, Subject::Nothing).on(&self.target()))
    }

    fn made(made: &Invitation, record: &mut Record) {
        record.is_now(Some(until(made.expires_at)));
    }
}

/// Make a link for the first administrator, as long as no admin has an account; it takes the place of the
/// last one.
pub struct FirstLink {
    /// How long it is to last.
    pub lasts: TimeDelta,
}

impl Needs for FirstLink {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];
}

impl Operation for FirstLink {
    type Output = Option<Secret>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Option<Secret>> {
        if accounts::has_admin(tx)? {
            accounts::delete_first_link(tx)?;
            return Ok(None);
        }
        let (token, _) = make(tx, None, allowed.op().lasts)?;
        Ok(Some(token))
    }
}

impl Change for FirstLink {
    fn record(&self) -> Option<Record> {
        None
    }
}

/// Whose account a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOf {
    /// That of this user.
    User(UserName),
    /// That of the first administrator, who chooses a name.
    FirstAdmin,
}

/// See whose account a link opens, which does not use it: programs look at links before people do.
pub struct FollowLink(pub Secret);

impl Needs for FollowLink {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];
}

impl Operation for FollowLink {
    /// `None` where it was used, is past its time, or never was.
    type Output = Option<LinkOf>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Option<LinkOf>> {
        let found = find(tx, &allowed.op().0)?;
        Ok(found.map(|link| match link.user {
            Some((_, name)) => LinkOf::User(name),
            None => LinkOf::FirstAdmin,
        }))
    }
}

/// Use a link: its owner has a password from now on, and is signed in.
pub struct AcceptLink {
    /// What the link says.
    pub token: Secret,
    /// The name that the first administrator chose.
    pub name: Option<UserName>,
    /// The hash of the password that was chosen.
    pub password: PasswordHash,
}

impl Needs for AcceptLink {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];
}

impl Operation for AcceptLink {
    type Output = SignedInUser;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<SignedInUser> {
        let asked = allowed.op();
        let link = find(tx, &asked.token)?.ok_or_else(used_up)?;
        accounts::use_link(tx, &link)?;
        let (id, name) = match (link.user, &asked.name) {
            (Some(user), _) => user,
            (None, Some(name)) => first_admin(tx, name)?,
            (None, None) => return Err(Error::invalid("the first administrator needs a name")),
        };
        set_password(tx, id, &asked.password)?;
        let known = sign_ins::find(tx, &name)?;
        let known = known.ok_or_else(|| Error::internal("a user who was just there is gone"))?;
        Ok(SignedInUser {
            name,
            cookie_id: known.cookie_id,
            admin: known.admin,
            is_new: false,
        })
    }
}

impl Change for AcceptLink {
    fn record(&self) -> Option<Record> {
        Some(Record::named("accept invitation", Subject::Nothing))
    }

    fn made(user: &SignedInUser, record: &mut Record) {
        record.is_now(Some(
            serde_json::json!({ "user": user.name, "admin": user.admin }),
        ));
    }
}

/// Whoever has the first link administers the hub, whether there is a user of that name or not.
fn first_admin(tx: &Tx<'_>, name: &UserName) -> Result<(UserId, UserName)> {
    let id = match users::find(tx, name)? {
        Some(id) => id,
        None => insert(tx, &UserName::new(name.as_str())?, true)?,
    };
    users::set_admin(tx, id, true)?;
    assign_defaults(tx, HolderId::User(id), true)?;
    Ok((id, name.clone()))
}

fn make(tx: &Tx<'_>, user: Option<UserId>, lasts: TimeDelta) -> Result<(Secret, Timestamp)> {
    let now = tx.clock().now();
    if lasts <= TimeDelta::zero() || lasts > LONGEST {
        return Err(Error::invalid(
            "a link lasts for more than no time, and for a year at most",
        ));
    }
    let expires_at = now
        .plus(lasts)
        .ok_or_else(|| Error::invalid("a link ends some day"))?;
    let token = Secret::new(URL_SAFE_NO_PAD.encode(tx.clock().random::<32>()));
    accounts::keep_link(tx, &hashed(&token), user, expires_at)?;
    Ok((token, expires_at))
}

fn find(tx: &Tx<'_>, token: &Secret) -> Result<Option<Link>> {
    accounts::link(tx, &hashed(token))
}

/// What a link says is random, so that nobody guesses it from its hash.
fn hashed(token: &Secret) -> String {
    hex(&Sha256::digest(token.reveal()))
}

/// What is said of a link that is of no use any more.
pub fn used_up() -> Error {
    Error::conflict("this link was used already, or is past its time")
        .hint("ask for another where you have it from")
}
