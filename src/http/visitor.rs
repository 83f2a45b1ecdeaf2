//! Who makes a request: by a token, or by the cookie of a sign-in.

use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};

use super::answer::Result;
use super::cookies::{self, SESSION};
use super::session;
use crate::hub::{Credential, Hub, Identity};
use crate::model::Secret;

/// Whoever makes a request, and what their browser is told to keep or forget.
#[derive(Debug, Default)]
pub(super) struct Visitor {
    identity: Option<Arc<Identity>>,
    session: Option<String>,
    /// What their pages show, once that was made out.
    xsrf: Option<String>,
    set_cookies: Vec<HeaderValue>,
}

impl Visitor {
    /// Who makes the request with this head (`BaseHandler.get_current_user`): a token that is good comes
    /// before a cookie.
    pub(super) async fn of(hub: &Hub, parts: &Parts) -> Result<Self> {
        if let Some(token) = token(&parts.headers)
            && let Some(identity) = hub.identify(&token).await?
        {
            let identity = hub.up_to_date(identity).await?;
            return Ok(Self {
                identity,
                ..Self::default()
            });
        }
        let mut visitor = Self::at_page(hub, parts).await?;
        if parts.method == Method::POST && !may_be_json(&parts.headers) {
            // Forms of other sites can send cookies, but not JSON.
            visitor.identity = None;
        }
        Ok(visitor)
    }

    /// Who came to the page with this head: pages take no token.
    pub(super) async fn at_page(hub: &Hub, parts: &Parts) -> Result<Self> {
        if !parts.headers.contains_key(COOKIE) {
            return Ok(Self::default());
        }
        let mut visitor = Self {
            session: cookies::one(&parts.headers, SESSION).map(str::to_owned),
            ..Self::default()
        };
        let name = hub.login_cookie();
        let Some(cookie) = cookies::one(&parts.headers, name) else {
            return Ok(visitor);
        };
        visitor.identity = hub.identify_login(name, cookie).await?;
        if visitor.identity.is_none() {
            let path = format!("{}hub/", hub.config().hub.base_url);
            visitor.set(cookies::forget(name, &path, None, hub.now()));
            return Ok(visitor);
        }
        if let Some(identity) = visitor.identity.take() {
            visitor.identity = hub.up_to_date(identity).await?;
        }
        if visitor.identity.is_some() && visitor.session.is_none() {
            session::begin(hub, parts, &mut visitor);
        }
        Ok(visitor)
    }

    /// They are `identity` from here on: they have signed in, or, with none, out.
    pub(super) fn becomes(&mut self, identity: Option<Arc<Identity>>) {
        self.identity = identity;
        self.xsrf = None;
    }

    /// Their browser's session has this id from here on, or none.
    pub(super) fn continues_in(&mut self, session: Option<String>) {
        self.session = session;
        self.xsrf = None;
    }

    /// Have their browser keep or forget a cookie; of one name, the last counts.
    pub(super) fn set(&mut self, cookie: Option<HeaderValue>) {
        if let Some(cookie) = cookie {
            let name = |cookie: &HeaderValue| {
                cookie
                    .as_bytes()
                    .split(|&b| b == b'=')
                    .next()
                    .map(<[u8]>::to_vec)
            };
            let ours = name(&cookie);
            self.set_cookies.retain(|set| name(set) != ours);
            self.set_cookies.push(cookie);
        }
    }

    /// What their pages show, once that was made out.
    pub(super) fn xsrf(&self) -> Option<&str> {
        self.xsrf.as_deref()
    }

    /// Keep what their pages show.
    pub(super) fn keep_xsrf(&mut self, token: String) {
        self.xsrf = Some(token);
    }

    /// What their browser is to keep or forget.
    pub(super) fn into_set_cookies(self) -> Vec<HeaderValue> {
        self.set_cookies
    }

    /// Who they are, if the hub knows them.
    pub(super) fn identity(&self) -> Option<&Arc<Identity>> {
        self.identity.as_ref()
    }

    /// The id of their browser's session.
    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Whether they are known by a token, which no other site can have a browser send.
    pub(super) fn has_token(&self) -> bool {
        let credential = self.identity.as_deref().map(Identity::credential);
        matches!(credential, Some(Credential::Token(_)))
    }
}

/// The token in `Authorization: token …` or `Bearer …` (`BaseHandler.get_auth_token`); none where the
/// header is there several times.
fn token(headers: &HeaderMap) -> Option<Secret> {
    let mut sent = headers.get_all(AUTHORIZATION).into_iter();
    let (first, None) = (sent.next()?, sent.next()) else {
        return None;
    };
    let (scheme, value) = first.to_str().ok()?.split_once(char::is_whitespace)?;
    let known = ["token", "bearer"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let value = value.trim_start();
    let one_word = !value.is_empty() && !value.contains(char::is_whitespace);
    (known && one_word).then(|| Secret::new(value))
}

/// Whether the body says to be JSON, or says nothing (`APIHandler.check_post_content_type`).
fn may_be_json(headers: &HeaderMap) -> bool {
    let Some(said) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let said = said.to_str().unwrap_or("?").to_ascii_lowercase();
    said.is_empty()
        || said
            .split(';')
            .any(|field| field.trim_start().starts_with("application/json"))
}
