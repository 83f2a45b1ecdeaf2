//! Accepting an invitation to a server (`ShareCode.exchange`).

use super::granting::grant;
use crate::error::{Error, Result};
use crate::model::{Secret, ShareCode, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::who::holder_id;
use crate::rbac::{Allowed, Caller, Holder, Needs, Reach, Scope, Target};
use crate::store::{Tx, shares};

/// What `code` gives; `None` where there is no such code, or its time is over. Whoever has it may look.
pub fn offered(tx: &Tx<'_>, code: &Secret) -> Result<Option<ShareCode>> {
    let Some(id) = shares::code_by_value(tx, code)? else {
        return Ok(None);
    };
    shares::find_code(tx, &Reach::All, id)
}

/// Give a user what a share code gives.
pub struct AcceptShare {
    /// The code.
    pub code: Secret,
    /// Who has it.
    pub user: UserName,
}

/// No request asks for it: a hub does it for whoever has a code and signed in.
impl Needs for AcceptShare {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];

    fn target(&self) -> Target {
        Target::User(self.user.clone())
    }
}

impl Operation for AcceptShare {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let (asked, _) = allowed.into_parts();
        let found = shares::code_by_value(tx, &asked.code)?;
        let found = found.map(|id| shares::find_code(tx, &Reach::All, id));
        let code = found.transpose()?.flatten();
        let code = code.ok_or_else(|| Error::invalid("there is no such share code"))?;
        let server = code.server.full_name();
        if server.user == asked.user {
            return Err(Error::invalid("nobody shares a server with its owner"));
        }
        let key = super::find_server(tx, &server)?;
        let holder = holder_id(tx, &Caller::Operator, &Holder::User(asked.user))?;
        grant(tx, key, holder, &code.scopes)?;
        shares::count_exchange(tx, code.id)
    }
}

impl Change for AcceptShare {
    fn record(&self) -> Option<Record> {
        Some(Record::named("accept share", Subject::Nothing).on(&self.target()))
    }
}
