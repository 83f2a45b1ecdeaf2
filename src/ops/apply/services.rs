//! Services: what defines them.

use serde_json::{Map, json};

use super::planning::Planning;
use crate::error::{Error, Result};
use crate::model::{
    Described, DescribedService, Environment, PlannedAction, PlannedKind, ServiceId, ServicePart,
    ServiceSource, ServiceSpec,
};
use crate::ops::services::{AddService, EditService};
use crate::rbac::{Holder, Scope, Target};
use crate::store::applied::Thing;
use crate::store::services::{self, TIMEOUT};

impl Planning<'_> {
    /// Plan for the services that are described.
    pub(super) fn services(&mut self, all: &Described) -> Result<()> {
        all.services
            .iter()
            .try_for_each(|service| self.service(service))
    }

    fn service(&mut self, described: &DescribedService) -> Result<()> {
        let name = &described.name;
        // What defines a service is more than the API shows of it.
        self.sees(Scope::AdminServices, &Target::Service(name.clone()))?;
        let spec = ServiceSpec::from(described.clone());
        let is_admin = spec.admin == Some(true);
        let found = services::find(self.tx, name)?;
        let before = match found {
            Some(id) => self.definition(id)?,
            None => ServiceSpec::default(),
        };
        let change = self.differing(&before, spec);
        match found {
            None => {
                self.made.insert(Thing::Service(name.clone()));
                self.change(PlannedAction::Create, PlannedKind::Service, name);
                let adding = AddService {
                    name: name.clone(),
                    spec: change,
                    secret: None,
                    token: None,
                };
                self.step(PlannedKind::Service, name, adding);
            }
            Some(id) if change != ServiceSpec::default() => {
                self.refuse_configured(id, described)?;
                refuse_other_client(&before, &change, described)?;
                self.change_if_any(PlannedKind::Service, name);
                // Variables would be added to those there are.
                let unset = change
                    .environment
                    .as_ref()
                    .map(|_| ServicePart::Environment);
                let editing = EditService {
                    name: name.clone(),
                    unset: unset.into_iter().collect(),
                    change,
                    secret: None,
                };
                self.step(PlannedKind::Service, name, editing);
            }
            Some(_) => return Ok(()),
        }
        if is_admin && before.admin != Some(true) {
            let holder = Holder::Service(name.clone());
            self.made.insert(Thing::Grant("admin".into(), holder));
        }
        Ok(())
    }

    /// What defines a service that is there, what is so by default as if it were said.
    fn definition(&self, id: ServiceId) -> Result<ServiceSpec> {
        Ok(ServiceSpec {
            client_id: services::client(self.tx, id)?,
            ..services::spec(self.tx, id)?
        })
    }

    /// What of `wanted` is otherwise than `before`, which goes into the plan.
    fn differing(&mut self, before: &ServiceSpec, wanted: ServiceSpec) -> ServiceSpec {
        let usual = ServiceSpec {
            admin: Some(false),
            display: Some(true),
            oauth_no_confirm: Some(false),
            allowed_scopes: Some(Vec::new()),
            command: Some(Vec::new()),
            timeout: Some(TIMEOUT),
            info: Some(Map::new()),
            ..ServiceSpec::default()
        };
        let before = usual.changed_by(before.clone());
        ServiceSpec {
            url: self.field("url", before.url.as_ref(), wanted.url),
            admin: self.field("admin", before.admin.as_ref(), wanted.admin),
            display: self.field("display", before.display.as_ref(), wanted.display),
            oauth_no_confirm: self.field(
                "oauth_no_confirm",
                before.oauth_no_confirm.as_ref(),
                wanted.oauth_no_confirm,
            ),
            allowed_scopes: self.field(
                "oauth_client_allowed_scopes",
                before.allowed_scopes.as_ref(),
                wanted.allowed_scopes,
            ),
            client_id: self.field(
                "oauth_client_id",
                before.client_id.as_ref(),
                wanted.client_id,
            ),
            redirect_uri: self.field(
                "oauth_redirect_uri",
                before.redirect_uri.as_ref(),
                wanted.redirect_uri,
            ),
            command: self.field("command", before.command.as_ref(), wanted.command),
            cwd: self.field("cwd", before.cwd.as_ref(), wanted.cwd),
            user: self.field("user", before.user.as_ref(), wanted.user),
            timeout: self.field("timeout", before.timeout.as_ref(), wanted.timeout),
            info: self.field("info", before.info.as_ref(), wanted.info),
            environment: self.environment(before.environment.as_ref(), wanted.environment),
        }
    }

    /// One field: what is wanted of it, where that is otherwise.
    fn field<T>(&mut self, field: &str, before: Option<&T>, wanted: Option<T>) -> Option<T>
    where
        T: PartialEq + serde::Serialize,
    {
        let wanted = wanted.filter(|wanted| before != Some(wanted))?;
        self.value(field, json!(before), json!(wanted));
        Some(wanted)
    }

    /// The same of the environment, of which the plan tells the names alone.
    fn environment(
        &mut self,
        before: Option<&Environment>,
        wanted: Option<Environment>,
    ) -> Option<Environment> {
        let none = Environment::default();
        let before = before.unwrap_or(&none).reveal();
        let wanted = wanted.filter(|wanted| wanted.reveal() != before)?;
        let after = wanted.reveal();
        let otherwise = |(name, value): (&&str, &&str)| after.get(*name) != Some(value);
        let gone = before
            .iter()
            .filter(|(name, value)| otherwise((name, value)));
        let come = after
            .iter()
            .filter(|(name, value)| before.get(**name) != Some(*value));
        let names = |pairs: Vec<(&&str, &&str)>| {
            pairs.iter().map(|(name, _)| (**name).to_owned()).collect()
        };
        self.names("environment", names(come.collect()), names(gone.collect()));
        Some(wanted)
    }

    fn refuse_configured(&self, id: ServiceId, described: &DescribedService) -> Result<()> {
        if services::source_of(self.tx, id)? == ServiceSource::Runtime {
            return Ok(());
        }
        Err(Error::conflict(format!(
            "the service `{}` is the configuration's, and is otherwise",
            described.name
        ))
        .hint("change it there, or leave out of the description what it says"))
    }
}

/// The name of an OAuth client is what tokens and codes refer to.
fn refuse_other_client(
    before: &ServiceSpec,
    change: &ServiceSpec,
    described: &DescribedService,
) -> Result<()> {
    match (&before.client_id, &change.client_id) {
        (Some(present), Some(_)) => Err(Error::conflict(format!(
            "the OAuth client of the service `{}` is called `{present}`, and stays so",
            described.name
        ))
        .hint("delete the service first, with its tokens, or leave `oauth_client_id` out")),
        _ => Ok(()),
    }
}
