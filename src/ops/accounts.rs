//! Accounts of the hub's own: passwords, links that open an account once, and asking for one.
//! JupyterHub's REST API has no requests for them: all here are additions.

mod links;
mod sign_ups;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::links::{AcceptLink, FirstLink, FollowLink, Invite, LinkOf, used_up};
pub use self::sign_ups::{ApproveSignUp, ListSignUps, RejectSignUp, SignUp};
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::request::{Method, Request};
use super::users::find;
use super::who::is_admin;
use crate::error::{Error, Kind, Result};
use crate::model::{Account, PasswordHash, PasswordRules, Secret, Timestamp, UserId, UserName};
use crate::rbac::{Allowed, Caller, Holder, Needs, Scope, Target, require};
use crate::store::roles::{self, HolderId};
use crate::store::{Tx, accounts, credentials};

/// What the REST API can be asked about accounts.
pub const REQUESTS: &[Request] = &[LIST, SET_PASSWORD, INVITE, LIST_SIGN_UPS, APPROVE, REJECT];

/// All accounts.
pub const LIST: Request = Request::get("/accounts", "list accounts", &[Scope::AdminUsers]).added();
/// Another password.
pub const SET_PASSWORD: Request = Request::new(
    Method::Put,
    "/users/{user}/password",
    "set the password of a user",
    &[Scope::AdminUsers],
)
.added();
/// A link to choose a password by.
pub const INVITE: Request = Request::post(
    "/users/{user}/invitation",
    "invite somebody to choose a password",
    &[Scope::AdminUsers],
)
.added();
/// Those who asked for an account.
pub const LIST_SIGN_UPS: Request = Request::get(
    "/sign-ups",
    "list those who asked for an account",
    &[Scope::AdminUsers],
)
.added();
/// They get it.
pub const APPROVE: Request = Request::post(
    "/sign-ups/{user}",
    "give somebody the account that they asked for",
    &[Scope::AdminUsers],
)
.added();
/// They do not.
pub const REJECT: Request = Request::delete(
    "/sign-ups/{user}",
    "refuse somebody the account that they asked for",
    &[Scope::AdminUsers],
)
.added();

/// List the accounts that there are, and those that somebody is invited to.
#[derive(Serialize, Deserialize)]
pub struct ListAccounts;

impl Needs for ListAccounts {
    const ANY_OF: &'static [Scope] = LIST.any_of;
}

impl Operation for ListAccounts {
    type Output = Vec<Account>;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Account>> {
        if accounts::exist(tx)? {
            accounts::list(tx)
        } else {
            Ok(Vec::new())
        }
    }
}

/// Set somebody's password; they get an account if they have none. They are signed out everywhere: whoever
/// knew the old password may have signed in with it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// Whose.
    pub name: UserName,
    /// The new one.
    pub password: Chosen,
}

/// A password that somebody chose.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Chosen {
    /// As they typed it: it is sent so, because a hub has its own rules. Where none has looked at it before,
    /// the rules are those of a hub without a configuration.
    Clear(#[serde(serialize_with = "Secret::serialize_revealed")] Secret),
    /// Its hash, where it keeps the rules of the hub.
    #[serde(skip)]
    Hashed(PasswordHash),
}

impl Chosen {
    /// The hash of it as the password of `name`.
    fn hashed(&self, name: &UserName, tx: &Tx<'_>) -> Result<PasswordHash> {
        match self {
            Self::Clear(password) => {
                PasswordRules::default().check(password, name.as_str())?;
                PasswordHash::of(password, tx.clock().random())
            }
            Self::Hashed(hash) => Ok(hash.clone()),
        }
    }
}

impl Needs for SetPassword {
    const ANY_OF: &'static [Scope] = SET_PASSWORD.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for SetPassword {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let caller = allowed.caller();
        let SetPassword { name, password } = allowed.op();
        let user = find(tx, caller, name)?;
        lets_become(caller, name, Some(user), tx)?;
        refuse_without_accounts(tx)?;
        set_password(tx, user, &password.hashed(name, tx)?)
    }
}

impl Change for SetPassword {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&SET_PASSWORD, Subject::Nothing).on(&self.target()))
    }
}

/// Change one's own password. Other browsers are signed out.
pub struct ChangePassword {
    /// Whose, whoever asks.
    pub name: UserName,
    /// The hash of the new one; the hub has compared the old one.
    pub password: PasswordHash,
}

impl Needs for ChangePassword {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for ChangePassword {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let caller = allowed.caller();
        let ChangePassword { name, password } = allowed.op();
        let themselves = matches!(caller.holder(), Some(Holder::User(holder)) if holder == name);
        if !themselves {
            let message = "nobody changes somebody else's password";
            return Err(Error::new(Kind::Denied, message));
        }
        set_password(tx, find(tx, caller, name)?, password)
    }
}

impl Change for ChangePassword {
    fn record(&self) -> Option<Record> {
        let record = Record::named("change password", Subject::Nothing);
        Some(record.on(&Target::User(self.name.clone())))
    }
}

/// Keep a password, and end what was signed in with another.
fn set_password(tx: &Tx<'_>, user: UserId, password: &PasswordHash) -> Result<()> {
    refuse_without_accounts(tx)?;
    accounts::set_password(tx, user, password)?;
    credentials::end_sessions(tx, user, &Secret::new(tx.clock().uuid_hex())).map(drop)
}

/// Refuse to let `caller` sign in as `name`, which whoever knows their password can: only who could make a
/// token of theirs may, and only an admin as an admin.
fn lets_become(caller: &Caller, name: &UserName, id: Option<UserId>, tx: &Tx<'_>) -> Result<()> {
    require(caller, &[Scope::Tokens], &Target::User(name.clone()), tx)?;
    let of_admin = match id {
        Some(id) => roles::is_admin(tx, HolderId::User(id))?,
        None => false,
    };
    if of_admin && !is_admin(caller, tx)? {
        let message = "only admins can open the account of an admin";
        return Err(Error::new(Kind::Denied, message));
    }
    Ok(())
}

fn refuse_without_accounts(tx: &Tx<'_>) -> Result<()> {
    if accounts::exist(tx)? {
        return Ok(());
    }
    Err(
        Error::conflict("no hub of hubctl's has served this database, so it keeps no accounts")
            .hint("start `hubctl serve` on it once"),
    )
}

/// What the audit log keeps of a link.
fn until(expires_at: Timestamp) -> Value {
    json!({ "link_until": expires_at })
}
