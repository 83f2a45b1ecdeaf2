//! People at the pages of a hub behind nginx: forms, the progress of a start, and a configuration that many have copied.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::nginx::{NAME, Nginx, read, read_head};
use crate::served::{Answer, Served, ask_at, file, folder};

/// The token of a program that may start servers.
const TOKEN: &str = "a-token-of-this-test-only";

fn serve(folder: &Path) -> Served {
    let config = format!(
        r#"
        hub.authenticator_class = "dummy"
        hub.spawner_class = "fake"
        hub.hub_port = 0
        hub.trusted_downstream_ips = ["127.0.0.1"]
        auth.allow_all = true
        services = [{{ name = "starter", api_token = "{TOKEN}" }}]
        roles = [{{ name = "starter", scopes = ["admin:servers", "admin:users"], services = ["starter"] }}]
        "#
    );
    file(folder, "hubctl.toml", &config);
    Served::start(folder, &[])
}

/// The cookies that an answer gives, as a browser sends them back.
#[derive(Default)]
struct Cookies(BTreeMap<String, String>);

impl Cookies {
    fn keep(&mut self, answer: &Answer) {
        let lines = answer.head.lines().filter_map(|line| line.split_once(": "));
        for (_, cookie) in lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let (name, rest) = cookie.split_once('=').unwrap();
            assert!(rest.contains("; Secure") || name == "_xsrf", "{cookie}");
            let value = rest.split(';').next().unwrap();
            self.0.insert(name.to_owned(), value.to_owned());
        }
    }

    fn header(&self) -> String {
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={value}"));
        format!("cookie: {}", pairs.collect::<Vec<_>>().join("; "))
    }
}

/// A form that a browser at the hub's own page sends.
fn form(path: &str, cookies: &Cookies, fields: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\norigin: https://{NAME}\n{}\ncontent-type: application/x-www-form-urlencoded\n\n{fields}",
        cookies.header()
    )
}

#[test]
fn a_form_of_the_hub_is_taken_and_one_that_shows_nothing_is_not() {
    let folder = folder();
    let hub = serve(folder.path());
    let Some(nginx) = Nginx::before(hub.address().parse().unwrap(), |site| site) else {
        return;
    };
    let ask = |head: &str| ask_at(nginx.connect(), NAME, head);
    let mut cookies = Cookies::default();
    cookies.keep(&ask("GET /hub/login HTTP/1.1"));
    let fields = "username=ada&password=x";
    assert_eq!(ask(&form("/hub/login", &cookies, fields)).status, 403);
    let shown = format!("{fields}&_xsrf={}", cookies.0["_xsrf"]);
    let signed_in = ask(&form("/hub/login", &cookies, &shown));
    assert_eq!(signed_in.status, 302, "{signed_in:?}");
    cookies.keep(&signed_in);
    assert!(cookies.0.contains_key("jupyterhub-hub-login"));
    let page = ask(&format!("GET /hub/token HTTP/1.1\n{}", cookies.header()));
    assert_eq!(page.status, 200, "{page:?}");
    hub.stop();
}

#[test]
fn the_progress_of_a_start_is_shown_as_it_comes() {
    let folder = folder();
    let hub = serve(folder.path());
    let Some(nginx) = Nginx::before(hub.address().parse().unwrap(), |site| site) else {
        return;
    };
    let program = format!("authorization: token {TOKEN}");
    let made = hub.ask(&format!("POST /hub/api/users/ada HTTP/1.1\n{program}"));
    assert_eq!(made.status, 201, "{made:?}");
    let hangs = r#"{"fake": "hang"}"#;
    let started = hub.ask(&format!(
        "POST /hub/api/users/ada/server HTTP/1.1\n{program}\n\n{hangs}"
    ));
    assert_eq!(started.status, 202, "{started:?}");
    let mut stream = nginx.connect();
    let path = "/hub/api/users/ada/server/progress";
    let head = format!("GET {path} HTTP/1.1\r\nHost: {NAME}\r\n{program}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let head = read_head(&mut stream);
    assert!(head.contains("text/event-stream"), "{head}");
    // It goes on for as long as the start does, which has no end here.
    let mut said = String::new();
    while !said.contains("\n\n") {
        said += &read(&mut stream, 1);
    }
    assert!(said.contains("data: {"), "{said}");
    hub.stop();
}

/// TLS ends before nginx, which says how it was reached itself.
#[test]
fn nginx_that_says_http_to_a_browser_at_https_is_told_of() {
    let folder = folder();
    let mut hub = serve(folder.path());
    let at = hub.address().to_owned();
    let copied = format!(
        "location / {{ proxy_pass http://{at}; proxy_set_header Host $http_host; proxy_set_header X-Scheme $scheme; }}"
    );
    let change = |site: String| site.replace("return 308 https://$host$request_uri;", &copied);
    let Some(nginx) = Nginx::before(at.parse().unwrap(), change) else {
        return;
    };
    let mut cookies = Cookies::default();
    let ask = |head: &str| ask_at(nginx.connect_plainly(), NAME, head);
    cookies.keep(&ask("GET /hub/login HTTP/1.1\nx-forwarded-proto: https"));
    let sent = form(
        "/hub/login",
        &cookies,
        "username=ada&password=x&_xsrf=other",
    );
    let refused = ask(&sent.replacen('\n', "\nx-forwarded-proto: https\n", 1));
    assert_eq!(refused.status, 403);
    for words in [
        "X-Scheme: http",
        "proxy_set_header X-Scheme $http_x_forwarded_proto",
    ] {
        assert!(refused.body.contains(words), "{}", refused.body);
    }
    let says = |line: &Value, field: &str, words: &str| {
        line[field]
            .as_str()
            .is_some_and(|text| text.contains(words))
    };
    let line = hub.wait_until(|line| says(line, "why", "`X-Scheme: http`"));
    assert!(says(&line, "mend", "hub.public_url"), "{line}");
    hub.stop();
}
