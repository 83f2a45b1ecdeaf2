//! Files of a site's own: its picture in the banner, and what its pages load.

use std::fs;
use std::path::Path;

use crate::served::{Served, file, folder, text};

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>";

fn serve(folder: &Path, more: &str) -> Served {
    let config = format!(
        "hub.authenticator_class = \"dummy\"\nhub.spawner_class = \"fake\"\nhub.hub_port = 0\nauth.allow_all = true\n{more}"
    );
    file(folder, "hubctl.toml", &config);
    Served::start(folder, &[])
}

#[test]
fn a_site_has_its_own_picture_in_the_banner() {
    let folder = folder();
    let picture = file(folder.path(), "ours.svg", PICTURE);
    let mut hub = serve(folder.path(), "hub.logo_file = \"ours.svg\"");
    let logo = hub.get("/hub/logo");
    assert_eq!(logo.body, PICTURE);
    assert_eq!(logo.header("content-type"), Some("image/svg+xml"));
    assert_eq!(logo.header("cache-control"), Some("no-cache"));
    let tag = logo.header("etag").unwrap().to_owned();
    let asked_again = format!("GET /hub/logo HTTP/1.1\nif-none-match: {tag}");
    assert_eq!(hub.ask(&asked_again).status, 304);
    assert!(hub.get("/hub/login").body.contains("src=\"/hub/logo\""));

    // Another one is shown at once; where there is none, the log says which file it was to be.
    fs::write(&picture, PICTURE.replace('8', "9")).unwrap();
    assert_eq!(hub.ask(&asked_again).status, 200);
    fs::remove_file(&picture).unwrap();
    assert_eq!(hub.get("/hub/logo").status, 404);
    let line = hub.wait_until(|line| line["level"] == "error");
    assert!(text(&line, "path").ends_with("ours.svg"), "{line}");
    hub.stop();
}

#[test]
fn a_site_has_files_of_its_own_beside_those_of_the_program() {
    let folder = folder();
    for made in ["site/static/ours", "site/static/css", "pages"] {
        fs::create_dir_all(folder.path().join(made)).unwrap();
    }
    file(
        folder.path(),
        "site/static/ours/a b.css",
        "p { color: red }",
    );
    file(
        folder.path(),
        "site/static/css/style.min.css",
        "not this one",
    );
    file(folder.path(), "site/static/.hidden", "a secret");
    file(folder.path(), "site/secret", "a secret");
    let page = "{% extends 'templates/page.html' %}{% block stylesheet %}{{ super() }}\
        <link rel=stylesheet href=\"{{ static_url('ours/a%20b.css') }}\">{% endblock %}";
    file(folder.path(), "pages/page.html", page);
    let site = "hub.data_files_path = \"site\"\nhub.template_paths = [\"pages\"]";
    let hub = serve(folder.path(), site);
    assert!(
        hub.get("/hub/login")
            .body
            .contains("/hub/static/ours/a%20b.css")
    );
    let ours = hub.get("/hub/static/ours/a%20b.css");
    assert_eq!((ours.status, ours.body.as_str()), (200, "p { color: red }"));
    assert_eq!(ours.header("content-type"), Some("text/css; charset=utf-8"));
    let theirs = hub.get("/hub/static/css/style.min.css").body;
    assert!(theirs.contains(".navbar"), "{theirs}");
    for path in [
        "../secret",
        "..%2fsecret",
        "ours/..%2f..%2fsecret",
        ".hidden",
        "%2e%2e/secret",
        "%2fetc%2fpasswd",
        "ours",
        "",
    ] {
        let refused = hub.get(&format!("/hub/static/{path}"));
        assert!(refused.status >= 400, "{path}: {refused:?}");
        assert!(!refused.body.contains("a secret"), "{path}: {refused:?}");
    }
    hub.stop();
}

/// A site that has the scripts of JupyterHub's pages may have scripts that go by them.
#[test]
fn the_scripts_of_jupyterhub_are_loaded_where_a_site_has_them() {
    let folder = folder();
    let requires = "site/static/components/requirejs";
    fs::create_dir_all(folder.path().join(requires)).unwrap();
    let loaded = |page: &str| {
        let each = page.split("<script src=\"/hub/static/").skip(1);
        let names = each.map(|rest| rest.split(['?', '"']).next().unwrap().to_owned());
        names
            .filter(|name| name.starts_with("components/") || name.ends_with("modules.js"))
            .collect::<Vec<_>>()
    };
    let without = serve(folder.path(), "hub.data_files_path = \"site\"");
    assert!(loaded(&without.get("/hub/login").body).is_empty());
    without.stop();
    file(
        folder.path(),
        &format!("{requires}/require.js"),
        "var require;",
    );
    let with = serve(folder.path(), "hub.data_files_path = \"site\"");
    let expected = [
        "components/bootstrap/dist/js/bootstrap.bundle.min.js",
        "components/requirejs/require.js",
        "components/jquery/dist/jquery.min.js",
        "js/modules.js",
    ];
    assert_eq!(loaded(&with.get("/hub/login").body), expected);
    assert_eq!(
        with.get("/hub/static/components/requirejs/require.js").body,
        "var require;"
    );
    with.stop();
}
