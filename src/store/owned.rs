//! Which servers and tokens are whose.
//!
//! The schema has no index on the owner of either, and nothing may cost more because strangers
//! exist. So each connection keeps one in memory: made in one pass when first asked for, and again
//! only after rows have come or gone. Its own writes tell by a hook, others' by `PRAGMA data_version`.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::Action;

use super::Tx;
use super::open::explain;
use crate::error::Result;
use crate::model::{SpawnerId, TokenId, UserId};

/// What one connection knows of owners.
pub(super) struct Owned {
    servers: Index,
    tokens: Index,
}

impl Owned {
    /// Know it for `connection`, which must write by no other way than its own statements.
    pub(super) fn of(connection: &mut Connection) -> Result<Self> {
        let owned = Self {
            servers: Index::of("SELECT user_id, id FROM spawners WHERE user_id IS NOT NULL"),
            tokens: Index::of("SELECT user_id, id FROM api_tokens WHERE user_id IS NOT NULL"),
        };
        let (servers, tokens) = (owned.servers.counter(), owned.tokens.counter());
        let undone = [owned.servers.counter(), owned.tokens.counter()];
        connection
            .update_hook(Some(move |action, _: &str, table: &str, _| {
                match (table, action) {
                    (_, Action::SQLITE_UPDATE) => {}
                    ("spawners", _) => servers.moved(),
                    ("api_tokens", _) => tokens.moved(),
                    _ => {}
                }
            }))
            .and_then(|()| {
                connection.rollback_hook(Some(move || {
                    for counter in &undone {
                        counter.undone();
                    }
                }))
            })
            .map_err(explain)?;
        Ok(owned)
    }

    /// How often rows have come or gone by this connection.
    pub(super) fn moves(&self) -> Moves {
        Moves {
            servers: self.servers.moves(),
            tokens: self.tokens.moves(),
        }
    }

    /// The keys of the servers of `users`.
    pub(super) fn servers(&self, tx: &Tx<'_>, users: &[UserId]) -> Result<Vec<SpawnerId>> {
        let mut found = Vec::new();
        self.servers.find(tx, tx.began().servers, users, |key| {
            found.push(SpawnerId(key));
        })?;
        Ok(found)
    }

    /// The keys of the tokens of `user`, in order.
    pub(super) fn tokens(&self, tx: &Tx<'_>, user: UserId) -> Result<Vec<TokenId>> {
        let mut found = Vec::new();
        self.tokens.find(tx, tx.began().tokens, &[user], |key| {
            found.push(TokenId(key));
        })?;
        Ok(found)
    }
}

/// How often rows had come or gone when a transaction began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moves {
    servers: u64,
    tokens: u64,
}

/// Counts how often rows of one table come or go.
#[derive(Default)]
struct Counter {
    moves: AtomicU64,
    /// Whether any did since a transaction was last undone.
    unsettled: AtomicBool,
}

impl Counter {
    fn moved(&self) {
        self.moves.fetch_add(1, Ordering::Relaxed);
        self.unsettled.store(true, Ordering::Relaxed);
    }

    /// A transaction was undone; so ends each that only read, too.
    fn undone(&self) {
        if self.unsettled.swap(false, Ordering::Relaxed) {
            self.moves.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Rows by their owner.
struct Index {
    all: &'static str,
    counter: Arc<Counter>,
    held: RefCell<Option<Held>>,
}

struct Held {
    /// `PRAGMA data_version`, and how often rows had come or gone, when it was made.
    at: (i64, u64),
    /// Owner and key, in order.
    pairs: Vec<(i64, i64)>,
}

impl Index {
    fn of(all: &'static str) -> Self {
        Self {
            all,
            counter: Arc::default(),
            held: RefCell::default(),
        }
    }

    fn counter(&self) -> Arc<Counter> {
        Arc::clone(&self.counter)
    }

    fn moves(&self) -> u64 {
        self.counter.moves.load(Ordering::Relaxed)
    }

    /// Call `found` with the key of each row that one of `users` owns.
    ///
    /// `began` is how often rows had come or gone when the transaction began: what it has moved itself
    /// may still be undone, and is kept for nobody.
    fn find(
        &self,
        tx: &Tx<'_>,
        began: u64,
        users: &[UserId],
        mut found: impl FnMut(i64),
    ) -> Result<()> {
        let at = (
            tx.one("PRAGMA data_version", [], |row| row.get(0))?,
            self.moves(),
        );
        let mut held = self.held.borrow_mut();
        if held.as_ref().is_none_or(|held| held.at != at) {
            *held = None;
        }
        let held = match &mut *held {
            Some(held) => held,
            empty => {
                let mut pairs =
                    tx.many(self.all, [], |row| Ok((row.get::<i64>(0)?, row.get(1)?)))?;
                pairs.sort_unstable();
                empty.insert(Held { at, pairs })
            }
        };
        for UserId(user) in users {
            let first = held.pairs.partition_point(|(owner, _)| owner < user);
            let owned = held.pairs[first..].iter();
            owned
                .take_while(|(owner, _)| owner == user)
                .for_each(|(_, key)| found(*key));
        }
        if at.1 != began {
            held.at = NEVER;
        }
        Ok(())
    }
}

/// No version of any database.
const NEVER: (i64, u64) = (-1, 0);

#[cfg(test)]
mod tests {
    use rusqlite::params;

    use super::*;
    use crate::clock::Clock;
    use crate::store::{Access, Ending, Store};

    const ADD: &str = "INSERT INTO spawners (user_id, name) VALUES (?1, 'x')";

    fn add(tx: &Tx<'_>, user: i64) {
        tx.execute(ADD, params![user]).unwrap();
    }

    fn servers(tx: &Tx<'_>, user: i64) -> Result<usize> {
        Ok(tx.servers_of(&[UserId(user)])?.len())
    }

    #[test]
    fn an_index_is_as_true_as_the_table() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("jupyterhub.sqlite");
        let (url, clock) = (path.to_str().unwrap().parse().unwrap(), Clock::system());
        Store::create(&url, &clock).unwrap();
        let mut ours = Store::open(&url, Access::Write).unwrap();
        let mut others = Store::open(&url, Access::Write).unwrap();
        let users = "INSERT INTO users (id, name, cookie_id) VALUES (1, 'a', 'a'), (2, 'b', 'b')";
        let begin = |tx: &Tx<'_>| tx.execute(users, []);
        ours.write(&clock, Ending::Commit, begin).unwrap();

        let count = |store: &mut Store| store.read(&clock, |tx| servers(tx, 1)).unwrap();
        assert_eq!((count(&mut ours), count(&mut others)), (0, 0));
        // seen where it is written, and at once
        let seen = ours.write(&clock, Ending::Commit, |tx| {
            add(tx, 1);
            add(tx, 2);
            servers(tx, 1)
        });
        assert_eq!((seen.unwrap(), count(&mut ours)), (1, 1));
        // and by others
        assert_eq!(count(&mut others), 1);
        // what is undone never was
        let undone = ours.write(&clock, Ending::Undo, |tx| {
            add(tx, 1);
            servers(tx, 1)
        });
        assert_eq!((undone.unwrap(), count(&mut ours)), (2, 1));
        // so with a part of a transaction
        let part = ours.write(&clock, Ending::Commit, |tx| {
            tx.execute("SAVEPOINT part", [])?;
            add(tx, 1);
            assert_eq!(servers(tx, 1)?, 2);
            tx.execute("ROLLBACK TO part", [])?;
            tx.execute("RELEASE part", [])?;
            Ok(())
        });
        part.unwrap();
        assert_eq!((count(&mut ours), count(&mut others)), (1, 1));
        // rows that go with the row they hang on are gone
        let delete = |tx: &Tx<'_>| tx.execute("DELETE FROM users WHERE id = 1", []);
        others.write(&clock, Ending::Commit, delete).unwrap();
        assert_eq!((count(&mut ours), count(&mut others)), (0, 0));
    }
}
