//! Which hub serves the database.

use rusqlite::params;

use super::{Tx, ours};
use crate::error::Result;
use crate::model::Timestamp;

/// The hold of a hub on a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Drawn at each start of a hub.
    pub holder: String,
    /// The name of its machine.
    pub host: String,
    /// The number of its process.
    pub pid: u32,
    /// What `pid` is a number in, where that is known: a boot of a machine, and a process namespace.
    pub machine: Option<String>,
    /// When the process began, in the kernel's own count.
    pub process_began: Option<String>,
    /// Where the hub listens.
    pub address: String,
    /// Since when it serves.
    pub since: Timestamp,
    /// When it last said that it does.
    pub last_beat: Timestamp,
}

const HELD: &str = "
    SELECT holder, host, pid, machine, process_began, address, since, last_beat FROM hubctl_lock";

/// Whether this database has a place for it: only a hub of hubctl's that served it makes one.
pub fn exists(tx: &Tx<'_>) -> Result<bool> {
    ours::has(tx, "hubctl_lock")
}

/// The hold on the database, if any hub has it or had it when it was killed.
pub fn held(tx: &Tx<'_>) -> Result<Option<Lock>> {
    tx.maybe(HELD, [], |row| {
        Ok(Lock {
            holder: row.get(0)?,
            host: row.get(1)?,
            pid: row.get(2)?,
            machine: row.get(3)?,
            process_began: row.get(4)?,
            address: row.get(5)?,
            since: row.get(6)?,
            last_beat: row.get(7)?,
        })
    })
}

const TAKE: &str = "
    INSERT INTO hubctl_lock
        (id, holder, host, pid, machine, process_began, address, since, last_beat)
    VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (id) DO UPDATE SET
        holder = excluded.holder, host = excluded.host, pid = excluded.pid,
        machine = excluded.machine, process_began = excluded.process_began,
        address = excluded.address, since = excluded.since, last_beat = excluded.last_beat";

/// Let `lock` be the hold on the database, whoever had it before.
pub fn take(tx: &Tx<'_>, lock: &Lock) -> Result<()> {
    let Lock {
        holder,
        host,
        pid,
        machine,
        process_began,
        address,
        since,
        last_beat,
    } = lock;
    let values = params![
        holder,
        host,
        pid,
        machine,
        process_began,
        address,
        since,
        last_beat
    ];
    tx.execute(TAKE, values).map(drop)
}

const BEAT: &str = "UPDATE hubctl_lock SET last_beat = ?2 WHERE holder = ?1";

/// Say that `holder` is still there; `false` where the hold is its no more.
pub fn beat(tx: &Tx<'_>, holder: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(BEAT, params![holder, now])? == 1)
}

const RELEASE: &str = "DELETE FROM hubctl_lock WHERE holder = ?1";

/// Give the hold of `holder` up, if it has it.
pub fn release(tx: &Tx<'_>, holder: &str) -> Result<()> {
    tx.execute(RELEASE, [holder]).map(drop)
}
