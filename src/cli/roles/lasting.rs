//! What of a role outlives the next start of the hub: a JupyterHub reconciles the database with its configuration
//! then (`docs/what-survives-a-restart.md`), a hub of hubctl's takes back what its configuration put there and no
//! more.

use crate::cli::Session;
use crate::error::Result;
use crate::model::{Role, RoleName};
use crate::ops::roles::RolesAreKept;
use crate::rbac::DefaultRole;

/// Say whether the definition of `role` lasts, and if not, how it would.
pub(super) fn definition(role: &Role, session: &mut Session) -> Result<()> {
    let name = &role.name;
    let is_default = DefaultRole::named(name.as_str()).is_some();
    let kept = session.backend.read(RolesAreKept)?;
    session.out.say(&match (kept, is_default, role.managed_by_auth) {
        (true, true, _) => format!(
            "the hub makes `{name}` anew at each start, as `[[roles]]` or its defaults have it"
        ),
        (true, false, true) => format!(
            "`{name}` outlives restarts, also of a JupyterHub that takes over, unless the configuration or the authenticator defines it"
        ),
        (true, false, false) => format!(
            "`{name}` outlives restarts of `hubctl serve`, unless `[[roles]]` defines it; a JupyterHub that takes over deletes it · `hubctl roles edit {name} --managed` on the database keeps it there, too"
        ),
        (false, true, _) => format!(
            "JupyterHub makes `{name}` anew at each start, as `load_roles` or its defaults have it · {}",
            snippet(name)
        ),
        (false, false, true) => format!(
            "`{name}` outlives JupyterHub's restarts, unless `load_roles` or its authenticator defines it, or `reset_managed_roles_on_startup` is set"
        ),
        (false, false, false) => format!(
            "`{name}` lasts until JupyterHub's next start, unless `load_roles` has it · {}",
            remedies(name)
        ),
    });
    Ok(())
}

/// Say whether grants of `role` last, and if not, how they would.
pub(super) fn grants(role: &Role, session: &mut Session) -> Result<()> {
    let name = &role.name;
    let lasts = role.managed_by_auth || DefaultRole::named(name.as_str()).is_some();
    let kept = session.backend.read(RolesAreKept)?;
    session.out.say(&match (kept, lasts) {
        (true, true) => format!(
            "grants of `{name}` outlive restarts, also of a JupyterHub that takes over, unless its `load_roles` or the authenticator lists who holds it"
        ),
        (true, false) => format!(
            "`{name}` and its grants outlive restarts of `hubctl serve`; a JupyterHub that takes over deletes both · `hubctl roles edit {name} --managed` on the database keeps them there, too"
        ),
        (false, true) => format!(
            "grants of `{name}` outlive JupyterHub's restarts, unless `load_roles` or its authenticator lists who holds it"
        ),
        (false, false) => format!(
            "`{name}` and its grants last until JupyterHub's next start, unless `load_roles` has both · {}",
            remedies(name)
        ),
    });
    Ok(())
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
