//! The keyring of the system: whatever answers as the Secret Service on this session's bus.

use std::collections::HashMap;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error as KeyringError};
use zbus_secret_service_keyring_store::Store;

use crate::error::{Error, Result};
use crate::model::Secret;

/// What tokens are called there.
const SERVICE: &str = "hubctl";

/// Keep the token of the profile `name`; whether there is a keyring that does.
pub(super) fn keep(name: &str, token: &Secret) -> bool {
    entry(name).is_ok_and(|entry| entry.set_password(token.reveal()).is_ok())
}

/// The token of the profile `name`, which was kept there.
pub(super) fn find(name: &str) -> Result<Option<Secret>> {
    match entry(name).and_then(|entry| entry.get_password()) {
        Ok(token) => Ok(Some(Secret::new(token))),
        Err(KeyringError::NoEntry) => Ok(None),
        // What the keyring says of it is nothing that anybody could act upon.
        Err(_) => Err(Error::unreachable(
            "the keyring of this system has the token, and cannot be opened",
        )
        .hint("unlock it, or put the token into `HUBCTL_TOKEN`")),
    }
}

/// Forget the token of the profile `name`, where it can be.
pub(super) fn forget(name: &str) {
    let _ = entry(name).and_then(|entry| entry.delete_credential());
}

fn entry(name: &str) -> keyring_core::Result<Entry> {
    let label = format!("hubctl: {name}");
    let called = HashMap::from([("label", label.as_str())]);
    Store::new()?.build(SERVICE, name, Some(&called))
}
