//! What changes servers that do not run, and users whose servers may.

use std::sync::Arc;

use super::order;
use super::start::Waited;
use crate::error::Result;
use crate::hub::{Hub, Identity};
use crate::model::{Server, ServerRef, User, UserName};
use crate::ops::sent::AnyChange;
use crate::ops::servers::{EditServer, MakeServer, MayEditServer, NameRules, RemoveServer};
use crate::ops::users::{DeleteUser, EditUser};
use crate::rbac::Holder;

/// What a change has to do with the servers of whom it is about.
pub(in crate::hub) enum OfServers {
    /// They are nobody's any more.
    Deleted(UserName),
    /// They are those of a user with another name.
    Renamed(UserName, UserName),
}

impl OfServers {
    /// What `change` has to do with servers, if anything.
    pub(in crate::hub) fn of(change: &AnyChange) -> Option<Self> {
        match change {
            AnyChange::DeleteUser(delete) => Some(Self::Deleted(delete.name.clone())),
            AnyChange::EditUser(edit) => {
                let renamed = edit.new_name.clone();
                renamed.map(|new| Self::Renamed(edit.name.clone(), new))
            }
            _ => None,
        }
    }

    /// Whether they must have stopped before it.
    pub(in crate::hub) fn stops_them(&self) -> bool {
        matches!(self, Self::Deleted(_))
    }
}

impl Hub {
    /// Refuse what cannot be while a server is in the middle of something.
    pub(in crate::hub) fn may_follow(&self, change: &OfServers) -> Result<()> {
        match change {
            OfServers::Renamed(old, _) => self.servers.board().may_rename_user(old),
            OfServers::Deleted(_) => Ok(()),
        }
    }

    /// Stop the servers that must have stopped before the change.
    pub(in crate::hub) async fn make_way(self: &Arc<Self>, change: &OfServers) -> Result<()> {
        match change {
            OfServers::Deleted(user) => self.stop_servers_of(user).await,
            OfServers::Renamed(..) => Ok(()),
        }
    }

    /// Know the servers by what the change has made of their users.
    pub(in crate::hub) fn follow_change(&self, change: &OfServers) {
        match change {
            OfServers::Deleted(user) => self.servers.board().forget_user(user),
            OfServers::Renamed(old, new) => self.servers.board().rename_user(old, new),
        }
    }

    /// Delete a named server that does not run.
    pub(super) async fn remove_server(
        &self,
        identity: &Identity,
        server: &ServerRef,
    ) -> Result<Waited> {
        self.servers.board().hold(server)?;
        let remove = RemoveServer {
            server: server.clone(),
            // What the board says of it counts, and not the database.
            force: true,
        };
        let removed = self.change(identity, remove).await;
        self.servers.board().release(server);
        removed.map(|()| Waited::Done)
    }

    /// Add a named server, which does not run yet.
    pub async fn make_server(&self, identity: &Identity, make: MakeServer) -> Result<Server> {
        self.change(identity, make).await
    }

    /// Change a server that does not run.
    pub async fn edit_server(&self, identity: &Identity, edit: EditServer) -> Result<Server> {
        self.look(identity, MayEditServer(edit.clone()))?;
        let server = edit.server.clone();
        self.servers.board().hold(&server)?;
        let edited = self.change(identity, edit).await;
        self.servers.board().release(&server);
        edited
    }

    /// What this hub allows of servers with names, for whose `server` is.
    ///
    /// # Errors
    /// Where a command that says it does not.
    pub async fn name_rules(&self, server: &ServerRef) -> Result<NameRules> {
        let about = self.about(server, &serde_json::Map::new())?;
        order::name_rules(&self.config(), &about).await
    }

    /// Delete a user, once their servers have stopped (`UserAPIHandler.delete`).
    ///
    /// # Errors
    /// Where a server of theirs does not stop within `slow_stop_timeout`.
    pub async fn delete_user(self: &Arc<Self>, identity: &Identity, name: UserName) -> Result<()> {
        // Nobody can delete themselves: their servers go on.
        if *identity.holder() != Holder::User(name.clone()) {
            self.stop_servers_of(&name).await?;
        }
        let delete = DeleteUser {
            name: name.clone(),
            force: false,
        };
        self.change(identity, delete).await?;
        self.follow_change(&OfServers::Deleted(name));
        Ok(())
    }

    /// Change a user. Their servers that run keep the path they have.
    ///
    /// # Errors
    /// Where they get another name while one of their servers is in the middle of something.
    pub async fn edit_user(&self, identity: &Identity, edit: EditUser) -> Result<User> {
        let renamed = edit.new_name.clone();
        let renamed = renamed.map(|new| OfServers::Renamed(edit.name.clone(), new));
        renamed
            .iter()
            .try_for_each(|change| self.may_follow(change))?;
        // This hub knows better than the database which servers run.
        let edited = self
            .change(
                identity,
                EditUser {
                    force: true,
                    ..edit
                },
            )
            .await?;
        if let Some(change) = &renamed {
            self.follow_change(change);
        }
        Ok(edited)
    }
}
