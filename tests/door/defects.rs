//! What becomes of a request that hubctl itself fails at.

use std::sync::Arc;

use hubctl::config::Spawner as Settings;
use hubctl::error::Result;
use hubctl::http::Limits;
use hubctl::model::Address;
use hubctl::spawn::Answers;
use hubctl::spawn::fake::Fake;
use hubctl::spawn::{Doing, Known, Order, Spawner, Started, Status, Stop};

use crate::hub::ADAS_TOKEN;
use crate::requests::serving_within;

/// A spawner with a defect: nobody is told where to listen.
#[derive(Debug)]
struct Broken(Fake);

impl Spawner for Broken {
    fn listen(&self, _: &Settings) -> Result<Address> {
        panic!("a defect that a test has made");
    }

    fn start<'a>(&'a self, order: &'a Order) -> Doing<'a, Result<Started>> {
        self.0.start(order)
    }

    fn poll<'a>(&'a self, known: Known<'a>) -> Doing<'a, Status> {
        self.0.poll(known)
    }

    fn stop<'a>(&'a self, known: Known<'a>, how: Stop) -> Doing<'a, Result<()>> {
        self.0.stop(known, how)
    }

    fn answers<'a>(&'a self, url: &'a str) -> Doing<'a, Option<Answers>> {
        self.0.answers(url)
    }
}

#[test]
fn a_request_that_meets_a_defect_is_answered_and_so_are_all_others() {
    let limits = Limits::of_this_process();
    let hub = serving_within(limits, Arc::new(Broken(Fake::default())));
    let known = [("Authorization".to_owned(), format!("token {ADAS_TOKEN}"))];
    for _ in 0..3 {
        let reply = hub.ask("POST /hub/api/users/ada/server", &known);
        assert_eq!(reply.status, 500, "{}", reply.body);
        let message = serde_json::from_str::<serde_json::Value>(&reply.body).unwrap();
        assert_eq!(message["message"], "Internal Server Error");
        assert!(!reply.body.contains("defect"), "{}", reply.body);
        assert!(reply.header("x-request-id").is_some());
        assert_eq!(hub.ask("GET /hub/api/users", &known).status, 200);
    }
}
