//! `[proxy]`: what `c.ConfigurableHTTPProxy` and `c.Proxy` say.

use std::collections::BTreeMap;

use super::section::section;
use super::value::Bind;
use crate::model::Secret;

section! {
    /// The proxy before the hub, which is the hub's own.
    pub struct Proxy in "proxy" {
        /// Where programs may change the proxy's routes, by configurable-http-proxy's own API (`/api/routes`). Not given,
        /// nowhere.
        restart api_url: Option<Bind> = None;
        /// The token that this takes. Not given, what `CONFIGPROXY_AUTH_TOKEN` says.
        restart auth_token: Option<Secret> = None;
        /// Where the proxy leads besides: paths, or hosts and paths where there is a `hub.subdomain_host`, each with the
        /// URL of a server.
        restart extra_routes: BTreeMap<String, String> = BTreeMap::new();
    }
}
