//! The hooks around a server: commands that are run when it is ready, and when it has stopped. Those before a
//! start are part of how it is started ([`settings`](super::settings)).

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::about::{About, Nothing};
use crate::config::Config;
use crate::hub::{Hub, caught};
use crate::model::ServerRef;

/// What is about to be told to whoever follows a start.
#[derive(Serialize)]
struct Event<'a> {
    event: &'a Value,
}

/// `event`, which tells that a server is ready, as the hook has it (`Spawner.progress_ready_hook`).
pub(super) async fn ready(config: &Config, about: &About, event: Value) -> Value {
    let hook = config.spawner.progress_ready_hook.as_ref();
    let told = Event { event: &event };
    let said = about.hook(config, "spawner.progress_ready_hook", hook, told);
    match said.await {
        Ok(said) => said.map_or(event, Value::Object),
        Err(error) => {
            tracing::error!(server = %about, %error, "what a page says of a server that is ready is left as it was");
            event
        }
    }
}

impl Hub {
    /// What is done before a start of `server` (`Authenticator.pre_spawn_start`).
    pub(super) async fn before_start(&self, config: &Config, server: &ServerRef) {
        let authenticator = &self.authenticator;
        authenticator.before_start(&config.auth, &server.user).await;
    }

    /// What is done after the stop of `server`, and changes nothing if it fails: first the hook, then what the
    /// authenticator does (`User.stop`).
    pub(super) async fn after_stop(self: &Arc<Self>, server: &ServerRef) {
        let config = self.config();
        let done = async {
            self.post_stop_hook(&config, server).await;
            let authenticator = &self.authenticator;
            authenticator.after_stop(&config.auth, &server.user).await;
        };
        // A defect there has its line in the log, and keeps nobody from the end of the stop.
        let _ = caught("what is done after a stop", done).await;
    }

    /// Run the hook after the stop of `server` (`Spawner.run_post_stop_hook`).
    async fn post_stop_hook(self: &Arc<Self>, config: &Config, server: &ServerRef) {
        let Some(hook) = &config.spawner.post_stop_hook else {
            return;
        };
        let chosen = self.last_options(server).unwrap_or_default();
        let told = match self.about(server, &chosen) {
            Ok(about) => {
                let name = "spawner.post_stop_hook";
                about
                    .hook::<Value>(config, name, Some(hook), Nothing {})
                    .await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            tracing::error!(%server, %error, "the hook after the stop of a server failed");
        }
    }
}
