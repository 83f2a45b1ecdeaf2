//! The rest of `[proxy]`.

use crate::config::reading::Reading;
use crate::error::Error;

pub(super) fn apply(reading: &mut Reading) {
    let proxy = &mut reading.config.proxy;
    proxy.auth_token.take_if(|token| token.reveal().is_empty());
    if proxy.api_url.is_some() && proxy.auth_token.is_none() {
        reading.wrong(
            "proxy.api_url",
            Error::invalid(
                "`proxy.api_url` lets anybody change the routes without a `proxy.auth_token`",
            )
            .hint("make one with `openssl rand -hex 32`"),
        );
    }
    extra_routes(reading);
}

/// With a host exactly where servers have some (`Proxy._validate_extra_routes`).
fn extra_routes(reading: &mut Reading) {
    let by_host = reading.config.hub.subdomain_host.is_some();
    let mut wrong = Vec::new();
    for (route, target) in &reading.config.proxy.extra_routes {
        if by_host == route.starts_with('/') {
            let what = if by_host {
                "lacks its host"
            } else {
                "does not begin with `/`"
            };
            wrong.push(format!("`{route}` of `proxy.extra_routes` {what}"));
        }
        if !target.contains("://") {
            wrong.push(format!("`{target}` of `proxy.extra_routes` is not a URL"));
        }
    }
    for sentence in wrong {
        reading.wrong("proxy.extra_routes", Error::invalid(sentence));
    }
}
