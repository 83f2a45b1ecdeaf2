//! One service that the hub starts, from its first process to its last.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use nix::unistd::geteuid;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

use super::output;
use crate::config::{Service, Spawner};
use crate::error::{Error, Result};
use crate::hub::Hub;
use crate::hub::servers::hub_facts;
use crate::model::Secret;
use crate::ops::environment::{self, ServiceFacts};
use crate::spawn::launch::{Account, Folder, Launch};

/// How soon a service is started again that has ended.
const SOON: Duration = Duration::from_secs(1);

/// How soon at last, if it ends again and again.
const LATER: Duration = Duration::from_mins(1);

/// How long a service has to end by itself after each signal.
const PATIENCE: Duration = Duration::from_secs(5);

/// A service that is kept running.
pub(super) struct Managed {
    hub: Arc<Hub>,
    service: Service,
    words: Vec<String>,
    token: Secret,
}

impl Managed {
    /// Keep `service` running, if the configuration says how to start it.
    pub(super) fn of(hub: &Arc<Hub>, service: &Service) -> Option<Self> {
        let command = service.command.as_ref().filter(|words| !words.is_empty())?;
        let Some(token) = hub.services.token_of(service) else {
            tracing::error!(service = %service.name, "a service has no token, and is not started");
            return None;
        };
        Some(Self {
            hub: Arc::clone(hub),
            service: service.clone(),
            words: command.words().to_vec(),
            token,
        })
    }

    /// Start it, and start it again whenever it has ended, until the hub's services are to end.
    pub(super) async fn keep(self) {
        let name = &self.service.name;
        let mut pause = SOON;
        loop {
            let since = Instant::now();
            match self.start().await {
                Err(error) => {
                    tracing::error!(service = %name, %error, "a service cannot be started");
                }
                Ok(mut child) => {
                    tokio::select! {
                        ended = child.wait() => self.has_ended(ended),
                        () = self.hub.services.ending() => return self.end(child).await,
                    }
                }
            }
            if since.elapsed() > LATER {
                pause = SOON;
            }
            tokio::select! {
                () = sleep(pause) => {}
                () = self.hub.services.ending() => return,
            }
            pause = (pause * 2).min(LATER);
        }
    }

    async fn start(&self) -> Result<Child> {
        let service = &self.service;
        let account = match service.user.as_deref().filter(|user| !user.is_empty()) {
            Some(user) => Some(Account::named(user).await?),
            None => None,
        };
        let environment = self.environment(account.as_ref())?;
        let becomes = account.as_ref().filter(|_| geteuid().is_root());
        is_own(service, account.as_ref())?;
        let mut born = None;
        let launch = Launch {
            words: &self.words,
            environment: environment
                .iter()
                .map(|(name, value)| (name.as_str(), value.reveal()))
                .collect(),
            account: becomes,
            folder: match service.cwd.as_deref().filter(|cwd| !cwd.is_empty()) {
                Some(cwd) => Folder::At(Path::new(cwd)),
                None => Folder::Same,
            },
            prints: [Stdio::piped(), Stdio::piped()],
        };
        let launched = self
            .hub
            .services
            .launcher
            .launch(launch, |child| born = Some(child))
            .await;
        launched?;
        let mut child = born.ok_or_else(|| Error::internal("a service has no process"))?;
        let [name, again] = [&service.name; 2].map(Clone::clone);
        child
            .stdout
            .take()
            .map(|printed| tokio::spawn(output::log(name, printed)));
        child
            .stderr
            .take()
            .map(|printed| tokio::spawn(output::log(again, printed)));
        self.hub.services.runs(&service.name, child.id());
        tracing::info!(service = %service.name, process = child.id(), "a service is started");
        Ok(child)
    }

    fn environment(&self, account: Option<&Account>) -> Result<BTreeMap<String, Secret>> {
        let (service, config) = (&self.service, self.hub.config());
        let user = service.user.as_deref().filter(|user| !user.is_empty());
        let given = service.environment.iter();
        let default_client = format!("service-{}", service.name);
        let own_host = self.hub.servers.site().service_host(&service.name);
        let own_host = own_host.map(|host| host.parse()).transpose()?;
        let variables = environment::of_service(&ServiceFacts {
            hub: &hub_facts(&config, self.hub.servers.hub())?,
            name: &service.name,
            url: service.url.as_ref().map(crate::config::HttpUrl::as_str),
            own_host: own_host.as_ref(),
            user,
            api_token: &self.token,
            client_id: service
                .oauth_client_id
                .as_deref()
                .unwrap_or(&default_client),
            kept: &Spawner::default().inherited(),
            environment: given
                .map(|(name, value)| (name.clone(), value.reveal().to_owned()))
                .collect(),
        });
        let variables = variables.iter();
        let mut all: BTreeMap<String, Secret> = variables
            .map(|(name, value)| (name.to_owned(), Secret::new(value.reveal())))
            .collect();
        for (name, value) in account.into_iter().flat_map(Account::variables) {
            all.insert(name.to_owned(), Secret::new(value));
        }
        Ok(all)
    }

    fn has_ended(&self, ended: std::io::Result<ExitStatus>) {
        self.hub.services.runs(&self.service.name, None);
        let ended = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
        tracing::error!(service = %self.service.name, ended, "a service has ended, and is started again");
    }

    /// Ask it to end, ever less politely, and all that it started with it.
    async fn end(&self, mut child: Child) {
        let group = child
            .id()
            .and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        let tell = |signal| {
            if let Some(group) = group {
                // It may have ended by itself.
                let _ = kill_process_group(group, signal);
            }
        };
        for signal in [Signal::INT, Signal::TERM] {
            tell(signal);
            if timeout(PATIENCE, child.wait()).await.is_ok() {
                break;
            }
        }
        // What it leaves behind hears nothing less.
        tell(Signal::KILL);
        let _ = timeout(PATIENCE, child.wait()).await;
        self.hub.services.runs(&self.service.name, None);
        tracing::info!(service = %self.service.name, "a service has stopped");
    }
}

/// Only root can start a process as somebody else.
fn is_own(service: &Service, account: Option<&Account>) -> Result<()> {
    match account {
        Some(account) if !geteuid().is_root() && !account.is_own() => {
            Err(Error::unreachable(format!(
                "the service `{}` is to run as another system user than the hub's",
                service.name
            ))
            .hint("run the hub as root for that"))
        }
        _ => Ok(()),
    }
}
