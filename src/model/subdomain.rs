//! The hosts of people and services that have one each, below the hub's (`JupyterHub.subdomain_host`).

use std::sync::LazyLock;

use regex::Regex;
use sha2::{Digest, Sha256};
use url::quirks::{domain_to_ascii, domain_to_unicode};

use super::{Origin, ServiceName, UserName};
use crate::clock::hex;

/// The longest label of a domain.
const LONGEST: usize = 63;

/// What letters and digits of any language are, with the marks on them. IDNA has no others.
static LETTERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\w-]+$").ok());

/// How labels are made of names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Naming {
    /// By IDNA, and by a hash where that is not possible (`utils.subdomain_hook_idna`).
    #[default]
    Idna,
    /// As before JupyterHub 5; all services share one (`utils.subdomain_hook_legacy`).
    Legacy,
}

/// Below which host people and services have theirs, and how they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subdomains {
    scheme: String,
    domain: String,
    /// With its colon, or nothing.
    port: String,
    naming: Naming,
}

impl Subdomains {
    /// Those below `host`.
    pub fn new(host: &Origin, naming: Naming) -> Self {
        let (scheme, place) = host.as_str().split_once("://").unwrap_or(("http", ""));
        let at = place
            .rfind(':')
            .filter(|at| !place[*at..].contains(']'))
            .unwrap_or(place.len());
        Self {
            scheme: scheme.to_owned(),
            domain: place[..at].to_owned(),
            port: place[at..].to_owned(),
            naming,
        }
    }

    /// The domain of a user (`User.domain`).
    pub fn of_user(&self, user: &UserName) -> String {
        let label = match self.naming {
            Naming::Idna => label(user.as_str()),
            Naming::Legacy => legacy_label(user.as_str()),
        };
        format!("{label}.{}", self.domain)
    }

    /// The domain of a service (`Service.domain`).
    pub fn of_service(&self, service: &ServiceName) -> String {
        match self.naming {
            Naming::Idna => format!("{}--service.{}", label(service.as_str()), self.domain),
            Naming::Legacy => format!("services.{}", self.domain),
        }
    }

    /// Scheme and port around a domain (`User.host`).
    pub fn origin(&self, domain: &str) -> String {
        format!("{}://{domain}{}", self.scheme, self.port)
    }
}

/// A label for any name: the name itself, its form by IDNA, or some of it with a hash
/// (`utils._strict_dns_safe_encode`).
fn label(name: &str) -> String {
    // What looks like the outcome of a rule could be that of another name.
    if name.contains("--") {
        return hashed(name);
    }
    if is_safe(name) {
        return name.to_owned();
    }
    by_idna(name).unwrap_or_else(|| hashed(name))
}

/// Whether `label` may stand in a domain as it is (`utils._is_dns_safe`).
fn is_safe(label: &str) -> bool {
    let bytes = label.as_bytes();
    let ends_well = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
    bytes.len() <= LONGEST
        && ends_well(bytes.first())
        && ends_well(bytes.last())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && !bytes.iter().all(u8::is_ascii_digit)
}

/// `name` by IDNA 2008, which maps nothing: what it would have to change it refuses.
fn by_idna(name: &str) -> Option<String> {
    let is_word = LETTERS
        .as_ref()
        .is_some_and(|letters| letters.is_match(name));
    if !is_word || name.is_ascii() || name.contains('_') {
        return None;
    }
    let ascii = domain_to_ascii(name);
    (is_safe(&ascii) && domain_to_unicode(&ascii) == name).then_some(ascii)
}

/// Some letters of `name`, and a hash that makes it the only one (`utils._trim_and_hash`).
fn hashed(name: &str) -> String {
    let hash = hex(&Sha256::digest(name.as_bytes()));
    let lower = name.to_lowercase();
    let safe = lower
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let stub: String = safe.take(8).collect();
    let stub = if stub.is_empty() { "x" } else { &stub };
    format!("u-{stub}--{}", &hash[..7])
}

/// Each byte that is neither letter, digit, `-` nor `.` as `_` with its two digits (`utils._dns_quote`).
fn legacy_label(name: &str) -> String {
    let quoted = name.bytes().map(|byte| match byte {
        b'-' | b'.' => char::from(byte).to_string(),
        letter if letter.is_ascii_alphanumeric() => {
            char::from(letter.to_ascii_lowercase()).to_string()
        }
        other => format!("_{other:02x}"),
    });
    quoted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subdomains(host: &str, naming: Naming) -> Subdomains {
        Subdomains::new(&host.parse().unwrap(), naming)
    }

    /// Answers of the real hooks: `python -c 'from jupyterhub.utils import *; print(subdomain_hook_idna(…))'`.
    #[test]
    fn labels_are_those_of_jupyterhub() {
        let [idna, legacy] =
            [Naming::Idna, Naming::Legacy].map(|naming| subdomains("https://h", naming));
        for (name, by_idna, by_quoting) in [
            ("ada", "ada", "ada"),
            ("Ada", "Ada", "ada"),
            ("zoë", "xn--zo-ija", "zo_c3_ab"),
            ("straße", "xn--strae-oqa", "stra_c3_9fe"),
            ("123", "u-123--a665a45", "123"),
            ("12a", "12a", "12a"),
            ("a.b", "u-ab--2e7336d", "a.b"),
            ("zoë.b", "u-zob--119fb76", "zo_c3_ab.b"),
            ("a_b", "u-ab--648fa9b", "a_5fb"),
            ("-a", "u-a--c274891", "-a"),
            ("a-", "u-a--9baf440", "a-"),
            ("a--b", "u-ab--90827a2", "a--b"),
            ("xn--zo-jla", "u-xnzojla--4b9e856", "xn--zo-jla"),
            ("user name", "u-username--7935f40", "user_20name"),
            ("ada😀", "u-ada--32d69d9", "ada_f0_9f_98_80"),
            ("日本語", "xn--wgv71a119e", "_e6_97_a5_e6_9c_ac_e8_aa_9e"),
            ("e\u{301}va", "u-eva--ecadf0e", "e_cc_81va"),
            ("éva", "xn--va-9ia", "_c3_a9va"),
            ("ÉVA", "u-va--e51394d", "_c3_89va"),
            ("a~b", "u-ab--941528e", "a_7eb"),
            ("אבג", "xn--4dbcd", "_d7_90_d7_91_d7_92"),
            ("a\u{200d}b", "u-ab--57d3077", "a_e2_80_8db"),
            ("ﬀ", "u-x--2740ec4", "_ef_ac_80"),
            (
                "हिन्दी",
                "xn--j2bd4cyah0f",
                "_e0_a4_b9_e0_a4_bf_e0_a4_a8_e0_a5_8d_e0_a4_a6_e0_a5_80",
            ),
            ("u-x--abc", "u-uxabc--7a51d1b", "u-x--abc"),
            ("naïve-user", "xn--nave-user-15a", "na_c3_afve-user"),
            ("ß", "xn--zca", "_c3_9f"),
            ("a٣", "u-a--76e0f31", "a_d9_a3"),
        ] {
            assert_eq!(idna.of_user(&name.into()), format!("{by_idna}.h"), "{name}");
            assert_eq!(
                legacy.of_user(&name.into()),
                format!("{by_quoting}.h"),
                "{name}"
            );
            let service = idna.of_service(&name.into());
            assert_eq!(service, format!("{by_idna}--service.h"), "{name}");
            assert_eq!(legacy.of_service(&name.into()), "services.h");
        }
    }

    #[test]
    fn a_label_is_as_long_as_a_label_may_be() {
        let idna = subdomains("https://h", Naming::Idna);
        let [longest, too_long] = [63, 64].map(|length| "x".repeat(length));
        assert_eq!(
            idna.of_user(&longest.as_str().into()),
            format!("{longest}.h")
        );
        assert_eq!(
            idna.of_user(&too_long.as_str().into()),
            "u-xxxxxxxx--7ce1009.h"
        );
    }

    #[test]
    fn scheme_and_port_are_the_hubs() {
        let of = |host| subdomains(host, Naming::Idna).origin("ada.x");
        assert_eq!(of("https://hub.example.org"), "https://ada.x");
        assert_eq!(of("http://hub.example.org:8000"), "http://ada.x:8000");
    }
}
