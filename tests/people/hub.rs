//! A hub's database, and callers to do operations on it.

use std::sync::Arc;

use hubctl::clock::Clock;
use hubctl::error::{Kind, Result};
use hubctl::model::{Timestamp, UserName};
use hubctl::ops::{Operation, operate, users::AddUser};
use hubctl::rbac::{
    Caller, Catalogue, DEFAULT_ROLES, Granted, HeldRole, Holder, Holdings, Subject, Via, authorize,
};
use hubctl::store::{Access, Ending, Store};
use rusqlite::Connection;
use tempfile::TempDir;

/// The hub of users `ada` (an admin), `bob`, `eve` and `zoë`; bob and zoë are in the group `class`.
/// Bob's default server runs, and he has one named `lab`; zoë has none.
pub(crate) struct Hub {
    folder: TempDir,
    clock: Clock,
}

pub(crate) const NOW: &str = "2026-03-01T12:00:00Z";

impl Hub {
    pub(crate) fn new() -> Self {
        let hub = Self {
            folder: TempDir::new().unwrap(),
            clock: Clock::fixed(NOW.parse().unwrap()),
        };
        Store::create(&hub.path().parse().unwrap(), &hub.clock).unwrap();
        for role in DEFAULT_ROLES {
            let scopes = serde_json::to_string(role.scopes).unwrap();
            hub.sql(&format!(
                "INSERT INTO roles (name, description, scopes, managed_by_auth) \
                 VALUES ('{}', '', '{scopes}', 0)",
                role.name
            ));
        }
        for (name, admin) in [
            ("ada", true),
            ("bob", false),
            ("eve", false),
            ("zoë", false),
        ] {
            let name = UserName::from(name);
            hub.operate(AddUser { name, admin });
        }
        hub.sql(
            "UPDATE users SET last_activity = '2026-02-0' || (5 - id) || ' 10:00:00.000000' \
                WHERE name <> 'eve';
             UPDATE users SET user_info = '{\"mail\": \"b\"}' WHERE name = 'bob';
             INSERT INTO groups (id, name, properties) VALUES (1, 'class', '{}');
             INSERT INTO user_group_map SELECT id, 1 FROM users WHERE name IN ('bob', 'zoë');
             INSERT INTO servers (id, proto, ip, port, base_url)
                VALUES (1, 'http', '127.0.0.1', 41000, '/user/bob/');
             INSERT INTO spawners (user_id, server_id, name, display_name, state, user_options)
                SELECT id, 1, '', '', '{\"pid\": 7}', '{}' FROM users WHERE name = 'bob';
             INSERT INTO spawners (user_id, name, display_name, state, user_options)
                SELECT id, 'lab', 'Lab', '{}', '{\"cpu\": 1}' FROM users WHERE name = 'bob';",
        );
        hub
    }

    fn path(&self) -> String {
        let path = self.folder.path().join("jupyterhub.sqlite");
        path.to_str().unwrap().to_owned()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "what another program wrote, or would read"
    )]
    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    /// Write as another program does.
    pub(crate) fn sql(&self, statements: &str) {
        self.connection().execute_batch(statements).unwrap();
    }

    /// Read one value as another program does.
    pub(crate) fn value(&self, query: &str) -> rusqlite::types::Value {
        self.connection()
            .query_row(query, [], |row| row.get(0))
            .unwrap()
    }

    /// Somebody who holds these scopes, and the groups that `class` says.
    pub(crate) fn caller(&self, holder: Holder, scopes: &[&str]) -> Caller {
        let role = HeldRole {
            name: "test".into(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            via: Via::Direct,
        };
        let subject = Subject {
            holdings: Holdings {
                holder,
                roles: vec![role],
                shares: Vec::new(),
            },
            token: None,
        };
        let catalogue = Arc::new(Catalogue::undefined());
        self.tx(|tx| {
            Granted::resolve(catalogue, subject, tx)
                .map(|granted| Caller::Granted(Arc::new(granted)))
        })
        .unwrap()
    }

    /// Do `operation` as `user` with these scopes.
    pub(crate) fn as_user<O: Operation>(
        &self,
        user: &str,
        scopes: &[&str],
        operation: O,
    ) -> Result<O::Output> {
        self.by(&self.caller(Holder::User(user.into()), scopes), operation)
    }

    /// Do `operation` as `caller`.
    pub(crate) fn by<O: Operation>(&self, caller: &Caller, operation: O) -> Result<O::Output> {
        self.tx(|tx| O::run(authorize(caller, operation, tx)?, tx))
    }

    /// Do `operation` as the operator.
    pub(crate) fn operate<O: Operation>(&self, operation: O) -> O::Output {
        self.tx(|tx| operate(operation, tx)).unwrap()
    }

    fn tx<T>(&self, work: impl FnOnce(&hubctl::store::Tx<'_>) -> Result<T>) -> Result<T> {
        let mut store = Store::open(&self.path().parse()?, Access::Write)?;
        store.write(&self.clock, Ending::Commit, work)
    }
}

/// How it was refused, and the sentence.
pub(crate) fn refused<T>(result: Result<T>) -> (Kind, String) {
    let error = result.err().unwrap();
    (error.kind(), error.message().to_owned())
}

/// A time.
pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}
