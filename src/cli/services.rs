//! `hubctl services`.

mod settings;

use clap::{Args, Subcommand, ValueEnum};
use clap_complete::ArgValueCompleter;

use self::settings::{Part, Settings};
use super::args::{Destroy, Write};
use super::output::{Row, flag, join, join_seen, seen};
use super::{Answer, Outcome, Session, complete, names};
use crate::error::{Error, Result};
use crate::model::{RoleName, Service, ServiceDetails, ServiceName, ServiceSource, StoredService};
use crate::ops::services::{
    AddService, DefinedService, DeleteService, EditService, ListServices, ServiceFilter,
    ShowService,
};

/// List, add, edit and delete services
#[derive(Debug, Subcommand)]
pub(super) enum Services {
    /// List services
    List(List),
    /// Show a service
    Show(Show),
    /// Add a service
    ///
    /// A hub takes it up at its next start, and keeps it: an entry of the same name in its
    /// configuration is ignored from then on.
    Add(Add),
    /// Change what defines a service
    ///
    /// What the hub's configuration says of a service, it says again at the next start.
    Edit(Edit),
    /// Delete services, with their tokens and OAuth clients
    Delete(Delete),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only holders of this role
    #[arg(long, add = ArgValueCompleter::new(complete::roles))]
    role: Option<RoleName>,
    /// Only admins
    #[arg(long)]
    admin: bool,
    /// Only those that come from there
    #[arg(long, value_enum)]
    source: Option<Source>,
    /// Only those that the hub starts
    #[arg(long)]
    managed: bool,
    /// Show the values of their environments
    #[arg(long)]
    show_secrets: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Source {
    /// The hub's configuration
    Configuration,
    /// A command or the REST API
    Runtime,
}

impl From<Source> for ServiceSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Configuration => Self::Configuration,
            Source::Runtime => Self::Runtime,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which service
    #[arg(add = ArgValueCompleter::new(complete::services))]
    name: ServiceName,
    /// Show the values of its environment
    #[arg(long)]
    show_secrets: bool,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The new name
    name: ServiceName,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Edit {
    /// Which service
    #[arg(add = ArgValueCompleter::new(complete::services))]
    name: ServiceName,
    /// Take this out of its definition (repeatable); `url` takes `redirect-uri` with it
    #[arg(long, value_enum, value_name = "PART")]
    unset: Vec<Part>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Which services; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME", add = ArgValueCompleter::new(complete::services))]
    names: Vec<String>,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: Services, session: &mut Session) -> Outcome {
    match verb {
        Services::List(args) => list(args, session),
        Services::Show(args) => show(args, session),
        Services::Add(args) => add(args, session),
        Services::Edit(args) => edit(args, session),
        Services::Delete(args) => delete(&args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    refuse_secrets_of_hub(args.show_secrets, session)?;
    let mut services = session.backend.read(ListServices(ServiceFilter {
        role: args.role,
        admin: args.admin,
        source: args.source.map(ServiceSource::from),
        managed: args.managed,
        ..ServiceFilter::default()
    }))?;
    services.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    if args.show_secrets {
        services.iter_mut().for_each(reveal);
    }
    session.out.list(&services)?;
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    refuse_secrets_of_hub(args.show_secrets, session)?;
    let mut service = session.backend.read(ShowService(args.name))?;
    if args.show_secrets {
        reveal(&mut service);
    }
    let fields = fields(&service);
    session.out.one(&service, fields)?;
    Ok(Answer::Yes)
}

fn reveal(service: &mut Service) {
    if let Some(stored) = service.stored.shown_mut() {
        stored.environment = std::mem::take(&mut stored.environment).revealed();
    }
}

/// What is secret stays on the hub's machine.
fn refuse_secrets_of_hub(asked: bool, session: &Session) -> Result<()> {
    if asked && session.backend.is_remote() {
        return Err(
            Error::invalid("a hub tells nobody the values of a service's environment")
                .hint("use `--db` on its machine"),
        );
    }
    Ok(())
}

/// Where it comes from, where the caller may see that.
fn source(service: &Service) -> Option<ServiceSource> {
    service.stored.shown().map(|stored| stored.source)
}

fn add(args: Add, session: &mut Session) -> Outcome {
    let (spec, secret) = args.settings.read()?;
    let name = args.name;
    let adding = AddService {
        name,
        spec,
        secret,
        token: None,
    };
    for added in session.backend.write(args.write, [adding])? {
        defined(&added, "added", args.write, session)?;
    }
    Ok(Answer::Yes)
}

fn edit(args: Edit, session: &mut Session) -> Outcome {
    let (change, secret) = args.settings.read()?;
    let editing = EditService {
        name: args.name,
        unset: args.unset.into_iter().map(Part::into).collect(),
        change,
        secret,
    };
    for edited in session.backend.write(args.write, [editing])? {
        defined(&edited, "changed", args.write, session)?;
    }
    Ok(Answer::Yes)
}

/// Show a service that was added or changed, and say what will come of it.
fn defined(done: &DefinedService, verb: &str, write: Write, session: &mut Session) -> Outcome {
    let service = &done.service;
    let name = &service.name;
    let out = &mut session.out;
    out.list(std::slice::from_ref(service))?;
    out.did(write, &format!("{verb} `{name}`"));
    match source(service) {
        Some(ServiceSource::Runtime) => {
            out.say("a hub takes this up at its next start, and keeps it");
        }
        Some(ServiceSource::Configuration) => out.say(&format!(
            "`{name}` comes from the hub's configuration, which puts it back at the next start"
        )),
        None => {}
    }
    if done.lacks_secret {
        out.say(&format!(
            "nobody can sign in to `{name}` until the hub knows its API token · \
             `hubctl services edit {name} --oauth-secret-file FILE`"
        ));
    }
    let details = service.details.shown();
    let managed = details.is_some_and(|details| !details.command.is_empty());
    if managed && source(service) == Some(ServiceSource::Runtime) {
        out.say(
            "a hub starts it without an API token · to give it one, \
             define it in the hub's `services` instead",
        );
    }
    Ok(Answer::Yes)
}

fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let names: Vec<ServiceName> = names::given(&args.names)?;
    let which = names::spoken(&names, "service");
    let question = format!("Delete {which}, with tokens and OAuth client?");
    let write = args.destroy.write;
    let deleted = session.destroy(args.destroy, &question, || {
        names.iter().cloned().map(DeleteService)
    })?;
    session.out.done(write, "deleted", deleted.len(), "service");
    let configured: Vec<_> = deleted
        .iter()
        .filter(|service| source(service) == Some(ServiceSource::Configuration))
        .map(|service| format!("`{}`", service.name))
        .collect();
    if !configured.is_empty() {
        session.out.say(&format!(
            "{} comes back at the hub's next start, unless its configuration lets it go too",
            configured.join(", ")
        ));
    }
    Ok(Answer::Yes)
}

impl Row for Service {
    const COLUMNS: &'static [&'static str] =
        &["name", "admin", "roles", "url", "source", "command"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_string(),
            flag(self.admin),
            join_seen(&self.roles),
            seen(&self.details, |details| details.url.clone()),
            seen(&self.stored, |stored| stored.source.word().to_owned()),
            seen(&self.details, |details| details.command.join(" ")),
        ]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}

fn fields(service: &Service) -> Vec<(&'static str, String)> {
    let details = |show: fn(&ServiceDetails) -> String| seen(&service.details, show);
    let stored = |show: fn(&StoredService) -> String| seen(&service.stored, show);
    vec![
        ("name", service.name.to_string()),
        ("source", stored(|stored| stored.source.word().to_owned())),
        ("admin", flag(service.admin)),
        ("roles", join_seen(&service.roles)),
        ("url", details(|details| details.url.clone())),
        ("prefix", details(|details| details.prefix.clone())),
        ("shown on pages", details(|details| flag(details.display))),
        ("info", details(info)),
        (
            "oauth client",
            stored(|stored| given(stored.oauth_client_id.as_ref())),
        ),
        (
            "allowed scopes",
            stored(|stored| join(&stored.oauth_client_allowed_scopes)),
        ),
        (
            "no confirmation",
            stored(|stored| flag(stored.oauth_no_confirm)),
        ),
        ("command", details(|details| details.command.join(" "))),
        ("directory", stored(|stored| given(stored.cwd.as_ref()))),
        ("environment", stored(variables)),
        ("system user", stored(|stored| given(stored.user.as_ref()))),
        ("timeout", stored(|stored| format!("{} s", stored.timeout))),
    ]
}

fn given(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn info(details: &ServiceDetails) -> String {
    if details.info.is_empty() {
        return String::new();
    }
    serde_json::Value::from(details.info.clone()).to_string()
}

fn variables(stored: &StoredService) -> String {
    let shown = stored.environment.shown();
    let pairs: Vec<_> = shown
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join(" ")
}
