//! Requests as nobody would send them: whatever comes, a hub has an answer, and it is not its own fault.
//!
//! The input is the text of a request. `{token}`, `{login}` and `{xsrf}` stand for what the hub would
//! accept: no fuzzer guesses a signature.

#![no_main]

use std::cell::RefCell;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hubctl_fuzz::World;
use hyper::service::Service;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tokio::time::timeout;

/// How many requests a world lasts: some of them lock their own way in.
const LASTS: u32 = 2_000;

/// How long an answer may stream before the rest of it is left.
const PATIENCE: Duration = Duration::from_millis(20);

thread_local! {
    static WORLD: RefCell<(World, u32)> = RefCell::new((World::new(), 0));
}

fuzz_target!(|text: &[u8]| {
    WORLD.with_borrow_mut(|(world, asked)| {
        *asked += 1;
        if *asked > LASTS {
            (*world, *asked) = (World::new(), 0);
        }
        let text = world.filled(text);
        if let Some(request) = request(&text) {
            world.run(async { judge(world.router.call(request).await).await });
        }
    });
});

/// The request that `text` is, if a server would get as far as to read it.
fn request(text: &[u8]) -> Option<Request<Body>> {
    let end = text.windows(2).position(|two| two == b"\n\n");
    let (head, body) = text.split_at(end.unwrap_or(text.len()));
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = lines.next()?;
    let blank = first.iter().position(|byte| *byte == b' ')?;
    let mut request = Request::new(Body::from(body.get(2..).unwrap_or_default().to_vec()));
    *request.method_mut() = Method::from_bytes(&first[..blank]).ok()?;
    *request.uri_mut() = Uri::try_from(&first[blank + 1..]).ok()?;
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let value = line[colon + 1..].trim_ascii();
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(value).ok()?;
        request.headers_mut().append(name, value);
    }
    Some(request)
}

async fn judge<E: std::fmt::Debug>(answered: Result<Response<Body>, E>) {
    let (head, body) = answered
        .expect("the router has no error but an answer")
        .into_parts();
    let json = head
        .headers
        .get("content-type")
        .is_some_and(|kind| kind == "application/json");
    // Progress is told for as long as there is any.
    let Ok(Ok(body)) = timeout(PATIENCE, body.collect()).await else {
        return;
    };
    let body = body.to_bytes();
    let said = String::from_utf8_lossy(&body);
    if json && !body.is_empty() {
        assert!(
            serde_json::from_slice::<Value>(&body).is_ok(),
            "no JSON: {said}"
        );
    }
    let told = said.contains("told to");
    let full = head.status == StatusCode::SERVICE_UNAVAILABLE;
    assert!(
        !head.status.is_server_error() || told || full,
        "{}: {said}",
        head.status
    );
}
