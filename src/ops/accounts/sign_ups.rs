//! Asking for an account, and who gets one.

use serde::{Deserialize, Serialize};

use super::{APPROVE, LIST_SIGN_UPS, REJECT, refuse_without_accounts, set_password};
use crate::error::{Error, Result};
use crate::model::{PasswordHash, SignUp as Waiting, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::users::insert;
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::{Tx, accounts, users};

/// How many may wait at a time: anybody can ask.
const MOST_WAITING: usize = 1000;

/// Ask for an account. Where everybody gets one, they have it at once.
pub struct SignUp {
    /// The name that they choose.
    pub name: UserName,
    /// The hash of the password that they choose.
    pub password: PasswordHash,
    /// Whether everybody gets one (`open_signup`).
    pub open: bool,
}

impl Needs for SignUp {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];
}

impl Operation for SignUp {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let SignUp {
            name,
            password,
            open,
        } = allowed.op();
        // A user who is there is somebody: who it is, the hub must be told by an administrator.
        if users::find(tx, name)?.is_some() {
            return Err(taken(name));
        }
        if *open {
            let user = insert(tx, name, false)?;
            return set_password(tx, user, password);
        }
        if accounts::waiting(tx)? >= MOST_WAITING {
            let message = "too many people wait for an account";
            return Err(Error::conflict(message).hint("ask an administrator"));
        }
        if accounts::sign_up(tx, name, password)? {
            Ok(())
        } else {
            Err(taken(name))
        }
    }
}

impl Change for SignUp {
    fn record(&self) -> Option<Record> {
        let record = Record::named("sign up", Subject::Nothing);
        Some(record.on(&Target::User(self.name.clone())))
    }
}

fn taken(name: &UserName) -> Error {
    let message = format!("the name `{}` is taken", name.as_str().escape_debug());
    Error::conflict(message).hint("choose another, or ask an administrator to invite you")
}

/// List those who asked for an account, the first first.
#[derive(Serialize, Deserialize)]
pub struct ListSignUps;

impl Needs for ListSignUps {
    const ANY_OF: &'static [Scope] = LIST_SIGN_UPS.any_of;
}

impl Operation for ListSignUps {
    type Output = Vec<Waiting>;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Waiting>> {
        if accounts::exist(tx)? {
            accounts::sign_ups(tx)
        } else {
            Ok(Vec::new())
        }
    }
}

/// Give somebody the account that they asked for.
#[derive(Clone, Serialize, Deserialize)]
pub struct ApproveSignUp(pub UserName);

impl Needs for ApproveSignUp {
    const ANY_OF: &'static [Scope] = APPROVE.any_of;

    fn target(&self) -> Target {
        Target::User(self.0.clone())
    }
}

impl Operation for ApproveSignUp {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let ApproveSignUp(name) = allowed.op();
        let password = take(tx, name)?;
        if users::find(tx, name)?.is_some() {
            let message = format!("there is a user named `{name}` by now");
            return Err(Error::conflict(message).hint("reject the request, or invite them"));
        }
        let user = insert(tx, name, false)?;
        set_password(tx, user, &password)
    }
}

impl Change for ApproveSignUp {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&APPROVE, Subject::User(self.0.clone())))
    }
}

/// Refuse somebody the account that they asked for.
#[derive(Clone, Serialize, Deserialize)]
pub struct RejectSignUp(pub UserName);

impl Needs for RejectSignUp {
    const ANY_OF: &'static [Scope] = REJECT.any_of;

    fn target(&self) -> Target {
        Target::User(self.0.clone())
    }
}

impl Operation for RejectSignUp {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        take(tx, &allowed.op().0).map(drop)
    }
}

impl Change for RejectSignUp {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&REJECT, Subject::Nothing).on(&self.target()))
    }
}

fn take(tx: &Tx<'_>, name: &UserName) -> Result<PasswordHash> {
    refuse_without_accounts(tx)?;
    let taken = accounts::take_sign_up(tx, name)?;
    taken.ok_or_else(|| Error::not_found("request for an account", name))
}
