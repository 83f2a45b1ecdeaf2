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

use self::steps::step;
use self::world::world;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn nobody_raises_what_they_may_do(world in world(), steps in vec(step(), 1..12)) {
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
