//! Where each page is, and what JupyterHub's metrics call it.

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
    let segments: Vec<&str> = path.split('/').collect();
    match *segments {
        [""] => Place::Root,
        ["logo"] => Place::Logo,
        ["login"] => Place::Login,
        ["logout"] => Place::Logout,
        ["error", code] => code.parse().map_or(Place::Nowhere, Place::Error),
        _ => Place::Nowhere,
    }
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
            Self::Error(_) => "jupyterhub.handlers.pages.ProxyErrorHandler",
            Self::Nowhere => "jupyterhub.handlers.base.Template404",
        }
    }
}
