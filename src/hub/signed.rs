//! Values that only a hub with the same secret can have made: those of its cookies.
//!
//! The format is that of Tornado's signed values, version 2, so that a sign-in outlives a change from
//! JupyterHub to hubctl and back: `2|1:0|10:<seconds>|<length>:<name>|<length>:<base64>|<hmac>`, where
//! the last is HMAC-SHA256, in hexadecimal, of all that stands before it.

use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::clock::hex;
use crate::model::Timestamp;

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// What signs, and knows what it signed (`JupyterHub.cookie_secret`).
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

impl Signer {
    /// Sign with `secret`.
    pub fn new(secret: &[u8]) -> Self {
        Self(Hmac::new_from_slice(secret).expect("HMAC takes a key of any length"))
    }

    /// `value` as what is called `name`, signed at `now`.
    pub fn sign(&self, name: &str, value: &str, now: Timestamp) -> String {
        let encoded = STANDARD.encode(value);
        let seconds = now.unix().to_string();
        let mut text = String::from("2|");
        for field in ["0", &seconds, name, &encoded] {
            let _ = write!(text, "{}:{field}|", field.len());
        }
        text += &self.signature(&text);
        text
    }

    /// What was signed as `name`, at most so many days before `now`; `None` for anything else.
    pub fn verify(&self, name: &str, signed: &str, days: f64, now: Timestamp) -> Option<String> {
        let at = signed.rfind('|')? + 1;
        let (text, signature) = signed.split_at(at);
        let ours = self.signature(text);
        if !bool::from(signature.as_bytes().ct_eq(ours.as_bytes())) {
            return None;
        }
        let Said {
            seconds,
            name: named,
            value,
        } = Said::read(text)?;
        let age = now.unix() - seconds;
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds are far from what a double cannot hold"
        )]
        let fresh = age as f64 <= days * SECONDS_OF_A_DAY;
        (named == name && fresh).then_some(value)
    }

    fn signature(&self, text: &str) -> String {
        let mut hmac = self.0.clone();
        hmac.update(text.as_bytes());
        hex(&hmac.finalize().into_bytes())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// What is said to be signed as `name` by somebody whose secret nobody here knows: it may be a lie.
pub fn said_as(name: &str, signed: &str) -> Option<String> {
    let said = Said::read(signed)?;
    (said.name == name).then_some(said.value)
}

/// What a signed value says.
struct Said<'a> {
    seconds: i64,
    name: &'a str,
    value: String,
}

impl<'a> Said<'a> {
    /// Read a value with or without its signature.
    fn read(text: &'a str) -> Option<Self> {
        let (_, rest) = field(text.strip_prefix("2|")?)?;
        let (seconds, rest) = field(rest)?;
        let (name, rest) = field(rest)?;
        let (encoded, _) = field(rest)?;
        Some(Self {
            seconds: seconds.parse().ok()?,
            name,
            value: String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?,
        })
    }
}

/// `3:abc|rest` is `abc` and `rest`.
fn field(text: &str) -> Option<(&str, &str)> {
    let (length, rest) = text.split_once(':')?;
    let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
    Some((value, rest.strip_prefix('|')?))
}
