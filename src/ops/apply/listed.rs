//! What descriptions list: all together, and each by itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::error::{Error, Result};
use crate::model::{
    Described, DescribedGroup, DescribedRole, DescribedService, DescribedUser, UserName,
};
use crate::rbac::Holder;
use crate::store::applied::Thing;

/// What each description that has a name lists, those whom it only mentions among them.
pub(super) struct Listed(Vec<(String, HashSet<Thing>)>);

impl Listed {
    /// What `described` list.
    pub(super) fn of(described: &[Described]) -> Self {
        let named = described
            .iter()
            .filter_map(|each| Some((each.name.clone()?, things(each))));
        let mut listed: Vec<(String, HashSet<Thing>)> = Vec::new();
        for (name, things) in named {
            match listed.iter_mut().find(|(present, _)| *present == name) {
                Some((_, present)) => present.extend(things),
                None => listed.push((name, things)),
            }
        }
        Self(listed)
    }

    /// Each description by its name, with what it lists.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &HashSet<Thing>)> {
        self.0.iter().map(|(name, things)| (name.as_str(), things))
    }
}

fn things(described: &Described) -> HashSet<Thing> {
    let mut things = HashSet::new();
    let admin = |holder| Thing::Grant("admin".into(), holder);
    for user in &described.users {
        things.insert(Thing::User(user.name.clone()));
        if user.admin == Some(true) {
            things.insert(admin(Holder::User(user.name.clone())));
        }
    }
    for group in &described.groups {
        things.insert(Thing::Group(group.name.clone()));
        for user in &group.users {
            things.insert(Thing::User(user.clone()));
            things.insert(Thing::Member(group.name.clone(), user.clone()));
        }
    }
    for role in &described.roles {
        things.insert(Thing::Role(role.name.clone()));
        for holder in holders(role) {
            match &holder {
                Holder::User(user) => things.insert(Thing::User(user.clone())),
                Holder::Group(group) => things.insert(Thing::Group(group.clone())),
                Holder::Service(_) => false,
            };
            things.insert(Thing::Grant(role.name.clone(), holder));
        }
    }
    for service in &described.services {
        things.insert(Thing::Service(service.name.clone()));
        if service.admin == Some(true) {
            things.insert(admin(Holder::Service(service.name.clone())));
        }
    }
    things
}

/// Those who are to have a role.
pub(super) fn holders(role: &DescribedRole) -> impl Iterator<Item = Holder> {
    let users = role.users.iter().cloned().map(Holder::User);
    let groups = role.groups.iter().cloned().map(Holder::Group);
    let services = role.services.iter().cloned().map(Holder::Service);
    users.chain(groups).chain(services)
}

/// All that is described, each thing once.
///
/// # Errors
/// Where one thing is described in two ways.
pub fn merged(described: Vec<Described>) -> Result<Described> {
    let mut all = Described::default();
    let (mut users, mut groups, mut roles, mut services) = Default::default();
    for each in described {
        merge(&mut all.users, &mut users, each.users)?;
        merge(&mut all.groups, &mut groups, each.groups)?;
        merge(&mut all.roles, &mut roles, each.roles)?;
        merge(&mut all.services, &mut services, each.services)?;
    }
    refuse_admins_who_are_none(&all)?;
    Ok(all)
}

/// Something that may be described several times, as long as no two say otherwise.
trait Part: Sized {
    const WHAT: &'static str;

    fn name(&self) -> &str;

    /// Add what `other` says; the field that both say, and otherwise.
    fn join(&mut self, other: Self) -> Option<&'static str>;
}

fn merge<T: Part>(
    list: &mut Vec<T>,
    places: &mut HashMap<String, usize>,
    more: Vec<T>,
) -> Result<()> {
    for part in more {
        if let Some(&at) = places.get(part.name()) {
            let name = part.name().to_owned();
            if let Some(field) = list[at].join(part) {
                return Err(Error::invalid(format!(
                    "{} `{}` is described twice, with one `{field}` and another",
                    T::WHAT,
                    name.escape_debug()
                )));
            }
        } else {
            places.insert(part.name().to_owned(), list.len());
            list.push(part);
        }
    }
    Ok(())
}

/// Let `mine` say what `theirs` says, if it says nothing; whether they say otherwise.
fn differ<T: PartialEq>(mine: &mut Option<T>, theirs: Option<T>) -> bool {
    match (&mine, theirs) {
        (_, None) => false,
        (Some(mine), Some(theirs)) => *mine != theirs,
        (None, theirs) => {
            *mine = theirs;
            false
        }
    }
}

fn add<T: Ord + Clone>(mine: &mut Vec<T>, theirs: Vec<T>) {
    let present: BTreeSet<T> = mine.iter().cloned().collect();
    mine.extend(theirs.into_iter().filter(|one| !present.contains(one)));
}

impl Part for DescribedUser {
    const WHAT: &'static str = "the user";

    fn name(&self) -> &str {
        self.name.as_str()
    }

    fn join(&mut self, other: Self) -> Option<&'static str> {
        differ(&mut self.admin, other.admin).then_some("admin")
    }
}

impl Part for DescribedGroup {
    const WHAT: &'static str = "the group";

    fn name(&self) -> &str {
        self.name.as_str()
    }

    fn join(&mut self, other: Self) -> Option<&'static str> {
        add(&mut self.users, other.users);
        differ(&mut self.properties, other.properties).then_some("properties")
    }
}

impl Part for DescribedRole {
    const WHAT: &'static str = "the role";

    fn name(&self) -> &str {
        self.name.as_str()
    }

    fn join(&mut self, other: Self) -> Option<&'static str> {
        add(&mut self.users, other.users);
        add(&mut self.groups, other.groups);
        add(&mut self.services, other.services);
        if differ(&mut self.scopes, other.scopes) {
            return Some("scopes");
        }
        differ(&mut self.description, other.description).then_some("description")
    }
}

impl Part for DescribedService {
    const WHAT: &'static str = "the service";

    fn name(&self) -> &str {
        self.name.as_str()
    }

    fn join(&mut self, other: Self) -> Option<&'static str> {
        (*self != other).then_some("definition")
    }
}

/// The admin flag goes with the role, so that nobody can have the one and not the other.
fn refuse_admins_who_are_none(all: &Described) -> Result<()> {
    let listed = |user: &UserName| {
        all.roles
            .iter()
            .any(|role| role.name.as_str() == "admin" && role.users.contains(user))
    };
    let mut users = all.users.iter();
    match users.find(|user| user.admin == Some(false) && listed(&user.name)) {
        None => Ok(()),
        Some(user) => Err(Error::invalid(format!(
            "the user `{}` is to have the role `admin`, and to be no admin",
            user.name
        ))),
    }
}
