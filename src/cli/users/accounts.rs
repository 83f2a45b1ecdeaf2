//! The verbs of `hubctl users` about accounts of the hub's own.

use std::io::{self, IsTerminal};

use clap::Args;
use clap_complete::ArgValueCompleter;
use serde_json::json;

use crate::cli::args::{Destroy, Format, Write};
use crate::cli::output::{Row, flag, time};
use crate::cli::when::Span;
use crate::cli::{Answer, Outcome, Session, complete, names, prompt};
use crate::error::Error;
use crate::model::{Account, Invitation, Secret, SignUp, UserName};
use crate::ops::accounts::{
    ApproveSignUp, Chosen, Invite as InviteOne, ListAccounts, ListSignUps, RejectSignUp,
    SetPassword as SetOne,
};

#[derive(Debug, Args)]
pub(in crate::cli) struct Invite {
    /// Whom; who is not there is added
    #[arg(add = ArgValueCompleter::new(complete::users))]
    name: UserName,
    /// Make a new user an admin
    #[arg(long)]
    admin: bool,
    /// How long the link is good
    #[arg(long, value_name = "SPAN", default_value = "7d")]
    expires_in: Span,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SetPassword {
    /// Whose
    #[arg(add = ArgValueCompleter::new(complete::users))]
    name: UserName,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Accounts {
    /// Those who asked for an account, in place of those who have one
    #[arg(long)]
    waiting: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Approve {
    /// Whom; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Reject {
    /// Whom; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn invite(args: Invite, session: &mut Session) -> Outcome {
    let inviting = InviteOne {
        name: args.name,
        admin: args.admin,
        expires_in: Some(args.expires_in.0),
    };
    let made = session.backend.write(args.write, [inviting])?;
    for invitation in made {
        if !args.write.dry_run {
            show(&invitation, session)?;
        }
        let until = time(Some(invitation.expires_at));
        let did = format!("invited `{}`, once, until {until}", invitation.name);
        session.out.did(args.write, &did);
    }
    Ok(Answer::Yes)
}

/// The link goes to stdout, for whoever passes it on.
fn show(invitation: &Invitation, session: &mut Session) -> anyhow::Result<()> {
    let link = format!("hub/invite/{}", invitation.token.reveal());
    let (link, is_whole) = match (session.backend.place(), &invitation.address) {
        (Some(place), _) => (place.page(&format!("/{link}")), true),
        (None, Some(address)) => (format!("{address}{link}"), true),
        (None, None) => (link, false),
    };
    if session.out.format() == Format::Json {
        let (name, until) = (&invitation.name, invitation.expires_at);
        session
            .out
            .json(&json!({ "name": name, "link": link, "expires_at": until }))?;
    } else {
        session.out.line(&link)?;
    }
    if !is_whole {
        session.out.say(
            "no hub serves this database now: the link is below the address that it will have",
        );
    }
    Ok(())
}

pub(super) fn set_password(args: &SetPassword, session: &mut Session) -> Outcome {
    let password = new_password()?;
    let setting = SetOne {
        password: Chosen::Clear(password),
        name: args.name.clone(),
    };
    session.backend.write(args.write, [setting])?;
    let did = format!("set the password of `{}`, and signed them out", args.name);
    session.out.did(args.write, &did);
    Ok(Answer::Yes)
}

/// Asked for twice where a person is asked; else the first line of stdin.
fn new_password() -> anyhow::Result<Secret> {
    if prompt::can_ask() {
        return prompt::new_secret("New password");
    }
    if io::stdin().is_terminal() {
        return Err(
            Error::invalid("there is no terminal to ask for the password on")
                .hint("give it on stdin")
                .into(),
        );
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}

pub(super) fn accounts(args: &Accounts, session: &mut Session) -> Outcome {
    if args.waiting {
        let waiting = session.backend.read(ListSignUps)?;
        session.out.list(&waiting)?;
        return Ok(Answer::Yes);
    }
    let accounts = session.backend.read(ListAccounts)?;
    session.out.list(&accounts)?;
    let waiting = session.backend.read(ListSignUps)?.len();
    if waiting > 0 && session.out.format() == Format::Table {
        let note = format!("{waiting} wait for an account: see `hubctl users accounts --waiting`");
        session.out.say(&note);
    }
    Ok(Answer::Yes)
}

pub(super) fn approve(args: &Approve, session: &mut Session) -> Outcome {
    let names: Vec<UserName> = names::given(&args.names)?;
    let count = names.len();
    let approving = names.into_iter().map(ApproveSignUp);
    session.backend.write(args.write, approving)?;
    session.out.done(args.write, "approved", count, "account");
    Ok(Answer::Yes)
}

pub(super) fn reject(args: &Reject, session: &mut Session) -> Outcome {
    let names: Vec<UserName> = names::given(&args.names)?;
    let count = names.len();
    let whom = names::spoken(&names, "request for an account");
    let question = format!("Reject {whom}?");
    session.destroy(args.destroy, &question, || {
        names.iter().cloned().map(RejectSignUp)
    })?;
    session
        .out
        .done(args.destroy.write, "rejected", count, "request");
    Ok(Answer::Yes)
}

impl Row for Account {
    const COLUMNS: &'static [&'static str] = &["name", "admin", "password set", "invited until"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_string(),
            flag(self.admin),
            time(self.since),
            time(self.invited_until),
        ]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}

impl Row for SignUp {
    const COLUMNS: &'static [&'static str] = &["name", "asked"];

    fn cells(&self) -> Vec<String> {
        vec![self.name.to_string(), time(Some(self.since))]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}
