//! Amounts of memory.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A number of bytes: a number, or one with `K`, `M`, `G` or `T` after it, which count in 1024s
/// (`ByteSpecification`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Bytes(u64);

impl Bytes {
    /// The number of bytes.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Amount).map(Self)
    }
}

impl JsonSchema for Bytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Bytes".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "number", "minimum": 0 },
                { "type": "string", "pattern": "^[0-9.]+[KMGT]$" }
            ]
        })
    }
}

struct Amount;

impl Visitor<'_> for Amount {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of bytes, or one with `K`, `M`, `G` or `T` after it, as in \"1.5G\"")
    }

    fn visit_i64<E: Error>(self, bytes: i64) -> Result<u64, E> {
        u64::try_from(bytes).map_err(|_| E::invalid_value(Unexpected::Signed(bytes), &self))
    }

    fn visit_f64<E: Error>(self, bytes: f64) -> Result<u64, E> {
        whole(bytes).ok_or_else(|| E::invalid_value(Unexpected::Float(bytes), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<u64, E> {
        parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

fn parse(text: &str) -> Option<u64> {
    let power = match text.chars().last()? {
        'K' => 1,
        'M' => 2,
        'G' => 3,
        'T' => 4,
        _ => return None,
    };
    let number: f64 = text[..text.len() - 1].trim().parse().ok()?;
    whole(number * 1024_f64.powi(power))
}

/// Without its fraction, as Python's `int` has it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be in range first"
)]
fn whole(bytes: f64) -> Option<u64> {
    const TOO_MANY: f64 = 9.2e18;
    (0.0..TOO_MANY).contains(&bytes).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_count_in_1024s() {
        for (text, bytes) in [
            ("1K", Some(1024)),
            ("1.5G", Some(1_610_612_736)),
            ("2T", Some(2_199_023_255_552)),
            ("0M", Some(0)),
            ("1", None),
            ("1g", None),
            ("G", None),
            ("-1G", None),
            ("NaNG", None),
            ("é", None),
        ] {
            assert_eq!(parse(text), bytes, "{text}");
        }
    }
}
