//! Where operations go: straight to the database, or to a hub that runs.

use std::cell::{Cell, OnceCell};

use super::args::{Global, Write};
use super::door::{Door, Given, KeptToken, Named, Outside, no_token};
use super::output::{heard_by_a_person, note};
use super::progress::Bar;
use crate::client::{Asked, Place, Remote, Settings};
use crate::clock::Clock;
use crate::config::database::DbUrl;
use crate::error::{Error, Result};
use crate::ops::audit::{Change, Source, recorded};
use crate::ops::beside::beside;
use crate::ops::sent::{AnyChange, AnyLook};
use crate::ops::{Operation, operate};
use crate::rbac::Caller;
use crate::store::{Access, Store, Tx};

/// The database or the hub, opened or asked when an operation needs it.
pub(super) struct Backend {
    way: Way,
    clock: Clock,
}

enum Way {
    Direct(DbUrl),
    Remote(Box<Hub>),
}

/// A hub that is asked, and how it came to that.
struct Hub {
    place: Place,
    /// Taken when it is first asked.
    settings: Cell<Option<Settings>>,
    kept: Option<KeptToken>,
    remote: OnceCell<Remote>,
    named: bool,
    profile: Option<String>,
    shows_progress: bool,
}

impl Backend {
    /// The backend that the arguments name, and the environment.
    pub(super) fn new(global: &Global, given: &Given, outside: &Outside) -> Result<Self> {
        let way = match Door::choose(global, given, outside)? {
            Door::Direct(db) => Way::Direct(db),
            Door::Remote(named) => Way::Remote(Box::new(Hub::new(*named))),
        };
        Ok(Self {
            way,
            clock: Clock::system(),
        })
    }

    /// The backend that the command line being completed names, as far as it is typed. A hub that does not
    /// answer at once is given up: somebody waits for the key they pressed.
    pub(super) fn for_completion() -> Result<Self> {
        const PATIENCE: u64 = 2;
        let (mut global, given) = Global::as_typed()?;
        global.hub_timeout.get_or_insert(PATIENCE);
        let mut backend = Self::new(&global, &given, &Outside::read())?;
        if let Way::Remote(hub) = &mut backend.way {
            hub.shows_progress = false;
        }
        Ok(backend)
    }

    /// Where the database is, for what only works on that itself.
    ///
    /// # Errors
    /// Where a hub is named. One that is only in use since an earlier `hubctl login` is left alone.
    pub(super) fn db(&self) -> Result<DbUrl> {
        match &self.way {
            Way::Direct(db) => Ok(db.clone()),
            Way::Remote(hub) if hub.named => Err(Error::invalid(
                "this works on a database, and no hub does it",
            )
            .hint("use `--db` on the hub's machine")),
            Way::Remote(_) => Ok(DbUrl::default()),
        }
    }

    /// The hub that is asked.
    ///
    /// # Errors
    /// Where none is, or there is no token for it.
    pub(super) fn hub(&self) -> Result<&Remote> {
        match &self.way {
            Way::Remote(hub) => hub.asked(),
            Way::Direct(_) => Err(Error::invalid("only a hub that runs can do this")
                .hint("name it by `--hub URL`, or sign in to it once by `hubctl login URL`")),
        }
    }

    /// Where the hub is that is asked, if one is.
    pub(super) fn place(&self) -> Option<&Place> {
        match &self.way {
            Way::Remote(hub) => Some(&hub.place),
            Way::Direct(_) => None,
        }
    }

    /// Whether a hub is asked, and not a database.
    pub(super) fn is_remote(&self) -> bool {
        matches!(self.way, Way::Remote(_))
    }

    /// The profile of the hub that is asked, if it is known by one.
    pub(super) fn profile(&self) -> Option<&str> {
        match &self.way {
            Way::Remote(hub) => hub.profile.as_deref(),
            Way::Direct(_) => None,
        }
    }

    /// The time for what is asked relative to now.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Do an operation that only looks.
    pub(super) fn read<O: Asked + Into<AnyLook>>(&self, operation: O) -> Result<O::Output> {
        match &self.way {
            Way::Direct(_) => self.look(|tx| operate(operation, tx)),
            Way::Remote(hub) => hub.asked()?.look(operation),
        }
    }

    /// Do an operation that only looks, and that no hub has an answer to.
    pub(super) fn read_here<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.look(|tx| operate(operation, tx))
    }

    /// Do operations that write: all of them, or none. Where the database has an audit log, they are
    /// written down there as done by the user that the system calls us.
    pub(super) fn write<O: Asked + Change + Into<AnyChange>>(
        &self,
        write: Write,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<Vec<O::Output>> {
        match &self.way {
            Way::Direct(_) => self.write_here(write, operations),
            Way::Remote(hub) => hub.asked()?.change(write.dry_run, operations),
        }
    }

    /// Do operations that write to the database, and that no hub is sent.
    pub(super) fn write_here<O: Change>(
        &self,
        write: Write,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<Vec<O::Output>> {
        let db = self.db()?;
        let source = Source::operator(
            whoami::username().unwrap_or_default(),
            rustix::process::getuid().as_raw(),
        );
        let mut store = Store::open(&db, Access::Write)?;
        if !write.dry_run
            && let Some(beside) = store.read(&self.clock, |tx| beside(db.path(), tx))?
        {
            note(&beside.to_string());
        }
        store.write(&self.clock, write.ending(), |tx| {
            operations
                .into_iter()
                .map(|operation| recorded(&source, &Caller::Operator, operation, tx))
                .collect()
        })
    }

    /// Whether writes can be rehearsed: all or none of them are done, wherever.
    pub(super) fn can_rehearse(&self) -> Result<bool> {
        match &self.way {
            Way::Direct(_) => Ok(true),
            Way::Remote(hub) => hub.asked()?.can_rehearse(),
        }
    }

    /// Find out whether operations that write would be refused, as far as that can be had: a JupyterHub
    /// only tells once they are done.
    pub(super) fn rehearse<O: Asked + Change + Into<AnyChange>>(
        &self,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<()> {
        if !self.can_rehearse()? {
            return Ok(());
        }
        self.write(Write { dry_run: true }, operations).map(drop)
    }

    /// Look something up in the database that is no operation.
    pub(super) fn look<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        Store::open(&self.db()?, Access::Read)?.read(&self.clock, work)
    }
}

impl Hub {
    fn new(named: Named) -> Self {
        Self {
            place: named.settings.place.clone(),
            settings: Cell::new(Some(named.settings)),
            kept: named.kept,
            remote: OnceCell::new(),
            named: named.said,
            profile: named.profile,
            shows_progress: heard_by_a_person(),
        }
    }

    /// The hub, which is not asked by whom it cannot know.
    fn asked(&self) -> Result<&Remote> {
        if let Some(remote) = self.remote.get() {
            return Ok(remote);
        }
        let mut settings = self.settings.take().ok_or_else(|| no_token(&self.place))?;
        if let (None, Some(kept)) = (&settings.token, &self.kept) {
            settings.token = kept.find()?;
        }
        if settings.token.is_none() {
            return Err(no_token(&self.place));
        }
        let mut remote = Remote::new(settings)?;
        if self.shows_progress {
            let bar = Bar::new();
            remote.watch(Box::new(move |done, total| {
                bar.show("listing", done, total);
            }));
        }
        Ok(self.remote.get_or_init(|| remote))
    }
}
