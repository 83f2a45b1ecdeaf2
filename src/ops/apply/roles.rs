//! Roles: what they allow, and who holds them.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

use super::groups::texts;
use super::listed::holders;
use super::planning::Planning;
use crate::error::{Error, Result};
use crate::model::{
    Described, DescribedRole, PlannedAction, PlannedKind, Role, RoleId, ServiceName,
};
use crate::ops::find::known;
use crate::ops::roles::{CreateRole, EditRole, GrantRole};
use crate::rbac::{DefaultRole, Holder, Scope, Target};
use crate::store::applied::Thing;
use crate::store::names::Noun;
use crate::store::provenance::{self, Source};
use crate::store::{roles, services};

impl Planning<'_> {
    /// Plan for the roles that are described, and for who holds them.
    pub(super) fn roles(&mut self, all: &Described) -> Result<()> {
        all.roles.iter().try_for_each(|role| self.role(role, all))
    }

    fn role(&mut self, described: &DescribedRole, all: &Described) -> Result<()> {
        self.sees(Scope::ReadRoles, &Target::Anything)?;
        self.add_mentioned(&described.users)?;
        self.add_mentioned_groups(&described.groups)?;
        for service in &described.services {
            self.refuse_unknown_service(service, described, all)?;
        }
        let found = roles::get(self.tx, &described.name)?;
        match &found {
            Some((id, role)) => self.redefine(*id, role, described)?,
            None => self.define(described),
        }
        let grants = self.grants(found.as_ref().map(|(id, _)| *id), described)?;
        if found.is_some() {
            self.change_if_any(PlannedKind::Role, &described.name);
        } else {
            self.made.insert(Thing::Role(described.name.clone()));
            self.change(PlannedAction::Create, PlannedKind::Role, &described.name);
        }
        for holder in grants {
            self.made
                .insert(Thing::Grant(described.name.clone(), holder.clone()));
            let granting = GrantRole {
                role: described.name.clone(),
                to: holder,
                managed: false,
            };
            self.step(PlannedKind::Role, &described.name, granting);
        }
        Ok(())
    }

    fn define(&mut self, described: &DescribedRole) {
        let default = DefaultRole::named(described.name.as_str());
        let scopes = described.scopes.clone().unwrap_or_else(|| {
            let scopes = default.map_or(&[][..], |role| role.scopes);
            texts(scopes)
        });
        let description = described.description.clone();
        let description = description.or_else(|| default.map(|role| role.description.to_owned()));
        if let Some(description) = &description {
            self.value("description", Value::Null, description.clone());
        }
        self.names("scopes", scopes.clone(), Vec::new());
        let creating = CreateRole {
            name: described.name.clone(),
            description,
            scopes,
            managed: false,
        };
        self.step(PlannedKind::Role, &described.name, creating);
    }

    /// Let a role that is there be what is described.
    fn redefine(&mut self, id: RoleId, role: &Role, described: &DescribedRole) -> Result<()> {
        let described_as = described.description.as_ref();
        let described_as = described_as.filter(|text| role.description.as_ref() != Some(text));
        let scopes = described.scopes.as_ref();
        let scopes = scopes.filter(|scopes| set(scopes) != set(&role.scopes));
        if described_as.is_none() && scopes.is_none() {
            return Ok(());
        }
        self.refuse_anothers(id, role)?;
        if let Some(description) = described_as {
            self.value("description", json!(role.description), description.clone());
        }
        if let Some(scopes) = scopes {
            let (before, after) = (set(&role.scopes), set(scopes));
            let only = |these: &BTreeSet<&String>, others| texts(&Vec::from_iter(these - others));
            self.names("scopes", only(&after, &before), only(&before, &after));
        }
        if DefaultRole::named(role.name.as_str()).is_some() {
            self.plan.notes.push(format!(
                "a hub makes the role `{}` anew at each start, as its configuration or its default has it",
                role.name
            ));
        }
        let editing = EditRole {
            name: role.name.clone(),
            description: described_as.cloned(),
            set_scopes: scopes.cloned(),
            add_scopes: Vec::new(),
            remove_scopes: Vec::new(),
            managed: None,
        };
        self.step(PlannedKind::Role, &role.name, editing);
        Ok(())
    }

    fn refuse_anothers(&self, id: RoleId, role: &Role) -> Result<()> {
        let given = provenance::find(self.tx, provenance::Thing::Role(id))?;
        let whose = match given {
            Some((Source::Configuration, _)) => "configuration",
            Some((Source::Authenticator, _)) => "authenticator",
            _ if role.managed_by_auth => "authenticator",
            _ => return Ok(()),
        };
        Err(Error::conflict(format!(
            "the role `{}` is the {whose}'s, and is otherwise",
            role.name
        ))
        .hint("change it there, or leave `description` and `scopes` out"))
    }

    /// Those who are to hold a role and do not.
    fn grants(&mut self, role: Option<RoleId>, described: &DescribedRole) -> Result<Vec<Holder>> {
        let mut present = HashSet::new();
        let kinds = [
            ("user", described.users.is_empty()),
            ("group", described.groups.is_empty()),
            ("service", described.services.is_empty()),
        ];
        for (kind, is_unasked) in kinds {
            let Some(id) = role.filter(|_| !is_unasked) else {
                continue;
            };
            let members = roles::members(self.tx, id, kind)?;
            present.extend(members.into_iter().map(|member| (kind, member.name)));
        }
        let mut missing = Vec::new();
        for holder in holders(described) {
            let grant = Thing::Grant(described.name.clone(), holder.clone());
            let holds = present.contains(&(holder.kind(), holder.name().to_owned()))
                || self.made.contains(&grant);
            if !holds && !missing.contains(&holder) {
                missing.push(holder);
            }
        }
        for (field, kind) in [
            ("users", "user"),
            ("groups", "group"),
            ("services", "service"),
        ] {
            let of_kind = missing.iter().filter(|holder| holder.kind() == kind);
            let names = of_kind.map(|holder| holder.name().to_owned()).collect();
            self.names(field, names, Vec::new());
        }
        Ok(missing)
    }

    fn refuse_unknown_service(
        &self,
        name: &ServiceName,
        role: &DescribedRole,
        all: &Described,
    ) -> Result<()> {
        let target = Target::Service(name.clone());
        if self.made.contains(&Thing::Service(name.clone()))
            || self.sees(Scope::ReadServicesName, &target).is_err()
        {
            return Ok(());
        }
        let found = services::find(self.tx, name)?;
        let described = all.services.iter().map(|service| &service.name);
        known(self.tx, self.caller, Noun::Service, name.as_str(), found)
            .map(drop)
            .map_err(|error| {
                error
                    .among_what_was_given()
                    .did_you_mean(name.as_str(), described)
                    .within(&format!("role `{}`", role.name))
            })
    }
}

fn set(scopes: &[String]) -> BTreeSet<&String> {
    scopes.iter().collect()
}
