//! The hosts of people and services, where a command names them (`JupyterHub.subdomain_hook`).
//!
//! It is asked when a server starts, for whoever's is found running, and for services: never because of a name in an
//! address that somebody made up. What it has said counts for as long as the hub runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use tokio::task::{JoinError, JoinSet};

use super::Hub;
use crate::command::External;
use crate::config::OrCommand;
use crate::error::{Error, Kind, Result};
use crate::model::HostOf;
use crate::ops::operate;
use crate::ops::services::{ListServices, ServiceFilter};
use crate::store::servers::running;

/// How many are asked for at a time.
const AT_A_TIME: usize = 8;

const OPTION: &str = "hub.subdomain_hook";

/// What the command is told, as JupyterHub's function is.
#[derive(Serialize)]
struct Told<'a> {
    option: &'static str,
    name: &'a str,
    domain: &'a str,
    kind: &'static str,
}

impl Hub {
    /// Have the domain of a user or service known, where it must be asked for.
    ///
    /// # Errors
    /// Where the command does not tell it, or what it tells is of no use.
    pub(super) async fn know_domain(&self, of: HostOf, name: &str) -> Result<()> {
        let Some(hosts) = &self.servers.site().subdomains else {
            return Ok(());
        };
        let config = self.config();
        let (Some(known), OrCommand::Command { command }) =
            (hosts.told(), &config.hub.subdomain_hook)
        else {
            return Ok(());
        };
        if known.get(of, name).is_some() {
            return Ok(());
        }
        let external = External {
            option: OPTION,
            command,
            patience: config.hub.command_timeout.duration(),
        };
        let told = Told {
            option: OPTION,
            name,
            domain: hosts.domain(),
            kind: of.as_str(),
        };
        let within = |error: Error| error.within(&format!("the host of {} `{name}`", of.as_str()));
        let domain: String = external.ask(&told).await.map_err(unfit).map_err(within)?;
        known
            .learn(hosts.domain(), of, name, &domain)
            .map_err(unfit)
    }

    /// Have the domains known of all services, and of whoever has a server that the last hub left.
    ///
    /// # Errors
    /// Where one cannot be: without it, nobody could be led there, and whoever is led to another host loses their work.
    pub(super) async fn know_domains(self: &Arc<Self>) -> Result<()> {
        if !self.asks_for_domains() {
            return Ok(());
        }
        let config = self.config();
        let mut wanted: BTreeSet<(HostOf, String)> = self.all_services()?.collect();
        let declared = config
            .services
            .iter()
            .map(|one| one.name.as_str().to_owned());
        wanted.extend(declared.map(|name| (HostOf::Service, name)));
        let left = self.pool.read(|tx, _| running::left_running(tx))?;
        let left = left.iter().map(|left| left.server.user.as_str().to_owned());
        wanted.extend(left.map(|name| (HostOf::User, name)));
        self.know_all(wanted).await
    }

    /// The same for services that came up meanwhile; of which it cannot be known, nobody is led to.
    pub(super) async fn know_domains_of_services(self: &Arc<Self>) {
        if !self.asks_for_domains() {
            return;
        }
        let known = async { self.know_all(self.all_services()?).await };
        if let Err(error) = known.await {
            tracing::error!(%error, "the host of a service is not known");
        }
    }

    fn asks_for_domains(&self) -> bool {
        let hosts = self.servers.site().subdomains.as_ref();
        hosts.is_some_and(|hosts| hosts.told().is_some())
    }

    fn all_services(&self) -> Result<impl Iterator<Item = (HostOf, String)> + use<>> {
        let list = ListServices(ServiceFilter::default());
        let services = self.pool.read(|tx, _| operate(list, tx))?;
        let services = services.into_iter();
        Ok(services.map(|service| (HostOf::Service, service.name.as_str().to_owned())))
    }

    async fn know_all(
        self: &Arc<Self>,
        wanted: impl IntoIterator<Item = (HostOf, String)>,
    ) -> Result<()> {
        let mut asked = JoinSet::new();
        let mut all = Ok(());
        for (of, name) in wanted {
            if asked.len() >= AT_A_TIME {
                all = all.and(heard(asked.join_next().await));
            }
            let hub = Arc::clone(self);
            asked.spawn(async move { hub.know_domain(of, &name).await });
        }
        while let Some(answer) = asked.join_next().await {
            all = all.and(heard(Some(answer)));
        }
        all
    }
}

fn heard(answer: Option<std::result::Result<Result<()>, JoinError>>) -> Result<()> {
    match answer {
        Some(Ok(known)) => known,
        Some(Err(_)) => Err(Error::internal("a question for a domain broke off")),
        None => Ok(()),
    }
}

/// For whoever configures the hub to mend, and no fault of whoever asks for a server.
fn unfit(error: Error) -> Error {
    if error.kind() != Kind::Invalid {
        return error;
    }
    Error::unreachable(error.to_string()).hint(format!("see `{OPTION}` in docs/commands.md"))
}
