//! Where a hub and the servers of its users are found.

use super::{
    BaseUrl, HostOf, Origin, Secret, ServerRef, ServiceName, Subdomains, UserName, escape_segment,
};
use crate::error::{Error, Result};

/// The URLs of a hub.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The path below which all of it is served.
    pub base_url: BaseUrl,
    /// Where browsers reach it, if it was told (`JupyterHub.public_url`).
    pub public: Option<Origin>,
    /// The hosts of people and services, where they have some of their own (`JupyterHub.subdomain_host`).
    pub subdomains: Option<Subdomains>,
}

impl Site {
    /// Where the default server of `user` is found, with scheme and host where those are the user's own (`User.url`).
    pub fn user_url(&self, user: &UserName) -> String {
        let host = self.user_host(user).unwrap_or_default();
        let name = escape_segment(user.as_str());
        format!("{host}{}user/{name}/", self.base_url)
    }

    /// The user's own scheme and host, if there are any and they are known (`User.host`).
    pub fn user_host(&self, user: &UserName) -> Option<String> {
        let subdomains = self.subdomains.as_ref()?;
        Some(subdomains.origin(&subdomains.of_user(user)?))
    }

    /// The service's own scheme and host, if there are any and they are known (`Service.host`).
    pub fn service_host(&self, service: &ServiceName) -> Option<String> {
        let subdomains = self.subdomains.as_ref()?;
        Some(subdomains.origin(&subdomains.of_service(service)?))
    }

    /// Which requests are for a server of `user` at `path`: those, with a host before it where users have one
    /// (`User.proxy_spec`).
    ///
    /// # Errors
    /// Where theirs is not known: on the hub's own host a server would have the hub's cookies.
    pub fn user_route(&self, user: &UserName, path: &str) -> Result<String> {
        let domain = match &self.subdomains {
            Some(hosts) => known(hosts.of_user(user), HostOf::User, user.as_str())?,
            None => String::new(),
        };
        Ok(format!("{domain}{path}"))
    }

    /// Which requests are for `service` (`Service.proxy_spec`).
    ///
    /// # Errors
    /// As [`Site::user_route`].
    pub fn service_route(&self, service: &ServiceName) -> Result<String> {
        let name = service.as_str();
        let domain = match &self.subdomains {
            Some(hosts) => known(hosts.of_service(service), HostOf::Service, name)?,
            None => String::new(),
        };
        let name = escape_segment(name);
        Ok(format!("{domain}{}services/{name}/", self.base_url))
    }

    /// Where `server` is found (`User.server_url`).
    pub fn server_url(&self, server: &ServerRef) -> String {
        let mut url = self.user_url(&server.user);
        if !server.server.as_str().is_empty() {
            url += &escape_segment(server.server.as_str());
            url.push('/');
        }
        url
    }

    /// Where the start of `server` can be followed (`User.progress_url`).
    pub fn progress_url(&self, server: &ServerRef) -> String {
        let user = escape_segment(server.user.as_str());
        let below = match server.server.as_str() {
            "" => "server".to_owned(),
            name => format!("servers/{}", escape_segment(name)),
        };
        format!("{}hub/api/users/{user}/{below}/progress", self.base_url)
    }

    /// Where a share code is exchanged, by whoever signs in.
    pub fn accept_url(&self, code: &Secret) -> String {
        let code = escape_segment(code.reveal());
        format!("{}hub/accept-share?code={code}", self.base_url)
    }

    /// `url` with scheme and host, where those are known.
    pub fn full(&self, url: &str) -> Option<String> {
        if url.contains("://") {
            return Some(url.to_owned());
        }
        self.public.as_ref().map(|origin| format!("{origin}{url}"))
    }
}

fn known(domain: Option<String>, of: HostOf, name: &str) -> Result<String> {
    let of = of.as_str();
    domain.ok_or_else(|| Error::unreachable(format!("the domain of {of} `{name}` is not known")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_found_below_the_base_url() {
        let site = Site {
            base_url: "/hubs/a".parse().unwrap(),
            ..Site::default()
        };
        let Ok(default): Result<ServerRef, _> = "zoë b/".parse();
        let Ok(named): Result<ServerRef, _> = "ada/lab".parse();
        assert_eq!(site.server_url(&default), "/hubs/a/user/zo%C3%AB%20b/");
        assert_eq!(site.server_url(&named), "/hubs/a/user/ada/lab/");
        assert_eq!(
            site.progress_url(&default),
            "/hubs/a/hub/api/users/zo%C3%AB%20b/server/progress"
        );
        assert_eq!(
            site.progress_url(&named),
            "/hubs/a/hub/api/users/ada/servers/lab/progress"
        );
        assert_eq!(site.full("/x"), None);
    }

    #[test]
    fn people_and_services_may_have_hosts_of_their_own() {
        let host: Origin = "https://hub.example.org:8443".parse().unwrap();
        let site = Site {
            subdomains: Some(Subdomains::new(&host, crate::model::Naming::Idna)),
            ..Site::default()
        };
        let Ok(server): Result<ServerRef, _> = "ada/lab".parse();
        let url = "https://ada.hub.example.org:8443/user/ada/lab/";
        assert_eq!(site.server_url(&server), url);
        assert_eq!(site.full(&site.server_url(&server)).unwrap(), url);
        let route = site.user_route(&server.user, "/user/ada/lab/").unwrap();
        assert_eq!(route, "ada.hub.example.org/user/ada/lab/");
        let service = "grader".into();
        let route = "grader--service.hub.example.org/services/grader/";
        assert_eq!(site.service_route(&service).unwrap(), route);
        let host = "https://grader--service.hub.example.org:8443";
        assert_eq!(site.service_host(&service).unwrap(), host);
    }

    #[test]
    fn a_public_hub_has_full_urls() {
        let site = Site {
            public: Some("https://hub.example.org/".parse().unwrap()),
            ..Site::default()
        };
        let full = site.full(&site.user_url(&"ada".into()));
        assert_eq!(full.unwrap(), "https://hub.example.org/user/ada/");
    }
}
