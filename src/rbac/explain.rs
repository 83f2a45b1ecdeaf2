//! Why, why not, and what would change that.

use super::authorize::{Denied, Granted, Target};
use super::{Membership, Scope};
use crate::error::{Error, Kind, Result};

/// The sentence of a refusal.
pub(super) fn refusal(
    granted: &Granted,
    denied: Denied,
    any_of: &[Scope],
    _target: &Target,
    _membership: &impl Membership,
) -> Result<Error> {
    let subject = granted.subject();
    let kind = match denied {
        Denied::NoScope => Kind::Denied,
        Denied::OutOfReach => Kind::OutOfReach,
    };
    Ok(Error::new(
        kind,
        format!("{subject} has none of {any_of:?}"),
    ))
}
