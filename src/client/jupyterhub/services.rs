//! Services of a JupyterHub.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Asked, JupyterHub, beyond};
use crate::client::http::Question;
use crate::error::{Error, Result};
use crate::model::{Service, ServiceName, ServiceSpec};
use crate::ops::services::{
    ADD, AddService, DELETE, DefinedService, DeleteService, EditService, LIST, ListServices, SHOW,
    ServiceFilter, ShowService,
};

impl Asked for ListServices {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<Service>> {
        let ServiceFilter {
            name,
            role,
            admin,
            source,
            managed,
        } = self.0;
        if source.is_some() {
            return Err(hub.cannot("does not tell where services come from"));
        }
        let services: BTreeMap<String, Service> = hub.get(&Question::of(&LIST, &[]))?;
        let chosen = services.into_values().filter(|service| {
            let starts = service
                .details
                .shown()
                .is_some_and(|known| !known.command.is_empty());
            let holds = role.as_ref();
            name.as_ref().is_none_or(|name| *name == service.name)
                && holds.is_none_or(|role| service.roles.or_default().contains(role))
                && (service.admin || !admin)
                && (starts || !managed)
        });
        Ok(chosen.collect())
    }
}

impl Asked for ShowService {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Service> {
        hub.service(&self.0)
    }
}

impl Asked for AddService {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<DefinedService> {
        let name = ServiceName::new(self.name.as_str())?;
        let mut body = fields(&self.spec);
        if let Some(token) = self.token.as_ref().or(self.secret.as_ref()) {
            body.insert("api_token".to_owned(), json!(token.reveal()));
        }
        let adding = Question::of(&ADD, &[name.as_str()]).with(&body)?;
        let service = hub.get_or(&adding, |status| {
            (status == 409)
                .then(|| Error::conflict(format!("a service named `{name}` exists already")))
        })?;
        Ok(DefinedService {
            service,
            lacks_secret: false,
        })
    }
}

impl Asked for DeleteService {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Service> {
        let service = hub.service(&self.0)?;
        hub.do_or(&Question::of(&DELETE, &[self.0.as_str()]), |_| None)?;
        Ok(service)
    }
}

beyond! {
    "changes no services": EditService;
}

/// What is defined, as the API calls it (`APIHandler._service_model_types`).
fn fields(spec: &ServiceSpec) -> Map<String, Value> {
    let environment = spec
        .environment
        .as_ref()
        .map(|variables| variables.reveal());
    let all = [
        ("url", json!(spec.url)),
        ("admin", json!(spec.admin)),
        ("display", json!(spec.display)),
        ("oauth_no_confirm", json!(spec.oauth_no_confirm)),
        ("oauth_client_allowed_scopes", json!(spec.allowed_scopes)),
        ("oauth_client_id", json!(spec.client_id)),
        ("oauth_redirect_uri", json!(spec.redirect_uri)),
        ("command", json!(spec.command)),
        ("cwd", json!(spec.cwd)),
        ("environment", json!(environment)),
        ("user", json!(spec.user)),
        ("info", json!(spec.info)),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

impl JupyterHub<'_> {
    fn service(&self, name: &ServiceName) -> Result<Service> {
        let question = Question::of(&SHOW, &[name.as_str()]);
        self.get_or(&question, |status| {
            (status == 404).then(|| self.no_service(name))
        })
    }

    fn no_service(&self, name: &ServiceName) -> Error {
        let services = ListServices(ServiceFilter::default()).ask(self);
        let names = services.unwrap_or_default().into_iter();
        Error::not_found("service", name)
            .did_you_mean(name.as_str(), names.map(|service| service.name))
            .hint("see `hubctl services list`")
    }
}
