//! Pages of listings: which one is asked for, and how it is answered.

use std::fmt::Write;

use axum::http::HeaderValue;
use axum::http::header::{ACCEPT, HOST};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::form_urlencoded;

use super::answer::{self, Result, json, json_written};
use super::ask::Ask;
use super::body::refused;
use super::refusal::Refusal;
use crate::hub::Written;
use crate::model::Page;

/// By which a client says that it knows of pages.
const MEDIA_TYPE: &str = "application/jupyterhub-pagination+json";

/// What Python's `quote_plus` leaves alone.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b' ');

/// The page that a request asks for (`APIHandler.get_api_pagination`).
pub(super) struct Paging {
    page: Page,
    /// Whether the client expects a page, and not the bare listing.
    known: bool,
}

#[derive(Serialize)]
struct Paged<T> {
    items: T,
    _pagination: Position,
}

#[derive(Serialize)]
struct Position {
    offset: u64,
    limit: u64,
    total: u64,
    next: Option<Next>,
}

#[derive(Serialize)]
struct Next {
    offset: u64,
    limit: u64,
    url: String,
}

impl Paging {
    /// The page that `ask` is for.
    ///
    /// # Errors
    /// 400 where `offset` or `limit` is no whole number.
    pub(super) fn of(ask: &Ask) -> Result<Self> {
        let known = accepts_pages(ask);
        let hub = &ask.hub().config().hub;
        let most = u64::from(hub.api_page_max_limit);
        // A client that does not know of pages would take the first for all there is.
        let default = if known {
            u64::from(hub.api_page_default_limit)
        } else {
            most
        };
        let limit = integer(ask, "limit")?.unwrap_or(default);
        let page = Page {
            offset: integer(ask, "offset")?.unwrap_or(0),
            limit: limit.clamp(1, most.max(1)),
        };
        Ok(Self { page, known })
    }

    /// Which part of the listing it is.
    pub(super) fn page(&self) -> Page {
        self.page
    }

    /// Answer with the listing, as a page where the client knows of pages.
    pub(super) fn write<T: Serialize>(
        &self,
        ask: &Ask,
        items: &T,
        total: u64,
    ) -> serde_json::Result<Written> {
        if self.known {
            answer::write(&self.paged(ask, items, total))
        } else {
            answer::write(items)
        }
    }

    /// The same, answered.
    pub(super) fn answer<T: Serialize>(&self, ask: &Ask, items: &T, total: u64) -> Result {
        let written = self.write(ask, items, total);
        Ok(json_written(written.map_err(Refusal::unwritable)?))
    }

    /// Answer with a page, whatever the client knows (`APIHandler.paginated_model`).
    pub(super) fn answer_page<T: Serialize>(&self, ask: &Ask, items: &T, total: u64) -> Result {
        json(&self.paged(ask, items, total))
    }

    fn paged<'a, T>(&self, ask: &Ask, items: &'a T, total: u64) -> Paged<&'a T> {
        let Page { offset, limit } = self.page;
        let next = offset.saturating_add(limit);
        let next = (next < total).then(|| Next {
            offset: next,
            limit,
            url: url_of(ask, next, limit),
        });
        Paged {
            items,
            _pagination: Position {
                offset,
                limit,
                total,
                next,
            },
        }
    }

    /// All of the request that the listing hangs on, the URL of its next page included.
    pub(super) fn question(&self, ask: &Ask) -> String {
        let known = if self.known { "pages" } else { "all" };
        let host = ask.headers().get(HOST).map(HeaderValue::as_bytes);
        let host = String::from_utf8_lossy(host.unwrap_or_default());
        format!("{known} {}://{host} {}", ask.scheme(), ask.uri())
    }
}

fn accepts_pages(ask: &Ask) -> bool {
    let accepts = ask.headers().get_all(ACCEPT).iter();
    accepts
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().eq_ignore_ascii_case(MEDIA_TYPE))
}

/// A whole number of the query, as Python's `int` reads one; its sign does not count.
fn integer(ask: &Ask, name: &str) -> Result<Option<u64>> {
    let Some(given) = ask.query(name) else {
        return Ok(None);
    };
    let digits = given.strip_prefix(['+', '-']).unwrap_or(&given);
    let mut groups = digits.split('_');
    if !groups.all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit())) {
        return Err(refused(format!(
            "`{name}` must be a whole number, not `{}`",
            given.escape_debug()
        )));
    }
    // What does not fit is beyond the end of any listing.
    let number = digits.replace('_', "").parse();
    Ok(Some(number.unwrap_or(i64::MAX.unsigned_abs())))
}

/// The URL of this request for another page.
fn url_of(ask: &Ask, offset: u64, limit: u64) -> String {
    let host = ask.headers().get(HOST).and_then(|host| host.to_str().ok());
    let uri = ask.uri();
    let mut url = format!(
        "{}://{}{}",
        ask.scheme(),
        host.unwrap_or_default(),
        uri.path()
    );
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        fields.of(&name).push(value.into_owned());
    }
    *fields.of("offset") = vec![offset.to_string()];
    *fields.of("limit") = vec![limit.to_string()];
    let mut mark = '?';
    for (name, values) in &fields.0 {
        for value in values {
            let _ = write!(url, "{mark}{}={}", quoted(name), quoted(value));
            mark = '&';
        }
    }
    url
}

/// The fields of a query by name, each where it was first, as `urllib.parse.parse_qs` has them.
#[derive(Default)]
struct Fields(Vec<(String, Vec<String>)>);

impl Fields {
    /// The values of `name`.
    fn of(&mut self, name: &str) -> &mut Vec<String> {
        let at = self.0.iter().position(|(known, _)| known == name);
        let at = at.unwrap_or_else(|| {
            self.0.push((name.to_owned(), Vec::new()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

fn quoted(text: &str) -> String {
    utf8_percent_encode(text, QUERY)
        .to_string()
        .replace(' ', "+")
}
