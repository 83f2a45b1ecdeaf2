//! The door for programs and browsers: the whole router on one page.
//!
//! Nothing here touches the database: a handler reads the request, builds an operation, hands it to
//! the hub and writes the answer.

mod access_log;
mod anonymous;
mod answer;
mod api;
mod ask;
mod body;
mod cookies;
mod csp;
mod door;
mod events;
mod form;
mod forwarded;
mod headers;
mod host;
mod metrics;
mod multipart;
mod not_signed_in;
mod oauth;
mod openapi;
mod outside;
mod pages;
mod paging;
mod peer;
mod query;
mod reached;
mod refusal;
mod request_id;
mod routes_api;
mod serve;
mod served;
mod session;
mod spent;
mod timed;
mod visitor;
mod xsrf;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::IF_NONE_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};

use self::answer::{Answer, tagged};
use self::api::Api;
use self::headers::{Headers, Kind};
use self::pages::Pages;
use self::refusal::Refusal;
pub use self::serve::{Certificates, Limits, Purpose, Server};
use self::served::Served;
use crate::hub::Hub;
use crate::model::BaseUrl;

/// Everything that a hub answers.
pub fn router(hub: Arc<Hub>) -> Router {
    routes(Arc::new(Paths::new(hub)))
}

fn routes(paths: Arc<Paths>) -> Router {
    Router::new().fallback(answer).with_state(paths)
}

/// What answers at each path of one hub.
struct Paths {
    hub: Arc<Hub>,
    base_url: BaseUrl,
    api: Api,
    pages: Pages,
    headers: Headers,
}

async fn answer(State(paths): State<Arc<Paths>>, request: Request) -> Answer {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let method = parts.method.clone();
    let known = parts.headers.get(IF_NONE_MATCH).cloned();
    let Served {
        mut answer,
        kind,
        label,
    } = paths.serve(parts, body).await;
    headers::spare(&mut answer, &method, known.as_ref());
    let config = paths.hub.config();
    let configured = &config.hub.tornado_settings.headers;
    paths.headers.dress(&mut answer, kind, configured);
    let status = answer.status().as_u16();
    let counted = paths.hub.metrics();
    counted.answered(method.as_str(), label, status, began.elapsed());
    answer
}

impl Paths {
    fn new(hub: Arc<Hub>) -> Self {
        let base_url = hub.config().hub.base_url.clone();
        Self {
            api: Api::new(Arc::clone(&hub), &base_url),
            pages: Pages::new(Arc::clone(&hub)),
            headers: Headers::new(&hub.config()),
            base_url,
            hub,
        }
    }

    /// `refusal` as a page for whoever asked for something that is not the hub's: their cookies do not tell
    /// who they are.
    fn refuse_stranger(&self, refusal: Refusal) -> Answer {
        let mut answer = self.pages.refuse_stranger(refusal);
        let config = self.hub.config();
        let configured = &config.hub.tornado_settings.headers;
        self.headers.dress(&mut answer, Kind::Page, configured);
        answer
    }

    async fn serve(&self, parts: Parts, body: Body) -> Served {
        match self.place(parts.uri.path()) {
            Place::Api(at) => {
                let path = parts.uri.path()[at..].to_owned();
                self.api.serve(&path, parts, body).await
            }
            Place::Page(at) => {
                let path = &parts.uri.path()[at..];
                self.pages.serve(path, &parts, body).await
            }
            Place::Icon => self.pages.serve("static/favicon.ico", &parts, body).await,
            Place::Health => self.healthy(&parts).await,
            Place::CspReport => csp::answer(&self.pages, &parts, body).await,
            Place::Metrics => metrics::answer(&self.pages, &parts).await,
            Place::LacksSlash => outside::add_slash(&self.pages, &parts).await,
            Place::Outside => outside::lead_inside(&self.pages, &parts).await,
            Place::Authorize => oauth::answer(&self.pages, &parts, body).await,
        }
    }

    /// The hub is there, whatever state its database is in.
    async fn healthy(&self, parts: &Parts) -> Served {
        const HEALTH: &str = "jupyterhub.handlers.pages.HealthCheckHandler";
        if parts.method == Method::GET || parts.method == Method::HEAD {
            let html = HeaderValue::from_static("text/html");
            return Served::page(HEALTH, tagged(html, String::new()));
        }
        let refusal = Refusal::method_not_allowed();
        self.pages.refuse(HEALTH, parts, refusal).await
    }

    /// Where in the hub `path` is, as it was sent.
    fn place(&self, path: &str) -> Place {
        if path == "/favicon.ico" {
            return Place::Icon;
        }
        let Some(below) = path.strip_prefix(self.base_url.as_str()) else {
            return Place::Outside;
        };
        match below.strip_prefix("hub") {
            Some("") => return Place::LacksSlash,
            Some("/health" | "/api/health") => return Place::Health,
            Some("/metrics" | "/api/metrics") => return Place::Metrics,
            Some("/api/oauth2/authorize") => return Place::Authorize,
            Some("/security/csp-report") => return Place::CspReport,
            Some(inside) if inside.starts_with('/') => {
                let api = inside.strip_prefix("/api");
                return match api.filter(|path| path.is_empty() || path.starts_with('/')) {
                    Some(below) => Place::Api(path.len() - below.len()),
                    None => Place::Page(path.len() - inside.len() + 1),
                };
            }
            _ => {}
        }
        let name = ["user/", "services/"]
            .iter()
            .find_map(|prefix| below.strip_prefix(prefix));
        match name {
            Some(name) if !name.is_empty() && !name.contains('/') => Place::LacksSlash,
            _ => Place::Outside,
        }
    }
}

/// Where in the hub a path is.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// In the API, whose paths begin at this byte.
    Api(usize),
    /// The picture that browsers ask for of themselves.
    Icon,
    /// Whether the hub is there at all.
    Health,
    /// Where servers and services have people sign in.
    Authorize,
    /// What is counted.
    Metrics,
    /// Where browsers tell of what a page was kept from.
    CspReport,
    /// One `/` short of something.
    LacksSlash,
    /// Among the pages, whose paths begin at this byte.
    Page(usize),
    /// Outside the hub.
    Outside,
}
