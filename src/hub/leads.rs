//! Where people are led, where the configuration has a command for that.

use serde::Serialize;

use super::Hub;
use crate::command::External;
use crate::config::{CommandLine, OrCommand};
use crate::error::Result;
use crate::model::UserName;

/// What a command that leads people is told.
#[derive(Serialize)]
struct Told<'a> {
    option: &'a str,
    /// Who signed in, if somebody did.
    user: Option<Person<'a>>,
    base_url: &'a str,
    /// Where they want to, below their server.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a UserName,
}

impl Hub {
    /// Where people are led who ask for `/` (`JupyterHub.default_url`); empty where that is not said.
    ///
    /// # Errors
    /// Where the command that says it does not.
    pub async fn default_url(&self, user: Option<&UserName>) -> Result<String> {
        match &self.config().hub.default_url {
            OrCommand::Value(url) => Ok(url.clone()),
            OrCommand::Command { command } => {
                let said = self.lead("hub.default_url", command, user, None).await?;
                Ok(said.unwrap_or_default())
            }
        }
    }

    /// Where `/user-redirect/path` leads `user` (`JupyterHub.user_redirect_hook`); `None` to their own server.
    ///
    /// # Errors
    /// Where the command that says it does not.
    pub async fn user_redirect(&self, user: &UserName, path: &str) -> Result<Option<String>> {
        match &self.config().hub.user_redirect_hook {
            Some(command) if !command.is_empty() => {
                let option = "hub.user_redirect_hook";
                self.lead(option, command, Some(user), Some(path)).await
            }
            _ => Ok(None),
        }
    }

    async fn lead(
        &self,
        option: &str,
        command: &CommandLine,
        user: Option<&UserName>,
        path: Option<&str>,
    ) -> Result<Option<String>> {
        let config = self.config();
        let external = External {
            option,
            command,
            patience: config.hub.command_timeout.duration(),
        };
        let told = Told {
            option,
            user: user.map(|name| Person { name }),
            base_url: config.hub.base_url.as_str(),
            path,
        };
        external.maybe(&told).await
    }
}
