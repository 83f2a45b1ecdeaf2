//! Where each option of JupyterHub 6.1.1 is found here, and which of them has another default.

use super::absent::ABSENT;
use super::reading::SECTIONS;
use super::section::Declared;

/// What stands here for an option of JupyterHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counterpart {
    /// The option of the same name.
    Option(&'static Declared),
    /// Something of another name, as a file has it: `log.level`, `[[roles]]`.
    Moved(&'static str),
    /// Nothing, for a reason.
    Absent(&'static str),
}

/// An option whose default is not JupyterHub's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// `section.option`
    pub option: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// The options whose default is not JupyterHub's.
pub const DEVIATIONS: &[Deviation] = &[
    Deviation {
        option: "hub.authenticator_class",
        reason: "a hub that is told nothing keeps accounts itself: people sign in on any machine, and a stranger's guess is at no account of the system",
    },
    Deviation {
        option: "hub.bind_url",
        reason: "a hub that is told nothing serves this machine alone, not every interface",
    },
    Deviation {
        option: "hub.cleanup_servers",
        reason: "a hub that stops leaves people's servers running, so that an upgrade of the hub costs nobody their work",
    },
    Deviation {
        option: "hub.ip",
        reason: "as `hub.bind_url`",
    },
    Deviation {
        option: "auth.allow_all",
        reason: "accounts of the hub's own are given by whoever administers it: to have one is to be allowed",
    },
    Deviation {
        option: "auth.any_allow_config",
        reason: "as `auth.allow_all`",
    },
];

/// The classes of JupyterHub, each with the section that has its options.
const CLASSES: [(&str, &str); 14] = [
    ("JupyterHub", "hub"),
    ("Authenticator", "auth"),
    ("LocalAuthenticator", "auth"),
    ("PAMAuthenticator", "auth"),
    ("NullAuthenticator", "auth"),
    ("DummyAuthenticator", "auth"),
    ("SharedPasswordAuthenticator", "auth"),
    ("Spawner", "spawner"),
    ("LocalProcessSpawner", "spawner"),
    ("SimpleLocalProcessSpawner", "spawner"),
    ("Proxy", "proxy"),
    ("ConfigurableHTTPProxy", "proxy"),
    ("CryptKeeper", "crypt"),
    ("Service", "services"),
];

/// The options that have another name or place.
const MOVED: [(&str, &str); 15] = [
    ("JupyterHub.admin_users", "auth.admin_users"),
    ("JupyterHub.config_file", "--config"),
    ("JupyterHub.custom_scopes", "[custom_scopes]"),
    ("JupyterHub.hub_connect_port", "hub.hub_connect_url"),
    ("JupyterHub.load_groups", "[[groups]]"),
    ("JupyterHub.load_roles", "[[roles]]"),
    ("JupyterHub.log_level", "log.level"),
    ("JupyterHub.proxy_api_ip", "proxy.api_url"),
    ("JupyterHub.proxy_api_port", "proxy.api_url"),
    ("JupyterHub.proxy_auth_token", "proxy.auth_token"),
    ("JupyterHub.services", "[[services]]"),
    ("JupyterHub.show_config", "hubctl config show"),
    ("JupyterHub.show_config_json", "hubctl config show -o json"),
    ("Authenticator.whitelist", "auth.allowed_users"),
    ("LocalAuthenticator.group_whitelist", "auth.allowed_groups"),
];

/// What stands here for `class.option` of JupyterHub; `None` where JupyterHub has no such option.
pub fn counterpart(class: &str, option: &str) -> Option<Counterpart> {
    let is_it = |name: &str| name.split_once('.') == Some((class, option));
    if let Some((_, to)) = MOVED.iter().find(|(name, _)| is_it(name)) {
        return Some(Counterpart::Moved(to));
    }
    if let Some(absent) = ABSENT.iter().find(|absent| is_it(absent.name)) {
        return Some(Counterpart::Absent(absent.reason));
    }
    let section = section_of(class)?;
    let options = SECTIONS.iter().filter(|(name, _)| *name == section);
    let mut options = options.flat_map(|(_, options)| *options);
    let declared = options.find(|declared| declared.name == option);
    declared.map(Counterpart::Option)
}

/// The section that has the options of a class of JupyterHub.
pub(super) fn section_of(class: &str) -> Option<&'static str> {
    let found = CLASSES.iter().find(|(name, _)| *name == class);
    found.map(|(_, section)| *section)
}

/// What stands for `option`, written into `section`, where the section has none of that name.
pub(super) fn counterpart_in(section: &str, option: &str) -> Option<Counterpart> {
    let mut classes = CLASSES.iter().filter(|(_, name)| *name == section);
    classes.find_map(|(class, _)| counterpart(class, option))
}
