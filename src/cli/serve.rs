//! `hubctl serve`: be the hub.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;

use super::{Answer, Outcome, Session};
use crate::clock::Clock;
use crate::config::Config;
use crate::http;
use crate::hub::Hub;
use crate::rbac::Catalogue;

/// Be the hub of a database, in place of JupyterHub
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8000")]
    bind: SocketAddr,
}

/// Serve until the process is told to stop.
pub(super) fn run(args: &Serve, session: &Session) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the threads of the hub cannot be started")?;
    runtime.block_on(async {
        let mut config = Config::default();
        config.hub.db_url = session.backend.db().clone();
        let hub = Hub::open(config, Catalogue::undefined(), Arc::new(Clock::system()))?;
        let listener = TcpListener::bind(args.bind)
            .await
            .with_context(|| format!("cannot listen on {}", args.bind))?;
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        http::serve(listener, http::router(Arc::new(hub)), stop).await;
        Ok(Answer::Yes)
    })
}
