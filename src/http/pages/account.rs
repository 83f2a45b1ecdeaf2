//! Where people come to an account of the hub's own, and change its password.

use axum::http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::{Page, Visit};
use crate::auth;
use crate::error::{Error, Kind};
use crate::http::answer::{Answer, Result, found};
use crate::http::not_signed_in::{in_sentences, status_of, to_wait, told};
use crate::http::refusal::Refusal;
use crate::http::session;
use crate::hub::{Identity, NotSignedIn, SignedUp};
use crate::model::{Secret, UserName};
use crate::ops::accounts::LinkOf;

/// Where whoever follows a link chooses a password; the first administrator a name, too.
#[derive(Debug, Serialize)]
pub(super) struct InvitePage {
    /// Whom the link is for; none where they choose a name.
    name: Option<String>,
    /// What was typed as a name last.
    username: String,
    /// Why it did not work.
    error: Option<String>,
    /// Where the form is sent to.
    action: String,
    minimum_password_length: usize,
}

impl Page for InvitePage {
    const TEMPLATE: &'static str = "invite.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let of = |name: Option<&str>, error: Option<&str>| Self {
            name: name.map(str::to_owned),
            username: String::new(),
            error: error.map(str::to_owned),
            action: "/hub/invite/x".to_owned(),
            minimum_password_length: 8,
        };
        vec![of(None, None), of(Some("ada"), Some("Too short."))]
    }
}

/// Show what a link is for, which uses nothing up.
pub(super) fn show_invitation(visit: &mut Visit<'_>, token: &str) -> Result {
    let page = invitation(visit, token, None)?;
    let answer = visit.show(&page)?;
    Ok(unseen(answer))
}

/// Use a link.
pub(super) async fn accept_invitation(visit: &mut Visit<'_>, token: &str) -> Result {
    let hub = visit.hub();
    let form = visit.filled_in();
    let chosen = chosen(visit, &form);
    let name = form.username().unwrap_or_default();
    let accepted = match chosen {
        Ok(password) => hub.accept_link(Secret::new(token), name, password).await,
        Err(error) => Err(error),
    };
    match accepted {
        Ok(user) => {
            session::sign_in(hub, visit.parts(), visit.visitor(), &user.name)?;
            found(&visit.base_url())
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let page = invitation(visit, token, Some(in_sentences(&error)))?;
            let answer = visit.show_with(StatusCode::BAD_REQUEST, &page)?;
            Ok(unseen(answer))
        }
        Err(error) => Err(error.into()),
    }
}

fn invitation(visit: &Visit<'_>, token: &str, error: Option<String>) -> Result<InvitePage> {
    let hub = visit.hub();
    let token = Secret::new(token);
    let name = match hub.follow_link(&token)? {
        Some(LinkOf::User(name)) => Some(name.to_string()),
        Some(LinkOf::FirstAdmin) => None,
        None => {
            let why = "this link was used already, or is past its time";
            return Err(Refusal::new(StatusCode::NOT_FOUND, why)
                .hint("ask for another where you have it from; a restart of the hub makes another for its first administrator"));
        }
    };
    Ok(InvitePage {
        name,
        username: visit.argument("username").unwrap_or_default(),
        error,
        action: hub.link_path(&token),
        minimum_password_length: hub.config().auth.minimum_password_length,
    })
}

/// A page whose address is a secret: no other site is told it, and no cache keeps it.
fn unseen(mut answer: Answer) -> Answer {
    use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
    let headers = answer.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Where people ask for an account.
#[derive(Debug, Serialize)]
pub(super) struct SignUpPage {
    username: String,
    /// Why it did not work.
    error: Option<String>,
    /// Whether they have asked, and wait.
    waiting: bool,
    action: String,
    minimum_password_length: usize,
}

impl Page for SignUpPage {
    const TEMPLATE: &'static str = "signup.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let of = |error: Option<&str>, waiting| Self {
            username: "ada".to_owned(),
            error: error.map(str::to_owned),
            waiting,
            action: "/hub/signup".to_owned(),
            minimum_password_length: 8,
        };
        vec![of(None, false), of(Some("Taken."), false), of(None, true)]
    }
}

/// Show the form.
pub(super) fn show_sign_up(visit: &mut Visit<'_>) -> Result {
    if !visit.hub().takes_sign_ups() {
        return Err(super::not_found());
    }
    let page = sign_up_page(visit, None, false);
    visit.show(&page)
}

/// Ask for an account; where everybody gets one, they are signed in.
pub(super) async fn sign_up(visit: &mut Visit<'_>) -> Result {
    let hub = visit.hub();
    if !hub.takes_sign_ups() {
        return Err(super::not_found());
    }
    let form = visit.filled_in();
    let asked = match chosen(visit, &form) {
        Ok(_) => hub.sign_up(&form, visit.from()).await,
        Err(error) => Err(error.into()),
    };
    match asked {
        Ok(SignedUp::Waiting) => {
            let page = sign_up_page(visit, None, true);
            visit.show(&page)
        }
        Ok(SignedUp::AtOnce) => match hub.sign_in(form, visit.from()).await {
            Ok(user) => {
                session::sign_in(hub, visit.parts(), visit.visitor(), &user.name)?;
                found(&visit.base_url())
            }
            Err(refused) => refuse_sign_up(visit, &refused),
        },
        Err(refused) => refuse_sign_up(visit, &refused),
    }
}

fn refuse_sign_up(visit: &mut Visit<'_>, refused: &NotSignedIn) -> Result {
    let page = sign_up_page(visit, Some(told(refused)), false);
    let answer = visit.show_with(status_of(refused), &page)?;
    Ok(to_wait(answer, refused))
}

fn sign_up_page(visit: &Visit<'_>, error: Option<String>, waiting: bool) -> SignUpPage {
    SignUpPage {
        username: visit.argument("username").unwrap_or_default(),
        error,
        waiting,
        action: format!("{}signup", visit.base_url()),
        minimum_password_length: visit.hub().config().auth.minimum_password_length,
    }
}

/// Where people change their own password.
#[derive(Debug, Serialize)]
pub(super) struct ChangePasswordPage {
    /// Whose.
    name: String,
    /// Why it did not work.
    error: Option<String>,
    /// Whether it is changed.
    changed: bool,
    action: String,
    minimum_password_length: usize,
}

impl Page for ChangePasswordPage {
    const TEMPLATE: &'static str = "change-password.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let of = |error: Option<&str>, changed| Self {
            name: "ada".to_owned(),
            error: error.map(str::to_owned),
            changed,
            action: "/hub/change-password".to_owned(),
            minimum_password_length: 8,
        };
        vec![of(None, false), of(Some("Wrong."), false), of(None, true)]
    }
}

/// Show the form to `user`.
pub(super) fn show_change(visit: &mut Visit<'_>, user: &UserName) -> Result {
    let page = change_page(visit, user, None, false)?;
    visit.show(&page)
}

/// Change the password; other browsers are signed out, and this one stays signed in.
pub(super) async fn change(visit: &mut Visit<'_>, who: &Identity, user: &UserName) -> Result {
    let hub = visit.hub();
    let form = visit.filled_in();
    let old = Secret::new(visit.form().last("old_password").unwrap_or_default());
    let changed = match chosen(visit, &form) {
        Ok(new) => hub.change_password(who, (old, new), visit.from()).await,
        Err(error) => Err(error.into()),
    };
    let refused = match changed {
        Ok(name) => {
            session::sign_in(hub, visit.parts(), visit.visitor(), &name)?;
            let page = change_page(visit, user, None, true)?;
            return visit.show(&page);
        }
        Err(refused) => refused,
    };
    let why = match &refused {
        NotSignedIn::Wrong => "The present password is another.".to_owned(),
        refused => told(refused),
    };
    let page = change_page(visit, user, Some(why), false)?;
    let answer = visit.show_with(status_of(&refused), &page)?;
    Ok(to_wait(answer, &refused))
}

fn change_page(
    visit: &Visit<'_>,
    user: &UserName,
    error: Option<String>,
    changed: bool,
) -> Result<ChangePasswordPage> {
    let hub = visit.hub();
    if !hub.keeps_accounts() {
        return Err(super::not_found());
    }
    Ok(ChangePasswordPage {
        name: user.to_string(),
        error,
        changed,
        action: format!("{}change-password", visit.base_url()),
        minimum_password_length: hub.config().auth.minimum_password_length,
    })
}

/// The password that was typed twice.
fn chosen(visit: &Visit<'_>, form: &auth::Form) -> crate::error::Result<Secret> {
    let again = visit.form().last("password_again");
    let password = form.password()?;
    if again == Some(password.reveal()) {
        Ok(password.clone())
    } else {
        Err(Error::invalid("the password was not typed the same twice"))
    }
}
