//! What may be defined of a service, and by whom.

use super::view::View;
use super::{show, wiring};
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, ServiceId, ServiceName, ServiceSource, ServiceSpec};
use crate::ops::services::DefinedService;
use crate::rbac::{Allowed, Caller, Client, DefaultRole, excess_of_token};
use crate::store::{Tx, services};

/// Somebody who defines a service.
pub(super) struct Defining {
    /// Who.
    pub(super) caller: Caller,
    /// What they see of it then.
    pub(super) view: View,
}

impl Defining {
    /// The caller of an operation.
    pub(super) fn by<O>(allowed: &Allowed<O>) -> Self {
        Self {
            caller: allowed.caller().clone(),
            view: View::of(allowed),
        }
    }

    /// Refuse what only the configuration may define, and a service that may do more than whoever
    /// defines it, with or without a token (`ServiceAPIHandler.add_service`).
    pub(super) fn check(&self, spec: &ServiceSpec, tx: &Tx<'_>) -> Result<()> {
        let Some(granted) = self.caller.granted() else {
            return Ok(());
        };
        let mut scopes = spec.allowed_scopes.clone().unwrap_or_default();
        if spec.admin == Some(true) {
            let admin = DefaultRole::named("admin").into_iter();
            scopes.extend(
                admin
                    .flat_map(|role| role.scopes)
                    .map(|&scope| scope.to_owned()),
            );
        }
        let owner = &granted.subject().holdings;
        let catalogue = granted.catalogue();
        let excess = excess_of_token(catalogue, owner, &scopes, &Client::Hub, tx)?;
        if !excess.is_empty() {
            let missing = excess.heads(catalogue);
            let missing: Vec<_> = missing.iter().map(|grant| format!("`{grant}`")).collect();
            return Err(Error::invalid(format!(
                "{} does not hold {}, and can give a service no more than that",
                owner.holder,
                missing.join(", ")
            )));
        }
        let asked_for = spec.allowed_scopes.as_deref().unwrap_or_default();
        if spec.oauth_no_confirm == Some(true) && !asked_for.is_empty() {
            return Err(Error::invalid(
                "only the configuration can let a service act for people who were not asked",
            )
            .hint("leave out `oauth_no_confirm`, or `oauth_client_allowed_scopes`"));
        }
        if spec.command.as_ref().is_some_and(|words| !words.is_empty()) {
            return Err(
                Error::invalid("only the configuration can let the hub start a service")
                    .hint("leave out `command`, and start it yourself"),
            );
        }
        Ok(())
    }

    /// Refuse to change what the configuration defines; the operator may, until the hub next starts.
    pub(super) fn refuse_configured(
        &self,
        tx: &Tx<'_>,
        id: ServiceId,
        name: &ServiceName,
    ) -> Result<()> {
        if self.caller.is_operator() || services::source_of(tx, id)? == ServiceSource::Runtime {
            return Ok(());
        }
        let message = format!("the hub's configuration defines the service `{name}`");
        Err(Error::new(Kind::Configured, message).hint("change it there"))
    }

    /// Let a service be what `spec` says.
    pub(super) fn define(
        &self,
        tx: &Tx<'_>,
        id: ServiceId,
        name: &ServiceName,
        spec: &ServiceSpec,
        secret: Option<&Secret>,
    ) -> Result<DefinedService> {
        wiring::define(tx, id, name, spec, self.caller.catalogue())?;
        if let Some(secret) = secret {
            wiring::set_secret(tx, id, secret)?;
        }
        let service = show(tx, &self.caller, name, &self.view)?;
        let lacks_secret = match services::client(tx, id)? {
            Some(client) => !services::has_client_secret(tx, &client)?,
            None => false,
        };
        Ok(DefinedService {
            service,
            lacks_secret,
        })
    }
}
