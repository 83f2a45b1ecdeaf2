//! Codes that whoever has one can exchange for a share.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use serde::{Deserialize, Serialize};

use super::granting::Shared;
use super::view::View;
use super::{MANAGE, NEW_CODE, READ, REVOKE_CODES, SharesOf, find_server};
use crate::error::{Error, Kind, Result};
use crate::model::{Listed, MadeShareCode, Page, Secret, ServerRef, ShareCode, ShareCodeId};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject, described};
use crate::rbac::{Allowed, Needs, Reach, Scope, Target};
use crate::store::shares::ShareFilter;
use crate::store::{Tx, shares};

/// List the share codes that a filter chooses.
#[derive(Serialize, Deserialize)]
pub struct ListShareCodes(pub ShareFilter);

impl Needs for ListShareCodes {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListShareCodes {
    type Output = Vec<ShareCode>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<ShareCode>> {
        let view = View::of(&allowed);
        let (ListShareCodes(filter), reach) = allowed.into_parts();
        let mut found = shares::list_codes(tx, &reach, &filter)?;
        for code in &mut found {
            view.cut_code(code);
        }
        Ok(found)
    }
}

/// Show one share code.
#[derive(Serialize, Deserialize)]
pub struct ShowShareCode(pub ShareCodeId);

impl Needs for ShowShareCode {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ShowShareCode {
    type Output = ShareCode;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ShareCode> {
        let view = View::of(&allowed);
        let (ShowShareCode(id), reach) = allowed.into_parts();
        let code = shares::find_code(tx, &reach, id)?.ok_or_else(|| no_code(id))?;
        Ok(view.seen_code(code))
    }
}

/// Revoke one share code. The shares it gave stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeShareCode(pub ShareCodeId);

impl Needs for RevokeShareCode {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for RevokeShareCode {
    type Output = ShareCode;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ShareCode> {
        let view = View::of(&allowed);
        let (RevokeShareCode(id), reach) = allowed.into_parts();
        let code = shares::find_code(tx, &reach, id)?.ok_or_else(|| no_code(id))?;
        shares::delete_code(tx, id)?;
        Ok(view.seen_code(code))
    }
}

impl Change for RevokeShareCode {
    fn record(&self) -> Option<Record> {
        Some(Record::named(
            "revoke share code",
            Subject::ShareCode(self.0),
        ))
    }
}

/// List the share codes of a user's servers, or of one server, page by page.
#[derive(Debug, Clone)]
pub struct PageShareCodes {
    /// Of which.
    pub of: SharesOf,
    /// Only these of them.
    pub page: Page,
}

impl Needs for PageShareCodes {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        self.of.target()
    }
}

impl Operation for PageShareCodes {
    type Output = Listed<ShareCode>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<ShareCode>> {
        let view = View::of(&allowed);
        let filter = allowed.op().of.clone().filter(tx, allowed.caller())?;
        let mut listed = shares::page_of_codes(tx, &filter, allowed.op().page)?;
        for code in &mut listed.items {
            view.cut_code(code);
        }
        Ok(listed)
    }
}

/// Make a code that gives scopes on a server to whoever exchanges it (`ShareCode.new`).
#[derive(Debug, Clone)]
pub struct NewShareCode {
    /// Which server.
    pub server: ServerRef,
    /// What it gives; none is access to the server.
    pub scopes: Vec<String>,
    /// How long it can be exchanged.
    pub expires_in: TimeDelta,
}

impl NewShareCode {
    /// How long a code can be exchanged unless said otherwise.
    pub const DEFAULT_SPAN: TimeDelta = TimeDelta::days(1);
    /// How long at least.
    pub const SHORTEST: TimeDelta = TimeDelta::minutes(1);
    /// How long at most.
    pub const LONGEST: TimeDelta = TimeDelta::days(365);
}

impl Needs for NewShareCode {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for NewShareCode {
    type Output = MadeShareCode;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<MadeShareCode> {
        let view = View::of(&allowed);
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        if !(Self::SHORTEST..=Self::LONGEST).contains(&asked.expires_in) {
            return Err(Error::invalid("a share code lasts from a minute to a year"));
        }
        let shared = Shared::read(&asked.server, &asked.scopes, caller.catalogue())?;
        shared.refuse_excess(&caller, tx)?;
        let server = find_server(tx, &asked.server)?;
        let code = Secret::new(BASE64_URL_SAFE_NO_PAD.encode(tx.clock().random::<32>()));
        let end = tx.clock().now().plus(asked.expires_in);
        let end = end.ok_or_else(|| Error::invalid("that is later than dates go"))?;
        let id = shares::insert_code(tx, server, &code, &shared.scopes, end)?;
        let made = shares::find_code(tx, &Reach::All, id)?.ok_or_else(|| no_code(id))?;
        Ok(MadeShareCode {
            share_code: view.seen_code(made),
            code,
            accept_url: None,
            full_accept_url: None,
        })
    }
}

impl Change for NewShareCode {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&NEW_CODE, Subject::Nothing).on(&self.target()))
    }

    fn made(made: &MadeShareCode, record: &mut Record) {
        record.is_now(described(Some(&made.share_code)).ok().flatten());
    }
}

/// Revoke share codes of a server. The shares they gave stay.
#[derive(Debug, Clone)]
pub struct RevokeShareCodes {
    /// Which server.
    pub server: ServerRef,
    /// Which of its codes.
    pub which: CodesToRevoke,
}

/// Which share codes of a server to revoke.
#[derive(Debug, Clone)]
pub enum CodesToRevoke {
    /// All.
    All,
    /// The one with this value.
    Value(Secret),
    /// The one with this key.
    Id(ShareCodeId),
}

impl Needs for RevokeShareCodes {
    const ANY_OF: &'static [Scope] = MANAGE;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for RevokeShareCodes {
    /// How many.
    type Output = usize;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<usize> {
        let (RevokeShareCodes { server, which }, _) = allowed.into_parts();
        let server = find_server(tx, &server)?;
        let id = match which {
            CodesToRevoke::All => return shares::delete_codes_of(tx, server),
            CodesToRevoke::Value(value) => shares::code_of(tx, server, &value)?
                .ok_or_else(|| Error::new(Kind::NotFound, "the server has no such share code"))?,
            CodesToRevoke::Id(id) if shares::has_code(tx, server, id)? => id,
            CodesToRevoke::Id(id) => return Err(no_code(id)),
        };
        shares::delete_code(tx, id)?;
        Ok(1)
    }
}

impl Change for RevokeShareCodes {
    fn record(&self) -> Option<Record> {
        Some(Record::of(
            &REVOKE_CODES,
            Subject::ShareCodesOf(self.server.clone()),
        ))
    }
}

fn no_code(id: ShareCodeId) -> Error {
    Error::new(Kind::NotFound, format!("no share code `{id}`"))
        .hint("see `hubctl shares codes list`")
}
