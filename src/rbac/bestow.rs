//! What somebody may hand out: a role whose scopes they hold themselves.

use super::expand::OWN_RESOURCES;
use super::resolve::expand;
use super::{
    Catalogue, DefaultRole, Grant, Granted, Grants, Holder, NoGroups, RawFilter, RawScope, Scope,
};
use crate::error::Result;

/// What the scopes of a role, as written, go beyond what `granted` holds; empty if they may hand it
/// out, or take it back.
///
/// Without a `holder`, or for a group, whoever may come to hold the role is not known: a filter that
/// each holder fills in asks for the scope on everything. That a user is in a group now counts for
/// nothing. `inherit` lets tokens do what others may, so it asks for all that an admin may.
pub fn excess_of_role(
    granted: &Granted,
    scopes: &[String],
    holder: Option<&Holder>,
) -> Result<Grants> {
    let catalogue = granted.catalogue();
    let mut asked = Grants::new();
    for raw in scopes.iter().filter_map(|scope| scope.parse().ok()) {
        asked.extend(asked_by(catalogue, &raw, holder).iter());
    }
    let both = asked.intersect(granted.grants(), &NoGroups)?;
    Ok(asked.without(&both))
}

/// All that one scope of a role may give to whoever holds it.
fn asked_by(catalogue: &Catalogue, raw: &RawScope, holder: Option<&Holder>) -> Grants {
    if !catalogue.has(&raw.scope) {
        // its definition may come with the next start of the hub
        return Grants::from_iter([Grant::everywhere(raw.scope.clone())]);
    }
    if raw.scope == Scope::Inherit {
        let admin = DefaultRole::named("admin").into_iter();
        let scopes = admin.flat_map(|role| role.scopes).copied();
        return expand(catalogue, scopes, None, None);
    }
    let known = holder.filter(|holder| !matches!(holder, Holder::Group(_)));
    match (&raw.scope, &raw.filter, known) {
        (Scope::SelfScope, RawFilter::Everything, None) => expand(
            catalogue,
            OWN_RESOURCES.iter().map(Scope::as_str),
            None,
            None,
        ),
        (scope, RawFilter::Own(_), None) => expand(catalogue, [scope.as_str()], None, None),
        _ => expand(catalogue, [raw.to_string().as_str()], known, None),
    }
}
