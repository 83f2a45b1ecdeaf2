//! What a command line, the environment and a file tell a hub: for `serve`, and for `config`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::scopes;
use crate::cli::Session;
use crate::cli::output::count;
use crate::config::{Config, Environment, Given, Loaded, Problems, Sources};
use crate::error::{Error, Result};
use crate::rbac::Catalogue;

/// The flags by which a hub is told its configuration.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub(in crate::cli) struct Configuration {
    /// The configuration file [default: hubctl.toml, if it is there] [env: `HUBCTL_CONFIG`]
    #[arg(long, short = 'f', value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Where to listen: `http://host:port/base/url`, `host:port`, `:port` or `unix:/path` [default: 127.0.0.1:8000]
    /// [env: `HUBCTL_BIND`]
    #[arg(long, value_name = "URL")]
    bind: Option<String>,
    /// The path below which all is served [default: /] [env: `HUBCTL_BASE_URL`]
    #[arg(long, value_name = "PATH")]
    base_url: Option<String>,
    /// Serve HTTPS, with the certificates of this PEM file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    ssl_cert: Option<String>,
    /// The private key of the certificate, in a PEM file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    ssl_key: Option<String>,
    /// Write the number of the process to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pid_file: Option<String>,
    /// Upgrade a database of an older release first, after a backup
    #[arg(long)]
    upgrade_db: bool,
    /// How much is said: error, warn, info, debug or trace [default: info]
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
    /// How it is said: text, json, or auto, which is text on a terminal [default: auto]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// Any option, as `--set spawner.mem_limit=2G`; may be given again
    #[arg(long, value_name = "OPTION=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

/// A configuration that can be served by.
#[derive(Debug)]
pub(in crate::cli) struct Told {
    /// The configuration.
    pub(in crate::cli) config: Config,
    /// Where its options come from.
    pub(in crate::cli) sources: Sources,
    /// What is most likely not meant.
    pub(in crate::cli) warnings: Vec<String>,
    /// The scopes that exist by it.
    pub(in crate::cli) catalogue: Catalogue,
}

impl Configuration {
    /// The configuration, its warnings said; or an error, after all that is wrong is said.
    pub(in crate::cli) fn told(&self, session: &mut Session) -> Result<Told> {
        let told = Told::by(&self.given(session));
        let told = told.map_err(|problems| refused(&problems, session))?;
        told.warn(session);
        Ok(told)
    }

    /// What is given, to be read now, and again by a hub that is told to.
    pub(in crate::cli) fn given(&self, session: &Session) -> Given {
        let environment = Environment::of_this_process();
        // What clap took from the environment is told as such.
        let db = session.global.db.clone();
        let db = db.filter(|db| environment.get("HUBCTL_DB") != Some(db));
        let flags = [
            ("--db", db),
            ("--bind", self.bind.clone()),
            ("--base-url", self.base_url.clone()),
            ("--ssl-cert", self.ssl_cert.clone()),
            ("--ssl-key", self.ssl_key.clone()),
            ("--pid-file", self.pid_file.clone()),
            ("--upgrade-db", self.upgrade_db.then(|| "true".to_owned())),
            ("--log-level", self.log_level.clone()),
            ("--log-format", self.log_format.clone()),
        ];
        let flags = flags.into_iter();
        Given {
            file: self.config.clone(),
            flags: flags
                .filter_map(|(flag, value)| Some((flag, value?)))
                .collect(),
            set: self.set.clone(),
            environment,
        }
    }
}

impl Told {
    /// What `given` says, or all that is wrong with it.
    pub(in crate::cli) fn by(given: &Given) -> Result<Self, Problems> {
        let mut catalogue = Catalogue::undefined();
        let loaded = Config::load_and(given, |config| {
            let (scopes, problems) = scopes::of(config);
            catalogue = scopes;
            problems
        })?;
        let Loaded {
            config,
            sources,
            warnings,
        } = loaded;
        Ok(Self {
            config,
            sources,
            warnings,
            catalogue,
        })
    }

    /// Say what is most likely not meant.
    pub(super) fn warn(&self, session: &mut Session) {
        for warning in &self.warnings {
            session.out.say(&format!("warning: {warning}"));
        }
    }
}

/// Say what is wrong; what is left to say is the one thing, or how many they are.
pub(in crate::cli) fn refused(problems: &Problems, session: &mut Session) -> Error {
    let all: Vec<_> = problems.iter().collect();
    if let [one] = all[..] {
        return one.again();
    }
    for problem in all {
        session.out.say(&format!("error: {problem}"));
    }
    summary(problems)
}

/// How much is wrong.
pub(super) fn summary(problems: &Problems) -> Error {
    let found = count(problems.iter().count(), "thing");
    Error::invalid(format!("{found} wrong with the configuration"))
}

/// `section.option=value`; a value may have `=` in it.
fn assignment(given: &str) -> Result<(String, String), String> {
    let (option, value) = given
        .split_once('=')
        .ok_or("write `section.option=value`, as in `hub.port=9000`")?;
    Ok((option.trim().to_owned(), value.to_owned()))
}
