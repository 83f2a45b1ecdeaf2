//! What is given outside the file: flags and the environment.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::reading::SECTIONS;

/// An option that has a flag of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// `section.option`
    pub option: &'static str,
    /// The flag of `hubctl serve`.
    pub flag: &'static str,
    /// Its variable, if it has one besides that of every option ([`variable_of`]).
    pub variable: Option<&'static str>,
}

/// The options that have a flag of their own.
pub const FLAGS: &[Flag] = &[
    flag("hub.db_url", "--db", Some("HUBCTL_DB")),
    flag("hub.bind_url", "--bind", Some("HUBCTL_BIND")),
    flag("hub.base_url", "--base-url", Some("HUBCTL_BASE_URL")),
    flag("hub.ssl_cert", "--ssl-cert", None),
    flag("hub.ssl_key", "--ssl-key", None),
    flag("hub.pid_file", "--pid-file", None),
    flag("hub.upgrade_db", "--upgrade-db", None),
    flag("log.level", "--log-level", None),
    flag("log.format", "--log-format", None),
];

const fn flag(option: &'static str, flag: &'static str, variable: Option<&'static str>) -> Flag {
    Flag {
        option,
        flag,
        variable,
    }
}

/// The flag that says any option.
pub(super) const SET: &str = "--set";

/// The variable of an option: `HUBCTL_HUB_BIND_URL` for `hub.bind_url`.
pub fn variable_of(option: &str) -> String {
    format!("HUBCTL_{}", option.replace('.', "_").to_uppercase())
}

/// A variable that JupyterHub itself reads where its configuration says nothing.
pub(super) struct Fallback {
    pub(super) option: &'static str,
    pub(super) variable: &'static str,
    /// What is between the parts, if the option is a list.
    pub(super) separator: Option<char>,
}

/// The variables that JupyterHub itself reads where its configuration says nothing.
pub(super) const FALLBACKS: &[Fallback] = &[
    fallback("hub.cookie_secret", "JPY_COOKIE_SECRET", None),
    fallback("proxy.auth_token", "CONFIGPROXY_AUTH_TOKEN", None),
    fallback("crypt.keys", "JUPYTERHUB_CRYPT_KEY", Some(';')),
    fallback("metrics.prefix", "JUPYTERHUB_METRICS_PREFIX", None),
    fallback(
        "metrics.spawn_duration_buckets",
        "JUPYTERHUB_SERVER_SPAWN_DURATION_SECONDS_BUCKETS",
        Some(','),
    ),
    fallback(
        "metrics.stop_duration_buckets",
        "JUPYTERHUB_SERVER_STOP_DURATION_SECONDS_BUCKETS",
        Some(','),
    ),
    fallback(
        "hub.xsrf_anonymous_ip_cidrs",
        "JUPYTERHUB_XSRF_ANONYMOUS_IP_CIDRS",
        Some(';'),
    ),
    fallback(
        "hub.xsrf_anonymous_id_headers",
        "JUPYTERHUB_XSRF_ANONYMOUS_ID_HEADERS",
        Some(';'),
    ),
];

const fn fallback(
    option: &'static str,
    variable: &'static str,
    separator: Option<char>,
) -> Fallback {
    Fallback {
        option,
        variable,
        separator,
    }
}

/// Names the file.
pub(super) const CONFIG: &str = "HUBCTL_CONFIG";

/// What a hub is given: a file, an environment, and flags.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The file that a flag names.
    pub file: Option<PathBuf>,
    /// The flags of [`FLAGS`] that were given, each with what it says.
    pub flags: Vec<(&'static str, String)>,
    /// What `--set` says: options as `section.option`, each with a value.
    pub set: Vec<(String, String)>,
    /// The environment.
    pub environment: Environment,
}

/// The variables that a configuration is read from.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect()
    }

    /// The names of those that say an option of a section ([`section_of`]).
    pub(super) fn of_sections(&self) -> impl Iterator<Item = &str> {
        let names = self.0.keys().map(String::as_str);
        names.filter(|name| section_of(name).is_some())
    }

    /// The variable `name`, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}

/// Keeps those that a configuration is read from, and no others.
impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        let short = FLAGS.iter().filter_map(|flag| flag.variable);
        let known: Vec<_> = short
            .chain(FALLBACKS.iter().map(|fallback| fallback.variable))
            .chain([CONFIG])
            .collect();
        let ours = variables.into_iter();
        Self(
            ours.filter(|(name, _)| known.contains(&name.as_str()) || section_of(name).is_some())
                .collect(),
        )
    }
}

/// The section that a variable says an option of, known or not.
pub(super) fn section_of(variable: &str) -> Option<&'static str> {
    let rest = variable.strip_prefix("HUBCTL_")?;
    let mut sections = SECTIONS.iter().map(|(section, _)| *section);
    sections.find(|section| {
        let (word, rest) = rest.split_at_checked(section.len()).unwrap_or_default();
        word.eq_ignore_ascii_case(section) && rest.starts_with('_')
    })
}

/// The names alone: values may be secrets.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
