//! That no sequence of operations lets somebody do more than before.
//!
//! But for what JupyterHub 6.1.1 means its scopes to give, and nothing else:
//! - `tokens` on a user or service: all that they may do, now or by what else is here;
//! - `groups` on a group: its roles, for oneself and for whomever one has tokens of; and over everybody
//!   what one holds on that group, since one can put them into it;
//! - `admin:services` on a service that does not exist: all that one's own user or service may do,
//!   with or without a token;
//! - `admin:users` on a user who does not exist: what new users may do with their own, where one has
//!   their tokens too.

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/hub.rs"]
mod hub;

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/desk.rs"]
mod desk;

#[cfg(test)]
#[path = "escalation/bound.rs"]
mod bound;
#[cfg(test)]
#[path = "escalation/steps.rs"]
mod steps;
#[cfg(test)]
#[path = "escalation/world.rs"]
mod world;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use self::steps::step;
use self::world::world;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn nobody_raises_what_they_may_do(world in world(), steps in vec(step(), 1..10)) {
        let mut attack = world.begin();
        let bound = bound::of(&attack);
        for (at, step) in steps.iter().enumerate() {
            let done = attack.take(step);
            let gained = bound.beyond(&attack);
            prop_assert!(
                gained.is_empty(),
                "{:?}\nby step {at} of {steps:#?}\nwhich {}",
                gained.unparse(),
                if done { "was done" } else { "was refused" }
            );
        }
    }
}

/// A step that is refused proves little.
#[test]
fn most_of_what_is_tried_is_done() {
    const WORLDS: usize = 64;
    const STEPS: usize = 6;
    let mut runner = TestRunner::deterministic();
    let mut done = 0;
    for _ in 0..WORLDS {
        let tree = (world(), vec(step(), STEPS)).new_tree(&mut runner);
        let (world, steps) = tree.unwrap().current();
        let mut attack = world.begin();
        done += steps.iter().filter(|step| attack.take(step)).count();
    }
    let share = done * 100 / (WORLDS * STEPS);
    assert!(share >= 75, "{share} of a hundred steps");
}
