//! What changes servers that do not run, and users whose servers may.

use std::sync::Arc;

use super::order;
use super::start::Waited;
use crate::error::Result;
use crate::hub::{Hub, Identity};
use crate::model::{Server, ServerRef, User, UserName};
use crate::ops::servers::{EditServer, MakeServer, MayEditServer, NameRules, RemoveServer};
use crate::ops::users::{DeleteUser, EditUser};
use crate::rbac::Holder;

impl Hub {
    /// Delete a named server that does not run.
    pub(super) async fn remove_server(
        &self,
        identity: &Identity,
        server: &ServerRef,
    ) -> Result<Waited> {
        self.servers.board().hold(server)?;
        let removed = self.change(identity, RemoveServer(server.clone())).await;
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
        self.servers.board().forget_user(&name);
        Ok(())
    }

    /// Change a user. Their servers that run keep the path they have.
    ///
    /// # Errors
    /// Where they get another name while one of their servers is in the middle of something.
    pub async fn edit_user(&self, identity: &Identity, edit: EditUser) -> Result<User> {
        let renamed = edit.new_name.clone().map(|new| (edit.name.clone(), new));
        if let Some((old, _)) = &renamed {
            self.servers.board().may_rename_user(old)?;
        }
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
        if let Some((old, new)) = renamed {
            self.servers.board().rename_user(&old, &new);
        }
        Ok(edited)
    }
}
