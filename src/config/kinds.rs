//! Options that are one of a few words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How subdomains are made of names (`utils.subdomain_hook_idna`, `subdomain_hook_legacy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Subdomains {
    /// By IDNA, and with a hash for what does not fit.
    Idna,
    /// As before JupyterHub 5.
    Legacy,
}

/// What may be done with servers whose names 6.1 does not allow any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum InvalidNames {
    /// Their owners may start, stop and delete them.
    AllowStart,
    /// Their owners may stop and delete them.
    AllowDelete,
    /// They are renamed when the hub starts.
    #[serde(rename = "autorename")]
    Rename,
}

/// How people sign in, by the names and classes of JupyterHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum AuthenticatorClass {
    /// With accounts that the hub keeps itself.
    Native,
    /// With the accounts of this machine.
    #[serde(alias = "default", alias = "jupyterhub.auth.PAMAuthenticator")]
    Pam,
    /// With any name, and any password or the one configured: for trying out.
    #[serde(alias = "jupyterhub.auth.DummyAuthenticator")]
    Dummy,
    /// With a password that all share.
    #[serde(alias = "jupyterhub.authenticators.shared.SharedPasswordAuthenticator")]
    SharedPassword,
    /// Not at all: by tokens only.
    #[serde(alias = "jupyterhub.auth.NullAuthenticator")]
    Null,
}

/// How servers are started, by the names and classes of JupyterHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum SpawnerClass {
    /// As processes of this machine, each as its person's account.
    #[serde(alias = "default", alias = "jupyterhub.spawner.LocalProcessSpawner")]
    LocalProcess,
    /// As processes of this machine, all as the hub's account: for trying out.
    #[serde(alias = "jupyterhub.spawner.SimpleLocalProcessSpawner")]
    Simple,
    /// Not at all: they follow a script in their options, for tests of what talks to a hub.
    Fake,
}

/// What is done with the values of an options form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum FromForm {
    /// Each stays a list of strings.
    Passthrough,
    /// A list of one becomes what is in it, and `on` becomes true.
    Simple,
}
