//! A request that `ops` declares, paired with what answers it.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use axum::http::Method;
use percent_encoding::percent_decode_str;

use super::labels::handler_of;
use crate::http::answer::Result;
use crate::http::ask::Ask;
use crate::ops::Request;

/// What answers a request.
type Handler = Box<dyn Fn(Ask) -> Pin<Box<dyn Future<Output = Result> + Send>> + Send + Sync>;

/// Who decides whether a caller may make a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Guard {
    /// The router, by the scopes that the request declares. What they do not reach is told apart from
    /// what is not there by nobody: 404.
    Scopes,
    /// The same, but either is forbidden: 403; and whoever is known by nothing may say in the body who they are: the
    /// handler decides then.
    OrSaid,
    /// The handler: anybody may ask, or it depends on more than scopes.
    Handler,
}

/// A request of the API, and what answers it.
pub(in crate::http) struct Route {
    pub(super) request: &'static Request,
    pub(super) guard: Guard,
    /// Whether a browser that another site had ask is refused.
    pub(super) same_site: bool,
    /// What JupyterHub's metrics call it.
    pub(super) label: &'static str,
    pub(super) handler: Handler,
}

impl Route {
    /// `handler` answers `request` for whoever has the scopes it declares.
    pub(super) fn new<F, A>(request: &'static Request, handler: F) -> Self
    where
        F: Fn(Ask) -> A + Send + Sync + 'static,
        A: Future<Output = Result> + Send + 'static,
    {
        Self {
            request,
            guard: Guard::Scopes,
            same_site: true,
            label: handler_of(request.path),
            handler: Box::new(move |ask| Box::pin(handler(ask))),
        }
    }

    /// What a caller's scopes do not reach is forbidden to them, and not as if it were not there; and whoever is known by
    /// nothing may say in the body who they are.
    #[must_use]
    pub(super) fn or_said(self) -> Self {
        Self {
            guard: Guard::OrSaid,
            ..self
        }
    }

    /// The handler itself decides who may.
    #[must_use]
    pub(super) fn open(self) -> Self {
        Self {
            guard: Guard::Handler,
            ..self
        }
    }
}

impl Route {
    /// Any site may have a browser ask.
    #[must_use]
    pub(super) fn any_site(self) -> Self {
        Self {
            same_site: false,
            ..self
        }
    }
}

/// All routes, by the number of segments of their paths.
pub(super) struct Routes(Vec<Vec<Route>>);

/// What there is at a path.
pub(super) enum Found<'a> {
    /// A route, and the segments of the path, decoded.
    Route(&'a Route, Vec<String>),
    /// Routes for other methods; one of them.
    OtherMethods(&'a Route),
    /// A route, but what the path names is no text.
    NotText(&'a Route),
    /// Nothing.
    Nothing,
}

impl Routes {
    pub(super) fn new(routes: Vec<Route>) -> Self {
        let mut by_length: Vec<Vec<Route>> = Vec::new();
        for route in routes {
            let length = route.request.parts().count();
            if by_length.len() <= length {
                by_length.resize_with(length + 1, Vec::new);
            }
            by_length[length].push(route);
        }
        Self(by_length)
    }

    /// What answers `method` on `path`, which begins below `/hub/api`. As there, words must be written
    /// plainly, and only what is named may be percent-encoded.
    pub(super) fn find(&self, method: &Method, path: &str) -> Found<'_> {
        let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let mut other = None;
        for route in self.0.get(segments.len()).into_iter().flatten() {
            if route
                .request
                .parts()
                .zip(&segments)
                .all(|(part, given)| fits(part, given))
            {
                if route.request.method.as_str() == method.as_str() {
                    return decoded(&segments)
                        .map_or(Found::NotText(route), |given| Found::Route(route, given));
                }
                other = Some(route);
            }
        }
        other.map_or(Found::Nothing, Found::OtherMethods)
    }
}

/// Whether `given`, as it was sent, can stand in the place of `part`.
fn fits(part: &str, given: &str) -> bool {
    match part {
        // The default server has no name.
        "{server}" | "{owned}" | "{token}" => true,
        name if name.starts_with('{') => !given.is_empty(),
        word => word == given,
    }
}

fn decoded(segments: &[&str]) -> Option<Vec<String>> {
    segments
        .iter()
        .map(|segment| {
            let text = percent_decode_str(segment).decode_utf8();
            text.map(Cow::into_owned).ok()
        })
        .collect()
}
