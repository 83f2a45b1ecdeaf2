//! Users: who is to be there, and who of them is an admin.

use super::planning::Planning;
use crate::error::{Error, Result};
use crate::model::{Described, DescribedUser, PlannedKind, RoleName};
use crate::ops::users::EditUser;
use crate::rbac::{Holder, Scope, Target};
use crate::store::applied::Thing;
use crate::store::provenance::{self, Source};
use crate::store::roles::{self, HolderId};
use crate::store::users;

impl Planning<'_> {
    /// Plan for the users that are described.
    pub(super) fn users(&mut self, all: &Described) -> Result<()> {
        all.users.iter().try_for_each(|user| self.user(user))
    }

    fn user(&mut self, described: &DescribedUser) -> Result<()> {
        let name = &described.name;
        self.sees(Scope::ReadUsers, &Target::User(name.clone()))?;
        let Some(id) = users::find(self.tx, name)? else {
            self.add_user(name, described.admin.unwrap_or(false));
            return Ok(());
        };
        let holder = HolderId::User(id);
        let before = roles::is_admin(self.tx, holder)?;
        let Some(after) = described.admin.filter(|after| *after != before) else {
            return Ok(());
        };
        if !after {
            self.refuse_taking_from_configuration(holder, described)?;
        }
        if after {
            let holder = Holder::User(name.clone());
            self.made.insert(Thing::Grant("admin".into(), holder));
        }
        self.value("admin", before, after);
        self.change_if_any(PlannedKind::User, name);
        let setting = EditUser {
            admin: Some(after),
            ..EditUser::of(name.clone())
        };
        self.step(PlannedKind::User, name, setting);
        Ok(())
    }

    fn refuse_taking_from_configuration(
        &self,
        holder: HolderId,
        described: &DescribedUser,
    ) -> Result<()> {
        let Some(admin) = roles::find(self.tx, &RoleName::from("admin"))? else {
            return Ok(());
        };
        let given = provenance::find(self.tx, provenance::Thing::Grant(admin, holder))?;
        let by = match given {
            Some((Source::Configuration, _)) => "configuration",
            Some((Source::Authenticator, _)) => "authenticator",
            Some((Source::Runtime, _)) | None => return Ok(()),
        };
        Err(Error::conflict(format!(
            "the hub's {by} makes the user `{}` an admin",
            described.name
        ))
        .hint("change it there, or leave `admin` out"))
    }
}
