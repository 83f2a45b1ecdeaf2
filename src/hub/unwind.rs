//! What becomes of a panic in the middle of something: an error, so that whoever waits for it is told.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

use crate::error::{Error, Result};

/// What `work` comes to; where it panics, an error. `what` is it that it was doing.
///
/// What it worked on is not looked at again but through locks, and those go on after a panic.
///
/// # Errors
/// Of kind `Internal`, where it panics.
pub async fn caught<T>(what: &str, work: impl Future<Output = T>) -> Result<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Err(defect(what, &*panic)).into(),
        }
    })
    .await
}

fn defect(what: &str, panic: &(dyn Any + Send)) -> Error {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(what, said, "a defect of hubctl");
    Error::internal(format!("{what} met a defect of hubctl")).hint("please report it")
}
