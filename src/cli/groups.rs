//! `hubctl groups`.

use clap::{ArgGroup, Args, Subcommand, ValueHint};
use clap_complete::ArgValueCompleter;

use super::args::{Destroy, Format, Write};
use super::csv::People;
use super::output::{Row, count, join_seen, join_with, seen};
use super::pairs::{self, Pair};
use super::{Answer, Outcome, Session, complete, names};
use crate::model::{Group, GroupName, Properties, RoleName, UserName};
use crate::ops::groups::{
    AddGroup, ChangeMembers, ChangedMembers, DeleteGroup, GroupFilter, ListGroups, MemberChange,
    Mention, NameGroups, Place, PropertyChange, RenameGroup, SetProperties, ShowGroup,
};
use crate::ops::users::{NameUsers, UserFilter};

/// List, add, rename and delete groups, and change their members and properties
#[derive(Debug, Subcommand)]
pub(super) enum Groups {
    /// List groups
    List(List),
    /// Show a group with all its members
    Show(Show),
    /// Add groups
    Add(Add),
    /// Delete groups, with what their members hold by them
    Delete(Delete),
    /// Give a group another name
    Rename(Rename),
    /// Put users into a group
    #[command(visible_alias = "add-members")]
    AddUser(Members),
    /// Take users out of a group
    #[command(visible_alias = "remove-members")]
    RemoveUser(Members),
    /// Change what is kept about a group
    ///
    /// A hub puts back the properties of the groups in its `load_groups` when it starts.
    SetProperties(Set),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those with this member
    #[arg(long, add = ArgValueCompleter::new(complete::users))]
    user: Option<UserName>,
    /// Only holders of this role
    #[arg(long, add = ArgValueCompleter::new(complete::roles))]
    role: Option<RoleName>,
    /// Only those without members
    #[arg(long, conflicts_with = "user")]
    empty: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which group
    #[arg(add = ArgValueCompleter::new(complete::groups))]
    name: GroupName,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The new names; `-` reads them from stdin, one a line
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Put this user in (repeatable)
    #[arg(long = "user", value_name = "USER", add = ArgValueCompleter::new(complete::users))]
    users: Vec<UserName>,
    /// Keep this about it: the value is JSON or text (repeatable)
    #[arg(long = "property", value_name = "KEY=VALUE")]
    properties: Vec<Pair>,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Which groups; `-` reads names from stdin, one a line
    #[arg(required = true, value_name = "NAME", add = ArgValueCompleter::new(complete::groups))]
    names: Vec<String>,
    #[command(flatten)]
    destroy: Destroy,
}

#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The present name
    #[arg(add = ArgValueCompleter::new(complete::groups))]
    name: GroupName,
    /// The name to be
    new_name: GroupName,
    /// Let scopes with `!group=NAME` follow, wherever they are written
    #[arg(long)]
    update_scopes: bool,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(super) struct Members {
    /// The group
    #[arg(add = ArgValueCompleter::new(complete::groups))]
    group: GroupName,
    /// Whom; `-` reads names from stdin, one a line
    #[arg(value_name = "USER", add = ArgValueCompleter::new(complete::users))]
    #[arg(required_unless_present = "csv")]
    users: Vec<String>,
    /// Read them from the column `name` of a file of comma-separated values instead; `-` is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "users")]
    csv: Option<String>,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
#[command(override_usage = "hubctl groups set-properties [OPTIONS] <NAME> [KEY=VALUE]...")]
pub(super) struct Set {
    /// The group
    #[arg(add = ArgValueCompleter::new(complete::groups))]
    name: GroupName,
    /// What to set: the value is JSON or text
    #[arg(value_name = "KEY=VALUE", group = "change")]
    properties: Vec<Pair>,
    /// What to remove (repeatable)
    #[arg(long, value_name = "KEY", group = "change")]
    unset: Vec<String>,
    /// Replace all by this JSON object; `-` reads it from stdin
    #[arg(long, value_name = "OBJECT", group = "change")]
    #[arg(conflicts_with_all = ["properties", "unset"])]
    json: Option<String>,
    #[command(flatten)]
    write: Write,
}

pub(super) fn run(verb: Groups, session: &mut Session) -> Outcome {
    match verb {
        Groups::List(args) => list(args, session),
        Groups::Show(args) => show(args, session),
        Groups::Add(args) => add(args, session),
        Groups::Delete(args) => delete(&args, session),
        Groups::Rename(args) => rename(args, session),
        Groups::AddUser(args) => change_members(args, MemberChange::Add, session),
        Groups::RemoveUser(args) => change_members(args, MemberChange::Remove, session),
        Groups::SetProperties(args) => set_properties(args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let filter = GroupFilter {
        user: args.user,
        role: args.role,
        empty: args.empty,
        ..GroupFilter::default()
    };
    if session.out.format() == Format::Name {
        session
            .out
            .names(&session.backend.read(NameGroups(filter))?)?;
    } else {
        let listing = ListGroups { filter, page: None };
        let mut groups = session.backend.read(listing)?.items;
        groups.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        session.out.list(&groups)?;
    }
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let group = session.backend.read(ShowGroup(args.name))?;
    let fields = fields(&group);
    session.out.one(&group, fields)?;
    Ok(Answer::Yes)
}

fn add(args: Add, session: &mut Session) -> Outcome {
    let properties = pairs::object(args.properties);
    let adding = names::given(&args.names)?.into_iter().map(|name| AddGroup {
        name,
        users: args.users.clone(),
        properties: properties.clone(),
    });
    let groups = session.backend.write(args.write, adding)?;
    session.out.list(&groups)?;
    session.out.done(args.write, "added", groups.len(), "group");
    Ok(Answer::Yes)
}

fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let names: Vec<GroupName> = names::given(&args.names)?;
    let number = names.len();
    let which = names::spoken(&names, "group");
    let question = format!("Delete {which}, with the roles and shares that members hold by it?");
    session.destroy(args.destroy, &question, || {
        names.iter().cloned().map(DeleteGroup)
    })?;
    session
        .out
        .done(args.destroy.write, "deleted", number, "group");
    Ok(Answer::Yes)
}

fn rename(args: Rename, session: &mut Session) -> Outcome {
    let said = format!("renamed `{}` to `{}`", args.name, args.new_name);
    let old = args.name.clone();
    let renaming = RenameGroup {
        name: args.name,
        new_name: args.new_name,
        update_scopes: args.update_scopes,
    };
    let renamed = session.backend.write(args.write, [renaming])?;
    session.out.did(args.write, &said);
    for mentions in renamed.iter().map(|renamed| renamed.mentions.as_slice()) {
        if mentions.is_empty() {
            continue;
        }
        let (what, hint) = if args.update_scopes {
            (
                "now follow",
                "roles in the hub's `load_roles` must follow there too",
            )
        } else {
            (
                "no longer match",
                "to let them follow, say `--update-scopes` as you rename",
            )
        };
        session.out.say(&format!(
            "scopes with `!group={old}` {what}: {} · {hint}",
            spoken(mentions)
        ));
    }
    Ok(Answer::Yes)
}

/// What mentions a name: roles and services by theirs, the rest by their number.
fn spoken(mentions: &[Mention]) -> String {
    let named = |mention: &&Mention| matches!(mention.place, Place::Role | Place::Service);
    let mut parts: Vec<String> = mentions
        .iter()
        .filter(named)
        .map(|mention| {
            let name = mention.name.as_deref().unwrap_or_default();
            format!("{} `{name}`", mention.place.word())
        })
        .collect();
    for place in [Place::Token, Place::OAuthClient, Place::OAuthCode] {
        match mentions.iter().filter(|m| m.place == place).count() {
            0 => {}
            number => parts.push(count(number, place.word())),
        }
    }
    parts.join(", ")
}

fn change_members(args: Members, change: MemberChange, session: &mut Session) -> Outcome {
    let users = match &args.csv {
        Some(file) => members_in(file, session)?,
        None => names::given(&args.users)?,
    };
    let changing = ChangeMembers {
        group: args.group,
        users,
        change,
    };
    for done in session.backend.write(args.write, [changing])? {
        session.out.list(std::slice::from_ref(&done.group))?;
        say_changed(&done, change, args.write, session);
    }
    Ok(Answer::Yes)
}

/// The users in a file, all of whom must be there.
fn members_in(file: &str, session: &Session) -> anyhow::Result<Vec<UserName>> {
    let people = People::read(file)?;
    let known = session.backend.read(NameUsers(UserFilter::default()))?;
    people.refuse_unknown(&known.into_iter().collect())?;
    Ok(people.names())
}

fn say_changed(done: &ChangedMembers, change: MemberChange, write: Write, session: &mut Session) {
    let name = &done.group.name;
    let users = count(done.changed.len(), "user");
    let (said, gives) = match change {
        MemberChange::Add => (format!("added {users} to `{name}`"), "the group gives them"),
        MemberChange::Remove => (
            format!("removed {users} from `{name}`"),
            "the group no longer gives them",
        ),
    };
    session.out.did(write, &said);
    let roles = done.group.roles.shown().map_or(&[][..], Vec::as_slice);
    if !done.changed.is_empty() && !roles.is_empty() {
        let noun = if roles.len() == 1 { "role" } else { "roles" };
        let roles = join_with(roles, |role| format!("`{role}`"));
        session.out.say(&format!("{gives} the {noun} {roles}"));
    }
}

fn set_properties(args: Set, session: &mut Session) -> Outcome {
    let change = match args.json {
        Some(object) => PropertyChange::Replace(pairs::parse_object(&names::text(object)?)?),
        None => PropertyChange::Edit {
            set: pairs::object(args.properties),
            unset: args.unset,
        },
    };
    let said = format!("set the properties of `{}`", args.name);
    let setting = SetProperties {
        group: args.name,
        change,
    };
    let groups = session.backend.write(args.write, [setting])?;
    session.out.list(&groups)?;
    session.out.did(args.write, &said);
    Ok(Answer::Yes)
}

impl Row for Group {
    const COLUMNS: &'static [&'static str] = &["name", "users", "roles", "properties"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_string(),
            seen(&self.users, |users| users.len().to_string()),
            join_seen(&self.roles),
            properties(self),
        ]
    }

    fn name(&self) -> String {
        self.name.to_string()
    }
}

fn fields(group: &Group) -> Vec<(&'static str, String)> {
    vec![
        ("name", group.name.to_string()),
        ("users", join_seen(&group.users)),
        ("roles", join_seen(&group.roles)),
        ("properties", properties(group)),
    ]
}

/// The properties as `key=value`, in the form that `set-properties` takes.
fn properties(group: &Group) -> String {
    let shown = group.properties.shown().and_then(Option::as_ref);
    let pairs = shown.into_iter().flat_map(Properties::iter);
    let shown: Vec<_> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
    shown.join(" ")
}
