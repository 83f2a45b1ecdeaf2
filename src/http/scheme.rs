//! By which scheme a request came.

use axum::http::HeaderMap;

use crate::config::Config;

/// `https` or `http`: what a proxy before the hub says, else how the hub itself listens
/// (`HTTPServerRequest` of Tornado with `xheaders`).
pub(super) fn of(config: &Config, headers: &HeaderMap) -> &'static str {
    let said = headers
        .get("x-scheme")
        .or_else(|| headers.get("x-forwarded-proto"))
        .and_then(|said| said.to_str().ok()?.rsplit(',').next());
    match said.map(str::trim) {
        Some("https") => "https",
        Some("http") => "http",
        _ if config.hub.bind_url.tls => "https",
        _ => "http",
    }
}
