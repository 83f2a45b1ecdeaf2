//! What is given outside the file: flags and the environment.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// An option that has a flag and a variable of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// `section.option`
    pub option: &'static str,
    /// The flag of `hubctl serve`.
    pub flag: &'static str,
    /// The variable.
    pub variable: &'static str,
}

/// The options that have a flag and a variable of their own.
pub const BOUND: &[Bound] = &[
    bound("hub.db_url", "--db", "HUBCTL_DB"),
    bound("hub.bind_url", "--bind", "HUBCTL_BIND"),
    bound("hub.base_url", "--base-url", "HUBCTL_BASE_URL"),
    bound("hub.ssl_cert", "--ssl-cert", "HUBCTL_SSL_CERT"),
    bound("hub.ssl_key", "--ssl-key", "HUBCTL_SSL_KEY"),
    bound("hub.pid_file", "--pid-file", "HUBCTL_PID_FILE"),
    bound("hub.upgrade_db", "--upgrade-db", "HUBCTL_UPGRADE_DB"),
    bound("log.level", "--log-level", "HUBCTL_LOG_LEVEL"),
    bound("log.format", "--log-format", "HUBCTL_LOG_FORMAT"),
];

const fn bound(option: &'static str, flag: &'static str, variable: &'static str) -> Bound {
    Bound {
        option,
        flag,
        variable,
    }
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
    /// The flags of [`BOUND`] that were given, each with what it says.
    pub flags: Vec<(&'static str, String)>,
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

    /// The variable `name`, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}

/// Keeps those that a configuration is read from, and no others.
impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        let bound = BOUND.iter().map(|bound| bound.variable);
        let known: Vec<_> = bound
            .chain(FALLBACKS.iter().map(|fallback| fallback.variable))
            .chain([CONFIG])
            .collect();
        let ours = variables.into_iter();
        Self(
            ours.filter(|(name, _)| known.contains(&name.as_str()))
                .collect(),
        )
    }
}

/// The names alone: values may be secrets.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
