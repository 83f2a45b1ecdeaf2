//! Where a hub and the servers of its users are found.

use super::{BaseUrl, Origin, Secret, ServerRef, UserName, escape_segment};

/// The URLs of a hub.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The path below which all of it is served.
    pub base_url: BaseUrl,
    /// Where browsers reach it, if it was told (`JupyterHub.public_url`).
    pub public: Option<Origin>,
}

impl Site {
    /// Where the default server of `user` is found (`User.url`).
    pub fn user_url(&self, user: &UserName) -> String {
        format!("{}user/{}/", self.base_url, escape_segment(user.as_str()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_found_below_the_base_url() {
        let site = Site {
            base_url: "/hubs/a".parse().unwrap(),
            public: None,
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
    fn a_public_hub_has_full_urls() {
        let site = Site {
            public: Some("https://hub.example.org/".parse().unwrap()),
            ..Site::default()
        };
        let full = site.full(&site.user_url(&"ada".into()));
        assert_eq!(full.unwrap(), "https://hub.example.org/user/ada/");
    }
}
