//! `hubctl roles`.

mod grant;
mod lasting;
mod snippet;
pub(super) mod to_come;

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;

use self::grant::{Grant, Revoke};
use super::args::{Destroy, Format, Write};
use super::output::{Row, count, flag, join, join_with};
use super::{Answer, Outcome, Session, complete, names, outline, prompt, token};
use crate::error::Error;
use crate::model::{
    GroupName, Holders, Member, Role, RoleMembers, RoleName, ServiceName, UserName,
};
use crate::ops::roles::{CreateRole, DeleteRole, EditRole, ListRoles, ShowRole};
use crate::ops::who::Who;
use crate::rbac::Holder;

/// List, create, edit, delete, grant and revoke roles
#[derive(Debug, Subcommand)]
pub(super) enum Roles {
    /// List roles
    List(List),
    /// Show a role and who holds it
    Show(Show),
    /// Create a role
    Create(Create),
    /// Change the scopes, description or mark of a role
    Edit(Edit),
    /// Delete roles; whoever holds them loses them
    Delete(Delete),
    /// Let users, groups and services hold a role
    Grant(Grant),
    /// Take a role from users, groups and services
    Revoke(Revoke),
    /// Say what somebody may do, by which role, share and scope, and what their tokens lack of it; or
    /// what a role grants, and to whom
    #[command(subcommand)]
    Explain(Explain),
}

/// Whose roles to explain, or which.
#[derive(Debug, Subcommand)]
pub(super) enum Explain {
    /// Those of a user, their own and by groups
    User {
        /// Whose
        #[arg(add = ArgValueCompleter::new(complete::users))]
        name: UserName,
    },
    /// Those of a group
    Group {
        /// Whose
        #[arg(add = ArgValueCompleter::new(complete::groups))]
        name: GroupName,
    },
    /// Those of a service
    Service {
        /// Whose
        #[arg(add = ArgValueCompleter::new(complete::services))]
        name: ServiceName,
    },
    /// What a token keeps of its owner's
    Token {
        /// Its id, as in `a12`
        id: String,
    },
    /// A role, whoever holds it
    Role {
        /// Which
        #[arg(add = ArgValueCompleter::new(complete::roles))]
        name: RoleName,
    },
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those that grant this scope, by itself or by another that brings it with it
    #[arg(long, add = ArgValueCompleter::new(complete::scopes))]
    scope: Option<String>,
    /// Only those marked as the authenticator's
    #[arg(long, conflicts_with = "unmanaged")]
    managed: bool,
    /// Only those not marked so
    #[arg(long)]
    unmanaged: bool,
    /// Only those that nobody holds
    #[arg(long)]
    unheld: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which
    #[arg(add = ArgValueCompleter::new(complete::roles))]
    name: RoleName,
    /// Print it as lines of `jupyterhub_config.py`, with which it lasts
    #[arg(long)]
    config_snippet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The new name
    name: RoleName,
    /// A scope it grants
    #[arg(long = "scope", value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    scopes: Vec<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Mark it as the authenticator's, so that JupyterHub keeps it when it starts
    #[arg(long)]
    managed: bool,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Edit {
    /// Which
    #[arg(add = ArgValueCompleter::new(complete::roles))]
    name: RoleName,
    /// Add this scope
    #[arg(long = "add-scope", value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    add_scopes: Vec<String>,
    /// Remove this scope
    #[arg(long = "remove-scope", value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    remove_scopes: Vec<String>,
    /// Grant these scopes and no others
    #[arg(long, value_name = "SCOPE", num_args = 0.., add = ArgValueCompleter::new(complete::scopes))]
    #[arg(conflicts_with_all = ["add_scopes", "remove_scopes"])]
    set_scopes: Option<Vec<String>>,
    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Mark it as the authenticator's, so that JupyterHub keeps it when it starts
    #[arg(long, conflicts_with = "unmanaged")]
    managed: bool,
    /// Take that mark away
    #[arg(long)]
    unmanaged: bool,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Which; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME", add = ArgValueCompleter::new(complete::roles))]
    names: Vec<String>,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: Roles, session: &mut Session) -> Outcome {
    match verb {
        Roles::List(args) => list(args, session),
        Roles::Show(args) => show(args, session),
        Roles::Create(args) => create(args, session),
        Roles::Edit(args) => edit(args, session),
        Roles::Delete(args) => delete(&args, session),
        Roles::Grant(args) => grant::run(&args, session),
        Roles::Revoke(args) => grant::revoke(&args, session),
        Roles::Explain(whose) => explain(whose, session),
    }
}

fn explain(whose: Explain, session: &mut Session) -> Outcome {
    let who = match whose {
        Explain::User { name } => Who::Holder(Holder::User(name)),
        Explain::Group { name } => Who::Holder(Holder::Group(name)),
        Explain::Service { name } => Who::Holder(Holder::Service(name)),
        Explain::Token { id } => Who::Token(token::id(&id)?),
        Explain::Role { name } => return outline::role(name, session),
    };
    outline::who(who, session)
}

fn list(args: List, session: &mut Session) -> Outcome {
    let roles = session.backend.read(ListRoles {
        managed: either(args.managed, args.unmanaged),
        scope: args.scope,
        unheld: args.unheld,
        count: session.out.format() != Format::Name,
    })?;
    session.out.list(&roles)?;
    if roles.is_empty() {
        to_come::say(session)?;
    }
    Ok(Answer::Yes)
}

/// What two flags that exclude each other say together.
fn either(yes: bool, no: bool) -> Option<bool> {
    if yes { Some(true) } else { no.then_some(false) }
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let role = session.backend.read(ShowRole(args.name))?;
    if args.config_snippet {
        session.out.line(&snippet::of(&role)?)?;
    } else {
        let fields = fields(&role);
        session.out.one(&role, fields)?;
    }
    Ok(Answer::Yes)
}

fn create(args: Create, session: &mut Session) -> Outcome {
    let creating = CreateRole {
        name: args.name,
        description: args.description,
        scopes: args.scopes,
        managed: args.managed,
    };
    let roles = session.backend.write(args.write, [creating])?;
    session.out.list(&roles)?;
    session.out.done(args.write, "created", roles.len(), "role");
    lasting::definition(&roles[0], session)?;
    Ok(Answer::Yes)
}

fn edit(args: Edit, session: &mut Session) -> Outcome {
    let edit = EditRole {
        name: args.name,
        description: args.description,
        set_scopes: args.set_scopes,
        add_scopes: args.add_scopes,
        remove_scopes: args.remove_scopes,
        managed: either(args.managed, args.unmanaged),
    };
    if edit.is_empty() {
        return Err(Error::invalid("what is to change?")
            .hint("see `hubctl roles edit --help`")
            .into());
    }
    let roles = session.backend.write(args.write, [edit])?;
    session.out.list(&roles)?;
    session.out.done(args.write, "changed", roles.len(), "role");
    lasting::definition(&roles[0], session)?;
    Ok(Answer::Yes)
}

fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let names: Vec<RoleName> = names::given(&args.names)?;
    let deleting = || names.iter().cloned().map(DeleteRole);
    // what will be refused is not asked about
    session.backend.rehearse(deleting())?;
    for name in &names {
        let role = session.backend.read(ShowRole(name.clone()))?;
        let held = match counts(holders(&role)) {
            none if none.is_empty() => "nobody holds it".to_owned(),
            some => format!("{some} will lose it"),
        };
        session.out.say(&format!("the role `{name}`: {held}"));
    }
    let which = names::spoken(&names, "role");
    prompt::confirm(args.destroy, &format!("Delete {which}?"))?;
    let deleted = session.backend.write(args.destroy.write, deleting())?;
    session
        .out
        .done(args.destroy.write, "deleted", deleted.len(), "role");
    Ok(Answer::Yes)
}

fn holders(role: &RoleMembers) -> Holders {
    Holders {
        users: role.users.len(),
        groups: role.groups.len(),
        services: role.services.len(),
    }
}

/// ``1 user and 2 groups``; nothing where there are none.
fn counts(holders: Holders) -> String {
    let kinds = [
        (holders.users, "user"),
        (holders.groups, "group"),
        (holders.services, "service"),
    ];
    let some = kinds.into_iter().filter(|(held, _)| *held > 0);
    let some: Vec<_> = some.map(|(held, kind)| count(held, kind)).collect();
    join(&some)
}

impl Row for Role {
    const COLUMNS: &'static [&'static str] =
        &["name", "description", "scopes", "managed", "held by"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_string(),
            self.description.clone().unwrap_or_default(),
            join(&self.scopes),
            flag(self.managed_by_auth),
            self.held_by.map_or_else(String::new, counts),
        ]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}

impl Row for RoleMembers {
    const COLUMNS: &'static [&'static str] = Role::COLUMNS;

    fn cells(&self) -> Vec<String> {
        self.role.cells()
    }

    fn name(&self) -> String {
        self.role.name()
    }
}

fn fields(shown: &RoleMembers) -> Vec<(&'static str, String)> {
    let role = &shown.role;
    vec![
        ("name", role.name.to_string()),
        ("description", role.description.clone().unwrap_or_default()),
        ("scopes", join(&role.scopes)),
        ("managed", flag(role.managed_by_auth)),
        ("users", members(&shown.users)),
        ("groups", members(&shown.groups)),
        ("services", members(&shown.services)),
    ]
}

/// Their names; those granted by the authenticator are marked.
fn members(members: &[Member]) -> String {
    join_with(members, |member| {
        let mark = if member.managed_by_auth {
            " (managed)"
        } else {
            ""
        };
        format!("{}{mark}", member.name)
    })
}
