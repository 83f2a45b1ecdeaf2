//! The servers in the hands of a hub, each in its phase. Nothing here waits.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::broadcast;

use super::limits::{Limits, Throttled};
use super::phase::{Ending, Phase, Running, Start};
use crate::error::{Error, Result};
use crate::model::{Doing, Pending, ServerRef, ServerState, UserName};

/// How many changes whoever watches may be behind, before they are told anew what there is.
const BEHIND: usize = 256;

/// All servers that are not just stopped.
#[derive(Debug)]
pub(super) struct Board {
    phases: BTreeMap<ServerRef, Phase>,
    /// Users who are in the middle of a change of their own.
    changing: BTreeMap<UserName, UserChange>,
    active: usize,
    starting: usize,
    changes: u64,
    watched: broadcast::Sender<Doing>,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            phases: BTreeMap::new(),
            changing: BTreeMap::new(),
            active: 0,
            starting: 0,
            changes: 0,
            watched: broadcast::Sender::new(BEHIND),
        }
    }
}

/// What becomes of a user meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UserChange {
    /// They get another name: nothing is begun with any server of theirs, which whoever works on it would know by
    /// the old one.
    Renamed,
    /// They are deleted: no server of theirs is begun.
    Deleted,
}

/// Whether a start may begin.
pub(super) enum Beginning {
    /// It has.
    Begun(Arc<Start>),
    /// Another has, of the same server.
    Pending,
    /// It runs, as far as is known.
    Runs(Arc<Running>),
}

/// Why a start may not begin.
#[derive(Debug)]
pub(super) enum Unstarted {
    /// The server is in the middle of something else.
    Busy(Pending),
    /// Its user is.
    UserChanges,
    /// The hub has enough to do.
    Throttled(Throttled),
}

/// How a stop begins.
pub(super) enum Stopping {
    /// It was a start that is given up: whoever runs it ends it.
    Cancelled(Arc<Ending>),
    /// It runs, and is to be stopped.
    Begun(Arc<Running>, Arc<Ending>),
    /// Somebody else has begun it.
    Pending(Arc<Ending>),
    /// It does not run.
    Stopped,
    /// It cannot be stopped in the middle of this.
    Busy(Pending),
}

impl Board {
    pub(super) fn phase(&self, server: &ServerRef) -> Option<&Phase> {
        self.phases.get(server)
    }

    /// The servers of `user`, in order of their names.
    pub(super) fn of_user(&self, user: &UserName) -> impl Iterator<Item = (&ServerRef, &Phase)> {
        let first = ServerRef {
            user: user.clone(),
            server: "".into(),
        };
        self.phases
            .range(first..)
            .take_while(move |(server, _)| server.user == *user)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&ServerRef, &Phase)> {
        self.phases.iter()
    }

    /// How often a server has come into another phase.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// What becomes of servers from now on.
    pub(super) fn watch(&self) -> broadcast::Receiver<Doing> {
        self.watched.subscribe()
    }

    pub(super) fn active(&self) -> usize {
        self.active
    }

    pub(super) fn starting(&self) -> usize {
        self.starting
    }

    /// Begin a start, where nothing stands against it.
    pub(super) fn begin_start(
        &mut self,
        server: &ServerRef,
        limits: &Limits,
    ) -> Result<Beginning, Unstarted> {
        match self.phases.get(server) {
            Some(Phase::Starting(_)) => return Ok(Beginning::Pending),
            Some(Phase::Ready(running)) => return Ok(Beginning::Runs(Arc::clone(running))),
            Some(phase) => {
                if let Some(pending) = phase.pending() {
                    return Err(Unstarted::Busy(pending));
                }
            }
            None => {}
        }
        if self.changing.contains_key(&server.user) {
            return Err(Unstarted::UserChanges);
        }
        limits
            .throttle(self.starting, self.active)
            .map_err(Unstarted::Throttled)?;
        let start = Start::new();
        self.put(server, Phase::Starting(Arc::clone(&start)));
        Ok(Beginning::Begun(start))
    }

    /// What `start` was for is up; false where that was given up meanwhile.
    pub(super) fn started(
        &mut self,
        server: &ServerRef,
        start: &Arc<Start>,
        running: Arc<Running>,
    ) -> bool {
        let is_its = self.is_starting(server, start);
        if is_its {
            self.put(server, Phase::Ready(running));
        }
        is_its
    }

    /// A start came to nothing: what it left is being cleared. The same [`Ending`] as that of whoever
    /// gave it up.
    pub(super) fn clear_start(&mut self, server: &ServerRef) -> Arc<Ending> {
        if let Some(Phase::Stopping(ending)) = self.phases.get(server) {
            return Arc::clone(ending);
        }
        let ending = Ending::new();
        self.put(server, Phase::Stopping(Arc::clone(&ending)));
        ending
    }

    fn is_starting(&self, server: &ServerRef, start: &Arc<Start>) -> bool {
        let phase = self.phases.get(server);
        matches!(phase, Some(Phase::Starting(other)) if Arc::ptr_eq(other, start))
    }

    /// Begin to stop a server.
    pub(super) fn begin_stop(&mut self, server: &ServerRef) -> Stopping {
        let is_active = self.phases.get(server).is_some_and(Phase::is_active);
        if is_active && self.is_renamed(&server.user) {
            return Stopping::Busy(Pending::Rename);
        }
        let ending = Ending::new();
        let stopping = match self.phases.get(server) {
            None | Some(Phase::Failed(_)) => return Stopping::Stopped,
            Some(Phase::Stopping(ending)) => return Stopping::Pending(Arc::clone(ending)),
            Some(Phase::Checking) => return Stopping::Busy(Pending::Check),
            Some(Phase::Renaming) => return Stopping::Busy(Pending::Rename),
            Some(Phase::Starting(start)) => {
                start.cancel();
                Stopping::Cancelled(Arc::clone(&ending))
            }
            Some(Phase::Ready(running)) => {
                Stopping::Begun(Arc::clone(running), Arc::clone(&ending))
            }
        };
        self.put(server, Phase::Stopping(ending));
        stopping
    }

    /// Begin to clear what `running` left that was found dead; `None` where that has begun already.
    pub(super) fn found_dead(
        &mut self,
        server: &ServerRef,
        running: &Arc<Running>,
    ) -> Option<Arc<Ending>> {
        match self.phases.get(server) {
            Some(Phase::Ready(now))
                if Arc::ptr_eq(now, running) && !self.is_renamed(&server.user) =>
            {
                let ending = Ending::new();
                self.put(server, Phase::Stopping(Arc::clone(&ending)));
                Some(ending)
            }
            _ => None,
        }
    }

    /// `ending` is over: the server has stopped, or is in `phase` now.
    pub(super) fn ended(&mut self, server: &ServerRef, ending: &Arc<Ending>, phase: Option<Phase>) {
        let is_its = matches!(
            self.phases.get(server),
            Some(Phase::Stopping(now)) if Arc::ptr_eq(now, ending)
        );
        match phase {
            Some(phase) if is_its => self.put(server, phase),
            None if is_its => self.take(server),
            _ => {}
        }
    }

    /// Keep a server that does not run from being started, while its row is changed or deleted.
    pub(super) fn hold(&mut self, server: &ServerRef) -> Result<()> {
        if self.phases.get(server).is_some_and(Phase::is_active) {
            return Err(Error::invalid(format!("server `{server}` is active"))
                .hint("stop it before it is changed"));
        }
        if self.changing.contains_key(&server.user) {
            return Err(changes(&server.user));
        }
        self.put(server, Phase::Renaming);
        Ok(())
    }

    /// A server may be started again.
    pub(super) fn release(&mut self, server: &ServerRef) {
        if matches!(self.phases.get(server), Some(Phase::Renaming)) {
            self.take(server);
        }
    }

    /// Look for a server that ran when the last hub ended.
    pub(super) fn check(&mut self, server: &ServerRef) {
        self.put(server, Phase::Checking);
    }

    /// A server that was looked for is there.
    pub(super) fn adopt(&mut self, server: &ServerRef, running: Arc<Running>) {
        if matches!(self.phases.get(server), Some(Phase::Checking)) {
            self.put(server, Phase::Ready(running));
        }
    }

    /// A server that was looked for is not there, or is not wanted.
    pub(super) fn disown(&mut self, server: &ServerRef) -> Arc<Ending> {
        let ending = Ending::new();
        self.put(server, Phase::Stopping(Arc::clone(&ending)));
        ending
    }

    /// Keep what is begun from getting in the way of a change of `user`, until they are
    /// [released](Self::release_user).
    ///
    /// # Errors
    /// Where they are to get another name while a server is in the middle of something: whoever works on it knows it by
    /// its old name; or where somebody else changes them.
    pub(super) fn hold_user(&mut self, user: &UserName, change: UserChange) -> Result<()> {
        if self.changing.contains_key(user) {
            return Err(changes(user));
        }
        let pending = self.of_user(user).find_map(|(_, phase)| phase.pending());
        if let (UserChange::Renamed, Some(pending)) = (change, pending) {
            return Err(Error::invalid(format!(
                "a server of `{user}` is pending {}",
                word(pending)
            ))
            .hint("try again when that is over"));
        }
        self.changing.insert(user.clone(), change);
        Ok(())
    }

    /// The change of `user` is over, or came to nothing.
    pub(super) fn release_user(&mut self, user: &UserName) {
        self.changing.remove(user);
    }

    fn is_renamed(&self, user: &UserName) -> bool {
        self.changing.get(user) == Some(&UserChange::Renamed)
    }

    /// A user has another name, and so have their servers.
    pub(super) fn rename_user(&mut self, old: &UserName, new: &UserName) {
        self.changes += 1;
        for server in self.named_of(old) {
            if let Some(phase) = self.phases.remove(&server) {
                self.tell(&server, ServerState::Stopped);
                let user = new.clone();
                let server = ServerRef { user, ..server };
                self.tell(&server, phase.state());
                self.phases.insert(server, phase);
            }
        }
    }

    /// A user is deleted, whose servers have stopped. What is still being ended is forgotten by whoever ends it.
    pub(super) fn forget_user(&mut self, user: &UserName) {
        for server in self.named_of(user) {
            if !self.phases.get(&server).is_some_and(Phase::is_active) {
                self.take(&server);
            }
        }
    }

    fn named_of(&self, user: &UserName) -> Vec<ServerRef> {
        self.of_user(user)
            .map(|(server, _)| server.clone())
            .collect()
    }

    fn put(&mut self, server: &ServerRef, phase: Phase) {
        self.changes += 1;
        self.tell(server, phase.state());
        self.count(&phase, 1);
        if let Some(old) = self.phases.insert(server.clone(), phase) {
            self.count(&old, -1);
        }
    }

    fn take(&mut self, server: &ServerRef) {
        self.changes += 1;
        if let Some(old) = self.phases.remove(server) {
            self.tell(server, ServerState::Stopped);
            self.count(&old, -1);
        }
    }

    /// Tell whoever watches; mostly, nobody does.
    fn tell(&self, server: &ServerRef, state: ServerState) {
        if self.watched.receiver_count() > 0 {
            let server = server.clone();
            let _ = self.watched.send(Doing { server, state });
        }
    }

    fn count(&mut self, phase: &Phase, by: isize) {
        if phase.is_active() {
            self.active = self.active.saturating_add_signed(by);
        }
        if phase.is_starting() {
            self.starting = self.starting.saturating_add_signed(by);
        }
    }
}

/// A user is in the middle of a change of their own.
pub(super) fn changes(user: &UserName) -> Error {
    Error::invalid(format!("user `{user}` is being renamed or deleted"))
        .hint("try again when that is over")
}

/// As JupyterHub says it.
pub(super) fn word(pending: Pending) -> &'static str {
    match pending {
        Pending::Spawn => "spawn",
        Pending::Stop => "stop",
        Pending::Check => "check",
        Pending::Rename => "rename",
    }
}
