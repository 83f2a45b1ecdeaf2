//! Every page, with each branch of its template, as it is and as a site has changed it.

use minijinja::Value;
use serde_json::json;

use super::Page;
use super::accept_share::AcceptSharePage;
use super::account::{ChangePasswordPage, InvitePage, SignUpPage};
use super::admin::{ConfirmPage, GroupPage, GroupsPage, UsersPage};
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

pub(super) fn shown<P: Page>(engine: &Engine) -> Vec<String> {
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
        shown::<UsersPage>(engine),
        shown::<GroupsPage>(engine),
        shown::<GroupPage>(engine),
        shown::<ConfirmPage>(engine),
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

/// What a site's own template makes of `P`, which has another title than that of the program.
fn entitled<P: Page>() {
    let name = P::TEMPLATE;
    let folder = tempfile::tempdir().unwrap();
    let own = format!(
        "{{% extends 'templates/{name}' %}}{{% block title %}}Ours{{% endblock %}}\
         {{% block main %}}<b>before</b>{{{{ super() }}}}{{% endblock %}}"
    );
    std::fs::write(folder.path().join(name), own).unwrap();
    let mut config = Config::default();
    config.hub.template_paths = vec![folder.path().to_owned()];
    let theirs = shown::<P>(&Engine::new(&config).strict());
    let ours = shown::<P>(&Engine::of_program(&config));
    for (theirs, ours) in theirs.iter().zip(ours) {
        assert!(theirs.contains("<title>Ours</title>"), "{name}: {theirs}");
        let (_, main) = theirs.split_once("<b>before</b>").unwrap();
        let main = main.trim_start();
        assert!(ours.contains(&main[..main.len() / 2]), "{name}: {main}");
    }
}

#[test]
fn a_site_replaces_a_part_of_each_page_and_keeps_the_rest() {
    entitled::<ErrorPage>();
    entitled::<LoginPage>();
    entitled::<InvitePage>();
    entitled::<SignUpPage>();
    entitled::<ChangePasswordPage>();
    entitled::<ConsentPage>();
    entitled::<LogoutPage>();
    entitled::<HomePage>();
    entitled::<TokenPage>();
    entitled::<AcceptSharePage>();
    entitled::<SpawnPage>();
    entitled::<UsersPage>();
    entitled::<GroupsPage>();
    entitled::<GroupPage>();
    entitled::<ConfirmPage>();
    entitled::<SpawnPendingPage>();
    entitled::<StopPendingPage>();
    entitled::<NotRunningPage>();
}

#[test]
fn an_announcement_is_on_every_page_and_another_on_some() {
    let mut config = Config::default();
    let vars = json!({
        "announcement": "<b>for all</b>",
        "announcement_home": "<b>at home</b>",
        "announcement_login": "<b>signing in</b>",
        "announcement_logout": "<b>signed out</b>",
        "announcement_spawn": "<b>starting</b>",
    });
    config.hub.template_vars = serde_json::from_value(vars).unwrap();
    let engine = Engine::new(&config);
    let all = |texts: Vec<String>, words: &str| {
        for text in texts {
            let others = text.matches("announcement alert").count();
            assert!(text.contains(words) && others == 1, "{words}: {text}");
        }
    };
    all(shown::<HomePage>(&engine), "<b>at home</b>");
    all(shown::<LoginPage>(&engine), "<b>signing in</b>");
    all(shown::<LogoutPage>(&engine), "<b>signed out</b>");
    all(shown::<SpawnPage>(&engine), "<b>starting</b>");
    all(shown::<TokenPage>(&engine), "<b>for all</b>");
    all(shown::<ErrorPage>(&engine), "<b>for all</b>");
    all(shown::<UsersPage>(&engine), "<b>for all</b>");
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

#[tokio::test]
async fn a_defect_of_a_page_is_told_as_one() {
    let broken = super::guarded(async { panic!("told to break") }).await;
    let (status, _, page) = ErrorPage::of(broken.unwrap_err());
    assert_eq!(status, 500);
    let text =
        Engine::new(&Config::default()).render(ErrorPage::TEMPLATE, value(&page), common(false));
    assert!(text.unwrap().contains("The hub made a mistake."));
}
