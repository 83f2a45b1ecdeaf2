//! Requests on the wire.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Identity};
use serde::Serialize;
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::rustls::crypto::ring;
use url::form_urlencoded;

use super::answer::Answer;
use super::place::Place;
use super::{retry, trouble};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::model::Secret;
use crate::ops::Request;
use crate::ops::request::Method;

/// By which a client says that it knows of pages.
pub(super) const PAGES: &str = "application/jupyterhub-pagination+json";

/// How long it may take at most until somebody is there at all.
const CONNECT: Duration = Duration::from_secs(10);

/// What Python's and our routers take for one segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'@');

/// How a hub is reached.
#[derive(Debug)]
pub struct Settings {
    /// Where it is.
    pub place: Place,
    /// By which it knows who asks.
    pub token: Option<Secret>,
    /// Certificates of authorities that are trusted besides the system's, in PEM.
    pub ca: Option<PathBuf>,
    /// The certificate to show with its key, in PEM.
    pub certificate: Option<PathBuf>,
    /// How long the hub may say nothing.
    pub patience: Duration,
}

/// A way to one hub.
pub(super) struct Http {
    runtime: Runtime,
    client: Client,
    settings: Settings,
    clock: Clock,
}

/// A request of the API.
pub(super) struct Question {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    content: &'static str,
    accept: &'static str,
    header: Option<(HeaderName, String)>,
    repeatable: bool,
}

impl Question {
    /// `method` on `path`, which begins below `/hub/api` and is encoded.
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            content: "application/json",
            accept: "application/json",
            header: None,
            repeatable: matches!(method, Method::Get | Method::Put | Method::Delete),
        }
    }

    pub(super) fn get(path: &str) -> Self {
        Self::new(Method::Get, path)
    }

    /// What `request` declares, with `names` in the place of those in braces.
    pub(super) fn of(request: &Request, names: &[&str]) -> Self {
        let mut names = names.iter();
        let mut path = String::new();
        for part in request.parts() {
            path.push('/');
            match names.next_if_named(part) {
                Some(name) => path.extend(utf8_percent_encode(name, SEGMENT)),
                None => path.push_str(part),
            }
        }
        Self::new(request.method, path)
    }

    /// The same with `body` in JSON.
    pub(super) fn with<T: Serialize>(self, body: &T) -> Result<Self> {
        let body = serde_json::to_vec(body)
            .map_err(|error| Error::internal("a request cannot be written").caused_by(error))?;
        Ok(Self {
            body: Some(body),
            ..self
        })
    }

    /// The same with a form.
    pub(super) fn with_form(self, fields: &[(&str, &str)]) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        Self {
            body: Some(form.finish().into_bytes()),
            content: "application/x-www-form-urlencoded",
            ..self
        }
    }

    /// The same with `name` in its query.
    pub(super) fn asking(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// The same for a client that knows of pages, or of events.
    pub(super) fn accepting(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// The same with another header.
    pub(super) fn with_header(self, name: HeaderName, value: &str) -> Self {
        Self {
            header: Some((name, value.to_owned())),
            ..self
        }
    }

    /// The same, which may be made twice.
    pub(super) fn repeatable(self) -> Self {
        Self {
            repeatable: true,
            ..self
        }
    }

    fn url(&self, place: &Place) -> String {
        let mut url = place.api(&self.path);
        if !self.query.is_empty() {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.query);
            url.push('?');
            url.push_str(&query.finish());
        }
        url
    }
}

/// Takes names in their order.
trait Names<'a> {
    fn next_if_named(&mut self, part: &str) -> Option<&'a str>;
}

impl<'a, I: Iterator<Item = &'a &'a str>> Names<'a> for I {
    fn next_if_named(&mut self, part: &str) -> Option<&'a str> {
        part.starts_with('{')
            .then(|| self.next().copied().unwrap_or_default())
    }
}

impl Http {
    pub(super) fn new(settings: Settings) -> Result<Self> {
        // Fails only where one is installed already.
        let _ = ring::default_provider().install_default();
        let mut client = Client::builder()
            .user_agent(concat!("hubctl/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT.min(settings.patience))
            .read_timeout(settings.patience)
            .redirect(Policy::none());
        if let Some(ca) = &settings.ca {
            client = client.tls_certs_merge(authorities(ca)?);
        }
        if let Some(certificate) = &settings.certificate {
            client = client.identity(identity(certificate)?);
        }
        if let Some(socket) = settings.place.socket() {
            client = client.unix_socket(socket).no_proxy();
        }
        Ok(Self {
            client: built(client)?,
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| Error::unreachable("no request can be made").caused_by(error))?,
            settings,
            clock: Clock::system(),
        })
    }

    pub(super) fn place(&self) -> &Place {
        &self.settings.place
    }

    pub(super) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The answer to `question`, whatever its status; where there is none for now and that may help, it
    /// is asked again.
    pub(super) fn send(&self, question: &Question) -> Result<Answer> {
        self.runtime.block_on(self.answer_to(question))
    }

    async fn answer_to(&self, question: &Question) -> Result<Answer> {
        for tried in 1.. {
            let wait = match self.begin(question).await {
                Ok(response) => {
                    let said = response.headers().get(RETRY_AFTER);
                    let said = said.and_then(|said| said.to_str().ok());
                    let (status, may) = (response.status(), question.repeatable);
                    match retry::after_answer(status, said, tried, may, &self.clock) {
                        Some(wait) => wait,
                        None => match Answer::read(response).await {
                            Ok(answer) => return Ok(answer),
                            Err(error) => self.again_after(&error, tried, may)?,
                        },
                    }
                }
                Err(error) => self.again_after(&error, tried, question.repeatable)?,
            };
            tokio::time::sleep(wait).await;
        }
        Err(Error::internal("a request was never made"))
    }

    /// How long to wait after `error`; else the error.
    fn again_after(
        &self,
        error: &reqwest::Error,
        tried: u32,
        repeatable: bool,
    ) -> Result<Duration> {
        let may = trouble::may_pass(error) && (repeatable || error.is_connect());
        retry::after_failure(tried, may, &self.clock)
            .ok_or_else(|| trouble::told(error, &self.settings))
    }

    /// Make a request, and wait for the beginning of its answer.
    pub(super) async fn begin(
        &self,
        question: &Question,
    ) -> std::result::Result<reqwest::Response, reqwest::Error> {
        let method = match question.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self
            .client
            .request(method, question.url(&self.settings.place))
            .header(ACCEPT, question.accept);
        if let Some(token) = &self.settings.token
            && let Ok(mut value) = HeaderValue::try_from(format!("token {}", token.reveal()))
        {
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        if let Some((name, value)) = &question.header {
            request = request.header(name, value);
        }
        if let Some(body) = &question.body {
            request = request
                .header(CONTENT_TYPE, question.content)
                .body(Bytes::from(body.clone()));
        }
        request.send().await
    }

    /// What went wrong, told.
    pub(super) fn told(&self, error: &reqwest::Error) -> Error {
        trouble::told(error, &self.settings)
    }
}

fn built(client: ClientBuilder) -> Result<Client> {
    client.build().map_err(|error| {
        Error::unreachable("no request can be made: no certificates, or a proxy that is no URL")
            .hint("see `HTTPS_PROXY`, and the certificates of the system")
            .caused_by(error)
    })
}

fn authorities(file: &Path) -> Result<Vec<Certificate>> {
    let read = Certificate::from_pem_bundle(&content(file)?);
    match read {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(Error::invalid(format!(
            "there is no certificate in `{}`",
            file.display()
        ))),
    }
}

fn identity(file: &Path) -> Result<Identity> {
    Identity::from_pem(&content(file)?).map_err(|_| {
        Error::invalid(format!(
            "there is no certificate with its key in `{}`",
            file.display()
        ))
        .hint("put both into one file, in PEM")
    })
}

fn content(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file)
        .map_err(|error| Error::invalid(format!("`{}` cannot be read: {error}", file.display())))
}
