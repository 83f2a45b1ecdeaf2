//! Spans and times as people write them.

use std::str::FromStr;

use chrono::TimeDelta;
use clap::Args;

use crate::error::{Error, Result};
use crate::model::Timestamp;

/// A span of time: `90s`, `30m`, `12h`, `30d`, `2w`, `1y`, or several of them, as in `1d12h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) TimeDelta);

/// Seconds in each unit.
const UNITS: [(char, i64); 6] = [
    ('s', 1),
    ('m', 60),
    ('h', 3600),
    ('d', 86_400),
    ('w', 604_800),
    ('y', 31_536_000),
];

impl FromStr for Span {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let refuse = || {
            Error::invalid(format!("`{given}` is not a span of time"))
                .hint("write `90s`, `30m`, `12h`, `30d`, `2w` or `1y`")
        };
        let mut total: i64 = 0;
        let mut rest = given.trim();
        while !rest.is_empty() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .ok_or_else(refuse)?;
            let count: i64 = rest[..end].parse().map_err(|_| refuse())?;
            let unit = rest[end..].chars().next().ok_or_else(refuse)?;
            let (_, seconds) = UNITS
                .into_iter()
                .find(|(name, _)| *name == unit)
                .ok_or_else(refuse)?;
            total = count
                .checked_mul(seconds)
                .and_then(|span| total.checked_add(span))
                .ok_or_else(refuse)?;
            rest = &rest[end + unit.len_utf8()..];
        }
        match TimeDelta::try_seconds(total) {
            Some(span) if total > 0 => Ok(Self(span)),
            _ => Err(refuse()),
        }
    }
}

/// A point in the past: a time, or how long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// This time.
    At(Timestamp),
    /// So long ago.
    Ago(Span),
}

impl Since {
    /// The point itself, seen from `now`.
    ///
    /// # Errors
    /// Where it is further back than dates go.
    pub(super) fn before(self, now: Timestamp) -> Result<Timestamp> {
        match self {
            Self::At(time) => Ok(time),
            Self::Ago(Span(span)) => now
                .minus(span)
                .ok_or_else(|| Error::invalid("that is longer ago than dates go")),
        }
    }
}

impl FromStr for Since {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        match given.parse() {
            Ok(time) => Ok(Self::At(time)),
            Err(_) => given.parse().map(Self::Ago).map_err(|_| {
                Error::invalid(format!("`{given}` is neither a time nor a span"))
                    .hint("write `2026-01-31`, `2026-01-31T12:00:00Z` or `30d`")
            }),
        }
    }
}

/// For listings of what is active at times.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Active {
    /// Only those active since: a span before now (`30d`) or a time
    #[arg(long, value_name = "WHEN")]
    active_since: Option<Since>,
    /// Only those not active since: a span before now (`30d`) or a time
    #[arg(long, value_name = "WHEN")]
    inactive_since: Option<Since>,
}

impl Active {
    /// The first time to be active at, and the last to be inactive before, seen from `now`.
    ///
    /// # Errors
    /// Where one is further back than dates go.
    pub(super) fn bounds(self, now: Timestamp) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
        let point = |since: Option<Since>| since.map(|since| since.before(now)).transpose();
        Ok((point(self.active_since)?, point(self.inactive_since)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_counts_with_units() {
        for (given, seconds) in [
            ("90s", 90),
            ("30m", 1800),
            ("1d12h", 129_600),
            ("2w", 1_209_600),
            ("1y", 31_536_000),
        ] {
            assert_eq!(
                given.parse::<Span>().unwrap().0.num_seconds(),
                seconds,
                "{given}"
            );
        }
        for bad in [
            "",
            "0d",
            "5",
            "d",
            "-3d",
            "3 d",
            "3x",
            "99999999999999y",
            "5é",
        ] {
            assert!(bad.parse::<Span>().is_err(), "{bad}");
        }
    }
}
