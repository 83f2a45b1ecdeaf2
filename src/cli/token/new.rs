//! `hubctl token new`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use crate::cli::args::{Format, Write};
use crate::cli::output::{join, join_seen};
use crate::cli::roles::to_come;
use crate::cli::when::Span;
use crate::cli::{Answer, Outcome, Session, complete, prompt};
use crate::error::{Error, Kind};
use crate::model::{RoleName, ServiceName, TokenOwner, UserName};
use crate::ops::tokens::{Allows, MadeToken, NewToken, RolesForToken};
use crate::rbac::{Catalogue, Grants, RawFilter, RawScope, Scope};

#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// Whose it is to be [default: your login name]
    #[arg(add = ArgValueCompleter::new(complete::users), conflicts_with = "service")]
    user: Option<UserName>,
    /// A service's, instead of a user's
    #[arg(long, add = ArgValueCompleter::new(complete::services))]
    service: Option<ServiceName>,
    /// Give it the scopes that this role has now
    #[arg(long = "role", value_name = "ROLE", add = ArgValueCompleter::new(complete::roles))]
    roles: Vec<RoleName>,
    /// Give it this scope
    #[arg(long = "scope", value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    scopes: Vec<String>,
    /// Let it do whatever its owner may, now and later
    #[arg(long, conflicts_with_all = ["roles", "scopes"])]
    inherit: bool,
    /// What it is for [default: command-line generated]
    #[arg(long)]
    note: Option<String>,
    /// How long it is to last, as in `30d` [default: for ever]
    #[arg(long, value_name = "SPAN")]
    expires: Option<Span>,
    #[command(flatten)]
    write: Write,
}

pub(super) fn run(args: New, session: &mut Session) -> Outcome {
    let login = whoami::username().ok();
    let defaulted = args.user.is_none() && args.service.is_none();
    let owner = owner(args.user, args.service, login.as_deref())?;
    let allows = if args.inherit {
        inherit()
    } else if args.roles.is_empty() && args.scopes.is_empty() {
        ask(&owner, session).map_err(|error| say_whose(error, defaulted))?
    } else {
        Allows {
            roles: args.roles,
            scopes: args.scopes,
        }
    };
    let note = args.note.unwrap_or_else(|| note(&owner, login.as_deref()));
    let new = NewToken {
        note: Some(note),
        allows: Some(allows),
        expires_in: args.expires.map(|Span(span)| span),
        resolve: session.out.format() == Format::Json,
        ..NewToken::of(owner)
    };
    let made = session
        .backend
        .write(args.write, [new])
        .map_err(|error| say_whose(error.into(), defaulted))?
        .remove(0);
    show(&made, args.write, session)?;
    to_come::say(session)?;
    Ok(Answer::Yes)
}

fn owner(
    user: Option<UserName>,
    service: Option<ServiceName>,
    login: Option<&str>,
) -> anyhow::Result<TokenOwner> {
    let user = user.or_else(|| login.map(UserName::from));
    match (service, user) {
        (Some(service), _) => Ok(TokenOwner::Service(service)),
        (None, Some(user)) => Ok(TokenOwner::User(user)),
        (None, None) => Err(Error::invalid("your login name cannot be found out")
            .hint(WHOSE)
            .into()),
    }
}

const WHOSE: &str = "say whose the token is to be: `hubctl token new USER`";

/// Where the user was not named, what to do about an unknown one.
fn say_whose(error: anyhow::Error, defaulted: bool) -> anyhow::Error {
    match error.downcast::<Error>() {
        Ok(error) if defaulted && error.kind() == Kind::NotFound => error.hint(WHOSE).into(),
        Ok(error) => error.into(),
        Err(error) => error,
    }
}

/// What `jupyterhub token` notes, and who did it where that is somebody else.
fn note(owner: &TokenOwner, login: Option<&str>) -> String {
    const GENERATED: &str = "command-line generated";
    match (owner, login) {
        (TokenOwner::User(user), Some(login)) if user.as_str() == login => GENERATED.to_owned(),
        (_, Some(login)) => format!("{GENERATED} by {login}"),
        (_, None) => GENERATED.to_owned(),
    }
}

/// Whatever the owner may do, now and later.
fn inherit() -> Allows {
    Allows {
        scopes: vec![Scope::Inherit.to_string()],
        ..Allows::default()
    }
}

/// Let the person choose what the token may do.
fn ask(owner: &TokenOwner, session: &mut Session) -> anyhow::Result<Allows> {
    if !prompt::can_ask() {
        return Err(Error::invalid("what is the token to allow?")
            .hint("name it with `--role` or `--scope`, or say `--inherit` for whatever its owner may do")
            .into());
    }
    let roles = session.backend.read(RolesForToken(owner.clone()))?;
    let mut items = vec![format!("whatever {owner} may do, now and later")];
    items.extend(
        roles
            .iter()
            .map(|role| format!("role `{}`: {}", role.name, join(&role.scopes))),
    );
    items.push("scopes that you name".to_owned());
    session.out.say("What is the token to allow?");
    for (at, item) in items.iter().enumerate() {
        session.out.say(&format!("{:>3}  {item}", at + 1));
    }
    Ok(match prompt::choose(items.len())? {
        0 => inherit(),
        last if last + 1 == items.len() => {
            let named = prompt::ask("Scopes, with spaces between")?;
            Allows {
                scopes: named.split_whitespace().map(str::to_owned).collect(),
                ..Allows::default()
            }
        }
        chosen => Allows {
            roles: vec![roles[chosen - 1].name.clone()],
            ..Allows::default()
        },
    })
}

fn show(made: &MadeToken, write: Write, session: &mut Session) -> anyhow::Result<()> {
    let token = &made.token;
    let whose = token
        .owner
        .as_ref()
        .map_or_else(String::new, ToString::to_string);
    if write.dry_run {
        let scopes = join_seen(&token.raw_scopes);
        session.out.did(
            write,
            &format!("made a token of {whose} with the scopes {scopes}"),
        );
    } else if session.out.format() == Format::Json {
        session.out.json(made)?;
    } else {
        session.out.line(made.value.reveal())?;
    }
    if !made.idle.is_empty() {
        session.out.say(&idle(made));
    }
    Ok(())
}

/// What the scopes that stand for nothing will not allow, and what the token will.
fn idle(made: &MadeToken) -> String {
    let of_none = |raw: &RawScope| match &raw.filter {
        RawFilter::Own(own) => format!("`{raw}` allows nothing on a token that has no {own}"),
        _ => format!("`{raw}` allows nothing on a token that has no user"),
    };
    let none: Vec<_> = made.idle.iter().map(of_none).collect();
    let grants = Grants::parse(made.token.scopes.iter().flatten()).unwrap_or_default();
    let allows: Vec<_> = grants
        .heads(&Catalogue::undefined())
        .iter()
        .map(|grant| format!("`{grant}`"))
        .collect();
    let allows = match allows.as_slice() {
        [] => "nothing".to_owned(),
        some => join(some),
    };
    format!("note: {} · this one allows {allows}", none.join(", "))
}
