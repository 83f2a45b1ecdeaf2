//! Where administrators see everybody and their servers, and the groups; and where they end the hub.
//!
//! JupyterHub's page is one script that asks the API. This one is made of forms, each of which is one operation of the
//! API's: who may open the page may do what their scopes allow, and no more.

mod accounts;
mod groups;
mod users;

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;

#[cfg(test)]
pub(super) use self::groups::{GroupPage, GroupsPage};
#[cfg(test)]
pub(super) use self::users::UsersPage;
use super::{Page, Visit, error};
use crate::http::answer::{Result, lead};
use crate::http::refusal::Refusal;
use crate::hub::Identity;
use crate::model::{GroupName, Page as Part};
use crate::rbac::Scope;

/// How many rows a page has.
const ROWS: u64 = 50;

/// What part of it a path is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admin {
    /// People and their servers.
    Users,
    /// All groups.
    Groups,
    /// One group.
    Group(GroupName),
}

/// Asked before what cannot be undone.
#[derive(Debug, Serialize)]
pub(super) struct ConfirmPage {
    here: &'static str,
    admin_access: bool,
    question: String,
    /// What comes of it.
    consequences: Vec<String>,
    /// What is said on the button.
    verb: String,
    /// What is sent again, with `sure`.
    fields: Vec<(String, String)>,
    /// A choice that there is besides: its name, and its words.
    choice: Option<(&'static str, &'static str)>,
    /// What is to be typed, if anything.
    field: Option<Field>,
    /// Whether it cannot be undone.
    is_grave: bool,
    /// Why it could not be done.
    error_message: Option<String>,
    action: String,
    back: String,
}

/// What is to be typed besides an answer.
#[derive(Debug, Clone, Serialize)]
struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "admin-confirm.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let typed = Field {
            name: "new_name",
            label: "New name",
            value: "ada".to_owned(),
        };
        let sample = |choice, field: Option<Field>, consequences| Self {
            here: "admin",
            admin_access: true,
            question: "Delete ada?".to_owned(),
            consequences,
            verb: "Delete".to_owned(),
            fields: vec![("name".to_owned(), "ada".to_owned())],
            choice,
            is_grave: field.is_none(),
            error_message: field.as_ref().map(|_| "No.".to_owned()),
            field,
            action: "/hub/admin".to_owned(),
            back: "/hub/admin".to_owned(),
        };
        vec![
            sample(None, None, vec!["Their tokens are gone.".to_owned()]),
            sample(Some(("servers", "Stop all servers")), None, Vec::new()),
            sample(None, Some(typed), Vec::new()),
        ]
    }
}

/// Answer at `place` (`AdminHandler`).
pub(super) async fn answer(
    visit: &mut Visit<'_>,
    who: &Arc<Identity>,
    method: &str,
    place: Admin,
) -> Result {
    visit.may_anywhere(who, &[Scope::AdminUi])?;
    match (method, place) {
        ("GET", Admin::Users) => users::show(visit, who),
        ("POST", Admin::Users) => accounts::act(visit, who).await,
        ("GET", Admin::Groups) => groups::list(visit, who),
        ("POST", Admin::Groups) => groups::add(visit, who).await,
        ("GET", Admin::Group(group)) => groups::show(visit, who, &group),
        ("POST", Admin::Group(group)) => groups::act(visit, who, group).await,
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// A question, before something is done that cannot be undone, or for which more is to be said.
struct Question {
    words: String,
    consequences: Vec<String>,
    verb: &'static str,
    choice: Option<(&'static str, &'static str)>,
    field: Option<Field>,
    is_grave: bool,
}

impl Question {
    fn new(words: String, consequences: &[&str], verb: &'static str) -> Self {
        Self {
            words,
            consequences: consequences.iter().map(|&one| one.to_owned()).collect(),
            verb,
            choice: None,
            field: None,
            is_grave: true,
        }
    }

    /// Of what can be undone as easily as it is done.
    fn that_is_light(self) -> Self {
        Self {
            is_grave: false,
            ..self
        }
    }

    /// Ask it; what was sent is sent again where the answer is yes.
    fn ask(self, visit: &mut Visit<'_>) -> Result {
        let page = self.page(visit);
        visit.show(&page)
    }

    /// Ask it again, with why it could not be done.
    fn ask_again(self, visit: &mut Visit<'_>, refusal: Refusal) -> Result {
        let told = refusal.tell();
        let mut page = self.page(visit);
        page.error_message = Some(error::in_sentences(&told));
        visit.show_with(told.status, &page)
    }

    fn page(self, visit: &Visit<'_>) -> ConfirmPage {
        let fields = visit.form().fields();
        let typed = self.field.as_ref().map_or("", |field| field.name);
        let said_here = ["_xsrf", "sure", typed];
        let fields = fields.filter(|(name, _)| !said_here.contains(name));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        ConfirmPage {
            here: "admin",
            admin_access: true,
            question: self.words,
            consequences: self.consequences,
            verb: self.verb.to_owned(),
            fields: fields.collect(),
            choice: self.choice,
            field: self.field,
            is_grave: self.is_grave,
            error_message: None,
            action: visit.asked().to_owned(),
            back: visit.asked().to_owned(),
        }
    }
}

/// Whether they have said that they are sure.
fn is_sure(visit: &Visit<'_>) -> bool {
    visit.form().last("sure") == Some("yes")
}

/// Back to the page where something was done.
fn back(visit: &Visit<'_>) -> Result {
    lead(StatusCode::SEE_OTHER, visit.asked())
}

/// The part of a listing that the query asks for.
fn part(visit: &Visit<'_>) -> Part {
    let offset = visit.argument("offset").and_then(|said| said.parse().ok());
    Part {
        offset: offset.unwrap_or(0),
        limit: ROWS,
    }
}

/// Where in a listing a page is, and where the ones beside it are.
#[derive(Debug, Serialize)]
struct Position {
    first: u64,
    last: u64,
    total: u64,
    previous_url: Option<String>,
    next_url: Option<String>,
}

impl Position {
    /// `part` of `total`; `url` says where another begins.
    fn new(part: Part, shown: usize, total: u64, url: impl Fn(u64) -> String) -> Self {
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        let end = part.offset.saturating_add(shown);
        let before = part.offset.saturating_sub(part.limit);
        Self {
            first: if shown == 0 {
                0
            } else {
                part.offset.saturating_add(1)
            },
            last: end,
            total,
            previous_url: (part.offset > 0).then(|| url(before)),
            next_url: (end < total && shown > 0).then(|| url(end)),
        }
    }

    #[cfg(test)]
    fn sample(beside: bool) -> Self {
        let url = || beside.then(|| "/hub/admin?offset=50".to_owned());
        Self {
            first: 1,
            last: 50,
            total: 120,
            previous_url: url(),
            next_url: url(),
        }
    }
}

/// The names in a field that takes several.
fn names(said: &str) -> Vec<&str> {
    let parts = said.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    parts.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_those_beside_it_and_no_further() {
        let at = |offset, shown, total| {
            let part = Part {
                offset,
                limit: ROWS,
            };
            let position = Position::new(part, shown, total, |offset| offset.to_string());
            let Position {
                first,
                last,
                previous_url,
                next_url,
                ..
            } = position;
            (first, last, previous_url, next_url)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(at(0, 50, 120), (1, 50, None, text("50")));
        assert_eq!(at(50, 50, 120), (51, 100, text("0"), text("100")));
        assert_eq!(at(100, 20, 120), (101, 120, text("50"), None));
        assert_eq!(at(20, 50, 120), (21, 70, text("0"), text("70")));
        assert_eq!(at(0, 0, 0), (0, 0, None, None));
        assert_eq!(at(500, 0, 120), (0, 500, text("450"), None));
    }

    #[test]
    fn names_are_told_apart_by_whatever_stands_between_them() {
        assert_eq!(
            names(" ada, bob\ncyd;;dora "),
            ["ada", "bob", "cyd", "dora"]
        );
        assert!(names(" ,\n").is_empty());
    }
}
