//! Every schema revision in JupyterHub's history, and the releases that made databases of it.

use serde::{Serialize, Serializer};

/// One revision of the schema. It has one migration in `migrations/`, of the same number and name.
#[derive(Debug, PartialEq, Eq)]
pub struct Revision {
    /// The number of its migration, counted from 1.
    pub version: i32,
    /// What `alembic_version` holds.
    pub id: &'static str,
    /// The releases that make databases of it, or that it lies between.
    pub releases: &'static str,
    /// What it brings, in a few words.
    pub what: &'static str,
    /// The last column that the step to it adds: where this is, the step was taken.
    pub(super) mark: (&'static str, &'static str),
    /// The tables whose rows the step to it rewrites or drops.
    pub(super) touches: &'static [&'static str],
}

/// As its id.
impl Serialize for Revision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// From 0.5 to 6.1, oldest first.
pub static HISTORY: [Revision; 19] = [
    Revision {
        version: 1,
        id: "19c0846f6344",
        releases: "0.5–0.6",
        what: "users, servers and tokens",
        mark: ("users", "cookie_id"),
        touches: &[],
    },
    Revision {
        version: 2,
        id: "eeb276e51423",
        releases: "before 0.7",
        what: "auth state",
        mark: ("users", "auth_state"),
        touches: &["users"],
    },
    Revision {
        version: 3,
        id: "af4cbdb2d13c",
        releases: "0.7",
        what: "services and groups",
        mark: ("api_tokens", "service_id"),
        touches: &["api_tokens"],
    },
    Revision {
        version: 4,
        id: "3ec6993fe20c",
        releases: "0.8",
        what: "named servers, OAuth, encrypted auth state",
        mark: ("users", "encrypted_auth_state"),
        touches: &["users", "proxies", "hubs"],
    },
    Revision {
        version: 5,
        id: "1cebaf56856c",
        releases: "before 0.9",
        what: "browser sessions of OAuth tokens",
        mark: ("oauth_codes", "session_id"),
        touches: &["oauth_access_tokens", "oauth_codes"],
    },
    Revision {
        version: 6,
        id: "56cc5a70207e",
        releases: "before 0.9",
        what: "when tokens were made and used",
        mark: ("oauth_access_tokens", "last_activity"),
        touches: &["api_tokens", "oauth_access_tokens"],
    },
    Revision {
        version: 7,
        id: "99a28a4418e1",
        releases: "before 0.9",
        what: "when users were made and servers started",
        mark: ("spawners", "started"),
        touches: &["users", "spawners"],
    },
    Revision {
        version: 8,
        id: "d68c98b66cd4",
        releases: "before 0.9",
        what: "descriptions of OAuth clients",
        mark: ("oauth_clients", "description"),
        touches: &["oauth_clients"],
    },
    Revision {
        version: 9,
        id: "896818069c98",
        releases: "0.9",
        what: "tokens that expire",
        mark: ("api_tokens", "expires_at"),
        touches: &["api_tokens"],
    },
    Revision {
        version: 10,
        id: "4dc2d5a8c53c",
        releases: "1.0–1.5",
        what: "options that servers were started with",
        mark: ("spawners", "user_options"),
        touches: &["spawners"],
    },
    Revision {
        version: 11,
        id: "833da8570507",
        releases: "2.0–2.3",
        what: "roles",
        mark: ("spawners", "oauth_client_id"),
        touches: &["services", "spawners", "api_tokens", "oauth_access_tokens"],
    },
    Revision {
        version: 12,
        id: "651f5419b74d",
        releases: "3.0–3.1",
        what: "tokens with scopes of their own",
        mark: ("oauth_clients", "allowed_scopes"),
        touches: &["api_tokens", "oauth_clients", "oauth_codes"],
    },
    Revision {
        version: 13,
        id: "0eee8c825d24",
        releases: "4.0–4.1",
        what: "properties of groups",
        mark: ("groups", "properties"),
        touches: &["groups"],
    },
    Revision {
        version: 14,
        id: "3c2384c5aae1",
        releases: "before 5.0",
        what: "services made while the hub runs",
        mark: ("services", "user"),
        touches: &["services"],
    },
    Revision {
        version: 15,
        id: "4621fec11365",
        releases: "5.0–5.5",
        what: "roles managed by the authenticator, shares",
        mark: ("user_role_map", "managed_by_auth"),
        touches: &[
            "roles",
            "user_role_map",
            "group_role_map",
            "service_role_map",
        ],
    },
    Revision {
        version: 16,
        id: "be8ecf03ddac",
        releases: "before 6.0",
        what: "how long a service may take to start",
        mark: ("services", "timeout"),
        touches: &["services"],
    },
    Revision {
        version: 17,
        id: "afd65840b69e",
        releases: "before 6.0",
        what: "OAuth codes with a proof key",
        mark: ("oauth_codes", "code_challenge_method"),
        touches: &["oauth_codes"],
    },
    Revision {
        version: 18,
        id: "ff1860e38070",
        releases: "before 6.0",
        what: "what the authenticator says of users",
        mark: ("users", "user_info"),
        touches: &["users"],
    },
    Revision {
        version: 19,
        id: "f460b0348206",
        releases: "6.0–6.1",
        what: "names of servers to show",
        mark: ("spawners", "display_name"),
        touches: &["spawners"],
    },
];

/// The release whose schema hubctl works on, and every upgrade ends at.
pub const RELEASE: &str = "6.1";

/// The tables of a newly made database.
pub(super) const TABLES: [&str; 16] = [
    "alembic_version",
    "api_tokens",
    "group_role_map",
    "groups",
    "oauth_clients",
    "oauth_codes",
    "roles",
    "servers",
    "service_role_map",
    "services",
    "share_codes",
    "shares",
    "spawners",
    "user_group_map",
    "user_role_map",
    "users",
];

/// The revision that hubctl works on.
pub fn newest() -> &'static Revision {
    &HISTORY[HISTORY.len() - 1]
}

/// The first revision with roles: what comes from below has tokens that are dropped.
pub(super) fn first_with_roles() -> &'static Revision {
    &HISTORY[10]
}

/// The one before [`first_with_roles`].
pub(super) fn last_without_roles() -> &'static Revision {
    &HISTORY[9]
}

/// The first revision that keeps auth state encrypted.
pub(super) fn first_with_encrypted_auth_state() -> &'static Revision {
    &HISTORY[3]
}

/// The revision that `alembic_version` calls `id`.
pub(super) fn by_id(id: &str) -> Option<&'static Revision> {
    HISTORY.iter().find(|revision| revision.id == id)
}

impl Revision {
    /// Those that follow, oldest first.
    pub(super) fn later(&self) -> impl Iterator<Item = &'static Self> + use<> {
        let version = self.version;
        HISTORY
            .iter()
            .filter(move |revision| revision.version > version)
    }

    /// Whether this one comes before `other`.
    pub fn is_before(&self, other: &Self) -> bool {
        self.version < other.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::layout::NEWEST;
    use crate::store::migrate::runner;

    #[test]
    fn the_tables_are_those_of_the_schema() {
        let tables: Vec<_> = NEWEST.tables().map(|(name, _)| name).collect();
        assert_eq!(tables, TABLES);
    }

    #[test]
    fn each_revision_has_the_migration_of_its_number_and_name() {
        let migrations = runner::migrations();
        assert_eq!(migrations.len(), HISTORY.len());
        for (index, (revision, (version, name))) in HISTORY.iter().zip(migrations).enumerate() {
            assert_eq!(usize::try_from(revision.version), Ok(index + 1));
            assert_eq!(revision.version, version);
            assert!(name.starts_with(revision.id), "{name}");
        }
        assert_eq!(last_without_roles().id, "4dc2d5a8c53c");
        assert_eq!(first_with_roles().id, "833da8570507");
        assert_eq!(first_with_encrypted_auth_state().id, "3ec6993fe20c");
    }
}
