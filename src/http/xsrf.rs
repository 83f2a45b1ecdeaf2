//! Requests that another site had a browser make: what is asked of those that cookies identify.
//!
//! JupyterHub's rules (`_xsrf_utils`). The hub gives a browser a signed cookie that names its session
//! and sign-in; a page of the hub can read it and send it along in a header, another site's cannot.

mod cause;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use self::cause::Kept;
use super::anonymous;
use super::answer::Result;
use super::cookies::{self, SetCookie};
use super::query;
use super::refusal::Refusal;
use super::visitor::Visitor;
use crate::config::{Config, CookieOptions};
use crate::error::{Error, Kind};
use crate::hub::{Credential, Hub, Identity};

/// The cookie, the argument, and what the cookie is signed as.
pub(super) const XSRF: &str = "_xsrf";

/// How long a cookie that is in use may be old, in days; Tornado's own limit.
const DAYS: f64 = 31.0;

/// How long the cookie of somebody who has not signed in lasts, in seconds.
const BEFORE_LOGIN: u32 = 3600;

/// Unpadded where it is made; padding is taken where something put it back.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Refuse what another site may have had `visitor`'s browser ask of the API.
///
/// # Errors
/// 403 that says what is missing. A browser that came to a page is then given a new cookie.
pub(super) fn check(hub: &Hub, parts: &Parts, visitor: &mut Visitor) -> Result<()> {
    // Where nobody is known, nothing was asked in anybody's name. A request from another site is refused
    // even so: the answer must not tell it whether somebody signed in.
    let is_nobodys = visitor.identity().is_none() && !parts.headers.contains_key("origin");
    if visitor.has_token() || is_nobodys || !needs_check(&parts.method, &parts.headers) {
        return Ok(());
    }
    is_shown(hub, parts, visitor, sent(parts).as_deref())
}

/// Refuse what another site may have had `visitor`'s browser send to a page; `form` is what the body says to
/// be `_xsrf`, which comes before what the query says. Who only looks is not asked (`BaseHandler.prepare`): scripts of
/// services are sent through the hub and back.
///
/// # Errors
/// As [`check`]; a new cookie is given wherever there was none that counts.
pub(super) fn check_page(
    hub: &Hub,
    parts: &Parts,
    visitor: &mut Visitor,
    form: Option<&str>,
) -> Result<()> {
    if looks(&parts.method) || !needs_check(&parts.method, &parts.headers) {
        return Ok(());
    }
    let form = form.filter(|form| !form.is_empty()).map(str::to_owned);
    let sent = form.or_else(|| sent(parts));
    if sent.is_none() {
        token(hub, parts, visitor);
    }
    is_shown(hub, parts, visitor, sent.as_deref())
}

/// Refuse a request that does not show the cookie that `visitor` was given, but `sent`.
fn is_shown(hub: &Hub, parts: &Parts, visitor: &mut Visitor, sent: Option<&str>) -> Result<()> {
    let method = &parts.method;
    let message = match sent {
        // Both are sent by the same client; there is no secret to guess bit by bit.
        Some(sent) if sent == token(hub, parts, visitor) => {
            warn_of_scheme(hub, parts);
            return Ok(());
        }
        Some(_) => format!("XSRF cookie does not match {method} argument"),
        None => format!("'_xsrf' argument missing from {method}"),
    };
    let (kept, _) = cookie(hub, parts, &id(hub, parts, visitor));
    let cause = cause::of(&hub.config(), parts, kept, sent.is_some());
    tracing::warn!(
        path = parts.uri.path(),
        why = cause.why,
        mend = cause.mends.join(" · "),
        "a request does not show that a page of the hub made it"
    );
    let refused = Error::new(Kind::Denied, message).hint(cause.why.as_str());
    let mends = cause.mends.iter().map(String::as_str);
    let refused = Refusal::from(mends.fold(refused, Error::hint));
    Err(refused.plainly(cause.why, cause.mends))
}

/// Nothing is refused because of it, but what else goes by the scheme goes wrong.
fn warn_of_scheme(hub: &Hub, parts: &Parts) {
    if let Some(cause) = cause::scheme(&hub.config(), parts) {
        tracing::warn!(
            path = parts.uri.path(),
            why = cause.why,
            mend = cause.mends.join(" · "),
            "the hub takes the scheme of a browser for another one"
        );
    }
}

/// What forms and scripts of a page send back to show that the page is ours (`xsrf_token`): the cookie of
/// `visitor`, if it is this session's and this sign-in's. A browser that came to a page without it is
/// given one.
pub(super) fn token(hub: &Hub, parts: &Parts, visitor: &mut Visitor) -> String {
    if let Some(token) = visitor.xsrf() {
        return token.to_owned();
    }
    let id = id(hub, parts, visitor);
    let (_, kept) = cookie(hub, parts, &id);
    let token = kept.map_or_else(|| signed(hub, &id), str::to_owned);
    if kept.is_none() && mode(&parts.headers).unwrap_or("navigate") == "navigate" {
        give(hub, visitor, &token);
    }
    visitor.keep_xsrf(token.clone());
    token
}

/// The cookie that a browser sent, if it was made for `id`. Of several, the first that the hub made
/// counts: sites beside this one can set what they like.
fn cookie<'a>(hub: &Hub, parts: &'a Parts, id: &str) -> (Kept, Option<&'a str>) {
    let mut sent = cookies::all(&parts.headers, XSRF).peekable();
    if sent.peek().is_none() {
        return (Kept::Missing, None);
    }
    let ours = sent.find_map(|cookie| Some((cookie, read(hub, cookie)?)));
    match ours {
        None => (Kept::NotOurs, None),
        Some((cookie, said)) if said == id => (Kept::Ours, Some(cookie)),
        Some(_) => (Kept::Others, None),
    }
}

/// Give the browser of `visitor` a cookie that is as far from its end as one can be.
pub(super) fn renew(hub: &Hub, parts: &Parts, visitor: &mut Visitor) {
    let token = match visitor.identity() {
        // It is another one than it had before it signed in.
        Some(_) => signed(hub, &id(hub, parts, visitor)),
        None => token(hub, parts, visitor),
    };
    give(hub, visitor, &token);
    visitor.keep_xsrf(token);
}

fn give(hub: &Hub, visitor: &mut Visitor, token: &str) {
    let known = visitor.identity().is_some();
    visitor.set(cookie_of(hub, token, known).header(hub.now()));
}

fn signed(hub: &Hub, id: &str) -> String {
    BASE64.encode(hub.signer().sign(XSRF, id, hub.now()))
}

/// Whether a request that a cookie identifies must show that the hub's own page made it
/// (`_needs_check_xsrf`). Browsers say with `Sec-Fetch-…` what a request is for; others say nothing.
fn needs_check(method: &Method, headers: &HeaderMap) -> bool {
    let looks = looks(method);
    match mode(headers) {
        Some("websocket") => false,
        Some("navigate") | None => !looks,
        Some("no-cors") => !looks || !is(headers, "sec-fetch-site", "same-origin"),
        Some(_) => true,
    }
}

fn looks(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
}

/// Whether a request that only looks is one that a person made, by going there, or one of the hub's own
/// pages: not a picture or a script of another site. 6.1.1 does not ask.
pub(super) fn is_meant(headers: &HeaderMap) -> bool {
    matches!(mode(headers), None | Some("navigate")) || is(headers, "sec-fetch-site", "same-origin")
}

fn mode(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("sec-fetch-mode")
        .map(|mode| mode.to_str().unwrap_or("?"))
}

fn is(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers.get(name).is_some_and(|said| said == value)
}

/// What the request shows: an argument of its query, or a header.
fn sent(parts: &Parts) -> Option<String> {
    let of_header = |name| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
    let argument = query::argument(parts.uri.query().unwrap_or_default(), XSRF);
    argument
        .into_iter()
        .chain(of_header("x-xsrftoken"))
        .chain(of_header("x-csrftoken"))
        .find(|sent| !sent.is_empty())
}

/// Whose the cookie must be: this session's and this sign-in's (`BaseHandler._xsrf_token_id`).
fn id(hub: &Hub, parts: &Parts, visitor: &Visitor) -> String {
    let identity = visitor.identity().map(AsRef::as_ref);
    if let Some(Credential::Login(login)) = identity.map(Identity::credential) {
        let session = visitor.session().unwrap_or_default();
        return format!("{session}:{}", login.cookie_id.reveal());
    }
    // 6.1.1 writes a session that is not there as Python does.
    let session = visitor.session().unwrap_or("None");
    format!("{session}:{}", anonymous::id(&hub.config(), parts))
}

/// What `cookie` was made for, if the hub made it.
fn read(hub: &Hub, cookie: &str) -> Option<String> {
    let signed = String::from_utf8(BASE64.decode(cookie).ok()?).ok()?;
    hub.signer().verify(XSRF, &signed, DAYS, hub.now())
}

/// The cookie `token`, with what the configuration says of it (`_set_xsrf_cookie`).
fn cookie_of<'a>(hub: &Hub, token: &'a str, known: bool) -> SetCookie<'a> {
    SetCookie {
        name: XSRF,
        value: token,
        options: options(&hub.config()),
        max_age: (!known).then_some(BEFORE_LOGIN),
    }
}

/// The attributes of the cookie.
pub(super) fn options(config: &Config) -> CookieOptions {
    let settings = &config.hub.tornado_settings;
    let configured = if settings.xsrf_cookie_kwargs == CookieOptions::default() {
        &settings.cookie_options
    } else {
        &settings.xsrf_cookie_kwargs
    };
    CookieOptions {
        path: Some(format!("{}hub/", config.hub.base_url)),
        ..configured.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(method: &Method, headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        needs_check(method, &map)
    }

    #[test]
    fn only_what_a_browser_says_is_harmless_goes_unchecked() {
        let mode = |mode| ("sec-fetch-mode", mode);
        let site = |site| ("sec-fetch-site", site);
        assert!(!checked(&Method::GET, &[]));
        assert!(!checked(&Method::GET, &[mode("navigate")]));
        assert!(checked(&Method::GET, &[mode("cors")]));
        assert!(checked(&Method::GET, &[mode("no-cors")]));
        assert!(checked(&Method::GET, &[mode("no-cors"), site("same-site")]));
        assert!(!checked(
            &Method::GET,
            &[mode("no-cors"), site("same-origin")]
        ));
        assert!(checked(
            &Method::POST,
            &[mode("no-cors"), site("same-origin")]
        ));
        assert!(checked(&Method::POST, &[]));
        assert!(checked(&Method::DELETE, &[mode("navigate")]));
        assert!(!checked(&Method::POST, &[mode("websocket")]));
    }
}
