//! One password that all share, and another that the admins do (`SharedPasswordAuthenticator`).

use super::{Attempt, Authenticated, Authenticator, Doing, names};
use crate::error::Result;
use crate::model::{Secret, UserName};

/// Knows everybody by a password that they share.
pub(super) struct SharedPassword;

impl Authenticator for SharedPassword {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(async move { compare(attempt) })
    }
}

/// Whose password it is depends on the name as it will be written: `ADA` is the admin `ada`, and needs
/// the admins' password.
fn compare(Attempt { form, settings, .. }: Attempt<'_>) -> Result<Option<Authenticated>> {
    let name = names::normalized(settings, form.username()?);
    let given = form.password()?;
    let is = |password: &Option<Secret>| password.as_ref() == Some(given);
    let known = |admin, groups| {
        Some(Authenticated {
            admin,
            groups: Some(groups),
            ..Authenticated::named(name.as_str())
        })
    };
    if names::includes(
        settings,
        &settings.admin_users,
        &UserName::from(name.as_str()),
    ) {
        return Ok(known(Some(true), Vec::new()).filter(|_| is(&settings.admin_password)));
    }
    if is(&settings.user_password) {
        return Ok(known(Some(false), Vec::new()));
    }
    let mut groups = settings.password_groups.iter();
    let found = groups.find(|(password, _)| *password == given);
    Ok(found.and_then(|(_, groups)| known(None, groups.clone())))
}
