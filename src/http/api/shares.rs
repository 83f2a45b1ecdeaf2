//! Shares of servers.

use axum::http::StatusCode;
use serde_json::json as object;

use super::Route;
use crate::http::answer::{Result, empty, json};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::http::paging::Paging;
use crate::model::{GroupName, Listed, Page, ServerRef, Share, UserName};
use crate::ops::Operation;
use crate::ops::shares::{
    GRANT, GrantShare, LEAVE, LEAVE_AS_GROUP, LIST, LIST_OF_OWNER, LIST_WITH_GROUP, LIST_WITH_USER,
    LeaveGroupShare, LeaveShare, PageShares, PageSharesWithGroup, PageSharesWithUser, REVOKE,
    REVOKE_ALL, RevokeAllShares, RevokeScopes, SHOW_WITH_GROUP, SHOW_WITH_USER, ShareWith,
    SharesOf, ShowShareWithGroup, ShowShareWithUser,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST_OF_OWNER, list_of_owner),
        Route::new(&LIST, list),
        Route::new(&GRANT, grant),
        Route::new(&REVOKE, revoke),
        Route::new(&REVOKE_ALL, revoke_all),
        Route::new(&LIST_WITH_USER, list_with_user),
        Route::new(&SHOW_WITH_USER, show_with_user),
        Route::new(&LEAVE, leave),
        Route::new(&LIST_WITH_GROUP, list_with_group),
        Route::new(&SHOW_WITH_GROUP, show_with_group),
        Route::new(&LEAVE_AS_GROUP, leave_as_group),
    ]
}

async fn list_of_owner(ask: Ask) -> Result {
    let of = SharesOf::Owner(user(&ask));
    page(&ask, |page| PageShares { of, page })
}

async fn list(ask: Ask) -> Result {
    let of = SharesOf::Server(server(&ask));
    page(&ask, |page| PageShares { of, page })
}

async fn list_with_user(ask: Ask) -> Result {
    let user = user(&ask);
    page(&ask, |page| PageSharesWithUser { user, page })
}

async fn list_with_group(ask: Ask) -> Result {
    let group = group(&ask);
    page(&ask, |page| PageSharesWithGroup { group, page })
}

/// Shares are listed by the page, whether the client knows of pages or not.
fn page<O: Operation<Output = Listed<Share>>>(
    ask: &Ask,
    listing: impl FnOnce(Page) -> O,
) -> Result {
    let paging = Paging::of(ask)?;
    let listed = ask.hub().show(ask.identity()?, listing(paging.page()))?;
    paging.answer_page(ask, &listed.items, listed.total)
}

async fn grant(mut ask: Ask) -> Result {
    let Sent { with, scopes } = Sent::read(&mut ask).await?;
    let operation = GrantShare {
        server: server(&ask),
        with,
        scopes,
    };
    let share = ask.hub().change(ask.identity()?, operation).await?;
    json(&ask.hub().completed(share))
}

async fn revoke(mut ask: Ask) -> Result {
    let Sent { with, scopes } = Sent::read(&mut ask).await?;
    let operation = RevokeScopes {
        server: server(&ask),
        with,
        scopes,
    };
    match ask.hub().change(ask.identity()?, operation).await? {
        Some(left) => json(&ask.hub().completed(left)),
        None => json(&object!({})),
    }
}

/// Who shares what with whom, as a body says it.
struct Sent {
    with: ShareWith,
    scopes: Vec<String>,
}

impl Sent {
    async fn read(ask: &mut Ask) -> Result<Self> {
        let mut body = Body::optional(ask.json().await?)?;
        body.only(&["user", "group", "scopes"])?;
        let given = |name: Option<String>| name.filter(|name| !name.is_empty());
        let user = given(body.text_or_null("user")?);
        let group = given(body.text_or_null("group")?);
        let with = match (user, group) {
            (Some(user), None) => ShareWith::User(user.into()),
            (None, Some(group)) => ShareWith::Group(group.into()),
            _ => return Err(refused("say exactly one of `user` and `group`")),
        };
        Ok(Self {
            with,
            scopes: body.texts_or_null("scopes")?.unwrap_or_default(),
        })
    }
}

async fn revoke_all(ask: Ask) -> Result {
    let operation = RevokeAllShares(server(&ask));
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn show_with_user(ask: Ask) -> Result {
    let operation = ShowShareWithUser {
        user: user(&ask),
        server: shared(&ask),
    };
    json(&ask.hub().show(ask.identity()?, operation)?)
}

async fn leave(ask: Ask) -> Result {
    let operation = LeaveShare {
        user: user(&ask),
        server: shared(&ask),
    };
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn show_with_group(ask: Ask) -> Result {
    let operation = ShowShareWithGroup {
        group: group(&ask),
        server: shared(&ask),
    };
    json(&ask.hub().show(ask.identity()?, operation)?)
}

async fn leave_as_group(ask: Ask) -> Result {
    let operation = LeaveGroupShare {
        group: group(&ask),
        server: shared(&ask),
    };
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

fn user(ask: &Ask) -> UserName {
    ask.named("user").into()
}

fn group(ask: &Ask) -> GroupName {
    ask.named("group").into()
}

/// The server whose shares are asked for.
pub(super) fn server(ask: &Ask) -> ServerRef {
    ServerRef {
        user: user(ask),
        server: ask.named("server").into(),
    }
}

/// The server that somebody else shares.
fn shared(ask: &Ask) -> ServerRef {
    ServerRef {
        user: ask.named("owner").into(),
        server: ask.named("owned").into(),
    }
}
