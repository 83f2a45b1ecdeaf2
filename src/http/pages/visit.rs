//! Somebody at a page: who they are, what they ask for and send, and what their browser is to keep.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use minijinja::Value;

use super::engine::value;
use super::error::{ErrorPage, not_allowed, not_shared};
use super::{Page, Pages, namespace, root};
use crate::auth;
use crate::error::{Error, Kind};
use crate::http::access_log;
use crate::http::answer::{Answer, Result, empty, tagged};
use crate::http::form::{self, Form};
use crate::http::peer::Origin;
use crate::http::refusal::Refusal;
use crate::http::served::Served;
use crate::http::visitor::Visitor;
use crate::http::{ask, query, xsrf};
use crate::hub::{Hub, Identity};
use crate::model::{ServerRef, UserName};
use crate::rbac::{Holder, Scope, Target};

/// The methods that any page may have.
const KNOWN: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

/// Somebody at a page.
pub(in crate::http) struct Visit<'a> {
    pages: &'a Pages,
    parts: &'a Parts,
    form: Form,
    visitor: Visitor,
}

impl<'a> Visit<'a> {
    /// Find out who makes the request with this head, and take the form that they send from `body`.
    ///
    /// # Errors
    /// Where that cannot be found out, what is sent cannot be read, or another site may have had their browser
    /// send it. The visit goes on, so that the refusal can be shown.
    pub(in crate::http) async fn begin(
        pages: &'a Pages,
        parts: &'a Parts,
        body: &mut Body,
    ) -> (Self, Result<()>) {
        let mut visit = Self {
            pages,
            parts,
            form: Form::default(),
            visitor: Visitor::default(),
        };
        let admitted = visit.admit(body).await;
        (visit, admitted)
    }

    /// `visitor` at a page, where they are known already.
    pub(in crate::http) fn of(pages: &'a Pages, parts: &'a Parts, visitor: Visitor) -> Self {
        Self {
            pages,
            parts,
            form: Form::default(),
            visitor,
        }
    }

    async fn admit(&mut self, body: &mut Body) -> Result<()> {
        if !KNOWN.contains(&self.parts.method) {
            return Err(Refusal::method_not_allowed());
        }
        query::refuse_other_than_text(self.parts.uri.query().unwrap_or_default())?;
        self.visitor = Visitor::at_page(self.hub(), self.parts).await?;
        if let Some(identity) = self.visitor.identity() {
            access_log::is_from(identity);
        }
        if self.parts.method == Method::POST {
            let longest = ask::longest(self.visitor.identity().is_some());
            self.form = form::read(&self.parts.headers, body, longest).await?;
        }
        let hub = self.pages.hub();
        let shown = self.form.last("_xsrf").map(str::to_owned);
        xsrf::check_page(hub, self.parts, &mut self.visitor, shown.as_deref())
    }

    /// The hub whose pages these are.
    pub(in crate::http) fn hub(&self) -> &'a Arc<Hub> {
        self.pages.hub()
    }

    /// The head of the request.
    pub(in crate::http) fn parts(&self) -> &'a Parts {
        self.parts
    }

    /// Whether a person sent a form, and will see the answer.
    pub(super) fn is_form(&self) -> bool {
        let mode = self.parts.headers.get("sec-fetch-mode");
        self.parts.method == Method::POST && mode.is_none_or(|mode| mode == "navigate")
    }

    /// What the form says that was sent.
    pub(in crate::http) fn form(&self) -> &Form {
        &self.form
    }

    /// The form as an authenticator reads it.
    pub(super) fn filled_in(&self) -> auth::Form {
        let fields = self.form.fields();
        auth::Form::new(fields.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    /// The address that they come from; none is a Unix socket.
    pub(super) fn from(&self) -> Option<IpAddr> {
        let origin = self.parts.extensions.get::<Origin>().copied();
        origin.and_then(|Origin(from)| from)
    }

    /// Who it is, with what their browser keeps.
    pub(in crate::http) fn visitor(&mut self) -> &mut Visitor {
        &mut self.visitor
    }

    /// Who signed in, if anybody did.
    pub(in crate::http) fn identity(&self) -> Option<&Arc<Identity>> {
        self.visitor.identity()
    }

    /// The user who signed in, if anybody did.
    pub(in crate::http) fn user(&self) -> Option<UserName> {
        match self.identity()?.holder() {
            Holder::User(user) => Some(user.clone()),
            Holder::Service(_) | Holder::Group(_) => None,
        }
    }

    /// Who signed in.
    ///
    /// # Errors
    /// Where nobody did: who came to look is led to where people sign in, to come back then
    /// (`tornado.web.authenticated`).
    pub(in crate::http) fn signed_in(&self) -> Result<Arc<Identity>> {
        match self.identity() {
            Some(identity) => Ok(Arc::clone(identity)),
            None if self.parts.method == Method::GET => {
                Err(Refusal::elsewhere(&root::to_sign_in(self)))
            }
            None => Err(Refusal::new(StatusCode::FORBIDDEN, "you are not signed in")
                .hint("sign in, and do it again")),
        }
    }

    /// Refuse what the scopes of `who` do not allow on `server` (`scopes.needs_scope`).
    pub(super) fn may(&self, who: &Identity, any_of: &[Scope], server: &ServerRef) -> Result<()> {
        let target = Target::Server(server.clone());
        match self.hub().refusal_of(who, any_of, &target)? {
            None => Ok(()),
            Some(refused) => Err(of_scopes(refused.error)),
        }
    }

    /// Refuse whoever holds none of these scopes.
    pub(super) fn may_anywhere(&self, who: &Identity, any_of: &[Scope]) -> Result<()> {
        match self.hub().refusal_of(who, any_of, &Target::Anything)? {
            None => Ok(()),
            Some(refused) => Err(of_scopes(refused.error)),
        }
    }

    /// What the form or else the query says of `name` (`RequestHandler.get_argument`).
    pub(in crate::http) fn argument(&self, name: &str) -> Option<String> {
        let in_form = self.form.last(name).map(|value| value.trim().to_owned());
        in_form.or_else(|| query::argument(self.parts.uri.query()?, name))
    }

    /// Below which path the hub's own pages are.
    pub(in crate::http) fn base_url(&self) -> String {
        format!("{}hub/", self.hub().config().hub.base_url)
    }

    /// Show `page`.
    ///
    /// # Errors
    /// Where its template cannot be shown: one of the site's own may be wrong.
    pub(in crate::http) fn show<P: Page>(&mut self, page: &P) -> Result {
        self.show_with(StatusCode::OK, page)
    }

    /// Show `page` under `status`.
    ///
    /// # Errors
    /// As [`show`](Self::show).
    pub(in crate::http) fn show_with<P: Page>(&mut self, status: StatusCode, page: &P) -> Result {
        self.show_as(status, P::TEMPLATE, page)
    }

    /// Show `page` by the template `own`, if there is one, in place of its usual one.
    ///
    /// # Errors
    /// As [`show`](Self::show).
    pub(super) fn show_own<P: Page>(&mut self, status: StatusCode, page: &P, own: &str) -> Result {
        let name = if self.pages.engine.has(own) {
            own
        } else {
            P::TEMPLATE
        };
        self.show_as(status, name, page)
    }

    fn show_as<P: Page>(&mut self, status: StatusCode, name: &str, page: &P) -> Result {
        let text = self.render(name, value(page)).map_err(|error| {
            tracing::error!(template = name, error = %whole(&error), "a template cannot be shown");
            Refusal::from(Error::internal("this page cannot be shown"))
        })?;
        Ok(html(status, text))
    }

    fn render(&mut self, template: &str, page: Value) -> Result<String, minijinja::Error> {
        let common = self.common();
        self.pages.engine.render(template, page, common)
    }

    /// What every template may use; a browser that will show it is given the cookie that goes with its forms.
    fn common(&mut self) -> Value {
        let xsrf = xsrf::token(self.pages.hub(), self.parts, &mut self.visitor);
        let who = self.visitor.identity().map(AsRef::as_ref);
        namespace::of(self.pages, who, &xsrf)
    }

    /// Show why there is no answer.
    pub(in crate::http) fn refuse(&mut self, refusal: Refusal) -> Answer {
        // Who is only led elsewhere is shown nothing.
        let common = if refusal.leads_elsewhere() {
            Value::UNDEFINED
        } else {
            self.common()
        };
        refuse(self.pages, refusal, common)
    }

    /// The answer, or the page that says why there is none, with what the browser is to keep.
    pub(in crate::http) fn end(mut self, label: &'static str, result: Result) -> Served {
        let answer = match result {
            Ok(answer) => answer,
            Err(refusal) => self.refuse(refusal),
        };
        Served::page(label, answer).with(self.visitor)
    }
}

/// `refused`, in the words of whoever looks.
fn of_scopes(refused: Error) -> Refusal {
    match refused.kind() {
        Kind::OutOfReach => not_shared(refused),
        _ => not_allowed(refused),
    }
}

/// `refusal` as a page; where that cannot be shown as the site has it, as the program has it.
pub(super) fn refuse(pages: &Pages, refusal: Refusal, common: Value) -> Answer {
    let (status, headers, page) = ErrorPage::of(refusal);
    if status.is_redirection() {
        let mut answer = empty(status);
        answer.headers_mut().extend(headers);
        return answer;
    }
    let own = format!("{}.html", status.as_u16());
    let name = if pages.engine.has(&own) {
        &own
    } else {
        ErrorPage::TEMPLATE
    };
    let page = value(&page);
    let shown = pages.engine.render(name, page.clone(), common.clone());
    let shown = shown.or_else(|error| {
        tracing::error!(template = name, error = %whole(&error), "a template cannot be shown");
        pages.originals.render(ErrorPage::TEMPLATE, page, common)
    });
    let mut answer = html(status, shown.unwrap_or_else(|_| status.to_string()));
    answer.headers_mut().extend(headers);
    answer
}

/// `text` as a page, which browsers ask for again whenever they are to show it.
fn html(status: StatusCode, text: String) -> Answer {
    const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
    if status == StatusCode::OK {
        return tagged(HTML, text);
    }
    let mut answer = Answer::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HTML);
    answer
}

/// What is wrong with a template, and where, with what caused it.
fn whole(error: &minijinja::Error) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}
