//! The hosts of people and services that have one each, below the hub's (`JupyterHub.subdomain_host`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regex::Regex;
use sha2::{Digest, Sha256};
use url::quirks::{domain_to_ascii, domain_to_unicode};

use super::{Origin, ServiceName, UserName};
use crate::clock::hex;
use crate::error::{Error, Result};

/// The longest label of a domain.
const LONGEST: usize = 63;

/// What letters and digits of any language are, with the marks on them. IDNA has no others.
static LETTERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\w-]+$").ok());

/// How domains are made of names.
#[derive(Debug, Clone, Default)]
pub enum Naming {
    /// By IDNA, and by a hash where that is not possible (`utils.subdomain_hook_idna`).
    #[default]
    Idna,
    /// As before JupyterHub 5; all services share one (`utils.subdomain_hook_legacy`).
    Legacy,
    /// As somebody says who is asked for each, once.
    Told(Domains),
}

/// What has a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A user.
    User,
    /// A service.
    Service,
}

impl Kind {
    /// As `subdomain_hook` is told it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Service => "service",
        }
    }
}

/// The domains that were told, by whose they are.
#[derive(Debug, Clone, Default)]
pub struct Domains(Arc<RwLock<HashMap<(Kind, String), String>>>);

impl Domains {
    /// That of `name`, if it is known.
    pub fn get(&self, kind: Kind, name: &str) -> Option<String> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&(kind, name.to_owned())).cloned()
    }

    /// Take up that `name` has `domain`, below or beside that of the hub, `hub`.
    ///
    /// # Errors
    /// Where it is no domain; is the hub's own, whose pages those of others must not touch; or is another user's.
    pub fn learn(&self, hub: &str, kind: Kind, name: &str, domain: &str) -> Result<()> {
        let domain = domain.to_ascii_lowercase();
        let what = format!(
            "`{}`, as the domain of {} `{name}`,",
            domain.escape_debug(),
            kind.as_str()
        );
        if !is_domain(&domain) {
            return Err(Error::invalid(format!("{what} is no domain")));
        }
        if domain.eq_ignore_ascii_case(hub) {
            return Err(Error::invalid(format!("{what} is the hub's own")));
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut others = known.iter().filter(|(_, other)| **other == domain);
        let theirs =
            others.find(|((other, of), _)| *other != kind || kind == Kind::User && of != name);
        if let Some(((other, of), _)) = theirs {
            let other = other.as_str();
            return Err(Error::invalid(format!("{what} is that of {other} `{of}`")));
        }
        match known.entry((kind, name.to_owned())) {
            Entry::Occupied(_) => {}
            Entry::Vacant(new) => {
                new.insert(domain);
            }
        }
        Ok(())
    }
}

/// Whether `text` can stand where a domain does.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=LONGEST).contains(&label.len())
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() < 254 && text.split('.').all(is_label)
}

/// Below which host people and services have theirs, and how they are called.
#[derive(Debug, Clone)]
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

    /// The domain of the hub.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The domains that were told, where somebody tells them.
    pub fn told(&self) -> Option<&Domains> {
        match &self.naming {
            Naming::Told(domains) => Some(domains),
            Naming::Idna | Naming::Legacy => None,
        }
    }

    /// The domain of a user (`User.domain`); none where nobody has told it yet.
    pub fn of_user(&self, user: &UserName) -> Option<String> {
        let label = match &self.naming {
            Naming::Idna => label(user.as_str()),
            Naming::Legacy => legacy_label(user.as_str()),
            Naming::Told(domains) => return domains.get(Kind::User, user.as_str()),
        };
        Some(format!("{label}.{}", self.domain))
    }

    /// The domain of a service (`Service.domain`); none where nobody has told it yet.
    pub fn of_service(&self, service: &ServiceName) -> Option<String> {
        Some(match &self.naming {
            Naming::Idna => format!("{}--service.{}", label(service.as_str()), self.domain),
            Naming::Legacy => format!("services.{}", self.domain),
            Naming::Told(domains) => return domains.get(Kind::Service, service.as_str()),
        })
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
            let [user, quoted] = [&idna, &legacy].map(|names| names.of_user(&name.into()));
            assert_eq!(user.unwrap(), format!("{by_idna}.h"), "{name}");
            assert_eq!(quoted.unwrap(), format!("{by_quoting}.h"), "{name}");
            let service = idna.of_service(&name.into());
            assert_eq!(service.unwrap(), format!("{by_idna}--service.h"), "{name}");
            assert_eq!(legacy.of_service(&name.into()).unwrap(), "services.h");
        }
    }

    #[test]
    fn a_label_is_as_long_as_a_label_may_be() {
        let idna = subdomains("https://h", Naming::Idna);
        let [longest, too_long] = [63, 64].map(|length| "x".repeat(length));
        assert_eq!(
            idna.of_user(&longest.as_str().into()).unwrap(),
            format!("{longest}.h")
        );
        assert_eq!(
            idna.of_user(&too_long.as_str().into()).unwrap(),
            "u-xxxxxxxx--7ce1009.h"
        );
    }

    #[test]
    fn what_is_told_is_known_from_then_on() {
        let domains = Domains::default();
        let told = subdomains("https://hub.example.org", Naming::Told(domains.clone()));
        assert_eq!(told.of_user(&"ada".into()), None);
        let learn = |kind, name, domain| domains.learn("hub.example.org", kind, name, domain);
        learn(Kind::User, "ada", "Ada.People.example.org").unwrap();
        learn(Kind::User, "ada", "ada.people.example.org").unwrap();
        learn(Kind::Service, "a", "services.example.org").unwrap();
        learn(Kind::Service, "b", "services.example.org").unwrap();
        let domain = told.of_user(&"ada".into());
        assert_eq!(domain.unwrap(), "ada.people.example.org");
        assert_eq!(told.of_service(&"ada".into()), None);
        let service = told.of_service(&"b".into());
        assert_eq!(service.unwrap(), "services.example.org");
        for domain in [
            "",
            "bob/x",
            "bob:80",
            "bob..org",
            "-bob.org",
            "bob .org",
            "hub.example.org",
            "HUB.example.org",
            "ada.people.example.org",
            "services.example.org",
        ] {
            assert!(learn(Kind::User, "bob", domain).is_err(), "{domain}");
            assert_eq!(told.of_user(&"bob".into()), None);
        }
        assert!(learn(Kind::Service, "c", "ada.people.example.org").is_err());
    }

    #[test]
    fn scheme_and_port_are_the_hubs() {
        let of = |host| subdomains(host, Naming::Idna).origin("ada.x");
        assert_eq!(of("https://hub.example.org"), "https://ada.x");
        assert_eq!(of("http://hub.example.org:8000"), "http://ada.x:8000");
    }
}
