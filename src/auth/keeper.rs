//! What authenticators store about people, encrypted as JupyterHub does (`crypto.CryptKeeper`), so that each
//! reads what the other has written.
//!
//! That is a token of Fernet: `0x80 ‖ seconds ‖ IV ‖ AES-128-CBC ‖ HMAC-SHA256` in base64. The first half of a
//! key signs, the second encrypts. The first key encrypts; all decrypt.

use aes::Aes128;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::clock::Clock;
use crate::config::Crypt;
use crate::error::{Error, Result};
use crate::model::json_dumps;

const VERSION: u8 = 0x80;

/// Where the IV begins, and where it ends.
const IV: usize = 9;
const TEXT: usize = 25;

/// The length of the HMAC.
const SEAL: usize = 32;

/// Who encrypts and decrypts.
pub struct Keeper(Vec<Key>);

/// One key, in its two halves.
struct Key {
    signs: Hmac<Sha256>,
    encrypts: [u8; 16],
}

impl Keeper {
    /// With the keys of `[crypt]`; without any, nothing can be kept.
    ///
    /// # Errors
    /// Where one is none.
    pub fn new(settings: &Crypt) -> Result<Self> {
        Ok(Self(settings.keys()?.iter().map(Key::new).collect()))
    }

    /// Encrypt `state`.
    ///
    /// # Errors
    /// Where there is no key.
    pub fn seal(&self, state: &Value, clock: &Clock) -> Result<Vec<u8>> {
        let key = self.0.first().ok_or_else(|| {
            Error::conflict("authentication state cannot be kept")
                .hint("the hub has no key to encrypt it with: give `crypt.keys`")
        })?;
        let seconds = u64::try_from(clock.now().unix()).unwrap_or_default();
        let sealed = key.seal(seconds, clock.random(), json_dumps(state).as_bytes());
        Ok(sealed.into_bytes())
    }

    /// Whether there are keys that only decrypt.
    pub fn has_several(&self) -> bool {
        self.0.len() > 1
    }

    /// What was kept, as the first key encrypts it; `None` where that did, or no key does.
    pub fn sealed_anew(&self, kept: &[u8], clock: &Clock) -> Option<Vec<u8>> {
        let (first, others) = self.0.split_first()?;
        if first.open(kept).is_some() {
            return None;
        }
        let text = others.iter().find_map(|key| key.open(kept))?;
        let seconds = u64::try_from(clock.now().unix()).unwrap_or_default();
        let sealed = first.seal(seconds, clock.random(), &text);
        Some(sealed.into_bytes())
    }

    /// Decrypt what was kept; `None` where no key does.
    pub fn open(&self, kept: &[u8]) -> Option<Value> {
        let text = self.0.iter().find_map(|key| key.open(kept))?;
        serde_json::from_slice(&text).ok()
    }
}

impl Key {
    fn new(key: &[u8; 32]) -> Self {
        let (signs, encrypts) = key.split_at(16);
        let mut half = [0; 16];
        half.copy_from_slice(encrypts);
        Self {
            signs: Hmac::new_from_slice(signs).expect("HMAC takes a key of any length"),
            encrypts: half,
        }
    }

    fn seal(&self, seconds: u64, iv: [u8; 16], text: &[u8]) -> String {
        let mut token = vec![VERSION];
        token.extend(seconds.to_be_bytes());
        token.extend(iv);
        let cipher = Encryptor::<Aes128>::new(&self.encrypts.into(), &iv.into());
        token.extend(cipher.encrypt_padded_vec::<Pkcs7>(text));
        let seal = self.signs.clone().chain_update(&token).finalize();
        token.extend(seal.into_bytes());
        URL_SAFE.encode(token)
    }

    fn open(&self, token: &[u8]) -> Option<Vec<u8>> {
        let token = URL_SAFE.decode(token).ok()?;
        let end = token.len().checked_sub(SEAL).filter(|end| *end >= TEXT)?;
        let (signed, seal) = token.split_at(end);
        let signs = self.signs.clone().chain_update(signed);
        signs.verify_slice(seal).ok()?;
        let iv: [u8; 16] = signed.get(IV..TEXT)?.try_into().ok()?;
        let is_known = signed.first() == Some(&VERSION);
        let cipher = Decryptor::<Aes128>::new(&self.encrypts.into(), &iv.into());
        let text = cipher.decrypt_padded_vec::<Pkcs7>(signed.get(TEXT..)?);
        text.ok().filter(|_| is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;
    use serde_json::json;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    /// Made by `cryptography.fernet.Fernet` with this key, at this second and with this IV.
    const RECORDED: &str = "gAAAAABlU_EABwcHBwcHBwcHBwcHBwcHBxJpqOcl--R9TAsmVQ0PdWrFV-rUKSpwgvUoz-D8_te-tunrN9qQH7D2aMQXCru9gQ==";

    fn keeper(keys: &[&str]) -> Keeper {
        let keys = keys.iter().map(|key| Secret::new(*key)).collect();
        Keeper::new(&Crypt { keys }).unwrap()
    }

    #[test]
    fn tokens_are_those_of_jupyterhub() {
        let key = Key::new(KEY.as_bytes().try_into().unwrap());
        assert_eq!(key.seal(1_700_000_000, [7; 16], br#"{"a": 1}"#), RECORDED);
        let open = keeper(&[KEY]).open(RECORDED.as_bytes());
        assert_eq!(open, Some(json!({ "a": 1 })));
    }

    #[test]
    fn the_first_key_encrypts_and_all_decrypt() {
        let other = "ab".repeat(32);
        let both = keeper(&[&other, KEY]);
        assert!(both.open(RECORDED.as_bytes()).is_some());
        let sealed = both.seal(&json!({ "b": "ö" }), &Clock::system()).unwrap();
        assert_eq!(keeper(&[KEY]).open(&sealed), None);
        assert_eq!(keeper(&[&other]).open(&sealed), Some(json!({ "b": "ö" })));
    }

    #[test]
    fn what_was_changed_is_not_opened() {
        let keeper = keeper(&[KEY]);
        for at in 0..RECORDED.len() {
            let mut changed = RECORDED.as_bytes().to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            // the last letters before the padding have bits that count for nothing
            if at < RECORDED.len() - 3 {
                assert_eq!(keeper.open(&changed), None, "{at}");
            }
        }
        for short in ["", "gAAAAA==", &RECORDED[..40]] {
            assert_eq!(keeper.open(short.as_bytes()), None);
        }
    }

    #[test]
    fn without_a_key_nothing_is_kept() {
        assert!(keeper(&[]).seal(&json!({}), &Clock::system()).is_err());
    }
}
