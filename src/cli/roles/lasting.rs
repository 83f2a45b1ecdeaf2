//! What of a role outlives the next start of a JupyterHub, which reconciles the database with its
//! configuration then (`docs/what-survives-a-restart.md`).

use crate::model::{Role, RoleName};
use crate::rbac::DefaultRole;

/// Whether the definition of `role` lasts, and if not, how it would.
pub(super) fn definition(role: &Role) -> String {
    let name = &role.name;
    if DefaultRole::named(name.as_str()).is_some() {
        format!(
            "JupyterHub makes `{name}` anew at each start, as `load_roles` or its defaults have it · {}",
            snippet(name)
        )
    } else if role.managed_by_auth {
        format!(
            "`{name}` outlives JupyterHub's restarts, unless `load_roles` or its authenticator defines it, or `reset_managed_roles_on_startup` is set"
        )
    } else {
        format!(
            "`{name}` lasts until JupyterHub's next start, unless `load_roles` has it · {}",
            remedies(name)
        )
    }
}

/// Whether grants of `role` last, and if not, how they would.
pub(super) fn grants(role: &Role) -> String {
    let name = &role.name;
    if role.managed_by_auth || DefaultRole::named(name.as_str()).is_some() {
        format!(
            "grants of `{name}` outlive JupyterHub's restarts, unless `load_roles` or its authenticator lists who holds it"
        )
    } else {
        format!(
            "`{name}` and its grants last until JupyterHub's next start, unless `load_roles` has both · {}",
            remedies(name)
        )
    }
}

fn remedies(name: &RoleName) -> String {
    format!(
        "`hubctl roles edit {name} --managed` keeps it · {}",
        snippet(name)
    )
}

fn snippet(name: &RoleName) -> String {
    format!("`hubctl roles show {name} --config-snippet` prints what to configure")
}
