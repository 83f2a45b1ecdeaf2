//! Carrying a plan out, by the operations of each noun.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::planning::Planning;
use crate::error::Result;
use crate::model::Plan;
use crate::ops::audit::Change;
use crate::rbac::{Caller, authorize};
use crate::store::applied::Thing;
use crate::store::{Tx, applied};

/// Who is told how far it has come: so many steps of so many.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Fn(usize, usize) + Send + Sync>>);

impl Progress {
    /// Tell `listener`.
    pub fn to(listener: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    /// Tell them.
    pub fn tell(&self, done: usize, of: usize) {
        if let Some(listener) = &self.0 {
            listener(done, of);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

/// Which names a hub lets new users have; any that there can be, where it does not say.
#[derive(Clone, Default)]
pub struct Admits(Option<Arc<Rule>>);

/// Refuses some names.
type Rule = dyn Fn(&str) -> Result<()> + Send + Sync;

impl Admits {
    /// Those that `rule` does not refuse.
    pub fn by(rule: impl Fn(&str) -> Result<()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(rule)))
    }

    /// Refuse `name`, if the hub does.
    pub(super) fn check(&self, name: &str) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |rule| rule(name))
    }
}

impl fmt::Debug for Admits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admits")
    }
}

/// One operation, and what it is about, for a refusal.
pub(super) struct Step {
    about: String,
    operation: Box<dyn Part>,
}

impl Step {
    pub(super) fn new(about: String, operation: impl Change + 'static) -> Self {
        Self {
            about,
            operation: Box::new(operation),
        }
    }
}

/// An operation that is part of another: the row about all of it tells of it, too.
trait Part {
    fn run(self: Box<Self>, caller: &Caller, tx: &Tx<'_>) -> Result<()>;
}

impl<O: Change> Part for O {
    fn run(self: Box<Self>, caller: &Caller, tx: &Tx<'_>) -> Result<()> {
        O::run(authorize(caller, *self, tx)?, tx).map(drop)
    }
}

impl Planning<'_> {
    /// Do it, as the caller, and note which description put what there.
    pub(super) fn carry_out(mut self, progress: &Progress) -> Result<Plan> {
        let steps = std::mem::take(&mut self.steps);
        let all = steps.len();
        for (at, Step { about, operation }) in steps.into_iter().enumerate() {
            let done = operation.run(self.caller, self.tx);
            done.map_err(|error| error.within(&about))?;
            progress.tell(at + 1, all);
        }
        self.note()?;
        Ok(self.plan)
    }

    /// Note what was made, and what other descriptions made that these list too.
    fn note(&self) -> Result<()> {
        let mut noted: BTreeMap<&str, HashSet<&Thing>> = BTreeMap::new();
        for (by, thing) in &self.noted {
            noted.entry(by).or_default().insert(thing);
        }
        let by_any: HashSet<&Thing> = self.noted.iter().map(|(_, thing)| thing).collect();
        let none = HashSet::new();
        let mut is_prepared = false;
        for (name, things) in self.listed.iter() {
            let own = noted.get(name).unwrap_or(&none);
            let is_new = |thing: &&Thing| {
                let is_descriptions = self.made.contains(*thing) || by_any.contains(*thing);
                is_descriptions && !own.contains(*thing)
            };
            for thing in things.iter().filter(is_new) {
                if !is_prepared {
                    applied::prepare(self.tx)?;
                    is_prepared = true;
                }
                applied::note(self.tx, name, thing)?;
            }
        }
        for (name, thing) in &self.forgotten {
            applied::forget(self.tx, name, thing)?;
        }
        Ok(())
    }
}
