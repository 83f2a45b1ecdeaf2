//! What of users, and of their servers, a caller sees: one table from scope to field.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::model::{GroupName, Seen, Server, ServerName, User, UserName};
use crate::rbac::{Caller, Filter, Filters, Grants, Membership, Reach, Scope};

/// A field that takes a scope to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Admin,
    Roles,
    Groups,
    Server,
    Pending,
    Created,
    LastActivity,
    UserInfo,
    AuthState,
    Servers,
}

/// Which fields each scope shows, besides kind and name, which each of them shows
/// (`APIHandler.user_model`).
const SHOWN_BY: [(Scope, &[Field]); 7] = [
    (
        Scope::ReadUsers,
        &[
            Field::Admin,
            Field::Roles,
            Field::Groups,
            Field::Server,
            Field::Pending,
            Field::Created,
            Field::LastActivity,
            Field::UserInfo,
        ],
    ),
    (Scope::ReadUsersName, &[Field::Admin, Field::UserInfo]),
    (Scope::ReadUsersGroups, &[Field::Groups]),
    (Scope::ReadUsersActivity, &[Field::LastActivity]),
    (Scope::ReadServers, &[Field::Servers]),
    (Scope::ReadRolesUsers, &[Field::Admin, Field::Roles]),
    (Scope::AdminAuthState, &[Field::AuthState]),
];

/// What somebody sees of users: how far each scope that shows something goes in their hands.
pub(in crate::ops) enum View {
    /// All that the database has in clear.
    Everything,
    /// What their scopes show.
    Scoped(Box<Scoped>),
}

/// How far the scopes go.
pub(in crate::ops) struct Scoped {
    /// Whether a default server is shown that was never started, as JupyterHub's API does.
    unstarted: bool,
    fields: [Reach; SHOWN_BY.len()],
    servers: Reach,
    server_state: Reach,
}

impl View {
    /// That of `caller`.
    pub(in crate::ops) fn of(caller: &Caller) -> Self {
        match caller.granted() {
            None => Self::Everything,
            Some(granted) => Self::scoped(granted.grants(), !caller.sees_more()),
        }
    }

    /// That of somebody with these grants.
    pub(in crate::ops) fn by(grants: &Grants) -> Self {
        Self::scoped(grants, true)
    }

    fn scoped(grants: &Grants, unstarted: bool) -> Self {
        let reach = |scope: &Scope| {
            let held = grants.reach(scope).cloned();
            held.unwrap_or_else(|| Reach::Only(Filters::default()))
        };
        Self::Scoped(Box::new(Scoped {
            unstarted,
            fields: SHOWN_BY.map(|(scope, _)| reach(&scope)),
            servers: reach(&Scope::ReadServers),
            server_state: reach(&Scope::AdminServerState),
        }))
    }

    /// Hide what may not be seen of `user`, with whom all is shown that there is.
    ///
    /// `stopped` says that servers which do not run were asked for: then everybody has a default one.
    pub(in crate::ops) fn cut(&self, user: &mut User, stopped: bool) -> Result<()> {
        match self {
            Self::Everything => Ok(()),
            Self::Scoped(scoped) => scoped.cut(user, stopped),
        }
    }
}

impl Scoped {
    fn cut(&self, user: &mut User, stopped: bool) -> Result<()> {
        let groups = user.groups.or_default();
        let membership = MemberOf(&groups);
        let shown = self.fields_of(&user.name, &membership)?;
        let sees = |field: Field| shown.iter().any(|fields| fields.contains(&field));
        user.servers = self.servers_of(user, stopped, sees(Field::Servers), &membership)?;
        user.admin.keep_if(sees(Field::Admin));
        user.roles.keep_if(sees(Field::Roles));
        user.groups.keep_if(sees(Field::Groups));
        user.server.keep_if(sees(Field::Server));
        user.pending.keep_if(sees(Field::Pending));
        user.created.keep_if(sees(Field::Created));
        user.last_activity.keep_if(sees(Field::LastActivity));
        user.user_info.keep_if(sees(Field::UserInfo));
        user.auth_state = Seen::when(sees(Field::AuthState), None);
        Ok(())
    }

    /// The fields that each scope which reaches this user shows.
    fn fields_of(
        &self,
        user: &UserName,
        membership: &MemberOf<'_>,
    ) -> Result<Vec<&'static [Field]>> {
        let target = Filter::User(user.clone());
        let mut shown = Vec::with_capacity(SHOWN_BY.len());
        for ((_, fields), reach) in SHOWN_BY.iter().zip(&self.fields) {
            if reach.includes(Some(&target), membership)? {
                shown.push(*fields);
            }
        }
        Ok(shown)
    }

    /// Those of the user's servers that may be seen. A scope on one server shows that one, also to
    /// whom the servers of the user are not shown otherwise.
    fn servers_of(
        &self,
        user: &mut User,
        stopped: bool,
        any: bool,
        membership: &MemberOf<'_>,
    ) -> Result<Seen<BTreeMap<ServerName, Server>>> {
        let mut all = std::mem::take(&mut user.servers)
            .into_shown()
            .unwrap_or_default();
        if stopped && self.unstarted {
            let default = Server::unstarted(user.name.clone());
            all.entry(default.name.clone()).or_insert(default);
        }
        let mut seen = BTreeMap::new();
        for (name, mut server) in all {
            let target = Filter::Server(server.full_name.clone());
            if self.servers.includes(Some(&target), membership)? {
                let state = self.server_state.includes(Some(&target), membership)?;
                server.state.keep_if(state);
                seen.insert(name, server);
            }
        }
        Ok(Seen::when(any || !seen.is_empty(), seen))
    }
}

/// The groups of the one user who is asked about.
struct MemberOf<'a>(&'a [GroupName]);

impl Membership for MemberOf<'_> {
    fn is_in_any(&self, _: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        Ok(self.0.iter().any(|group| groups.contains(group)))
    }
}
