//! `hubctl oauth-clients`.

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;

use super::args::Destroy;
use super::output::{Row, flag, join};
use super::{Answer, Outcome, Session, complete, names};
use crate::model::{OAuthClient, ServiceName, UserName};
use crate::ops::oauth_clients::{
    ClientFilter, DeleteOAuthClient, ListOAuthClients, ShowOAuthClient,
};

/// List, show and delete OAuth clients: the hub, servers and services that people sign in to
#[derive(Debug, Subcommand)]
pub(super) enum OAuthClients {
    /// List OAuth clients, and what they belong to
    List(List),
    /// Show an OAuth client
    Show(Show),
    /// Delete OAuth clients, with the tokens and codes issued to them
    Delete(Delete),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those of this user's servers
    #[arg(long, add = ArgValueCompleter::new(complete::users))]
    user: Option<UserName>,
    /// Only that of this service
    #[arg(long, conflicts_with = "user", add = ArgValueCompleter::new(complete::services))]
    service: Option<ServiceName>,
    /// Only those whose server or service is gone
    #[arg(long, conflicts_with_all = ["user", "service"])]
    orphan: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which, by its identifier
    #[arg(add = ArgValueCompleter::new(complete::oauth_clients))]
    identifier: String,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Which, by their identifiers; `-` reads them from stdin, one a line
    #[arg(required = true, value_name = "IDENTIFIER")]
    #[arg(add = ArgValueCompleter::new(complete::oauth_clients))]
    identifiers: Vec<String>,
    /// Even one of a running server or of a service
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: OAuthClients, session: &mut Session) -> Outcome {
    match verb {
        OAuthClients::List(args) => list(args, session),
        OAuthClients::Show(args) => show(args, session),
        OAuthClients::Delete(args) => delete(&args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let clients = session.backend.read(ListOAuthClients(ClientFilter {
        user: args.user,
        service: args.service,
        orphan: args.orphan,
        ..ClientFilter::default()
    }))?;
    session.out.list(&clients)?;
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let client = session.backend.read(ShowOAuthClient(args.identifier))?;
    let fields = fields(&client);
    session.out.one(&client, fields)?;
    Ok(Answer::Yes)
}

fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let identifiers: Vec<String> = names::given(&args.identifiers)?;
    let which = names::spoken(&identifiers, "OAuth client");
    let question = format!("Delete {which}, with the tokens and codes issued to it?");
    let write = args.destroy.write;
    let deleted = session.destroy(args.destroy, &question, || {
        let deleting = identifiers.iter().cloned();
        deleting.map(|identifier| DeleteOAuthClient {
            identifier,
            force: args.force,
        })
    })?;
    let tokens: u32 = deleted.iter().map(|client| client.tokens).sum();
    let clients = super::output::count(deleted.len(), "OAuth client");
    session.out.did(
        write,
        &format!("deleted {clients}, tokens issued to them: {tokens}"),
    );
    Ok(Answer::Yes)
}

impl Row for OAuthClient {
    const COLUMNS: &'static [&'static str] = &[
        "identifier",
        "belongs to",
        "tokens",
        "codes",
        "redirect uri",
        "allowed scopes",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.identifier.clone(),
            self.owner.to_string(),
            self.tokens.to_string(),
            self.codes.to_string(),
            self.redirect_uri.clone().unwrap_or_default(),
            join(&self.allowed_scopes),
        ]
    }

    fn name(&self) -> String {
        self.identifier.clone()
    }
}

fn fields(client: &OAuthClient) -> Vec<(&'static str, String)> {
    vec![
        ("identifier", client.identifier.clone()),
        (
            "description",
            client.description.clone().unwrap_or_default(),
        ),
        ("belongs to", client.owner.to_string()),
        (
            "redirect uri",
            client.redirect_uri.clone().unwrap_or_default(),
        ),
        ("allowed scopes", join(&client.allowed_scopes)),
        ("has a secret", flag(client.has_secret)),
        ("tokens", client.tokens.to_string()),
        ("codes", client.codes.to_string()),
    ]
}
