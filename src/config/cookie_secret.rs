//! What signs cookies: from the configuration, or the file that keeps it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Hub;
use crate::clock::{self, Clock};
use crate::error::{Error, Result};

/// How long it should be.
pub(super) const COOKIE_SECRET_BYTES: usize = 32;

/// What signs cookies. Not to be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct CookieSecret(Vec<u8>);

impl CookieSecret {
    /// What `hub` says; else what its file holds, which is made if there is none
    /// (`JupyterHub.init_secrets`).
    ///
    /// # Errors
    ///
    /// Where the file can be read by anybody, cannot be read or written, or holds something else.
    pub fn load(hub: &Hub, clock: &Clock) -> Result<Self> {
        let given = hub.cookie_secret.as_ref();
        if let Some(bytes) = given.and_then(|secret| from_hex(secret.reveal())) {
            return Ok(Self(bytes));
        }
        let file = &hub.cookie_secret_file;
        match fs::read_to_string(file) {
            Ok(text) => kept(file, text.trim()).map(Self),
            Err(error) if error.kind() == ErrorKind::NotFound => made(file, clock).map(Self),
            Err(error) => Err(unusable(file, "read", error)),
        }
    }

    /// The bytes.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for CookieSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// What is in the file: hexadecimal, or base64 as before JupyterHub 0.8.
fn kept(file: &Path, text: &str) -> Result<Vec<u8>> {
    const ANYBODY: u32 = 0o7;
    let mode = fs::metadata(file)
        .map_err(|error| unusable(file, "read", error))?
        .mode();
    if mode & ANYBODY != 0 {
        return Err(Error::invalid(format!(
            "`{}` holds what signs cookies, and anybody can read or write it",
            file.display()
        ))
        .hint(format!("`chmod 600 {}`", file.display())));
    }
    let bytes = from_hex(text).or_else(|| STANDARD.decode(text).ok());
    bytes.filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
        Error::invalid(format!(
            "`{}` does not hold what signs cookies",
            file.display()
        ))
        .hint(format!(
            "make it anew with `openssl rand -hex 32 > {}`, and people sign in again",
            file.display()
        ))
    })
}

fn made(file: &Path, clock: &Clock) -> Result<Vec<u8>> {
    let secret = clock.random::<COOKIE_SECRET_BYTES>();
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut opened| writeln!(opened, "{}", clock::hex(&secret)))
        .map_err(|error| unusable(file, "make", error))?;
    Ok(secret.to_vec())
}

fn unusable(file: &Path, what: &str, error: std::io::Error) -> Error {
    Error::unreachable(format!(
        "cannot {what} `{}`, which holds what signs cookies: {error}",
        file.display()
    ))
    .hint("give `hub.cookie_secret_file`, or set `JPY_COOKIE_SECRET`")
    .caused_by(error)
}

/// The bytes of `text` in hexadecimal.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits
        .chunks_exact(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
        .collect()
}
