//! Points in time, as JupyterHub stores and shows them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// A UTC time with microseconds, the resolution JupyterHub stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(NaiveDateTime);

impl Timestamp {
    /// As stored in the database: `YYYY-MM-DD HH:MM:SS.ffffff`, which sorts as text.
    pub fn stored(self) -> String {
        let Self(time) = self;
        format!("{} {}.{:06}", time.date(), Clock(time), micros(time))
    }

    /// `span` later; `None` where that is no date that JupyterHub can read.
    pub fn plus(self, span: TimeDelta) -> Option<Self> {
        self.0
            .checked_add_signed(span)
            .filter(|time| time.year() <= 9999)
            .map(Self)
    }

    /// `span` earlier; `None` where that is no date.
    pub fn minus(self, span: TimeDelta) -> Option<Self> {
        self.0.checked_sub_signed(span).map(Self)
    }

    /// How long after `earlier` this is; nothing where it is before.
    pub fn since(self, earlier: Self) -> Duration {
        (self.0 - earlier.0).to_std().unwrap_or_default()
    }

    /// Seconds since the Unix epoch.
    pub fn unix(self) -> i64 {
        self.0.and_utc().timestamp()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.naive_utc().trunc_subsecs(6))
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(time: Timestamp) -> Self {
        time.0.and_utc()
    }
}

/// As in the REST API: ISO 8601 with `Z`, microseconds only where there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(time) = *self;
        write!(f, "{}T{}", time.date(), Clock(time))?;
        match micros(time) {
            0 => f.write_str("Z"),
            micros => write!(f, ".{micros:06}Z"),
        }
    }
}

/// `HH:MM:SS`. Listings show times by the hundred thousand, and patterns are slow to follow.
struct Clock(NaiveDateTime);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(time) = self;
        write!(
            f,
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

fn micros(time: NaiveDateTime) -> u32 {
    time.nanosecond() / 1000
}

/// Reads exactly the stored form, as the rows of a listing have it.
fn read_stored(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    let marks = [
        (4, b'-'),
        (7, b'-'),
        (10, b' '),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
    ];
    if bytes.len() != 26 || marks.iter().any(|(at, mark)| bytes[*at] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u32, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?.and_hms_micro_opt(
        number(11, 13)?,
        number(14, 16)?,
        number(17, 19)?,
        number(20, 26)?,
    )
}

/// Forms of a time in UTC; a `T` between date and time is a space.
const PLAIN: [&str; 3] = ["%Y-%m-%d %H:%M:%S%.f", "%Y%m%d %H%M%S", "%d %b %Y %H:%M:%S"];

/// What programs write that report activity: each says the same to `dateutil`, by which JupyterHub reads.
fn read(text: &str) -> Option<NaiveDateTime> {
    let plain = text.strip_suffix('Z').or_else(|| text.strip_suffix(" UTC"));
    let plain = plain.unwrap_or(text).replacen('T', " ", 1);
    let date = || {
        let date = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok()?;
        date.and_hms_opt(0, 0, 0)
    };
    let with_offset = || {
        let compact = || DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z");
        let time = DateTime::parse_from_rfc3339(text)
            .or_else(|_| compact())
            .or_else(|_| DateTime::parse_from_rfc2822(text));
        Some(time.ok()?.naive_utc())
    };
    PLAIN
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok())
        .or_else(date)
        .or_else(with_offset)
        .filter(|time| (1..=9999).contains(&time.year()) && !is_leap_second(*time))
}

/// JupyterHub cannot store one.
fn is_leap_second(time: NaiveDateTime) -> bool {
    time.nanosecond() >= 1_000_000_000
}

/// Reads the stored and the shown form, with or without a fraction, a bare date, and what else
/// programs write.
impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(time) = read_stored(text) {
            return Ok(Self(time));
        }
        read(text)
            .map(|time| Self(time.trunc_subsecs(6)))
            .ok_or_else(|| {
                Error::invalid(format!("`{}` is not a time", text.escape_debug()))
                    .hint("write `2026-01-31` or `2026-01-31T12:00:00Z`")
            })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_and_shown_forms_are_those_of_jupyterhub() {
        let time: Timestamp = "2026-01-31 12:00:00.000120".parse().unwrap();
        assert_eq!(time.stored(), "2026-01-31 12:00:00.000120");
        assert_eq!(time.to_string(), "2026-01-31T12:00:00.000120Z");
        let whole: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
        assert_eq!(whole.stored(), "2026-01-31 12:00:00.000000");
        assert_eq!(whole.to_string(), "2026-01-31T12:00:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "2026-13-01 00:00:00.000000",
            "2026-01-01 24:00:00.000000",
            "2026-01-01 00:00:00.00000x",
            "2026-06-30T23:59:60Z",
            "0001-01-01T00:00:00+14:00",
            "10000-01-01T00:00:00Z",
            "",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_programs_write_is_brought_to_utc() {
        for text in [
            "2026-01-31T12:00:00+02:00",
            "2026-01-31T12:00:00+0200",
            "2026-01-31t10:00:00z",
            "20260131T100000Z",
            "2026-01-31T10:00:00 UTC",
            "31 Jan 2026 10:00:00",
            "Sat, 31 Jan 2026 12:00:00 +0200",
        ] {
            let time: Timestamp = text.parse().unwrap();
            assert_eq!(time.to_string(), "2026-01-31T10:00:00Z", "{text}");
        }
    }
}
