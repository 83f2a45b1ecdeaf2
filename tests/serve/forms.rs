//! People at the pages of a hub: where they go on to, and the forms that they send.

use std::path::Path;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::served::{Answer, Served, file, folder};

fn serve(folder: &Path, more: &str) -> Served {
    let config = format!(
        r#"
        hub.authenticator_class = "dummy"
        hub.spawner_class = "fake"
        hub.hub_port = 0
        hub.cookie_secret = "{}"
        auth.allow_all = true
        {more}
        "#,
        "5e".repeat(32)
    );
    file(folder, "hubctl.toml", &config);
    Served::start(folder, &[])
}

/// Sign in as ada at the page `path`.
fn sign_in(browser: &mut Browser, path: &str) -> Answer {
    browser.get("/hub/login");
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let form = [("username", "ada"), ("password", "x"), ("_xsrf", &xsrf)];
    browser.post(path, &form)
}

#[test]
fn a_command_says_where_people_go_on_to() {
    let folder = folder();
    let leads = r#"hub.default_url = { command = ["cat", "answer"] }"#;
    let answer = |text: &str| file(folder.path(), "answer", text);
    answer("\"/services/lab/?a=b\"");
    let hub = serve(folder.path(), leads);
    let mut browser = Browser::at(hub.address());
    let led = |answer: &Answer| (answer.status, answer.header("location").map(str::to_owned));
    let to = |url: &str| (302, Some(url.to_owned()));
    assert_eq!(
        led(&sign_in(&mut browser, "/hub/login")),
        to("/services/lab/?a=b")
    );
    assert_eq!(led(&browser.get("/hub/login")), to("/services/lab/?a=b"));
    assert_eq!(led(&browser.get("/hub/")), to("/services/lab/?a=b"));
    let asked = sign_in(&mut browser, "/hub/login?next=%2Fhub%2Ftoken");
    assert_eq!(led(&asked), to("/hub/token"), "what is asked for is more");
    answer("");
    assert_eq!(
        led(&browser.get("/hub/login")),
        to("/hub/spawn"),
        "or to their server"
    );
    answer("{");
    let broken = browser.get("/hub/login");
    assert_eq!(broken.status, 503);
    assert!(
        broken.body.contains("gave no answer of use"),
        "{}",
        broken.body
    );
    hub.stop();
}

/// A form with a field that is there twice, and a file.
const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\nlarge\r\n\
    --x\r\nContent-Disposition: form-data; name=\"also\"\r\n\r\nb\r\n\
    --x\r\nContent-Disposition: form-data; name=\"also\"\r\n\r\na\r\n\
    --x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n\r\n";

fn send_form(browser: &mut Browser, files: bool) -> Answer {
    sign_in(browser, "/hub/login");
    let page = browser.get("/hub/spawn");
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.body.contains("multipart/form-data"));
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let form = if files {
        FORM
    } else {
        &FORM[..FORM.rfind("--x").unwrap()]
    };
    let form = format!(
        "{form}--x\r\nContent-Disposition: form-data; name=\"_xsrf\"\r\n\r\n{xsrf}\r\n--x--\r\n"
    );
    browser.send(
        "POST",
        "/hub/spawn",
        Some(("multipart/form-data; boundary=x", &form)),
    )
}

fn chosen(browser: &mut Browser) -> Value {
    let model = browser
        .get("/hub/api/users/ada?include_stopped_servers=1")
        .body;
    let model: Value = serde_json::from_str(&model).unwrap();
    model["servers"][""]["user_options"].clone()
}

/// The names of what was chosen, as they are written down: in the order of the form, as JupyterHub keeps it.
fn in_order(browser: &mut Browser) -> Vec<String> {
    let chosen = chosen(browser);
    chosen.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_command_reads_a_form_with_its_files() {
    let folder = folder();
    let hub = serve(
        folder.path(),
        r#"
        spawner.options_form = "<input type=file name=data>"
        spawner.options_from_form = { command = ["sed", "s/.*\"form\":\\(.*\\)}$/\\1/"] }
        "#,
    );
    let mut browser = Browser::at(hub.address());
    let answer = send_form(&mut browser, true);
    assert_eq!(answer.status, 302, "{answer:?}");
    let expected = json!({
        "also": ["b", "a"],
        "data_file": [{ "filename": "a.csv", "content_type": "text/csv", "body": "MSwyDQo=" }],
        "size": ["large"],
    });
    assert_eq!(chosen(&mut browser), expected);
    assert_eq!(in_order(&mut browser), ["size", "also", "data_file"]);
    hub.stop();
}

#[test]
fn files_that_no_command_reads_are_refused_and_fields_are_taken() {
    let folder = folder();
    let hub = serve(
        folder.path(),
        "spawner.options_form = \"<input type=file name=data>\"",
    );
    let mut browser = Browser::at(hub.address());
    let refused = send_form(&mut browser, true);
    assert_eq!(refused.status, 400, "{refused:?}");
    assert!(
        refused
            .body
            .contains("nothing with files, as in <code>data_file</code>"),
        "{}",
        refused.body
    );
    assert_eq!(send_form(&mut browser, false).status, 302);
    assert_eq!(
        chosen(&mut browser),
        json!({ "also": ["b", "a"], "size": ["large"] })
    );
    assert_eq!(in_order(&mut browser), ["size", "also"]);
    hub.stop();
}

/// Somebody of whom it is known in secret that they are of the plan `gold`, asked before a start.
#[test]
fn what_is_known_of_a_person_says_what_they_are_asked_and_is_there_for_templates() {
    let folder = folder();
    let templates = folder.path().join("templates");
    std::fs::create_dir(&templates).unwrap();
    for page in ["spawn", "home"] {
        let text = format!(
            "{{% extends \"templates/{page}.html\" %}}{{% block footer %}}<p>plan: {{{{ auth_state.plan }}}}</p>{{% endblock %}}"
        );
        file(&templates, &format!("{page}.html"), &text);
    }
    let form = r#"echo '{\"options_form\": \"<input name=of_the_hook>\", \"options_from_form\": \"simple\"}'"#;
    let hub = serve(
        folder.path(),
        &format!(
            r#"
            hub.template_paths = ["{}"]
            crypt.keys = ["{}"]
            auth.enable_auth_state = true
            auth.post_auth_hook = ["sh", "-c", "echo '{{\"name\": \"ada\", \"auth_state\": {{\"plan\": \"gold\"}}}}'"]
            spawner.options_form = "<input name=of_everybody>"
            spawner.auth_state_hook = ["sh", "-c", "grep -q '\"auth_state\":{{\"plan\":\"gold\"}}' && {form}"]
            "#,
            templates.display(),
            "0".repeat(64),
        ),
    );
    let mut browser = Browser::at(hub.address());
    sign_in(&mut browser, "/hub/login");
    let page = browser.get("/hub/spawn");
    assert!(page.body.contains("name=of_the_hook"), "{}", page.body);
    assert!(!page.body.contains("of_everybody"), "{}", page.body);
    assert!(page.body.contains("plan: gold"), "{}", page.body);
    let home = browser.get("/hub/home");
    assert!(home.body.contains("plan: gold"), "{}", home.body);
    let xsrf = browser.cookie("_xsrf").unwrap().to_owned();
    let form = [("of_the_hook", "on"), ("_xsrf", xsrf.as_str())];
    assert_eq!(browser.post("/hub/spawn", &form).status, 302);
    let chosen = chosen(&mut browser);
    assert_eq!(
        chosen,
        json!({ "of_the_hook": true }),
        "it says how the form is read, too"
    );
    hub.stop();
}
