//! What of a service a caller sees.

use crate::error::Result;
use crate::model::Service;
use crate::rbac::{Allowed, Filter, Filters, NoGroups, Reach, Scope};

/// How far a caller sees each field of services (`APIHandler.service_model`). The name and the admin
/// flag go with each.
pub(super) struct View {
    /// What they are.
    details: Reach,
    /// Their roles.
    roles: Reach,
    /// What JupyterHub's API does not show: for whoever may define services.
    stored: Reach,
}

impl View {
    /// What the caller of an operation sees.
    pub(super) fn of<O>(allowed: &Allowed<O>) -> Self {
        Self {
            details: allowed.reach_of(&Scope::ReadServices),
            roles: allowed.reach_of(&Scope::ReadRolesServices),
            stored: if allowed.caller().sees_more() {
                allowed.reach_of(&Scope::AdminServices)
            } else {
                Reach::Only(Filters::default())
            },
        }
    }

    /// Leave out of `service` what the caller may not see.
    pub(super) fn cut(&self, service: &mut Service) -> Result<()> {
        let itself = Filter::Service(service.name.clone());
        let details = self.details.includes(Some(&itself), &NoGroups)?;
        let roles = self.roles.includes(Some(&itself), &NoGroups)?;
        service.details.keep_if(details);
        service.roles.keep_if(roles);
        let stored = self.stored.includes(Some(&itself), &NoGroups)?;
        service.stored.keep_if(stored);
        Ok(())
    }
}
