//! Where people sign in.

use serde::Serialize;

use super::next::{plus_quoted, with_arguments};
use super::{Page, Visit, error};
use crate::http::answer::{Result, found};
use crate::http::not_signed_in::{status_of, to_wait, told};
use crate::http::refusal::Refusal;
use crate::http::{session, xsrf};

/// The form, or the button that leads to where one is.
#[derive(Debug, Serialize)]
pub(in crate::http) struct LoginPage {
    /// Where they go on to, escaped for a URL.
    next: String,
    /// The name that was typed last.
    username: String,
    /// Why it did not work.
    login_error: Option<String>,
    /// Where the form is sent to, or the button leads.
    authenticator_login_url: String,
    /// What is shown in place of the form.
    custom_html: Option<String>,
    /// Where people ask for an account, if they may.
    signup_url: Option<String>,
}

impl Page for LoginPage {
    const TEMPLATE: &'static str = "login.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let asked = || Self {
            next: String::new(),
            username: String::new(),
            login_error: None,
            authenticator_login_url: "/hub/login?next=".to_owned(),
            custom_html: None,
            signup_url: None,
        };
        let refused = Self {
            username: "ada".to_owned(),
            login_error: Some("Wrong.".to_owned()),
            ..asked()
        };
        let custom = Self {
            custom_html: Some("<p>here</p>".to_owned()),
            ..asked()
        };
        let open = Self {
            signup_url: Some("/hub/signup".to_owned()),
            ..asked()
        };
        vec![asked(), refused, custom, open]
    }
}

impl LoginPage {
    /// The form, for `visit`; with why it did not work, if it was sent.
    pub(in crate::http) fn new(visit: &Visit<'_>, error: Option<String>) -> Self {
        let next = visit.argument("next").unwrap_or_default();
        let login = format!("{}login", visit.base_url());
        Self {
            authenticator_login_url: with_arguments(&login, [("next", next.as_str())]),
            next: plus_quoted(&next),
            username: visit.argument("username").unwrap_or_default(),
            login_error: error,
            custom_html: None,
            signup_url: visit
                .hub()
                .takes_sign_ups()
                .then(|| format!("{}signup", visit.base_url())),
        }
    }
}

/// Show the form; who signed in already goes on (`LoginHandler`).
pub(super) async fn show(visit: &mut Visit<'_>) -> Result {
    let (hub, parts) = (visit.hub(), visit.parts());
    // As far from its end as can be, for whoever takes long to fill in the form.
    if let Some(user) = visit.user() {
        session::renew(hub, parts, visit.visitor());
        return found(&visit.onward(&user).await?);
    }
    xsrf::renew(hub, parts, visit.visitor());
    let page = LoginPage::new(visit, None);
    visit.show(&page)
}

/// Sign in whoever filled in the form (`LoginHandler.post`).
pub(super) async fn sign_in(visit: &mut Visit<'_>) -> Result {
    let (hub, form, from) = (visit.hub(), visit.filled_in(), visit.from());
    let refused = match hub.sign_in(form, from).await {
        Ok(user) => {
            session::sign_in(hub, visit.parts(), visit.visitor(), &user.name)?;
            return found(&visit.onward(&user.name).await?);
        }
        Err(refused) => refused,
    };
    let page = LoginPage::new(visit, Some(told(&refused)));
    let answer = visit.show_with(status_of(&refused), &page)?;
    Ok(to_wait(answer, &refused))
}

/// The form once more, where another site may have had a browser send it, or it is too old.
pub(super) fn show_again(visit: &mut Visit<'_>, refusal: Refusal) -> Result {
    let told = refusal.tell();
    let page = LoginPage::new(visit, Some(error::in_sentences(&told)));
    visit.show_with(told.status, &page)
}
