//! What JupyterHub's metrics call the handler of each path: the names of its classes, which dashboards
//! know.

/// For paths that the API does not have.
pub(super) const NOT_FOUND: &str = "jupyterhub.apihandlers.base.API404";

/// What answers `path`, as it is declared. A path that JupyterHub does not have is called by itself.
pub(super) fn handler_of(path: &'static str) -> &'static str {
    match path {
        "/" => "jupyterhub.apihandlers.hub.RootAPIHandler",
        "/info" => "jupyterhub.apihandlers.hub.InfoAPIHandler",
        "/shutdown" => "jupyterhub.apihandlers.hub.ShutdownAPIHandler",
        "/proxy" => "jupyterhub.apihandlers.proxy.ProxyAPIHandler",
        "/user" => "jupyterhub.apihandlers.users.SelfAPIHandler",
        "/users" => "jupyterhub.apihandlers.users.UserListAPIHandler",
        "/users/{user}" => "jupyterhub.apihandlers.users.UserAPIHandler",
        "/users/{user}/server" | "/users/{user}/servers/{server}" => {
            "jupyterhub.apihandlers.users.UserServerAPIHandler"
        }
        "/users/{user}/server/progress" | "/users/{user}/servers/{server}/progress" => {
            "jupyterhub.apihandlers.users.SpawnProgressAPIHandler"
        }
        "/users/{user}/tokens" => "jupyterhub.apihandlers.users.UserTokenListAPIHandler",
        "/users/{user}/tokens/{token}" => "jupyterhub.apihandlers.users.UserTokenAPIHandler",
        "/users/{user}/activity" => "jupyterhub.apihandlers.users.ActivityAPIHandler",
        "/users/{user}/admin-access" => "jupyterhub.apihandlers.users.UserAdminAccessAPIHandler",
        "/groups" => "jupyterhub.apihandlers.groups.GroupListAPIHandler",
        "/groups/{group}" => "jupyterhub.apihandlers.groups.GroupAPIHandler",
        "/groups/{group}/users" => "jupyterhub.apihandlers.groups.GroupUsersAPIHandler",
        "/groups/{group}/properties" => "jupyterhub.apihandlers.groups.GroupPropertiesAPIHandler",
        "/services" => "jupyterhub.apihandlers.services.ServiceListAPIHandler",
        "/services/{service}" => "jupyterhub.apihandlers.services.ServiceAPIHandler",
        _ => of_shares(path).or_else(|| of_tokens(path)).unwrap_or(path),
    }
}

fn of_shares(path: &str) -> Option<&'static str> {
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    Some(match *segments {
        ["shares", ..] => "jupyterhub.apihandlers.shares.ServerShareAPIHandler",
        ["share-codes", ..] => "jupyterhub.apihandlers.shares.ServerShareCodeAPIHandler",
        ["users", _, "shared"] => "jupyterhub.apihandlers.shares.UserShareListAPIHandler",
        ["groups", _, "shared"] => "jupyterhub.apihandlers.shares.GroupShareListAPIHandler",
        ["users", _, "shared", ..] => "jupyterhub.apihandlers.shares.UserShareAPIHandler",
        ["groups", _, "shared", ..] => "jupyterhub.apihandlers.shares.GroupShareAPIHandler",
        _ => return None,
    })
}

fn of_tokens(path: &str) -> Option<&'static str> {
    if path.starts_with("/authorizations/cookie") {
        return Some("jupyterhub.apihandlers.auth.CookieAPIHandler");
    }
    match path {
        "/oauth2/authorize" => {
            return Some("jupyterhub.apihandlers.auth.OAuthAuthorizeHandler");
        }
        "/oauth2/token" => return Some("jupyterhub.apihandlers.auth.OAuthTokenHandler"),
        _ => {}
    }
    path.starts_with("/authorizations/token")
        .then_some("jupyterhub.apihandlers.auth.TokenAPIHandler")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::ops::requests;

    /// The handlers of JupyterHub 6.1.1, by their paths with `*` for what is named.
    fn recorded() -> BTreeMap<String, String> {
        let recorded = include_str!("../../../tests/golden/door/handlers.json");
        let recorded: BTreeMap<String, String> = serde_json::from_str(recorded).unwrap();
        let mut by_path = BTreeMap::new();
        for (pattern, handler) in recorded {
            let path = pattern.replace("([^/]+)", "*").replace("([^/]*)", "*");
            let path = path.strip_prefix("/api").unwrap().replace("/?", "/");
            let (short, rest) = path.split_once("(?:").unwrap_or((&path, ""));
            if !rest.is_empty() {
                by_path.insert(format!("{short}/*"), handler.clone());
            }
            by_path.insert(short.to_owned(), handler);
        }
        by_path
    }

    #[test]
    fn every_path_of_jupyterhub_is_counted_under_its_name_there() {
        let recorded = recorded();
        let mut seen = 0;
        for request in requests() {
            let starred: Vec<&str> = request
                .parts()
                .map(|part| if part.starts_with('{') { "*" } else { part })
                .collect();
            let path = format!("/{}", starred.join("/"));
            match recorded.get(&path) {
                Some(handler) => {
                    assert_eq!(handler_of(request.path), handler, "{path}");
                    seen += 1;
                }
                None => assert_eq!(handler_of(request.path), request.path),
            }
        }
        assert!(seen > 50, "{seen}");
    }
}
