//! What the command line says of a configuration.

use std::path::PathBuf;

use clap::ValueHint;

use crate::config::{Environment, Given};

/// Where a configuration comes from, and the options that have a flag of their own.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The configuration [default: hubctl.toml, if there is one]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Where to listen: `host:port`, `:port` for every interface, `unix:/path`, or a URL
    /// [default: 127.0.0.1:8000]
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
    /// The path below which all is served [default: /]
    #[arg(long, value_name = "PATH")]
    base_url: Option<String>,
    /// The certificates for HTTPS, in a PEM file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    ssl_cert: Option<String>,
    /// The private key of the certificate, in a PEM file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    ssl_key: Option<String>,
    /// Write the number of the process to a file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pid_file: Option<String>,
    /// Upgrade the database first, after a backup, if it is of an older release
    #[arg(long)]
    upgrade_db: bool,
    /// How much to say: `error`, `warn`, `info`, `debug` or `trace` [default: info]
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
    /// For whom: `text` for people, `json` for programs [default: by whether stderr is a terminal]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl Options {
    /// All that is given, with the database that the global `--db` names.
    pub(super) fn given(&self, db: Option<&str>) -> Given {
        let text = |option: &Option<String>| option.clone();
        let flags = [
            ("--db", db.map(str::to_owned)),
            ("--bind", text(&self.bind)),
            ("--base-url", text(&self.base_url)),
            ("--ssl-cert", text(&self.ssl_cert)),
            ("--ssl-key", text(&self.ssl_key)),
            ("--pid-file", text(&self.pid_file)),
            ("--upgrade-db", self.upgrade_db.then(|| true.to_string())),
            ("--log-level", text(&self.log_level)),
            ("--log-format", text(&self.log_format)),
        ];
        Given {
            file: self.config.clone(),
            flags: flags
                .into_iter()
                .filter_map(|(flag, said)| Some((flag, said?)))
                .collect(),
            set: Vec::new(),
            environment: Environment::of_this_process(),
        }
    }
}
