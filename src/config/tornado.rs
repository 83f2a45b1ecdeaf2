//! `[hub.tornado_settings]`: those of Tornado's settings that JupyterHub reads and sites set.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::Seconds;

/// Headers and cookie options of every answer, and a few waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub struct TornadoSettings {
    /// Headers of every answer: `Access-Control-Allow-Origin`, for one.
    pub headers: BTreeMap<String, String>,
    /// What is set on the hub's cookies, and told to servers for theirs.
    pub cookie_options: CookieOptions,
    /// What is set on the XSRF cookie; empty, `cookie_options`.
    pub xsrf_cookie_kwargs: CookieOptions,
    /// How long a request to start a server is kept waiting for it, in seconds.
    pub slow_spawn_timeout: Seconds,
    /// How long a request to stop a server is kept waiting for it, in seconds.
    pub slow_stop_timeout: Seconds,
    /// When to try again, at the earliest and at the latest, where too many servers are starting; in
    /// seconds.
    pub spawn_throttle_retry_range: (u32, u32),
    /// After how many redirects to a server it is taken for a loop.
    pub user_redirect_limit: u32,
}

impl Default for TornadoSettings {
    fn default() -> Self {
        Self {
            headers: BTreeMap::new(),
            cookie_options: CookieOptions::default(),
            xsrf_cookie_kwargs: CookieOptions::default(),
            slow_spawn_timeout: Seconds::new(10),
            slow_stop_timeout: Seconds::new(10),
            spawn_throttle_retry_range: (30, 60),
            user_redirect_limit: 4,
        }
    }
}

/// Attributes of cookies; those not given are as the hub sets them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub struct CookieOptions {
    /// `Domain`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// `Path`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// `Secure`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure: Option<bool>,
    /// `HttpOnly`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub httponly: Option<bool>,
    /// `SameSite`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samesite: Option<SameSite>,
    /// `Expires`, as so many days from now
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_days: Option<f64>,
}

/// With which requests from other sites a cookie is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
#[schemars(inline)]
pub enum SameSite {
    /// With none.
    #[serde(alias = "strict")]
    Strict,
    /// With those that lead here.
    #[serde(alias = "lax")]
    Lax,
    /// With all.
    #[serde(alias = "none")]
    None,
}
