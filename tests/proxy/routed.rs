//! Whose a request is.

use crate::backend::Backend;
use crate::hub::{Serving, answer};

const A: &str = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
const B: &str = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb";

fn status(head: &str) -> &str {
    head.split(' ').nth(1).unwrap()
}

#[test]
fn the_longest_beginning_of_a_path_wins_and_the_rest_is_the_hubs() {
    let (a, b) = (Backend::answering(A), Backend::answering(B));
    let hub = Serving::of(&a);
    hub.lead("/user/ada/lab/", &b.url());
    for (path, body) in [
        ("/user/ada/", "a"),
        ("/user/ada", "a"),
        ("/user/ada/labor", "a"),
        ("/user/ada/lab/x?y=/user/ada/", "b"),
        ("/user/ad%61/lab", "b"),
        ("/user/ada%2Flab/", ""),
        ("/user/bob/", ""),
        ("/hub/health", ""),
    ] {
        let mut stream = hub.send(&format!("GET {path} HTTP/1.1\nHost: hub"));
        let (head, said) = answer(&mut stream);
        if body.is_empty() {
            assert!(head.contains("x-jupyterhub-version"), "{path}: {head}");
        } else {
            assert_eq!(said, body, "{path}");
        }
    }
}

#[test]
fn a_path_arrives_as_it_was_sent() {
    let backend = Backend::answering(A);
    let hub = Serving::of(&backend);
    for path in [
        "/user/ada/a%2Fb/%zz//c;d?e=%20&f=%2f",
        "/user/ada/../x",
        "//user//ada/?",
    ] {
        let head = hub.passed(&backend, &format!("GET {path} HTTP/1.1\nHost: hub"));
        assert_eq!(head.lines().next().unwrap(), format!("GET {path} HTTP/1.1"));
    }
}

#[test]
fn a_route_of_a_host_takes_only_what_is_for_it() {
    let backend = Backend::answering(A);
    let hub = Serving::new();
    hub.lead("ada.hub.example.org/user/ada/", &backend.url());
    for (host, is_ours) in [
        ("ada.hub.example.org", true),
        ("ADA.hub.example.org:8000", true),
        ("bob.hub.example.org", false),
        ("hub.example.org", false),
    ] {
        let mut stream = hub.send(&format!("GET /user/ada/x HTTP/1.1\nHost: {host}"));
        let (head, _) = answer(&mut stream);
        assert_eq!(status(&head) == "200", is_ours, "{host}: {head}");
    }
}

#[test]
fn a_route_that_is_gone_leads_nowhere() {
    let backend = Backend::answering(A);
    let hub = Serving::of(&backend);
    let mut stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    assert_eq!(answer(&mut stream).1, "a");
    hub.hub
        .servers()
        .proxy()
        .remove(&"/user/ada/".parse().unwrap());
    let mut stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    assert!(answer(&mut stream).0.contains("x-jupyterhub-version"));
}

#[test]
fn what_succeeds_is_activity_and_what_fails_is_none() {
    let backend = Backend::new(|talk| {
        while let Some(head) = talk.head() {
            let status = if head.contains("/good") {
                "200 OK"
            } else {
                "404 Not Found"
            };
            talk.say(&format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"));
        }
    });
    let hub = Serving::of(&backend);
    let used = || {
        let routes = hub.hub.servers().proxy().routes();
        let route = routes.get(&"/user/ada/".parse().unwrap()).unwrap();
        route.last_activity()
    };
    let new = used();
    let until_later = || {
        while hub.hub.now().since(new).as_millis() < 20 {
            std::thread::yield_now();
        }
    };
    until_later();
    let _ = answer(&mut hub.send("GET /user/ada/bad HTTP/1.1\nHost: hub"));
    assert_eq!(used(), new);
    let _ = answer(&mut hub.send("GET /user/ada/good HTTP/1.1\nHost: hub"));
    let begun = std::time::Instant::now();
    while used() == new {
        assert!(begun.elapsed() < crate::hub::PATIENCE);
        std::thread::yield_now();
    }
}
