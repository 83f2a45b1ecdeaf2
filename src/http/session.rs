//! Signing in and out, as browsers are told of it: the cookies that they are to keep and to forget.
//!
//! They are JupyterHub's, by name, path and value, so that each knows whom the other signed in. After
//! [`sign_in`] and [`sign_out`] the answer takes the cookies of its [`Visitor`] (`Served::with`).

use std::sync::Arc;

use axum::http::HeaderValue;
use axum::http::request::Parts;

use super::answer::Result;
use super::cookies::{self, SESSION, SetCookie};
use super::visitor::Visitor;
use super::{reached, xsrf};
use crate::config::{Config, CookieOptions};
use crate::error::Error;
use crate::hub::{Credential, Hub};
use crate::model::UserName;

/// How many days browsers keep the cookie of a sign-in, which is good for `cookie_max_age_days`
/// (`RequestHandler.set_signed_cookie`).
const KEPT_DAYS: f64 = 30.0;

/// The cookie of services that JupyterHub set before 3.2.
const OF_SERVICES: &str = "jupyterhub-services";

/// Have the browser of `visitor` keep that `user` has just signed in (`BaseHandler.set_login_cookie`). From
/// here on the visitor is them.
///
/// # Errors
/// 404 where there is no such user.
pub(super) fn sign_in(
    hub: &Hub,
    parts: &Parts,
    visitor: &mut Visitor,
    user: &UserName,
) -> Result<()> {
    let Some(identity) = hub.signed_in(user)? else {
        return Err(Error::not_found("user", user).into());
    };
    let before = visitor.identity().map(|identity| identity.holder().clone());
    if let Some(before) = before.filter(|before| before != identity.holder()) {
        // What was issued to the session of one is not for the next who signs in.
        tracing::info!(%before, %user, "somebody else signs in with the same browser");
        visitor.continues_in(None);
    }
    if let Credential::Login(login) = identity.credential() {
        let name = hub.login_cookie();
        let value = hub.signer().sign(name, login.cookie_id.reveal(), hub.now());
        let cookie = SetCookie {
            name,
            value: &value,
            options: CookieOptions {
                expires_days: Some(KEPT_DAYS),
                ..CookieOptions::default()
            },
            max_age: None,
        };
        visitor.set(dressed(hub, parts, cookie, of_hub(&hub.config())));
    }
    visitor.becomes(Some(identity));
    renew(hub, parts, visitor);
    warn_of_other_domain(&hub.config(), parts);
    Ok(())
}

/// Have the browser of whoever is signed in keep what goes with that: a session, and an XSRF cookie that is
/// as far from its end as one can be.
pub(super) fn renew(hub: &Hub, parts: &Parts, visitor: &mut Visitor) {
    if visitor.session().is_none() {
        begin(hub, parts, visitor);
    }
    xsrf::renew(hub, parts, visitor);
}

/// Sign `visitor` out, in every browser of theirs, and have this one forget its cookies
/// (`LogoutHandler.default_handle_logout`). Who is not signed in stays as they are: another site may have
/// had their browser ask.
///
/// # Errors
/// Where it cannot be written down.
pub(super) async fn sign_out(hub: &Arc<Hub>, visitor: &mut Visitor) -> Result<()> {
    let Some(identity) = visitor.identity().cloned() else {
        return Ok(());
    };
    hub.sign_out(&identity).await?;
    let config = hub.config();
    let (base_url, now) = (&config.hub.base_url, hub.now());
    let xsrf = xsrf::options(&config);
    let of_hub = format!("{base_url}hub/");
    if visitor.session().is_some() {
        let domain = domain(&config);
        visitor.set(cookies::forget(SESSION, base_url.as_str(), domain, now));
    }
    visitor.set(cookies::forget(hub.login_cookie(), &of_hub, None, now));
    let of_services = format!("{base_url}services");
    visitor.set(cookies::forget(OF_SERVICES, &of_services, None, now));
    let domain = xsrf.domain.as_deref();
    visitor.set(cookies::forget(xsrf::XSRF, &of_hub, domain, now));
    visitor.becomes(None);
    visitor.continues_in(None);
    Ok(())
}

/// Have the browser keep an id of what it does from here on (`BaseHandler.set_session_cookie`). It is no
/// secret: services on the same site read it, to see that whom they know is signed in still.
pub(super) fn begin(hub: &Hub, parts: &Parts, visitor: &mut Visitor) {
    let config = hub.config();
    let id = hub.new_session();
    let cookie = SetCookie {
        name: SESSION,
        value: &id,
        options: CookieOptions::default(),
        max_age: None,
    };
    let fixed = CookieOptions {
        path: Some(config.hub.base_url.to_string()),
        domain: domain(&config).map(str::to_owned),
        ..CookieOptions::default()
    };
    visitor.set(dressed(hub, parts, cookie, fixed));
    visitor.continues_in(Some(id));
}

/// `cookie` with the attributes that are `fixed`, then those that are configured, then the usual ones
/// (`BaseHandler._set_cookie`).
fn dressed(
    hub: &Hub,
    parts: &Parts,
    cookie: SetCookie<'_>,
    fixed: CookieOptions,
) -> Option<HeaderValue> {
    let config = hub.config();
    let usual = CookieOptions {
        httponly: Some(true),
        secure: over_tls(&config, parts).then_some(true),
        ..cookie.options
    };
    let configured = cookies::either(fixed, &config.hub.tornado_settings.cookie_options);
    let options = cookies::either(configured, &usual);
    SetCookie { options, ..cookie }.header(hub.now())
}

fn of_hub(config: &Config) -> CookieOptions {
    CookieOptions {
        path: Some(format!("{}hub/", config.hub.base_url)),
        ..CookieOptions::default()
    }
}

/// The domain of the session, which is that of all subdomains where there are any.
fn domain(config: &Config) -> Option<&str> {
    let site = config.hub.subdomain_host.as_ref()?;
    Some(host(site.url().origin()))
}

/// The host of `https://host:port`.
fn host(origin: &str) -> &str {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// Whether people come over TLS, as far as the hub can tell.
fn over_tls(config: &Config, parts: &Parts) -> bool {
    match &config.hub.public_url {
        Some(site) => site.url().as_str().starts_with("https:"),
        None => reached::scheme(config, parts) == "https",
    }
}

/// Cookies of another domain than that of the hub are of no use on its subdomains.
fn warn_of_other_domain(config: &Config, parts: &Parts) {
    let Some(domain) = domain(config) else {
        return;
    };
    let host = reached::host(config, parts).unwrap_or_default();
    if !host.starts_with(domain) {
        tracing::warn!(
            host,
            domain,
            "somebody signs in at another host than `hub.subdomain_host`, whose subdomains will not know them"
        );
    }
}
