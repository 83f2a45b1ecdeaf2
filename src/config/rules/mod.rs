//! What follows from options, and what of them cannot be together, as 6.1.1 has it.

mod addresses;
mod auth;
mod hub;
mod proxy;
mod spawner;
mod tables;

use super::reading::Reading;

/// Settle `reading`: fill in the defaults that hang on other options, name what is wrong, and warn of what is most
/// likely not meant.
pub(super) fn apply(reading: &mut Reading) {
    addresses::apply(reading);
    hub::apply(reading);
    proxy::apply(reading);
    auth::apply(reading);
    spawner::apply(reading);
    tables::apply(reading);
}

/// An option left empty is an option not given.
fn none_if_empty<T: AsRef<std::ffi::OsStr>>(option: &mut Option<T>) {
    if option.as_ref().is_some_and(|text| text.as_ref().is_empty()) {
        *option = None;
    }
}
