//! Shares of a JupyterHub, which has no names for them and tells of those of one user, group or server.

use super::{Asked, JupyterHub, beyond};
use crate::error::{Error, Result};
use crate::model::{Share, ShareCode};
use crate::ops::shares::{
    LIST, LIST_CODES, LIST_CODES_OF_OWNER, LIST_OF_OWNER, LIST_WITH_GROUP, LIST_WITH_USER,
    ListShareCodes, ListShares, RevokeShare, RevokeShareCode, ShareFilter, ShowShare,
    ShowShareCode,
};

impl Asked for ListShares {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<Share>> {
        let filter = self.0;
        refuse_times(hub, &filter)?;
        let none = || Error::invalid("there is no such user, group or server");
        let mut shares: Vec<Share> = if let Some(server) = &filter.server {
            let names = [server.user.as_str(), server.server.as_str()];
            hub.all(&LIST, &names, &[], none)?
        } else if let Some(owner) = &filter.owner {
            hub.all(&LIST_OF_OWNER, &[owner.as_str()], &[], none)?
        } else if let Some(user) = filter.user.as_ref().or(filter.reaching.as_ref()) {
            hub.all(&LIST_WITH_USER, &[user.as_str()], &[], none)?
        } else if let Some(group) = &filter.group {
            hub.all(&LIST_WITH_GROUP, &[group.as_str()], &[], none)?
        } else {
            return Err(one_at_a_time(hub).hint("say `--owner`, `--server`, `--user` or `--group`"));
        };
        shares.retain(|share| {
            let user = share.user.as_ref().map(|named| &named.name);
            let group = share.group.as_ref().map(|named| &named.name);
            filter
                .owner
                .as_ref()
                .is_none_or(|owner| *owner == share.server.user.name)
                && filter.user.as_ref().is_none_or(|with| Some(with) == user)
                && filter.group.as_ref().is_none_or(|with| Some(with) == group)
        });
        Ok(shares)
    }
}

impl Asked for ListShareCodes {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<ShareCode>> {
        let filter = self.0;
        refuse_times(hub, &filter)?;
        let none = || Error::invalid("there is no such user or server");
        if let Some(server) = &filter.server {
            let names = [server.user.as_str(), server.server.as_str()];
            hub.all(&LIST_CODES, &names, &[], none)
        } else if let Some(owner) = &filter.owner {
            hub.all(&LIST_CODES_OF_OWNER, &[owner.as_str()], &[], none)
        } else {
            Err(one_at_a_time(hub).hint("say `--owner` or `--server`"))
        }
    }
}

beyond! {
    "has no ids of shares": ShowShare RevokeShare;
    "shows no share code by its id": ShowShareCode RevokeShareCode;
}

fn one_at_a_time(hub: &JupyterHub<'_>) -> Error {
    hub.cannot("lists the shares of one user, group or server at a time")
}

fn refuse_times(hub: &JupyterHub<'_>, filter: &ShareFilter) -> Result<()> {
    match filter.expired_at {
        Some(_) => Err(hub.cannot("does not tell when shares end")),
        None => Ok(()),
    }
}
