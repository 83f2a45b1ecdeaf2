//! Keys of rows, each of its own type so that none is taken for another.

use std::fmt;

use serde::Serialize;

macro_rules! id {
    ($($(#[$doc:meta])* $type:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $type(pub i64);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id!(
    /// The key of a user.
    UserId,
    /// The key of a group.
    GroupId,
    /// The key of a role.
    RoleId,
    /// The key of a service.
    ServiceId,
    /// The key of a user's server, running or not (JupyterHub's `spawners`).
    SpawnerId,
    /// The key of a share.
    ShareId,
    /// The key of a share code.
    ShareCodeId,
);
