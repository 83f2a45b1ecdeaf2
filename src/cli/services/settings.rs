//! What `services add` and `services edit` take to define a service.

use clap::{Args, ValueEnum, ValueHint};
use clap_complete::ArgValueCompleter;

use crate::cli::pairs::{self, Pair};
use crate::cli::{complete, names};
use crate::model::{Environment, Secret, ServicePart, ServiceSpec};

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[command(next_help_heading = "The service")]
pub(super) struct Settings {
    /// Where it listens: `http://host:port` or `https://host:port`
    #[arg(long, value_hint = ValueHint::Url)]
    url: Option<String>,
    /// Grant it the role `admin`
    #[arg(long, overrides_with = "no_admin")]
    admin: bool,
    /// Take the role `admin` from it
    #[arg(long)]
    no_admin: bool,
    /// List it on the hub's pages (the default)
    #[arg(long, overrides_with = "no_display")]
    display: bool,
    /// Do not list it on the hub's pages
    #[arg(long)]
    no_display: bool,
    /// Let people sign in to it without being asked
    #[arg(long, overrides_with = "oauth_confirm")]
    oauth_no_confirm: bool,
    /// Ask people before they are signed in to it (the default)
    #[arg(long)]
    oauth_confirm: bool,
    /// What it may do for people who signed in to it (repeatable; all are replaced)
    #[arg(long = "allowed-scope", value_name = "SCOPE")]
    #[arg(add = ArgValueCompleter::new(complete::scopes))]
    allowed_scopes: Vec<String>,
    /// Where people who signed in are sent back to, if not below its path on the hub
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,
    /// The file with its API token, which it shows the hub to sign people in; `-` is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    oauth_secret_file: Option<String>,
    /// What is kept about it: a JSON object, which replaces what there was
    #[arg(long, value_name = "OBJECT")]
    info: Option<String>,
    /// Where the hub starts it
    #[arg(long, value_name = "DIRECTORY", value_hint = ValueHint::DirPath)]
    cwd: Option<String>,
    /// Set a variable in its environment (repeatable; for secrets, use `--env-file`)
    #[arg(long = "env", value_name = "NAME=VALUE")]
    environment: Vec<Pair>,
    /// Set the variables in this file, one `NAME=VALUE` a line; `-` is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    env_file: Option<String>,
    /// The system user it runs as; not given, the hub's own
    #[arg(long, value_hint = ValueHint::Username)]
    user: Option<String>,
    /// How long a starting hub waits for it to answer [default: 30]
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u32>,
    /// How the hub starts it
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Settings {
    /// What they define, and the secret of the OAuth client.
    pub(super) fn read(self) -> anyhow::Result<(ServiceSpec, Option<Secret>)> {
        let secret = self.oauth_secret_file.as_deref().map(names::file);
        let secret = secret.transpose()?.map(|text| Secret::new(text.trim()));
        let mut variables = match &self.env_file {
            Some(file) => pairs::lines(&names::file(file)?)?,
            None => Vec::new(),
        };
        variables.extend(self.environment);
        let environment: Environment = variables
            .into_iter()
            .map(|pair| (pair.key, pair.value))
            .collect();
        let info = self.info.as_deref().map(pairs::parse_object);
        let spec = ServiceSpec {
            url: self.url,
            admin: choice(self.admin, self.no_admin),
            display: choice(self.display, self.no_display),
            oauth_no_confirm: choice(self.oauth_no_confirm, self.oauth_confirm),
            allowed_scopes: some(self.allowed_scopes, Vec::is_empty),
            client_id: None,
            redirect_uri: self.redirect_uri,
            command: some(self.command, Vec::is_empty),
            cwd: self.cwd,
            environment: some(environment, Environment::is_empty),
            user: self.user,
            timeout: self.timeout,
            info: info.transpose()?,
        };
        Ok((spec, secret))
    }
}

/// What of two opposite flags was said.
fn choice(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn some<T>(values: T, is_empty: impl Fn(&T) -> bool) -> Option<T> {
    (!is_empty(&values)).then_some(values)
}

/// A part that can be taken out of a service's definition.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Part {
    Url,
    AllowedScopes,
    RedirectUri,
    Command,
    Cwd,
    Env,
    User,
    Info,
}

impl From<Part> for ServicePart {
    fn from(part: Part) -> Self {
        match part {
            Part::Url => Self::Url,
            Part::AllowedScopes => Self::AllowedScopes,
            Part::RedirectUri => Self::RedirectUri,
            Part::Command => Self::Command,
            Part::Cwd => Self::Cwd,
            Part::Env => Self::Environment,
            Part::User => Self::User,
            Part::Info => Self::Info,
        }
    }
}
