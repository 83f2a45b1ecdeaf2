//! `/hub/`: where it leads.

use super::Visit;
use super::next::with_arguments;
use crate::http::answer::{Result, found};

/// Lead to where the configuration says, to where whoever signed in was going, or to where they sign in
/// (`RootHandler`).
pub(super) async fn lead(visit: &Visit<'_>) -> Result {
    let user = visit.user();
    let url = visit.hub().default_url(user.as_ref()).await?;
    if !url.is_empty() {
        return found(&url);
    }
    match user {
        Some(user) => found(&visit.onward_unless_configured(&user)),
        None => found(&to_sign_in(visit)),
    }
}

/// Where people sign in, to come back here then.
pub(super) fn to_sign_in(visit: &Visit<'_>) -> String {
    let login = format!("{}login", visit.base_url());
    with_arguments(&login, [("next", visit.asked())])
}
