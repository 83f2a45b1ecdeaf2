//! A description of the hub as it is (`hubctl export`): what is not a default, and no secrets.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::DESCRIBE;
use super::listed::holders;
use crate::error::{Kind, Result};
use crate::model::{
    Described, DescribedGroup, DescribedRole, DescribedService, DescribedUser, Group, GroupName,
    Member, Object, RoleMembers, RoleName, Service, ServiceId, ServiceName, ServiceSpec, User,
    UserName, Words,
};
use crate::ops::Operation;
use crate::ops::groups::{GroupFilter, ListGroups};
use crate::ops::roles::{self, ListRoles};
use crate::ops::services::{ListServices, ServiceFilter};
use crate::ops::users::{ListUsers, UserFilter};
use crate::rbac::{Allowed, Caller, DefaultRole, Needs, Scope, Target, authorize, require};
use crate::store::services::TIMEOUT;
use crate::store::{Tx, services};

/// Describe the hub as it is, as far as the caller sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Describe;

/// A hub, described.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// What there is.
    pub described: Described,
    /// What a description cannot say of it, or does not.
    pub notes: Vec<String>,
}

impl Needs for Describe {
    const ANY_OF: &'static [Scope] = DESCRIBE.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for Describe {
    type Output = Description;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Description> {
        let mut describing = Describing {
            tx,
            caller: allowed.caller(),
            admins: HashSet::new(),
            description: Description::default(),
        };
        describing.users()?;
        describing.groups()?;
        describing.services()?;
        describing.roles()?;
        Ok(describing.description)
    }
}

/// A description in the making.
struct Describing<'a> {
    tx: &'a Tx<'a>,
    caller: &'a Caller,
    /// The users and services whose admin flag is said, and with it that they have the role.
    admins: HashSet<(&'static str, String)>,
    description: Description,
}

impl Describing<'_> {
    /// What `operation` lists; nothing where the caller may not list it, which is noted.
    fn list<O: Operation>(&mut self, what: &str, operation: O) -> Result<Option<O::Output>> {
        match authorize(self.caller, operation, self.tx) {
            Ok(allowed) => O::run(allowed, self.tx).map(Some),
            Err(error) if matches!(error.kind(), Kind::Denied | Kind::OutOfReach) => {
                self.note(format!("{what} are left out: {}", error.message()));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn note(&mut self, note: String) {
        self.description.notes.push(note);
    }

    /// Whether a new thing may have this name; older releases let others in.
    fn is_allowed<T>(&mut self, name: &str, checked: Result<T>) -> bool {
        if let Err(error) = checked {
            let name = name.escape_debug();
            self.note(format!("`{name}` is left out: {}", error.message()));
            return false;
        }
        true
    }

    fn users(&mut self) -> Result<()> {
        let listed = self.list("users", ListUsers(UserFilter::default()))?;
        let mut users: Vec<User> = listed.map(|listed| listed.items).unwrap_or_default();
        users.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let mut without = 0;
        for user in users {
            if !self.is_allowed(user.name.as_str(), UserName::new(user.name.as_str())) {
                continue;
            }
            let roles = user.roles.shown();
            let holds =
                |role: &str| roles.is_some_and(|all| all.iter().any(|one| one.as_str() == role));
            let is_admin = user.admin.or_default() || holds("admin");
            without += usize::from(roles.is_some() && !holds("user"));
            if is_admin {
                self.admins.insert(("user", user.name.as_str().to_owned()));
            }
            self.description.described.users.push(DescribedUser {
                name: user.name,
                admin: is_admin.then_some(true),
            });
        }
        if without > 0 {
            self.note(format!(
                "{without} of the users do not have the role `user`, and would where this is applied"
            ));
        }
        Ok(())
    }

    fn groups(&mut self) -> Result<()> {
        let listing = ListGroups {
            filter: GroupFilter::default(),
            page: None,
        };
        let listed = self.list("groups", listing)?;
        let mut groups: Vec<Group> = listed.map(|listed| listed.items).unwrap_or_default();
        groups.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        for group in groups {
            if !self.is_allowed(group.name.as_str(), GroupName::new(group.name.as_str())) {
                continue;
            }
            let properties = group.properties.into_shown().flatten();
            let properties = properties.filter(|all| !all.is_empty());
            let mut users = group.users.or_default();
            users.retain(|user| UserName::new(user.as_str()).is_ok());
            users.sort_unstable();
            self.description.described.groups.push(DescribedGroup {
                name: group.name,
                users,
                properties: properties.map(Object),
            });
        }
        Ok(())
    }

    fn services(&mut self) -> Result<()> {
        let listed = self.list("services", ListServices(ServiceFilter::default()))?;
        let mut services: Vec<Service> = listed.unwrap_or_default();
        services.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        for service in services {
            let name = service.name.clone();
            if !self.is_allowed(name.as_str(), ServiceName::new(name.as_str())) {
                continue;
            }
            if service.admin {
                self.admins.insert(("service", name.as_str().to_owned()));
            }
            let described = self.service(service)?;
            self.description.described.services.push(described);
        }
        Ok(())
    }

    /// A service, with what defines it where the caller may define it, and else with what the API shows.
    fn service(&mut self, service: Service) -> Result<DescribedService> {
        let name = service.name;
        let target = Target::Service(name.clone());
        let defines = require(self.caller, &[Scope::AdminServices], &target, self.tx).is_ok();
        let spec = match services::find(self.tx, &name)?.filter(|_| defines) {
            Some(id) => self.definition(id, &name)?,
            None => service
                .details
                .into_shown()
                .map_or_else(ServiceSpec::default, |shown| ServiceSpec {
                    url: Some(shown.url).filter(|url| !url.is_empty()),
                    command: Some(shown.command),
                    info: Some(shown.info),
                    display: Some(shown.display),
                    admin: Some(service.admin),
                    ..ServiceSpec::default()
                }),
        };
        if let Some(environment) = spec.environment.filter(|all| !all.is_empty()) {
            let names: Vec<_> = environment
                .shown()
                .map(|(name, _)| name.to_owned())
                .collect();
            self.note(format!(
                "the environment of the service `{name}` is left out, as its values may be secrets: {}",
                names.join(", ")
            ));
        }
        Ok(DescribedService {
            url: spec.url,
            admin: spec.admin.filter(|admin| *admin),
            display: spec.display.filter(|display| !display),
            command: spec.command.filter(|words| !words.is_empty()).map(Words),
            cwd: spec.cwd,
            environment: None,
            user: spec.user,
            timeout: spec.timeout.filter(|seconds| *seconds != TIMEOUT),
            oauth_client_id: spec.client_id,
            oauth_redirect_uri: spec.redirect_uri,
            oauth_no_confirm: spec.oauth_no_confirm.filter(|none| *none),
            oauth_client_allowed_scopes: spec.allowed_scopes.filter(|scopes| !scopes.is_empty()),
            info: spec.info.filter(|info| !info.is_empty()).map(Object),
            name,
        })
    }

    /// What defines a service, without what its name and URL bring along.
    fn definition(&self, id: ServiceId, name: &ServiceName) -> Result<ServiceSpec> {
        let spec = services::spec(self.tx, id)?;
        let client_id = services::client(self.tx, id)?;
        let address = services::address(self.tx, id)?;
        let usual = address.map(|address| format!("{}oauth_callback", address.prefix));
        Ok(ServiceSpec {
            client_id: client_id.filter(|client| *client != format!("service-{name}")),
            redirect_uri: spec
                .redirect_uri
                .clone()
                .filter(|uri| usual.as_ref() != Some(uri)),
            ..spec
        })
    }

    fn roles(&mut self) -> Result<()> {
        let listing = ListRoles::default();
        let mut listed = self.list("roles", listing)?.unwrap_or_default();
        listed.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        for role in listed {
            if !self.is_allowed(role.name.as_str(), RoleName::new(role.name.as_str())) {
                continue;
            }
            let shown = roles::show(self.tx, self.caller, &role.name)?;
            self.description.described.roles.extend(self.role(shown));
        }
        Ok(())
    }

    /// A role; `None` where it is as on every hub.
    fn role(&self, shown: RoleMembers) -> Option<DescribedRole> {
        let RoleMembers {
            role,
            users,
            groups,
            services,
        } = shown;
        let default = DefaultRole::named(role.name.as_str());
        let is_usual = default.is_some_and(|default| default.scopes == role.scopes);
        let usual = default.map(|default| default.description);
        let description = role.description.filter(|text| !text.is_empty());
        let described = DescribedRole {
            description: description.filter(|text| usual != Some(text.as_str())),
            scopes: (!is_usual).then_some(role.scopes),
            users: self.holders(&role.name, "user", users, UserName::new),
            groups: self.holders(&role.name, "group", groups, GroupName::new),
            services: self.holders(&role.name, "service", services, ServiceName::new),
            name: role.name,
        };
        let is_held = holders(&described).next().is_some();
        let is_defined = described.description.is_some() || described.scopes.is_some();
        (default.is_none() || is_defined || is_held).then_some(described)
    }

    /// Those of a kind who are said to hold a role: not those who hold it anyway.
    fn holders<T>(
        &self,
        role: &RoleName,
        kind: &'static str,
        members: Vec<Member>,
        name: impl Fn(&str) -> Result<T>,
    ) -> Vec<T> {
        // Who is added to a hub has it.
        let is_everybodys = role.as_str() == "user" && kind == "user";
        let is_flagged =
            |name: &str| role.as_str() == "admin" && self.admins.contains(&(kind, name.to_owned()));
        let members = members.into_iter().filter(|_| !is_everybodys);
        members
            .filter(|member| !is_flagged(&member.name))
            .filter_map(|member| name(&member.name).ok())
            .collect()
    }
}
