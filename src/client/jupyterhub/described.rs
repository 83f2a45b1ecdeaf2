//! Descriptions, as far as a JupyterHub's API goes: users, groups, who is in them, and their properties.
//!
//! It does one thing after the other and remembers no descriptions. What was done before something is refused
//! stays, and applying the same again does the rest.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::{Asked, JupyterHub};
use crate::error::Result;
use crate::model::{
    Described, DescribedGroup, DescribedService, DescribedUser, Group, GroupName, Object, Plan,
    PlannedAction, PlannedChange, PlannedKind, PlannedPart, Properties, Service, ServiceName, User,
    UserName, Words,
};
use crate::ops::apply::{Apply, Compare, Describe, Description, merged};
use crate::ops::groups::{
    AddGroup, ChangeMembers, GroupFilter, MemberChange, PropertyChange, SetProperties,
};
use crate::ops::services::{ListServices, ServiceFilter};
use crate::ops::users::{AddUser, EditUser, UserFilter};

impl Asked for Describe {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Description> {
        let mut notes = Vec::new();
        let users = hub.users(&UserFilter::default())?;
        let users = users.into_iter().map(|user| DescribedUser {
            admin: user.admin.or_default().then_some(true),
            name: user.name,
        });
        let users = allowed(users, |user| UserName::new(user.name.as_str()), &mut notes);
        let mut groups = hub.groups(&GroupFilter::default())?;
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        let groups = groups.into_iter().map(described);
        let groups = allowed(
            groups,
            |group| GroupName::new(group.name.as_str()),
            &mut notes,
        );
        let services = ListServices(ServiceFilter::default()).ask(hub)?;
        let services = services.into_iter().map(described_service);
        let services = allowed(
            services,
            |service| ServiceName::new(service.name.as_str()),
            &mut notes,
        );
        notes.push(format!(
            "roles are left out, and of services what only the database tells: this hub is {}",
            hub.known.name()
        ));
        Ok(Description {
            described: Described {
                users,
                groups,
                services,
                ..Described::default()
            },
            notes,
        })
    }
}

impl Asked for Compare {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Plan> {
        Ok(planned(self.described, self.prune, hub)?.0)
    }
}

impl Asked for Apply {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Plan> {
        let (plan, steps) = planned(self.described, self.prune, hub)?;
        let all = steps.len();
        for (done, Step { about, what }) in steps.into_iter().enumerate() {
            what.do_on(hub).map_err(|error| {
                let error = error.within(&about);
                match done {
                    0 => error,
                    done => error.hint(format!(
                        "{done} of {all} steps are done: apply it again for the rest"
                    )),
                }
            })?;
            self.progress.tell(done + 1, all);
        }
        Ok(plan)
    }

    fn rehearse(self, hub: &JupyterHub<'_>) -> Result<Plan> {
        Ok(planned(self.described, self.prune, hub)?.0)
    }
}

/// Those that may be called so; older releases let others in.
fn allowed<T, N>(
    all: impl Iterator<Item = T>,
    check: impl Fn(&T) -> Result<N>,
    notes: &mut Vec<String>,
) -> Vec<T> {
    let mut is_allowed = |one: &T| match check(one) {
        Ok(_) => true,
        Err(error) => {
            notes.push(format!("left out: {}", error.message()));
            false
        }
    };
    all.filter(|one| is_allowed(one)).collect()
}

fn described(group: Group) -> DescribedGroup {
    let properties = group.properties.into_shown().flatten();
    let mut users = group.users.or_default();
    users.retain(|user| UserName::new(user.as_str()).is_ok());
    users.sort_unstable();
    DescribedGroup {
        name: group.name,
        users,
        properties: properties.filter(|all| !all.is_empty()).map(Object),
    }
}

fn described_service(service: Service) -> DescribedService {
    let shown = service.details.into_shown();
    let (url, command, info, display) = match shown {
        Some(shown) => (shown.url, shown.command, shown.info, shown.display),
        None => (String::new(), Vec::new(), Properties::new(), true),
    };
    DescribedService {
        name: service.name,
        url: Some(url).filter(|url| !url.is_empty()),
        admin: service.admin.then_some(true),
        display: (!display).then_some(false),
        command: Some(command).filter(|words| !words.is_empty()).map(Words),
        info: Some(info).filter(|info| !info.is_empty()).map(Object),
        cwd: None,
        environment: None,
        user: None,
        timeout: None,
        oauth_client_id: None,
        oauth_redirect_uri: None,
        oauth_no_confirm: None,
        oauth_client_allowed_scopes: None,
    }
}

/// One request or two, and what it is about, for a refusal.
struct Step {
    about: String,
    what: What,
}

enum What {
    AddUser(AddUser),
    EditUser(EditUser),
    AddGroup(AddGroup),
    ChangeMembers(ChangeMembers),
    SetProperties(SetProperties),
}

impl What {
    fn do_on(self, hub: &JupyterHub<'_>) -> Result<()> {
        match self {
            Self::AddUser(add) => add.ask(hub).map(drop),
            Self::EditUser(edit) => edit.ask(hub).map(drop),
            Self::AddGroup(add) => add.ask(hub).map(drop),
            Self::ChangeMembers(change) => change.ask(hub).map(drop),
            Self::SetProperties(set) => set.ask(hub).map(drop),
        }
    }
}

/// What differs, and what ends it.
struct Planning {
    users: BTreeMap<UserName, User>,
    groups: BTreeMap<GroupName, Group>,
    added: BTreeSet<UserName>,
    plan: Plan,
    steps: Vec<Step>,
}

fn planned(
    described: Vec<Described>,
    prune: bool,
    hub: &JupyterHub<'_>,
) -> Result<(Plan, Vec<Step>)> {
    if prune {
        return Err(hub.cannot("remembers nothing of descriptions, so that none can be pruned"));
    }
    let all = merged(described)?;
    if !all.roles.is_empty() {
        return Err(
            hub.cannot("knows no roles, and so takes a description of users and groups alone")
        );
    }
    if !all.services.is_empty() {
        return Err(
            hub.cannot("changes no services, and so takes a description of users and groups alone")
        );
    }
    let users = hub.users(&UserFilter::default())?.into_iter();
    let groups = hub.groups(&GroupFilter::default())?.into_iter();
    let mut planning = Planning {
        users: users.map(|user| (user.name.clone(), user)).collect(),
        groups: groups.map(|group| (group.name.clone(), group)).collect(),
        added: BTreeSet::new(),
        plan: Plan::default(),
        steps: Vec::new(),
    };
    all.users.iter().for_each(|user| planning.user(user));
    all.groups.iter().for_each(|group| planning.group(group));
    Ok((planning.plan, planning.steps))
}

impl Planning {
    fn step(&mut self, kind: PlannedKind, name: &str, what: What) {
        let about = format!("{} `{name}`", kind.word());
        self.steps.push(Step { about, what });
    }

    fn change(
        &mut self,
        action: PlannedAction,
        kind: PlannedKind,
        name: &str,
        parts: BTreeMap<String, PlannedPart>,
    ) {
        self.plan.changes.push(PlannedChange {
            action,
            kind,
            name: name.to_owned(),
            parts,
        });
    }

    fn user(&mut self, described: &DescribedUser) {
        let name = &described.name;
        let Some(present) = self.users.get(name) else {
            self.add_user(name, described.admin.unwrap_or(false));
            return;
        };
        let before = present.admin.or_default();
        let Some(after) = described.admin.filter(|after| *after != before) else {
            return;
        };
        let parts = BTreeMap::from([value("admin", before, after)]);
        self.change(
            PlannedAction::Change,
            PlannedKind::User,
            name.as_str(),
            parts,
        );
        let edit = EditUser {
            admin: Some(after),
            ..EditUser::of(name.clone())
        };
        self.step(PlannedKind::User, name.as_str(), What::EditUser(edit));
    }

    fn add_user(&mut self, name: &UserName, admin: bool) {
        if !self.added.insert(name.clone()) {
            return;
        }
        let parts = admin.then(|| value("admin", false, true));
        let parts = parts.into_iter().collect();
        self.change(
            PlannedAction::Create,
            PlannedKind::User,
            name.as_str(),
            parts,
        );
        let add = AddUser {
            name: name.clone(),
            admin,
        };
        self.step(PlannedKind::User, name.as_str(), What::AddUser(add));
    }

    fn group(&mut self, described: &DescribedGroup) {
        for user in &described.users {
            if !self.users.contains_key(user) {
                self.add_user(user, false);
            }
        }
        let found = self.groups.get(&described.name);
        let present: HashSet<UserName> = found
            .map(|group| group.users.or_default().into_iter().collect())
            .unwrap_or_default();
        let mut met = HashSet::new();
        let mut missing = described.users.clone();
        missing.retain(|user| !present.contains(user) && met.insert(user.clone()));
        let mut parts = BTreeMap::new();
        if !missing.is_empty() {
            let added = missing.iter().map(ToString::to_string).collect();
            let removed = Vec::new();
            parts.insert("users".to_owned(), PlannedPart::Names { added, removed });
        }
        let properties = described.properties.clone().map(|Object(all)| all);
        match found {
            None => self.add_group(
                &described.name,
                missing,
                properties.unwrap_or_default(),
                parts,
            ),
            Some(group) => {
                let before = group.properties.or_default().unwrap_or_default();
                let properties = properties.filter(|after| before != *after);
                if let Some(after) = &properties {
                    parts.extend([value("properties", before, after.clone())]);
                }
                self.change_group(&described.name, missing, properties, parts);
            }
        }
    }

    fn add_group(
        &mut self,
        name: &GroupName,
        users: Vec<UserName>,
        properties: Properties,
        mut parts: BTreeMap<String, PlannedPart>,
    ) {
        if !properties.is_empty() {
            parts.extend([value("properties", Value::Null, properties.clone())]);
        }
        self.change(
            PlannedAction::Create,
            PlannedKind::Group,
            name.as_str(),
            parts,
        );
        let add = AddGroup {
            name: name.clone(),
            users,
            properties,
        };
        self.step(PlannedKind::Group, name.as_str(), What::AddGroup(add));
    }

    fn change_group(
        &mut self,
        name: &GroupName,
        users: Vec<UserName>,
        properties: Option<Properties>,
        parts: BTreeMap<String, PlannedPart>,
    ) {
        if !parts.is_empty() {
            self.change(
                PlannedAction::Change,
                PlannedKind::Group,
                name.as_str(),
                parts,
            );
        }
        if let Some(properties) = properties {
            let set = SetProperties {
                group: name.clone(),
                change: PropertyChange::Replace(properties),
            };
            self.step(PlannedKind::Group, name.as_str(), What::SetProperties(set));
        }
        if !users.is_empty() {
            let add = ChangeMembers {
                group: name.clone(),
                users,
                change: MemberChange::Add,
            };
            self.step(PlannedKind::Group, name.as_str(), What::ChangeMembers(add));
        }
    }
}

fn value(field: &str, before: impl Into<Value>, after: impl Into<Value>) -> (String, PlannedPart) {
    let (before, after) = (before.into(), after.into());
    (field.to_owned(), PlannedPart::Value { before, after })
}
