//! What only a running hub knows, added to what the database says.

use super::Hub;
use crate::auth::names;
use crate::error::Result;
use crate::model::{Listed, ServerRef, ServiceName, Site, User, UserName};
use crate::ops::live::{Complete, Live, LiveServer, keep_ready};

impl Hub {
    /// `output`, with what only a running hub knows.
    pub fn completed<T: Complete>(&self, mut output: T) -> T {
        output.complete(self);
        output
    }

    /// Keep of a page of users those with a server that is ready.
    pub fn keep_ready(&self, users: &mut Listed<User>) {
        keep_ready(users, self);
    }

    /// `name` as the authenticator writes names (`Authenticator.normalize_username`).
    pub fn normalized(&self, name: &str) -> String {
        self.authenticator.normalized(&self.config().auth, name)
    }

    /// `name` as the name of somebody new.
    ///
    /// # Errors
    /// Where `auth.username_pattern` does not allow it (`Authenticator.validate_username`).
    pub fn new_username(&self, name: &str) -> Result<String> {
        let name = self.normalized(name);
        names::allowed(&self.config().auth, &name)?;
        Ok(name)
    }
}

impl Live for Hub {
    fn server(&self, server: &ServerRef) -> Option<LiveServer> {
        self.servers().live(server)
    }

    fn process(&self, service: &ServiceName) -> Option<u32> {
        self.services.process(service)
    }

    fn any_ready(&self, user: &UserName) -> bool {
        self.servers().any_ready(user)
    }

    fn site(&self) -> &Site {
        self.servers().site()
    }
}
