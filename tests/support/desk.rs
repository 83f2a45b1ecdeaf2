//! A hub's database, and callers who do operations on it as over REST.

use std::cell::RefCell;
use std::sync::Arc;

use hubctl::clock::Clock;
use hubctl::error::Result;
use hubctl::model::{TokenId, TokenOwner};
use hubctl::ops::tokens::{Allows, NewToken};
use hubctl::ops::{Operation, operate};
use hubctl::rbac::{Caller, Catalogue, Granted, Holder, Subject, authorize};
use hubctl::store::roles::find_holder;
use hubctl::store::{Access, Ending, Store, Tx, subjects};

use crate::hub::Hub;

/// A database on which operations are done.
pub(crate) struct Desk {
    pub(crate) hub: Hub,
    store: RefCell<Store>,
    clock: Clock,
}

impl Desk {
    /// That of a new hub.
    pub(crate) fn fresh() -> Self {
        Self::at(Hub::fresh())
    }

    /// `hub`'s.
    pub(crate) fn at(hub: Hub) -> Self {
        let url = hub.path().to_str().unwrap().parse().unwrap();
        let store = RefCell::new(Store::open(&url, Access::Write).unwrap());
        Self {
            hub,
            store,
            clock: Clock::system(),
        }
    }

    /// Do `work` in one transaction; where it fails, nothing has happened.
    pub(crate) fn within<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let mut store = self.store.borrow_mut();
        store.write(&self.clock, Ending::Commit, work)
    }

    /// Do `operation` as whoever has the database, who may.
    pub(crate) fn operate<O: Operation>(&self, operation: O) -> O::Output {
        self.within(|tx| operate(operation, tx)).unwrap()
    }

    /// Do `operation` as `caller`.
    pub(crate) fn ask<O: Operation>(&self, caller: &Caller, operation: O) -> Result<O::Output> {
        self.within(|tx| O::run(authorize(caller, operation, tx)?, tx))
    }

    /// A user as they are, without a token.
    pub(crate) fn user(&self, name: &str) -> Caller {
        let holder = Holder::User(name.into());
        let found = self.caller(|tx| {
            let id = find_holder(tx, &holder)?.unwrap();
            subjects::of_holder(tx, holder.clone(), id).map(Some)
        });
        found.unwrap()
    }

    /// Whoever uses a token, if there still is one.
    pub(crate) fn token(&self, id: TokenId) -> Option<Caller> {
        self.caller(|tx| subjects::of_token(tx, id))
    }

    /// Somebody with a new token of `user` that has these scopes.
    pub(crate) fn with_token(&self, user: &str, scopes: &[&str]) -> Caller {
        let made = self.operate(NewToken {
            allows: Some(Allows {
                roles: Vec::new(),
                scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            }),
            ..NewToken::of(TokenOwner::User(user.into()))
        });
        self.token(made.token.id).unwrap()
    }

    fn caller(&self, subject: impl FnOnce(&Tx<'_>) -> Result<Option<Subject>>) -> Option<Caller> {
        let read = self.store.borrow_mut().read(&self.clock, |tx| {
            let catalogue = Arc::new(Catalogue::undefined());
            subject(tx)?
                .map(|subject| Granted::resolve(catalogue, subject, tx))
                .transpose()
        });
        Some(Caller::Granted(Arc::new(read.unwrap()?)))
    }
}
