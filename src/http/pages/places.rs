//! Where each page is, and what JupyterHub's metrics call it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::admin::Admin;
use crate::model::{GroupName, ServerRef, UserName};

/// A page, and what its path names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// A file that pages load.
    Static(&'a str),
    /// The picture in the banner.
    Logo,
    /// `/hub/`.
    Root,
    /// Where people sign in.
    Login,
    /// Where people sign out.
    Logout,
    /// Somebody's servers.
    Home,
    /// Somebody's tokens.
    Token,
    /// Where administrators see everybody.
    Admin(Admin),
    /// Where a server is started; one's own default server where none is named.
    Spawn(Option<ServerRef>),
    /// Where the start of a server is shown.
    SpawnPending(ServerRef),
    /// Where an invitation to a server is accepted.
    AcceptShare,
    /// An address of a server, below those of the user.
    User(UserName, &'a str),
    /// An address of one's own server.
    UserRedirect(&'a str),
    /// Where whoever has a link chooses a password: what it says.
    Invite(&'a str),
    /// Where people ask for an account.
    SignUp,
    /// Where people change their password.
    ChangePassword,
    /// A page about a status, for a proxy to show.
    Error(u16),
    /// Nothing.
    Nowhere,
}

/// What is at `path`, which begins below `/hub/`, as it was sent.
pub(super) fn find(path: &str) -> Place<'_> {
    if let Some(file) = path.strip_prefix("static/") {
        return Place::Static(file);
    }
    if let Some(below) = path.strip_prefix("user-redirect/") {
        return Place::UserRedirect(below);
    }
    if let Some(whose) = path.strip_prefix("user/") {
        let (user, below) = whose.split_at(whose.find('/').unwrap_or(whose.len()));
        return match text(user) {
            Some(user) => Place::User(user.as_ref().into(), below),
            None => Place::Nowhere,
        };
    }
    let segments: Vec<&str> = path.split('/').collect();
    match *segments {
        [""] => Place::Root,
        ["logo"] => Place::Logo,
        ["login"] => Place::Login,
        ["logout"] => Place::Logout,
        ["home"] => Place::Home,
        ["token"] => Place::Token,
        ["admin"] => Place::Admin(Admin::Users),
        ["admin", "groups"] => Place::Admin(Admin::Groups),
        ["admin", "groups", group] => text(group).map_or(Place::Nowhere, |group| {
            Place::Admin(Admin::Group(GroupName::from(group.as_ref())))
        }),
        ["accept-share"] => Place::AcceptShare,
        ["spawn"] => Place::Spawn(None),
        ["spawn", user] => {
            of(user, None).map_or(Place::Nowhere, |server| Place::Spawn(Some(server)))
        }
        ["spawn", user, server] => {
            of(user, Some(server)).map_or(Place::Nowhere, |server| Place::Spawn(Some(server)))
        }
        ["spawn-pending", user] => of(user, None).map_or(Place::Nowhere, Place::SpawnPending),
        ["spawn-pending", user, server] => {
            of(user, Some(server)).map_or(Place::Nowhere, Place::SpawnPending)
        }
        ["invite", token] => Place::Invite(token),
        ["signup"] => Place::SignUp,
        ["change-password"] => Place::ChangePassword,
        ["error", code] => code.parse().map_or(Place::Nowhere, Place::Error),
        _ => Place::Nowhere,
    }
}

/// What a segment says; none where it is empty, or no text.
fn text(segment: &str) -> Option<Cow<'_, str>> {
    let decoded = percent_decode_str(segment).decode_utf8().ok()?;
    (!decoded.is_empty()).then_some(decoded)
}

fn of(user: &str, server: Option<&str>) -> Option<ServerRef> {
    let user = text(user)?.as_ref().into();
    let server = match server {
        None => "".into(),
        Some(server) => text(server)?.as_ref().into(),
    };
    Some(ServerRef { user, server })
}

impl Place<'_> {
    /// What JupyterHub's metrics call it.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::Static(_) => "jupyterhub.handlers.static.CacheControlStaticFilesHandler",
            Self::Logo => "jupyterhub.handlers.static.LogoHandler",
            Self::Root => "jupyterhub.handlers.pages.RootHandler",
            Self::Login => "jupyterhub.handlers.login.LoginHandler",
            Self::Logout => "jupyterhub.handlers.login.LogoutHandler",
            Self::Home => "jupyterhub.handlers.pages.HomeHandler",
            Self::Token => "jupyterhub.handlers.pages.TokenPageHandler",
            Self::Admin(_) => "jupyterhub.handlers.pages.AdminHandler",
            Self::Spawn(_) => "jupyterhub.handlers.pages.SpawnHandler",
            Self::SpawnPending(_) => "jupyterhub.handlers.pages.SpawnPendingHandler",
            Self::AcceptShare => "jupyterhub.handlers.pages.AcceptShareHandler",
            Self::User(..) => "jupyterhub.handlers.base.UserUrlHandler",
            Self::UserRedirect(_) => "jupyterhub.handlers.base.UserRedirectHandler",
            Self::Invite(_) => "/invite/{token}",
            Self::SignUp => "/signup",
            Self::ChangePassword => "/change-password",
            Self::Error(_) => "jupyterhub.handlers.pages.ProxyErrorHandler",
            Self::Nowhere => "jupyterhub.handlers.base.Template404",
        }
    }
}
