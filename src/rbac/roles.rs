//! The roles that every hub has.

use crate::error::{Error, Result};

/// A role that JupyterHub makes at each start (`roles.get_default_roles`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultRole {
    /// Its name.
    pub name: &'static str,
    /// Its description, as JupyterHub stores it.
    pub description: &'static str,
    /// Its scopes as written.
    pub scopes: &'static [&'static str],
}

/// The roles that every hub has, in JupyterHub's order.
pub const DEFAULT_ROLES: &[DefaultRole] = &[
    DefaultRole {
        name: "user",
        description: "Standard user privileges",
        scopes: &["self"],
    },
    DefaultRole {
        name: "admin",
        description: "Elevated privileges (can do anything)",
        scopes: &[
            "admin-ui",
            "admin:users",
            "admin:servers",
            "admin:services",
            "tokens",
            "admin:groups",
            "list:services",
            "read:services",
            "read:hub",
            "proxy",
            "shutdown",
            "access:services",
            "access:servers",
            "read:roles",
            "read:metrics",
            "shares",
        ],
    },
    DefaultRole {
        name: "server",
        description: "Post activity only",
        scopes: &["users:activity!user", "access:servers!server"],
    },
    DefaultRole {
        name: "token",
        description: "Token with same permissions as its owner",
        scopes: &["inherit"],
    },
];

impl DefaultRole {
    /// The default role called `name`, if there is one.
    pub fn named(name: &str) -> Option<&'static Self> {
        DEFAULT_ROLES.iter().find(|role| role.name == name)
    }

    /// Refuse to delete a default role (`roles.delete_role`).
    pub fn check_deletion(name: &str) -> Result<()> {
        match Self::named(name) {
            None => Ok(()),
            Some(_) => Err(Error::conflict(format!(
                "`{name}` is a default role, and cannot be deleted"
            ))
            .hint("take its scopes away instead, or take it from who holds it")),
        }
    }

    /// Refuse to change what the `admin` role is (`roles.create_role`); the other default roles may
    /// be redefined. `None` leaves a part as it is.
    pub fn check_definition(
        name: &str,
        description: Option<&str>,
        scopes: Option<&[String]>,
    ) -> Result<()> {
        let Some(admin) = Self::named(name).filter(|role| role.name == "admin") else {
            return Ok(());
        };
        let same_description = description.is_none_or(|given| given == admin.description);
        let same_scopes = scopes.is_none_or(|given| given == admin.scopes);
        if same_description && same_scopes {
            return Ok(());
        }
        Err(Error::conflict("the role `admin` cannot be redefined")
            .hint("create another role for other scopes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_admin_cannot_be_redefined() {
        let other = ["read:hub".to_owned()];
        assert!(DefaultRole::check_definition("admin", None, Some(&other)).is_err());
        assert!(DefaultRole::check_definition("admin", Some("other"), None).is_err());
        assert!(DefaultRole::check_definition("user", Some("other"), Some(&other)).is_ok());
    }

    #[test]
    fn default_roles_stay() {
        assert!(DefaultRole::check_deletion("server").is_err());
        assert!(DefaultRole::check_deletion("teachers").is_ok());
    }
}
