//! Templates as sites write them: what public repositories do to JupyterHub's pages, of which each has some habit that
//! those of the program have not.

use serde_json::{Value, json};

use super::Page;
use super::engine::Engine;
use super::error::ErrorPage;
use super::home::HomePage;
use super::login::LoginPage;
use super::not_running::{NotRunningPage, SpawnPendingPage, StopPendingPage};
use super::spawn::SpawnPage;
use super::tests::shown;
use crate::config::Config;
use crate::http::refusal::Refusal;

/// The templates of a site with `files` and `vars`.
fn site(files: &[(&str, &str)], vars: &Value) -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut config = Config::default();
    config.hub.template_paths = vec![folder.path().to_owned()];
    config.hub.template_vars = serde_json::from_value(vars.clone()).unwrap();
    (Engine::new(&config), folder)
}

/// A page of the site that somebody has signed in to.
fn page<P: Page>((engine, _folder): &(Engine, tempfile::TempDir)) -> String {
    shown::<P>(engine).swap_remove(0)
}

fn has(page: &str, words: &[&str]) {
    for word in words {
        assert!(page.contains(word), "{word}: {page}");
    }
}

/// Another text for one status, and JupyterHub's for all others.
#[test]
fn one_error_is_told_in_words_of_the_sites_own() {
    let own = "{% extends \"templates/error.html\" %}\n{% block error_detail %}\n{% if status_code == 403 %}\n\
        <a role=\"button\" class='btn btn-jupyter' href='{{base_url}}/logout'>Another account</a>\n\
        {% else %}\n{{ super() }}\n{% endif %}\n{% endblock error_detail %}";
    let site = site(&[("error.html", own)], &json!({}));
    let say = |refusal: Refusal| {
        let (_, _, page) = ErrorPage::of(refusal);
        let page = super::engine::value(&page);
        let common = super::namespace::sample(true);
        site.0.render("error.html", page, common).unwrap()
    };
    let forbidden = say(Refusal::new(axum::http::StatusCode::FORBIDDEN, "no"));
    has(&forbidden, &["Another account", "href='/hub//logout'"]);
    let other = say(Refusal::bad_request("no such thing").hint("ask"));
    has(&other, &["No such thing.", "Ask."]);
    assert!(!other.contains("Another account"), "{other}");
}

/// One template for a status, which extends the site's own for all of them, in which there is a `main` more.
#[test]
fn a_template_of_a_status_extends_that_of_all() {
    let own = "{% extends \"templates/error.html\" %}{% block main %}<section>{{ super() }}</section>{% endblock main %}";
    let lost =
        "{% extends \"error.html\" %}\n{% block error_detail %}\n<p>Lost</p>\n{% endblock %}";
    let site = site(&[("error.html", own), ("404.html", lost)], &json!({}));
    let (_, _, page) = ErrorPage::of(super::not_found());
    let page = super::engine::value(&page);
    let page = site
        .0
        .render("404.html", page, super::namespace::sample(false))
        .unwrap();
    has(
        &page,
        &[
            "<section>",
            "<p>Lost</p>",
            "</section>",
            "There is nothing here",
        ],
    );
}

/// A banner with more links than JupyterHub's, services by their prefix, and names that nobody may have given.
#[test]
fn a_banner_is_another_ones() {
    let own = "<!-- ours -->\n{% extends \"templates/page.html\" %}\n{% block nav_bar_left_items %}\n{{ super() }}\n\
        <li class=\"nav-item\"><a href=\"/auth/{{ realm or 'main' }}/{% if restricted %}-x{% endif %}\">Users</a></li>\n\
        {% if user.admin %}<li>admin</li>{% endif %}\n\
        {% for service in services %}<li><a class=\"ours\" href=\"{{service.prefix}}\">{{service.name}}</a></li>{% endfor %}\n\
        {% endblock nav_bar_left_items %}\n\
        {% block stylesheet %}<style>{% include 'ours.css' %}</style>\n\
        {% set urls = extra_urls | default([]) %}{% for url in urls %}<script src=\"{{ url }}\" defer></script>{% endfor %}\n\
        <link rel=\"stylesheet\" href=\"{{ static_url(\"css/style.min.css\") }}\" type=\"text/css\"/>{% endblock stylesheet %}\n\
        {% block footer %}{% if shows_version %}{{ version or 'v0' }}{% endif %}{% endblock footer%}\n\
        {% block logo %}<a href=\"{{logo_url or base_url}}\"><img src=\"{{ logo }}\" alt=\"x\"/></a>{% endblock logo%}";
    let vars = json!({ "logo": "/hub/logo?x", "shows_version": true, "extra_urls": ["/a.js"] });
    let site = site(
        &[("page.html", own), ("ours.css", "p { color: red }")],
        &vars,
    );
    has(
        &page::<HomePage>(&site),
        &[
            "/auth/main/\"",
            "href=\"/services/grades/\">grades",
            "p { color: red }",
            "<script src=\"/a.js\" defer>",
            "/hub/static/css/style.min.css?v=",
            "v0",
            "src=\"/hub/logo?x\"",
            "href=\"/hub/home\"",
        ],
    );
}

/// Macros of another file, called with a body, and of the template itself, below where they are used.
#[test]
fn macros_are_shared_and_stand_anywhere() {
    let macros = "{% macro loader(visible=true) %}\n<div class=\"{{ 'd-flex' if visible else 'd-none' }}\">\n\
        <img src=\"{{ static_url('ours/' + logo_name) }}\">{{ caller() }}</div>\n{% endmacro %}";
    let own_page = "{# ours #}\n{% extends \"templates/page.html\" %}\n{% block footer %}<footer>{{ by() }}{{ mark() -}}</footer>{% endblock footer %}\n\
        {% macro by() %}<span>{{ year }} Us</span>{% endmacro %}\n{# below #}\n{% macro mark() %}<svg/>{%- endmacro %}";
    let body = |name: &str| {
        format!(
            "{{% extends \"templates/{name}\" %}}\n{{% from \"_macros.html\" import loader with context %}}\n\
             {{% if announcement_home is string %}}{{% set announcement = announcement_home %}}{{% endif %}}\n\
             {{% block main %}}{{% call loader(visible=false) %}}<h4>Wait</h4>{{% endcall %}}{{% endblock %}}\n\
             {{% block script %}}{{{{ super() }}}}<script>const of = \"{{{{ progress_url }}}}\";</script>{{% endblock %}}"
        )
    };
    let names = [
        SpawnPendingPage::TEMPLATE,
        StopPendingPage::TEMPLATE,
        HomePage::TEMPLATE,
    ];
    let bodies = names.map(body);
    let mut files = vec![("_macros.html", macros), ("page.html", own_page)];
    files.extend(
        names
            .iter()
            .zip(&bodies)
            .map(|(name, body)| (*name, body.as_str())),
    );
    let site = site(&files, &json!({ "logo_name": "a.svg", "year": 2026 }));
    let words = [
        "class=\"d-none\"",
        "ours/a.svg",
        "<h4>Wait</h4>",
        "2026 Us",
        "<svg/>",
    ];
    for page in [
        page::<SpawnPendingPage>(&site),
        page::<StopPendingPage>(&site),
        page::<HomePage>(&site),
    ] {
        has(&page, &words);
    }
    has(
        &page::<SpawnPendingPage>(&site),
        &["\"/hub/api/users/ada/server/progress?_xsrf=x\""],
    );
}

/// Nested variables, of which many are not there, and tests of what a mapping has.
#[test]
fn a_page_to_sign_in_is_made_of_variables() {
    let own = "{% extends \"templates/login.html\" %}\n{% block nav_bar %}\n{% endblock %}\n\
        {% block script %}{% if custom.redirect_to %}<script>go({{custom.redirect_to|tojson}})</script>{% else %}{{ super() }}{% endif %}{% endblock %}\n\
        {% block main %}{% if not custom.redirect_to %}<div data-url=\"{{authenticator_login_url}}\"><a href=\"{{ custom.org.url }}\">{{ custom.org.name }}</a>\n\
        {%- if custom.by.custom_html %}{{ custom.by.custom_html | safe }}{%- else %}By <b>{{ custom.by.name }}</b>{%- endif %}\n\
        {% if \"selector\" in custom and custom[\"selector\"] and (not next or next == \"%2Fhub%2F\") %}\n\
        <input {% if \"default_url\" not in custom or custom[\"default_url\"] == \"/tree\" %}checked{% endif %}>{% endif %}\n\
        {% if custom.announcements is defined %}{% for announcement in custom.announcements %}<p>{{ announcement | safe }}</p>{% endfor %}{% endif %}</div>\n\
        {% endif %}{% endblock %}";
    let custom = json!({
        "by": {},
        "org": { "name": "Us & them", "url": "https://us.example.org" },
        "selector": true,
        "announcements": ["<b>soon</b>"],
    });
    let here = site(&[("login.html", own)], &json!({ "custom": custom }));
    let text = page::<LoginPage>(&here);
    has(
        &text,
        &[
            "Us &amp; them",
            "By <b></b>",
            "checked",
            "<p><b>soon</b></p>",
            "js/login.js",
        ],
    );
    assert!(!text.contains("navbar-inner"), "{text}");
    let elsewhere = json!({ "custom": { "redirect_to": "https://new.example.org/</script>" } });
    let elsewhere = site(&[("login.html", own)], &elsewhere);
    has(
        &page::<LoginPage>(&elsewhere),
        &["go(\"https://new.example.org/\\u003c/script\\u003e\")"],
    );
}

/// A form that is the site's own but for what the hub fills in, and a home page that is a frame around the server.
#[test]
fn pages_are_written_anew_around_what_the_hub_says() {
    let spawn = "{% extends \"templates/spawn.html\" %}{% block heading %}<h1>Pick</h1>{% endblock heading %}\n\
        {% block script %}{{ super() }}<script>const user = \"{{ user.name }}\", at = \"{{ base_url }}spawn-pending\";</script>{% endblock script %}";
    let home = "{% extends \"page.html\" %}{% block main %}{% if default_server.active %}<iframe src=\"{{ base_url }}user/{{ user.name }}/\"></iframe>\n\
        {% else %}<a href=\"{{ base_url }}spawn\" role=\"button\">Start</a>{% endif %}{% endblock main %}";
    let not_running = "{% extends \"templates/not_running.html\" %}{% block message %}<p>{% if failed %}The attempt to start {{ server_name }} failed.\n\
        {% if failed_html_message %}</p><p>{{ failed_html_message | safe }}</p><p>{% elif failed_message %}</p><p>{{ failed_message }}</p><p>{% endif %}\n\
        {% elif implicit_spawn_seconds %}soon{% else %}start it?{% endif %}</p>{% endblock message %}\n\
        {% block start_button %}<a id=\"start\" href=\"{{ spawn_url }}\">{% if failed %}Relaunch{% else %}Start{% endif %}</a>{% endblock start_button %}";
    let files = [
        ("spawn.html", spawn),
        ("home.html", home),
        ("not_running.html", not_running),
    ];
    let site = site(&files, &json!({}));
    let text = page::<SpawnPage>(&site);
    has(
        &text,
        &[
            "<h1>Pick</h1>",
            "<input name=\"x\">",
            "user = \"ada\", at = \"/hub/spawn-pending\"",
        ],
    );
    has(&page::<HomePage>(&site), &["href=\"/hub/spawn\""]);
    let pages = shown::<NotRunningPage>(&site.0);
    has(&pages[0], &["start it?", "href=\"/hub/spawn/ada\">Start"]);
    has(
        &pages[4],
        &[
            "The attempt to start lab failed.",
            "<p>It ended.</p>",
            ">Relaunch<",
        ],
    );
}
