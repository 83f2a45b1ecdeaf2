//! What commands are told of a server: whose it is, which, and what is chosen for it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::command::External;
use crate::config::{CommandLine, Config, OrCommand};
use crate::error::Result;
use crate::hub::Hub;
use crate::model::{GroupName, ServerRef, UserName};
use crate::ops::environment::server_path;
use crate::store::groups;

/// A server, as commands are told of it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hub) struct About {
    user: Person,
    server: Which,
    user_options: Map<String, Value>,
}

/// Whose it is.
#[derive(Debug, Clone, Serialize)]
struct Person {
    name: UserName,
    groups: Vec<GroupName>,
}

/// Which it is.
#[derive(Debug, Clone, Serialize)]
struct Which {
    name: String,
    url: String,
}

/// What a command is told: which option it stands for, the server, and what is that option's own affair.
#[derive(Serialize)]
struct Told<'a, T> {
    option: &'a str,
    #[serde(flatten)]
    about: &'a About,
    #[serde(flatten)]
    more: T,
}

/// Nothing besides.
#[derive(Serialize)]
pub(super) struct Nothing {}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.user.name, self.server.name)
    }
}

impl About {
    /// The groups of the person.
    pub(super) fn groups(&self) -> &[GroupName] {
        &self.user.groups
    }

    /// Whose server it is.
    pub(super) fn user(&self) -> &UserName {
        &self.user.name
    }

    /// What is chosen.
    pub(super) fn user_options(&self) -> &Map<String, Value> {
        &self.user_options
    }

    /// What `option` says, itself or by its command.
    ///
    /// # Errors
    /// Where its command does not say it.
    pub(in crate::hub) async fn said<T: DeserializeOwned + Clone>(
        &self,
        config: &Config,
        name: &str,
        option: &OrCommand<T>,
    ) -> Result<T> {
        match option {
            OrCommand::Value(value) => Ok(value.clone()),
            OrCommand::Command { command } => {
                let told = self.told(name, Nothing {});
                external(config, name, command).ask(&told).await
            }
        }
    }

    /// Run the command of `option`, if it has one, and tell it `more` besides.
    ///
    /// # Errors
    /// Where it fails, refuses, or answers what is no `T`.
    pub(super) async fn hook<T: DeserializeOwned>(
        &self,
        config: &Config,
        name: &str,
        command: Option<&CommandLine>,
        more: impl Serialize,
    ) -> Result<Option<T>> {
        let Some(command) = command.filter(|command| !command.is_empty()) else {
            return Ok(None);
        };
        let told = self.told(name, more);
        external(config, name, command).maybe(&told).await
    }

    fn told<'a, T>(&'a self, option: &'a str, more: T) -> Told<'a, T> {
        Told {
            option,
            about: self,
            more,
        }
    }
}

fn external<'a>(config: &Config, option: &'a str, command: &'a CommandLine) -> External<'a> {
    External {
        option,
        command,
        patience: config.hub.command_timeout.duration(),
    }
}

impl Hub {
    /// What commands are told of `server`.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(in crate::hub) fn about(
        &self,
        server: &ServerRef,
        user_options: &Map<String, Value>,
    ) -> Result<About> {
        let groups = self.pool.read(|tx, _| groups::of_user(tx, &server.user))?;
        Ok(About {
            user: Person {
                name: server.user.clone(),
                groups,
            },
            server: Which {
                name: server.server.as_str().to_owned(),
                url: server_path(&self.config().hub.base_url, server),
            },
            user_options: user_options.clone(),
        })
    }
}
