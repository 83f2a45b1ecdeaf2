//! `hubctl users`.

mod accounts;

use clap::{Args, Subcommand, ValueHint};
use clap_complete::ArgValueCompleter;

use super::args::{Destroy, Format, Write};
use super::csv::People;
use super::output::{Row, count, flag, join_seen, seen, time};
use super::roles::to_come;
use super::when::Active;
use super::{Answer, Outcome, Session, apply, complete, names};
use crate::model::{GroupName, RoleName, User, UserName};
use crate::ops::users::{
    AddUser, DeleteUser, EditUser, ListUsers, NameUsers, ShowUser, UserFilter,
};

/// List, add, rename and delete users
#[derive(Debug, Subcommand)]
pub(super) enum Users {
    /// List users
    List(List),
    /// Show a user with all their servers
    Show(Show),
    /// Add users
    Add(Add),
    /// Give a user another name
    Rename(Rename),
    /// Delete users, with their servers, tokens and shares
    Delete(Delete),
    /// Make users admins, or ordinary users again
    SetAdmin(Admin),
    /// Invite somebody to choose a password, by a link that is good once
    Invite(accounts::Invite),
    /// Set somebody's password, asked for twice or read from stdin
    SetPassword(accounts::SetPassword),
    /// List accounts of the hub's own
    Accounts(accounts::Accounts),
    /// Give people the accounts that they asked for
    Approve(accounts::Approve),
    /// Refuse people the accounts that they asked for
    Reject(accounts::Reject),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only members of this group
    #[arg(long, add = ArgValueCompleter::new(complete::groups))]
    group: Option<GroupName>,
    /// Only holders of this role, directly or by a group
    #[arg(long, add = ArgValueCompleter::new(complete::roles))]
    role: Option<RoleName>,
    /// Only admins
    #[arg(long, conflicts_with = "not_admin")]
    admin: bool,
    /// Only those who are not admins
    #[arg(long)]
    not_admin: bool,
    /// Only those with a running server
    #[arg(long)]
    running: bool,
    #[command(flatten)]
    active: Active,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Whom
    #[arg(add = ArgValueCompleter::new(complete::users))]
    name: UserName,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The new names; `-` reads them from stdin, one a line
    #[arg(required_unless_present = "csv", value_name = "NAME")]
    names: Vec<String>,
    /// Make them admins
    #[arg(long)]
    admin: bool,
    /// Read them from a file of comma-separated values instead, whose first line names the columns: `name`,
    /// `admin`, `groups`; `-` is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["names", "admin"])]
    csv: Option<String>,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The present name
    #[arg(add = ArgValueCompleter::new(complete::users))]
    name: UserName,
    /// The name to be
    new_name: UserName,
    /// Even with a server that runs, as far as the database knows
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Whom; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME", add = ArgValueCompleter::new(complete::users))]
    names: Vec<String>,
    /// Even with a server that runs, as far as the database knows
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    destroy: Destroy,
}

#[derive(Debug, Args)]
pub(super) struct Admin {
    /// Whom; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME", add = ArgValueCompleter::new(complete::users))]
    names: Vec<String>,
    /// Take the admin flag away instead
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    write: Write,
}

pub(super) fn run(verb: Users, session: &mut Session) -> Outcome {
    match verb {
        Users::List(args) => list(args, session),
        Users::Show(args) => show(args, session),
        Users::Add(args) => add(&args, session),
        Users::Rename(args) => rename(args, session),
        Users::Delete(args) => delete(&args, session),
        Users::SetAdmin(args) => set_admin(&args, session),
        Users::Invite(args) => accounts::invite(args, session),
        Users::SetPassword(args) => accounts::set_password(&args, session),
        Users::Accounts(args) => accounts::accounts(&args, session),
        Users::Approve(args) => accounts::approve(&args, session),
        Users::Reject(args) => accounts::reject(&args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let (active_since, inactive_since) = args.active.bounds(session.backend.clock().now())?;
    let filter = UserFilter {
        group: args.group,
        role: args.role,
        admin: if args.admin {
            Some(true)
        } else {
            args.not_admin.then_some(false)
        },
        active_since,
        inactive_since,
        running: args.running.then_some(true),
        ..UserFilter::default()
    };
    if session.out.format() == Format::Name {
        session
            .out
            .names(&session.backend.read(NameUsers(filter))?)?;
    } else {
        session
            .out
            .list(&session.backend.read(ListUsers(filter))?.items)?;
    }
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let user = session.backend.read(ShowUser {
        name: args.name,
        stopped_servers: true,
    })?;
    let fields = fields(&user);
    session.out.one(&user, fields)?;
    Ok(Answer::Yes)
}

fn add(args: &Add, session: &mut Session) -> Outcome {
    if let Some(file) = &args.csv {
        let described = People::read(file)?.described();
        apply::apply(&[described], false, args.write.into(), session)?;
        to_come::say(session)?;
        return Ok(Answer::Yes);
    }
    let adding = names::given(&args.names)?.into_iter().map(|name| AddUser {
        name,
        admin: args.admin,
    });
    let users = session.backend.write(args.write, adding)?;
    session.out.list(&users)?;
    session.out.done(args.write, "added", users.len(), "user");
    to_come::say(session)?;
    Ok(Answer::Yes)
}

fn rename(args: Rename, session: &mut Session) -> Outcome {
    let said = format!("renamed `{}` to `{}`", args.name, args.new_name);
    let renaming = EditUser {
        new_name: Some(args.new_name),
        force: args.force,
        ..EditUser::of(args.name)
    };
    session.backend.write(args.write, [renaming])?;
    session.out.did(args.write, &said);
    Ok(Answer::Yes)
}

fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let names: Vec<UserName> = names::given(&args.names)?;
    let count = names.len();
    let whom = names::spoken(&names, "user");
    let question = format!("Delete {whom}, with their servers, tokens and shares?");
    session.destroy(args.destroy, &question, || {
        names.iter().cloned().map(|name| DeleteUser {
            name,
            force: args.force,
        })
    })?;
    session
        .out
        .done(args.destroy.write, "deleted", count, "user");
    Ok(Answer::Yes)
}

fn set_admin(args: &Admin, session: &mut Session) -> Outcome {
    let setting = names::given(&args.names)?.into_iter().map(|name| EditUser {
        admin: Some(!args.remove),
        ..EditUser::of(name)
    });
    let users = session.backend.write(args.write, setting)?;
    session.out.list(&users)?;
    let verb = if args.remove { "cleared" } else { "set" };
    let users = count(users.len(), "user");
    let did = format!("{verb} the admin flag of {users}");
    session.out.did(args.write, &did);
    to_come::say(session)?;
    Ok(Answer::Yes)
}

impl Row for User {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "admin",
        "roles",
        "groups",
        "servers",
        "last activity",
        "created",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_string(),
            seen(&self.admin, |admin| flag(*admin)),
            join_seen(&self.roles),
            join_seen(&self.groups),
            servers(self),
            time(self.last_activity.or_default()),
            time(self.created.or_default()),
        ]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}

fn fields(user: &User) -> Vec<(&'static str, String)> {
    let info = seen(&user.user_info, |info| {
        info.as_ref().map_or_else(String::new, ToString::to_string)
    });
    vec![
        ("name", user.name.to_string()),
        ("admin", seen(&user.admin, |admin| flag(*admin))),
        ("roles", join_seen(&user.roles)),
        ("groups", join_seen(&user.groups)),
        ("servers", servers(user)),
        ("user info", info),
        ("last activity", time(user.last_activity.or_default())),
        ("created", time(user.created.or_default())),
    ]
}

/// The user's servers: those that do not run in parentheses.
fn servers(user: &User) -> String {
    let name = |name: &str| {
        if name.is_empty() {
            "default".to_owned()
        } else {
            name.to_owned()
        }
    };
    let shown: Vec<_> = user
        .servers
        .shown()
        .into_iter()
        .flat_map(|servers| servers.values())
        .map(|server| {
            let name = name(server.name.as_str());
            if server.stopped {
                format!("({name})")
            } else {
                name
            }
        })
        .collect();
    shown.join(", ")
}
