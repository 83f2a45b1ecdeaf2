//! `[crypt]`: the keys that keep what authenticators store.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::section::section;
use crate::error::{Error, Result};
use crate::model::Secret;

section! {
    /// The keys that keep what authenticators store about people (`auth_state`).
    pub struct Crypt in "crypt" {
        /// Keys of 32 bytes, in hexadecimal or base64; the first one encrypts, all of them decrypt; at a start
        /// it encrypts what another has, so that the others can go. Where none are given, those of `JUPYTERHUB_CRYPT_KEY` are taken, with
        /// `;` between.
        restart keys: Vec<Secret> = Vec::new();
    }
}

/// The length of a key, in bytes.
const KEY_BYTES: usize = 32;

impl Crypt {
    /// The keys as bytes, the encrypting one first; refused where one has another length than 32 bytes
    /// (`crypto._validate_key`).
    pub fn keys(&self) -> Result<Vec<[u8; KEY_BYTES]>> {
        self.keys.iter().map(bytes).collect()
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Error> {
        self.keys().err().into_iter()
    }
}

fn bytes(key: &Secret) -> Result<[u8; KEY_BYTES]> {
    let text = key.reveal().trim();
    let decoded = match text.len() {
        44 => STANDARD
            .decode(text)
            .or_else(|_| URL_SAFE.decode(text))
            .ok(),
        64 => super::cookie_secret::from_hex(text),
        KEY_BYTES => Some(text.as_bytes().to_vec()),
        _ => None,
    };
    decoded
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| {
            Error::invalid("a key of `crypt.keys` is not 32 bytes in hexadecimal or base64")
                .hint("make one with `openssl rand -hex 32`")
        })
}
