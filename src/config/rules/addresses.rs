//! Where the hub is: what it listens on, and the URLs by which it is found.

use crate::config::reading::Reading;
use crate::config::{Address, Bind, SiteUrl};
use crate::error::Error;

use super::none_if_empty;

pub(super) fn apply(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    none_if_empty(&mut hub.ssl_cert);
    none_if_empty(&mut hub.ssl_key);
    bind_url(reading);
    tls(reading);
    public_url(reading);
    routespec(reading);
    private_address(reading);
}

/// `ip`, `port` and `base_url` say parts of `bind_url` anew, if they count as much as what says it
/// (`JupyterHub._url_part_changed`).
fn bind_url(reading: &mut Reading) {
    let mut counts = |part| reading.sources.keep_if_at_least(part, "hub.bind_url");
    let (ip, port, base_url) = (counts("hub.ip"), counts("hub.port"), counts("hub.base_url"));
    let hub = &mut reading.config.hub;
    let before = hub.bind_url.clone();
    match &mut hub.bind_url.address {
        Address::Tcp { host, port: at } => {
            if let Some(ip) = hub.ip.as_ref().filter(|_| ip) {
                host.clone_from(ip);
            }
            if let Some(port) = hub.port.filter(|_| port) {
                *at = port;
            }
            (hub.ip, hub.port) = (Some(host.clone()), Some(*at));
        }
        Address::Unix(_) => (hub.ip, hub.port) = (None, None),
    }
    if base_url {
        hub.bind_url.base_url = hub.base_url.clone();
    }
    hub.base_url = hub.bind_url.base_url.clone();
    let twice = hub.bind_url != before && reading.sources.say("hub.bind_url");
    if twice {
        reading.warnings.push(
            "`hub.bind_url` is given, and `hub.ip`, `hub.port` or `hub.base_url` say parts of it otherwise: use one or the other"
                .to_owned(),
        );
    }
}

/// The scheme of `bind_url` follows the certificate (`JupyterHub._validate_bind_url`).
fn tls(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    let wanted = hub.bind_url.tls;
    let (cert, key) = (hub.ssl_cert.is_some(), hub.ssl_key.is_some());
    hub.bind_url.tls = cert;
    if cert != key {
        let (given, lacking) = if cert {
            ("hub.ssl_cert", "hub.ssl_key")
        } else {
            ("hub.ssl_key", "hub.ssl_cert")
        };
        reading.wrong(
            given,
            Error::invalid(format!("`{given}` is given without `{lacking}`")),
        );
    } else if wanted && !cert {
        reading.warnings.push(
            "`hub.bind_url` says `https`, but there is no `hub.ssl_cert`: the hub will serve HTTP"
                .to_owned(),
        );
    }
}

/// With its base URL and a slash at its end, or that of `subdomain_host` (`JupyterHub._validate_public_url`).
fn public_url(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    let base_url = hub.base_url.as_str();
    let given = hub.public_url.as_ref().or(hub.subdomain_host.as_ref());
    let Some(url) = given.map(|site| site.url().clone()) else {
        return;
    };
    let path = format!("{}/", url.path().trim_end_matches('/'));
    let complete = if path == "/" {
        format!("{}{base_url}", url.origin())
    } else {
        format!("{}{path}", url.origin())
    };
    if path != "/" && !path.ends_with(base_url) {
        let base_url = base_url.to_owned();
        return reading.wrong(
            "hub.public_url",
            Error::invalid(format!(
                "`hub.public_url` does not end with the base URL `{base_url}`"
            )),
        );
    }
    hub.public_url = complete.parse::<SiteUrl>().ok();
}

/// With slashes around it (`JupyterHub._validate_hub_routespec`).
fn routespec(reading: &mut Reading) {
    let given = reading.sources.say("hub.hub_routespec");
    let hub = &mut reading.config.hub;
    let by_host = hub.subdomain_host.is_some();
    let base_url = hub.base_url.as_str();
    if !given {
        hub.hub_routespec = if by_host { "/" } else { base_url }.to_owned();
        return;
    }
    let spec = &mut hub.hub_routespec;
    if !spec.ends_with('/') {
        spec.push('/');
    }
    if !by_host && !spec.starts_with('/') {
        spec.insert(0, '/');
    }
    if spec != "/" && spec != base_url {
        reading.warnings.push(format!(
            "the hub is sent what begins with `{spec}` only: requests for servers that do not run may go nowhere"
        ));
    }
}

/// What servers and services are told cannot be a socket's file.
fn private_address(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    let socket = hub.hub_bind_url.as_ref().map(|bind| &bind.address);
    if matches!(socket, Some(Address::Unix(_))) && hub.hub_connect_url.is_none() {
        reading.wrong(
            "hub.hub_bind_url",
            Error::invalid(
                "`hub.hub_bind_url` is a Unix socket, and nothing says how servers reach it",
            )
            .hint("give `hub.hub_connect_url`"),
        );
    }
}

impl crate::config::Hub {
    /// Where servers and services reach the hub (`hub_bind_url`, or `hub_ip` and `hub_port`).
    pub fn private_bind(&self) -> Bind {
        let mut bind = self.hub_bind_url.clone().unwrap_or_else(|| Bind {
            tls: false,
            address: Address::Tcp {
                host: self.hub_ip.clone(),
                port: self.hub_port,
            },
            base_url: self.base_url.clone(),
        });
        bind.base_url = self.base_url.clone();
        bind
    }
}
