//! The door for people: the table of commands, and what becomes of their answers.
//!
//! One file a noun, each with its clap types and one short function a verb: build the operation,
//! call the backend, show the output. `output` is the only place that prints.
//!
//! To add a command: 1. write its operation in `ops/`; 2. add a verb to the noun's file here, or a
//! noun to `Command`; 3. run `just update` for completions, man pages and snapshots.

mod apply;
mod args;
mod audit;
mod backend;
mod browser;
mod can;
mod complete;
mod config;
mod csv;
mod db;
mod door;
mod explain;
mod export;
mod fit;
mod groups;
mod hub;
mod login;
mod logout;
mod logs;
mod names;
mod oauth_clients;
mod outline;
mod output;
mod pairs;
mod profiles;
mod progress;
mod prompt;
mod roles;
mod routes;
mod scopes;
mod serve;
mod servers;
mod services;
mod shares;
mod token;
mod tree;
mod upgrade_db;
mod users;
mod watch;
mod when;
mod whoami;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::CompleteEnv;
use clap_complete::env::Shells;

use self::args::{Destroy, Global};
use self::backend::Backend;
use self::door::{Given, Outside};
use self::output::Output;
use crate::client::Asked;
use crate::error::{Error, Kind};
use crate::ops::audit::Change;
use crate::ops::sent::AnyChange;

/// Administer a JupyterHub, and see who may do what and why
#[derive(Debug, Parser)]
#[command(
    name = "hubctl",
    version,
    max_term_width = 100,
    propagate_version = false
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(subcommand, alias = "user")]
    Users(users::Users),
    #[command(subcommand, alias = "group")]
    Groups(groups::Groups),
    #[command(subcommand, alias = "role")]
    Roles(roles::Roles),
    #[command(subcommand, alias = "service")]
    Services(services::Services),
    #[command(subcommand, alias = "tokens")]
    Token(token::Tokens),
    #[command(subcommand, alias = "scope")]
    Scopes(scopes::Scopes),
    #[command(subcommand, alias = "server")]
    Servers(servers::Servers),
    #[command(subcommand, alias = "share")]
    Shares(shares::Shares),
    #[command(subcommand, name = "oauth-clients", alias = "oauth-client")]
    OAuthClients(oauth_clients::OAuthClients),
    /// Say whether somebody may use a scope, and why
    Can(can::Arguments),
    /// Say whether somebody may make a request of the REST API, and why
    Explain(explain::Arguments),
    Apply(apply::Apply),
    Drift(apply::Drift),
    Export(export::Export),
    #[command(subcommand)]
    Audit(audit::Audit),
    #[command(subcommand)]
    Hub(hub::Hub),
    #[command(subcommand, alias = "route")]
    Routes(routes::Routes),
    Watch(watch::Watch),
    Login(login::Login),
    Logout(logout::Logout),
    Whoami(whoami::Whoami),
    #[command(subcommand, alias = "profile")]
    Profiles(profiles::Profiles),
    Serve(serve::Serve),
    #[command(subcommand)]
    Config(config::Config),
    #[command(subcommand)]
    Db(db::Db),
    /// Bring the database to the schema of JupyterHub 6.1 (the same as `db upgrade`)
    UpgradeDb(upgrade_db::UpgradeDb),
}

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Done, or yes.
    Yes,
    /// A question, answered no.
    No,
}

impl Answer {
    /// To a question.
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// `yes` or `no`.
    fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

/// What every command works with.
struct Session {
    /// What the command line says of all commands.
    global: Global,
    backend: Backend,
    out: Output,
}

impl Session {
    /// Destroy what `operations` name, once the person agrees; what cannot be destroyed is not asked about.
    fn destroy<O: Asked + Change + Into<AnyChange>, I: IntoIterator<Item = O>>(
        &self,
        destroy: Destroy,
        question: &str,
        operations: impl Fn() -> I,
    ) -> anyhow::Result<Vec<O::Output>> {
        if !destroy.yes {
            self.backend.rehearse(operations())?;
        }
        prompt::confirm(destroy, question)?;
        Ok(self.backend.write(destroy.write, operations())?)
    }
}

type Outcome = anyhow::Result<Answer>;

fn run(command: Command, session: &mut Session) -> Outcome {
    match command {
        Command::Users(verb) => users::run(verb, session),
        Command::Roles(verb) => roles::run(verb, session),
        Command::Token(verb) => token::run(verb, session),
        Command::Scopes(verb) => scopes::run(verb, session),
        Command::Can(args) => can::run(args, session),
        Command::Explain(args) => explain::run(args, session),
        Command::Apply(args) => apply::run(&args, session),
        Command::Drift(args) => apply::drift(&args, session),
        Command::Export(args) => export::run(args, session),
        Command::Audit(verb) => audit::run(verb, session),
        Command::Hub(verb) => hub::run(&verb, session),
        Command::Routes(verb) => routes::run(&verb, session),
        Command::Watch(args) => watch::run(&args, session),
        Command::Login(args) => login::run(&args, session),
        Command::Logout(args) => logout::run(&args, session),
        Command::Whoami(_) => whoami::run(session),
        Command::Profiles(verb) => profiles::run(verb, session),
        Command::Serve(args) => serve::run(&args, session),
        Command::Config(verb) => config::run(verb, session),
        Command::Db(verb) => db::run(verb, session),
        Command::UpgradeDb(args) => upgrade_db::run(&args, session),
        Command::Groups(verb) => groups::run(verb, session),
        Command::Services(verb) => services::run(verb, session),
        Command::Shares(verb) => shares::run(verb, session),
        Command::OAuthClients(verb) => oauth_clients::run(verb, session),
        Command::Servers(verb) => servers::run(verb, session),
    }
}

/// The definitions of all commands, for completions and man pages.
pub fn command() -> clap::Command {
    Cli::command()
}

/// The shells that can complete, and their scripts.
pub fn shells() -> Shells<'static> {
    complete::SHELLS
}

/// Run the command line of this process.
pub fn main() -> ExitCode {
    CompleteEnv::with_factory(command)
        .shells(complete::SHELLS)
        .complete();
    let matches = command().get_matches();
    let given = Given::of(&matches);
    let Cli { global, command } = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.format(&mut self::command()).exit(),
    };
    let mut out = Output::new(global.output);
    let outcome = Backend::new(&global, &given, &Outside::read())
        .map_err(anyhow::Error::from)
        .and_then(|backend| {
            let mut session = Session {
                backend,
                out: Output::new(global.output),
                global,
            };
            let answer = run(command, &mut session)?;
            session.out.finish()?;
            Ok(answer)
        });
    match outcome {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(error) if output::reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let unwritten = if error.is::<io::Error>() {
                "results cannot be written: "
            } else {
                ""
            };
            out.say(&format!("error: {unwritten}{error:#}"));
            ExitCode::from(exit_code(&error))
        }
    }
}

/// The exit code for `error`, by what the reader can do about it.
fn exit_code(error: &anyhow::Error) -> u8 {
    // A full disk, say, is no bug.
    if error.is::<io::Error>() {
        return 6;
    }
    match error.downcast_ref::<Error>().map(Error::kind) {
        Some(Kind::Invalid | Kind::NeedsHub) => 2,
        Some(Kind::NotFound | Kind::OutOfReach | Kind::Unresolved) => 3,
        Some(Kind::Denied) => 4,
        Some(Kind::Conflict | Kind::Configured) => 5,
        Some(Kind::Unreachable) => 6,
        Some(Kind::Internal) | None => 70,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_table_is_sound() {
        command().debug_assert();
    }
}
