//! What changes servers that do not run, and users whose servers may.

use std::sync::Arc;

use super::board::UserChange;
use super::order;
use super::start::Waited;
use crate::error::Result;
use crate::hub::audit::to_its_end;
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

/// Keeps a server that does not run, or what is begun with those of a user, out of the way of a change.
pub(in crate::hub) struct OnHold {
    hub: Arc<Hub>,
    held: What,
}

enum What {
    Server(ServerRef),
    User(UserName),
}

impl OnHold {
    /// Whether it is for the user whom `change` is about.
    pub(in crate::hub) fn is_for(&self, change: &OfServers) -> bool {
        let (OfServers::Deleted(user) | OfServers::Renamed(user, _)) = change;
        matches!(&self.held, What::User(held) if held == user)
    }
}

impl Drop for OnHold {
    fn drop(&mut self) {
        let mut board = self.hub.servers.board();
        match &self.held {
            What::Server(server) => board.release(server),
            What::User(user) => board.release_user(user),
        }
    }
}

impl Hub {
    fn hold_server(self: &Arc<Self>, server: &ServerRef) -> Result<OnHold> {
        self.servers.board().hold(server)?;
        Ok(OnHold {
            hub: Arc::clone(self),
            held: What::Server(server.clone()),
        })
    }

    /// Keep what is begun with servers out of the way of `change`.
    ///
    /// # Errors
    /// Where one is in the middle of something that does not go with it, or somebody else changes their user.
    pub(in crate::hub) fn hold_for(self: &Arc<Self>, change: &OfServers) -> Result<OnHold> {
        let (user, how) = match change {
            OfServers::Renamed(old, _) => (old, UserChange::Renamed),
            OfServers::Deleted(user) => (user, UserChange::Deleted),
        };
        self.servers.board().hold_user(user, how)?;
        Ok(OnHold {
            hub: Arc::clone(self),
            held: What::User(user.clone()),
        })
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
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        server: &ServerRef,
    ) -> Result<Waited> {
        let held = self.hold_server(server)?;
        let (hub, identity) = (Arc::clone(self), Arc::clone(identity));
        let remove = RemoveServer {
            server: server.clone(),
            // What the board says of it counts, and not the database.
            force: true,
        };
        let whole = async move {
            let removed = hub.change(&identity, remove).await;
            drop(held);
            removed
        };
        to_its_end(whole).await.map(|()| Waited::Done)
    }

    /// Add a named server, which does not run yet.
    pub async fn make_server(&self, identity: &Identity, make: MakeServer) -> Result<Server> {
        self.change(identity, make).await
    }

    /// Change a server that does not run.
    pub async fn edit_server(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        edit: EditServer,
    ) -> Result<Server> {
        self.look(identity, MayEditServer(edit.clone()))?;
        let held = self.hold_server(&edit.server)?;
        let (hub, identity) = (Arc::clone(self), Arc::clone(identity));
        let whole = async move {
            let edited = hub.change(&identity, edit).await;
            drop(held);
            edited
        };
        to_its_end(whole).await
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
    pub async fn delete_user(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        name: UserName,
    ) -> Result<()> {
        let change = OfServers::Deleted(name.clone());
        let held = self.hold_for(&change)?;
        let (hub, identity) = (Arc::clone(self), Arc::clone(identity));
        let whole = async move {
            // Nobody can delete themselves: their servers go on.
            if *identity.holder() != Holder::User(name.clone()) {
                hub.make_way(&change).await?;
            }
            hub.change(&identity, DeleteUser { name, force: false })
                .await?;
            hub.follow_change(&change);
            drop(held);
            Ok(())
        };
        to_its_end(whole).await
    }

    /// Change a user. Their servers that run keep the path they have.
    ///
    /// # Errors
    /// Where they get another name while one of their servers is in the middle of something.
    pub async fn edit_user(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        edit: EditUser,
    ) -> Result<User> {
        // This hub knows better than the database which servers run.
        let edit = EditUser {
            force: true,
            ..edit
        };
        let Some(new) = edit.new_name.clone() else {
            return self.change(identity, edit).await;
        };
        let change = OfServers::Renamed(edit.name.clone(), new);
        let held = self.hold_for(&change)?;
        let (hub, identity) = (Arc::clone(self), Arc::clone(identity));
        let whole = async move {
            let edited = hub.change(&identity, edit).await?;
            hub.follow_change(&change);
            drop(held);
            Ok(edited)
        };
        to_its_end(whole).await
    }
}
