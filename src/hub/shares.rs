//! Invitations to people's servers: whoever has the code may look at one, and accept it.

use super::{Hub, Identity};
use crate::error::Result;
use crate::model::{Secret, ShareCode, UserName};
use crate::ops::audit::recorded;
use crate::ops::shares::{AcceptShare, offered};
use crate::rbac::Caller;
use crate::store::Ending;

impl Hub {
    /// What `code` gives; `None` where there is no such code, or its time is over.
    pub fn offered_share(&self, code: &Secret) -> Result<Option<ShareCode>> {
        let found = self.pool.read(|tx, _| offered(tx, code))?;
        Ok(found.map(|found| self.completed(found)))
    }

    /// Give `user`, who is `identity`, what `code` gives. The code is all that it takes.
    ///
    /// # Errors
    /// Where there is no such code, or the server is their own.
    pub async fn accept_share(
        &self,
        identity: &Identity,
        user: &UserName,
        code: Secret,
    ) -> Result<()> {
        let source = Self::source(identity);
        let accept = AcceptShare {
            code,
            user: user.clone(),
        };
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&source, &Caller::Operator, accept, tx)
        });
        write.await
    }
}
