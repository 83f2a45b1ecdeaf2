//! A hub that people sign in to, with what its configuration says.

use std::fs;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hubctl::auth::Form;
use hubctl::clock::Clock;
use hubctl::config::{Config, Given};
use hubctl::error::Result;
use hubctl::hub::{self, Identity, NotSignedIn, SignedUp, catalogue};
use hubctl::model::{PasswordHash, Secret, TokenOwner};
use hubctl::ops::accounts::{Chosen, LinkOf, SetPassword};
use hubctl::ops::audit::{Change, Source, recorded};
use hubctl::ops::sign_in::SignedInUser;
use hubctl::ops::tokens::NewToken;
use hubctl::rbac::{
    Caller, Catalogue, Granted, HeldRole, Holder, Holdings, Reach, Scope, Subject, Via,
};
use hubctl::store::{Access, Ending, Store};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long anything may take before a test gives it up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where people sign in from, unless a test says so.
pub(crate) const HOME: &str = "192.0.2.1";

/// A hub, as it is once it has started.
pub(crate) struct Hub {
    running: Arc<hub::Hub>,
    runtime: Runtime,
    folder: TempDir,
}

impl Hub {
    /// A hub of the configuration `toml`, on a new database.
    pub(crate) fn new(toml: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("hubctl.toml");
        fs::write(&file, toml).unwrap();
        let given = Given {
            file: Some(file),
            ..Given::default()
        };
        let mut config = Config::load(&given).unwrap().config;
        let path = folder.path().join("jupyterhub.sqlite");
        config.hub.db_url = path.to_str().unwrap().parse().unwrap();
        config.hub.cookie_secret = Some(Secret::new("ab".repeat(32)));
        let clock = Arc::new(Clock::system());
        Store::create(&config.hub.db_url, &clock).unwrap();
        let scopes = catalogue(&config).unwrap();
        let running = Arc::new(hub::Hub::open(config, scopes, clock).unwrap());
        let runtime = Runtime::new().unwrap();
        runtime.block_on(running.start()).unwrap();
        Self {
            running,
            runtime,
            folder,
        }
    }

    /// Start once more, as after a restart.
    pub(crate) fn start_again(&self) {
        self.runtime.block_on(self.running.start()).unwrap();
    }

    /// Whether `name`, who signed in once, is an admin now that what is known of them is up to date; `None` where
    /// they must sign in.
    pub(crate) fn up_to_date(&self, name: &str) -> Option<bool> {
        let found = self.is_up_to_date(name).unwrap()?;
        Some(found.granted().grants().reach(&Scope::AdminUsers) == Some(&Reach::All))
    }

    /// Who `name` is once what is known of them is up to date.
    pub(crate) fn is_up_to_date(&self, name: &str) -> Result<Option<Arc<Identity>>> {
        let known = self.running.signed_in(&name.into()).unwrap().unwrap();
        self.runtime.block_on(self.running.up_to_date(known))
    }

    /// What is known of `name` in secret.
    pub(crate) fn known_of(&self, name: &str) -> Option<serde_json::Value> {
        self.running.auth_state_of(&name.into()).unwrap()
    }

    /// Whether a token of `name` goes on once it was asked about its owner.
    pub(crate) fn token_is_up_to_date(&self, name: &str) -> bool {
        let token = self
            .operate(NewToken::of(TokenOwner::User(name.into())))
            .unwrap();
        let identifying = self.running.identify(&token.value);
        let known = self.runtime.block_on(identifying).unwrap().unwrap();
        let asked = self.runtime.block_on(self.running.up_to_date(known));
        asked.unwrap().is_some()
    }

    /// Sign in from home.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> Result<SignedInUser, NotSignedIn> {
        self.sign_in_from(HOME, name, password)
    }

    /// Sign in from the address `from`.
    pub(crate) fn sign_in_from(
        &self,
        from: &str,
        name: &str,
        password: &str,
    ) -> Result<SignedInUser, NotSignedIn> {
        let from: IpAddr = from.parse().unwrap();
        let form = Form::of(name, password);
        self.runtime
            .block_on(self.running.sign_in(form, Some(from)))
    }

    /// Whether they come in, as an admin or not.
    pub(crate) fn tells(&self, name: &str, password: &str) -> String {
        match self.sign_in(name, password) {
            Ok(user) if user.admin => format!("{}, an admin", user.name),
            Ok(user) => user.name.to_string(),
            Err(refusal) => refusal.sentence(),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "tests look at the file past the hub"
    )]
    fn connection(&self) -> Connection {
        Connection::open(self.folder.path().join("jupyterhub.sqlite")).unwrap()
    }

    /// Change the database as another program does.
    pub(crate) fn write(&self, sql: &str) {
        self.connection().execute_batch(sql).unwrap();
    }

    /// The one value that `sql` finds, as text.
    pub(crate) fn stored(&self, sql: &str) -> String {
        let value = self.connection().query_row(sql, [], |row| row.get(0));
        match value.unwrap_or(Value::Null) {
            Value::Null => "NULL".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            other => panic!("{sql}: {other:?}"),
        }
    }

    /// Wait until `sql` finds `value`: of what nobody waits for.
    pub(crate) fn comes_to_store(&self, sql: &str, value: &str) {
        let began = Instant::now();
        while self.stored(sql) != value && began.elapsed() < PATIENCE {
            std::thread::yield_now();
        }
        assert_eq!(self.stored(sql), value);
    }

    /// Give a user who is there an account.
    pub(crate) fn account(&self, name: &str, password: &str) {
        let set = SetPassword {
            name: name.into(),
            password: Chosen::Hashed(hash(password)),
        };
        self.operate(set).unwrap();
    }

    /// Do `operation` as whoever has the database.
    pub(crate) fn operate<O: Change>(&self, operation: O) -> Result<O::Output> {
        self.operate_as(&Caller::Operator, operation)
    }

    /// Do `operation` as `caller`.
    pub(crate) fn operate_as<O: Change>(&self, caller: &Caller, operation: O) -> Result<O::Output> {
        let mut store = Store::open(&self.running.config().hub.db_url, Access::Write).unwrap();
        store.write(&Clock::system(), Ending::Commit, |tx| {
            recorded(&Source::hub(), caller, operation, tx)
        })
    }

    /// The user `name`, who holds these scopes and no others.
    pub(crate) fn caller(&self, name: &str, scopes: &[&str]) -> Caller {
        let role = HeldRole {
            name: "test".into(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            via: Via::Direct,
        };
        let subject = Subject {
            holdings: Holdings {
                holder: Holder::User(name.into()),
                roles: vec![role],
                shares: Vec::new(),
            },
            token: None,
        };
        let mut store = Store::open(&self.running.config().hub.db_url, Access::Read).unwrap();
        let granted = store.read(&Clock::system(), |tx| {
            Granted::resolve(Arc::new(Catalogue::undefined()), subject, tx)
        });
        Caller::Granted(Arc::new(granted.unwrap()))
    }

    /// Whose account a link opens.
    pub(crate) fn follow(&self, link: &Secret) -> Option<LinkOf> {
        self.running.follow_link(link).unwrap()
    }

    /// Use a link.
    pub(crate) fn accept(&self, link: &Secret, name: &str, password: &str) -> Result<SignedInUser> {
        let accepting = self
            .running
            .accept_link(link.clone(), name, Secret::new(password));
        self.runtime.block_on(accepting)
    }

    /// The link that a start makes for the first administrator.
    pub(crate) fn first_link(&self) -> Option<Secret> {
        self.runtime.block_on(self.running.first_link()).unwrap()
    }

    /// Ask for an account, or why not.
    pub(crate) fn sign_up(&self, name: &str, password: &str) -> Result<SignedUp, String> {
        let form = Form::of(name, password);
        let asking = self.running.sign_up(&form, Some(HOME.parse().unwrap()));
        let asked = self.runtime.block_on(asking);
        asked.map_err(|refusal| match refusal {
            NotSignedIn::Failed(error) => error.to_string(),
            refusal => refusal.sentence(),
        })
    }
}

/// The hash of `password`.
pub(crate) fn hash(password: &str) -> PasswordHash {
    PasswordHash::of(&Secret::new(password), [1; 16]).unwrap()
}
