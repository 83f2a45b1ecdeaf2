//! The remote door: operations sent to a hub that runs, and their outcomes and errors read back.
//!
//! A hub of hubctl's takes [operations as they are](crate::ops::sent). A JupyterHub takes the requests
//! of its REST API: `jupyterhub/` has, by noun, which of them an operation comes to, and says in one
//! sentence what has no place there.

mod answer;
mod events;
mod http;
mod jupyterhub;
mod live;
mod me;
mod place;
mod retry;
mod sign_in;
mod trouble;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use serde_json::{Value, json};

use self::answer::Answer;
pub use self::events::{Event, Events, Happenings, Heard, Next};
pub use self::http::Settings;
use self::http::{Http, Question};
pub use self::jupyterhub::Asked;
use self::jupyterhub::JupyterHub;
pub use self::live::{Came, Watched};
pub use self::me::Me;
pub use self::place::Place;
pub use self::sign_in::{Given, SignIn};
use crate::error::{Error, Result};
use crate::model::{Page, TokenId, UserName};
use crate::ops::audit::Change;
use crate::ops::groups::ListGroups;
use crate::ops::sent::{AnyChange, AnyLook, CHANGE, Changes, LOOK, heard};
use crate::ops::users::ListUsers;

/// How many of a listing are asked for at once.
const PAGE: u64 = 1000;

/// A hub that runs somewhere, and how it is reached.
pub struct Remote {
    http: Http,
    known: OnceCell<Known>,
    watched: Option<Watcher>,
    /// Whose tokens are that a JupyterHub has told of: it knows them by their users alone.
    owners: RefCell<HashMap<TokenId, UserName>>,
}

/// Is told how many of how many have come of a listing that takes a while.
pub type Watcher = Box<dyn Fn(usize, usize)>;

/// What a hub says it is.
#[derive(Debug, Clone)]
pub struct Known {
    /// The JupyterHub whose API it has.
    pub version: String,
    /// The hubctl it is, if it is one.
    pub hubctl: Option<String>,
}

impl Known {
    /// Its name in a sentence: `JupyterHub 6.1.1`.
    pub fn name(&self) -> String {
        match &self.hubctl {
            Some(version) => format!("hubctl {version}"),
            None => format!("JupyterHub {}", self.version),
        }
    }
}

impl Remote {
    /// A hub that is reached so; nothing is asked yet.
    ///
    /// # Errors
    /// Where a certificate that `settings` name cannot be read.
    pub fn new(settings: Settings) -> Result<Self> {
        Ok(Self {
            http: Http::new(settings)?,
            known: OnceCell::new(),
            watched: None,
            owners: RefCell::default(),
        })
    }

    /// Tell `watcher` how far long listings have come.
    pub fn watch(&mut self, watcher: Watcher) {
        self.watched = Some(watcher);
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        self.http.place()
    }

    /// What it is. It is asked once.
    ///
    /// # Errors
    /// Where nothing answers there, or no hub does.
    pub fn known(&self) -> Result<&Known> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let answer = self.http.send(&Question::get("/"))?;
        let known = answer.known(self.place())?;
        Ok(self.known.get_or_init(|| known))
    }

    /// Do an operation that only looks.
    ///
    /// # Errors
    /// As the operation itself, and where the hub is out of reach or its API has no place for it.
    pub fn look<O: Asked + Into<AnyLook>>(&self, operation: O) -> Result<O::Output> {
        if self.known()?.hubctl.is_none() {
            return operation.ask(&self.jupyterhub()?);
        }
        let told = match operation.into() {
            AnyLook::ListUsers(ListUsers(mut filter)) if filter.page.is_none() => {
                self.by_pages(|page| {
                    filter.page = Some(page);
                    ListUsers(filter.clone()).into()
                })
            }
            AnyLook::ListGroups(mut listing) if listing.page.is_none() => self.by_pages(|page| {
                listing.page = Some(page);
                ListGroups::clone(&listing).into()
            }),
            other => self.send(&other),
        };
        O::hear(told?)
    }

    /// Do operations that write: all of them, or none.
    ///
    /// # Errors
    /// As the operations themselves, and where the hub is out of reach or its API has no place for
    /// them. A JupyterHub cannot rehearse, and does one after the other: the error says how far it came.
    pub fn change<O: Asked + Change + Into<AnyChange>>(
        &self,
        dry_run: bool,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<Vec<O::Output>> {
        if self.known()?.hubctl.is_none() {
            return self.change_jupyterhub(dry_run, operations);
        }
        let changes = operations.into_iter().map(O::into).collect();
        let changing = Question::of(&CHANGE, &[]).with(&Changes { changes, dry_run })?;
        let told: Vec<Value> = heard(self.outcome(self.http.send(&changing)?)?)?;
        told.into_iter().map(O::hear).collect()
    }

    /// Whether changes can be rehearsed.
    ///
    /// # Errors
    /// As [`Self::known`].
    pub fn can_rehearse(&self) -> Result<bool> {
        Ok(self.known()?.hubctl.is_some())
    }

    fn change_jupyterhub<O: Asked>(
        &self,
        dry_run: bool,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<Vec<O::Output>> {
        let hub = self.jupyterhub()?;
        if dry_run {
            let operations = operations.into_iter();
            return operations.map(|each| each.rehearse(&hub)).collect();
        }
        let mut done = Vec::new();
        for operation in operations {
            match operation.ask(&hub) {
                Ok(outcome) => done.push(outcome),
                Err(error) if done.is_empty() => return Err(error),
                Err(error) => {
                    return Err(error.hint(format!(
                        "what came before it is done: {} of them",
                        done.len()
                    )));
                }
            }
        }
        Ok(done)
    }

    fn jupyterhub(&self) -> Result<JupyterHub<'_>> {
        Ok(JupyterHub::new(
            &self.http,
            self.known()?,
            self.watched.as_deref(),
            &self.owners,
        ))
    }

    /// A listing, page after page.
    fn by_pages(&self, mut of: impl FnMut(Page) -> AnyLook) -> Result<Value> {
        let mut items = Vec::new();
        loop {
            let page = Page {
                offset: items.len() as u64,
                limit: PAGE,
            };
            let mut told = self.send(&of(page))?;
            let total = told["total"].as_u64().unwrap_or_default();
            let Some(Value::Array(more)) = told.get_mut("items").map(Value::take) else {
                return Ok(told);
            };
            let is_last = (more.len() as u64) < PAGE;
            items.extend(more);
            if let Some(watcher) = self.watched.as_ref().filter(|_| total > PAGE) {
                let total = usize::try_from(total).unwrap_or(usize::MAX);
                watcher(items.len(), total.max(items.len()));
            }
            if is_last {
                return Ok(json!({ "items": items, "total": total }));
            }
        }
    }

    /// What only looks is asked again where that may help.
    fn send(&self, look: &AnyLook) -> Result<Value> {
        let question = Question::of(&LOOK, &[]).with(look)?.repeatable();
        self.outcome(self.http.send(&question)?)
    }

    fn outcome(&self, answer: Answer) -> Result<Value> {
        let known = self.known()?;
        let outcome = answer.outcome(self.place());
        outcome.map_err(|error| match error.message() {
            answer::NO_SUCH_PATH => Error::invalid(format!(
                "this hub is {}, which takes no operations of command lines yet",
                known.name()
            ))
            .hint("upgrade it, or use `--db` on its machine"),
            _ => error,
        })
    }
}
