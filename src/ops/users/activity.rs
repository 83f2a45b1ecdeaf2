//! Reporting when a user, and their servers, were active.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{ACTIVITY, find};
use crate::error::{Error, Result};
use crate::model::{ServerName, SpawnerId, Timestamp, UserId, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::{Tx, activity};

/// How far ahead of the hub's a reporter's clock may be (`users._parse_timestamp`).
const AHEAD: TimeDelta = TimeDelta::minutes(59);

/// Report when a user was last active. Times only go forward: an earlier one than is known is no news.
pub struct ReportActivity {
    /// Who.
    pub user: UserName,
    /// When they were last active.
    pub last_activity: Option<Timestamp>,
    /// When each of these servers of theirs was last used.
    pub servers: BTreeMap<ServerName, Timestamp>,
}

impl Needs for ReportActivity {
    const ANY_OF: &'static [Scope] = ACTIVITY.any_of;

    fn target(&self) -> Target {
        Target::User(self.user.clone())
    }
}

impl Operation for ReportActivity {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let report = allowed.op();
        let user = find(tx, allowed.caller(), &report.user)?;
        let servers = report.servers(tx, user)?;
        let now = tx.clock().now();
        let times = report.servers.values().chain(&report.last_activity);
        times
            .copied()
            .try_for_each(|time| refuse_to_come(time, now))?;
        if let Some(time) = report.last_activity {
            activity::of_user(tx, user, time)?;
        }
        servers
            .into_iter()
            .try_for_each(|(server, time)| activity::of_server(tx, server, time))
    }
}

impl Change for ReportActivity {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ACTIVITY, Subject::Nothing))
    }
}

impl ReportActivity {
    /// The servers by their keys.
    fn servers(&self, tx: &Tx<'_>, user: UserId) -> Result<Vec<(SpawnerId, Timestamp)>> {
        if self.servers.is_empty() {
            return Ok(Vec::new());
        }
        let has = activity::servers_of(tx, user)?;
        let find = |name: &ServerName| has.iter().find(|(has, _)| has == name);
        let reported = self.servers.iter().map(|(name, time)| match find(name) {
            Some((_, id)) => Ok((*id, *time)),
            None => Err(Error::invalid(format!(
                "`{}` has no server named `{}`",
                self.user,
                name.as_str().escape_debug()
            ))),
        });
        reported.collect()
    }
}

fn refuse_to_come(time: Timestamp, now: Timestamp) -> Result<()> {
    if now.plus(AHEAD).is_some_and(|latest| time > latest) {
        return Err(
            Error::invalid(format!("{time} is more than an hour from now"))
                .hint("is the clock of the reporter right?"),
        );
    }
    Ok(())
}
