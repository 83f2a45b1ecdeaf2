//! Every page, with each branch of its template, as it is and as a site has changed it.

use minijinja::Value;
use serde_json::json;

use super::Page;
use super::accept_share::AcceptSharePage;
use super::account::{ChangePasswordPage, InvitePage, SignUpPage};
use super::consent::ConsentPage;
use super::engine::{Engine, value};
use super::error::ErrorPage;
use super::home::HomePage;
use super::login::LoginPage;
use super::logout::LogoutPage;
use super::not_running::{NotRunningPage, SpawnPendingPage, StopPendingPage};
use super::spawn::SpawnPage;
use super::token::TokenPage;
use crate::config::Config;

/// What the namespace gives, for somebody who signed in or for nobody.
fn common(user: bool) -> Value {
    super::namespace::sample(user)
}

fn shown<P: Page>(engine: &Engine) -> Vec<String> {
    let mut shown = Vec::new();
    for page in P::samples() {
        for user in [true, false] {
            let page = value(&page);
            let text = engine.render(P::TEMPLATE, page, common(user));
            shown.push(text.unwrap_or_else(|error| panic!("{}: {error:#}", P::TEMPLATE)));
        }
    }
    shown
}

fn each(engine: &Engine) -> Vec<String> {
    [
        shown::<ErrorPage>(engine),
        shown::<LoginPage>(engine),
        shown::<InvitePage>(engine),
        shown::<SignUpPage>(engine),
        shown::<ChangePasswordPage>(engine),
        shown::<ConsentPage>(engine),
        shown::<LogoutPage>(engine),
        shown::<HomePage>(engine),
        shown::<TokenPage>(engine),
        shown::<AcceptSharePage>(engine),
        shown::<SpawnPage>(engine),
        shown::<SpawnPendingPage>(engine),
        shown::<StopPendingPage>(engine),
        shown::<NotRunningPage>(engine),
    ]
    .concat()
}

#[test]
fn every_page_says_only_what_it_is_given() {
    let engine = Engine::new(&Config::default()).strict();
    for text in each(&engine) {
        assert!(text.ends_with("</html>"), "{text}");
    }
}

#[test]
fn a_site_puts_its_own_words_around_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let own = "{% extends 'templates/page.html' %}{% block footer %}By us, {{ who }}{% endblock %}";
    std::fs::write(folder.path().join("page.html"), own).unwrap();
    let mut config = Config::default();
    config.hub.template_paths = vec![folder.path().to_owned()];
    config.hub.template_vars = serde_json::from_value(json!({ "who": "Ada & co" })).unwrap();
    for text in each(&Engine::new(&config).strict()) {
        assert!(text.contains("By us, Ada &amp; co"), "{text}");
    }
}

#[test]
fn no_page_has_a_script_or_style_in_it() {
    for text in each(&Engine::new(&Config::default())) {
        for script in text.split("<script").skip(1) {
            let (head, _) = script.split_once('>').unwrap();
            assert!(
                head.contains("src=") || head.contains("application/json"),
                "{head}"
            );
        }
        assert!(
            !text.contains("<style") && !text.contains(" style=") && !text.contains(" onclick")
        );
        assert!(
            !text.contains("\"//") && !text.contains("\"http"),
            "another origin"
        );
    }
}
