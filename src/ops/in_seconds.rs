//! A length of time in whole seconds, as operations are sent.

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
pub(super) fn serialize<S: Serializer>(
    span: &Option<TimeDelta>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    span.as_ref()
        .map(TimeDelta::num_seconds)
        .serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<TimeDelta>, D::Error> {
    let seconds = Option::<i64>::deserialize(deserializer)?;
    let span = |seconds| {
        let span = TimeDelta::try_seconds(seconds);
        span.ok_or_else(|| serde::de::Error::custom("it is longer than any time"))
    };
    seconds.map(span).transpose()
}
