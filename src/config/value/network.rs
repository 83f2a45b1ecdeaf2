//! Addresses, one or many.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

/// An address, or all that begin as one does: `192.0.2.1`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether `ip` is one of them.
    pub fn contains(&self, ip: IpAddr) -> bool {
        let (ours, theirs, width) = match (self.first, ip) {
            (IpAddr::V4(first), IpAddr::V4(ip)) => {
                (first.to_bits().into(), ip.to_bits().into(), 32)
            }
            (IpAddr::V6(first), IpAddr::V6(ip)) => (first.to_bits(), ip.to_bits(), 128),
            _ => return false,
        };
        let rest = |address: u128| {
            let beyond = width - u32::from(self.bits);
            address.checked_shr(beyond).unwrap_or_default()
        };
        rest(ours) == rest(theirs)
    }

    fn width(ip: IpAddr) -> u8 {
        if ip.is_ipv4() { 32 } else { 128 }
    }
}

impl FromStr for Network {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let refused = || {
            Error::invalid(format!("`{given}` is no address"))
                .hint("write one, `192.0.2.1`, or many, `10.0.0.0/8`")
        };
        let (first, bits) = match given.split_once('/') {
            Some((first, bits)) => (first, Some(bits)),
            None => (given, None),
        };
        let first: IpAddr = first.parse().map_err(|_| refused())?;
        let width = Self::width(first);
        let bits = match bits {
            Some(bits) => bits.parse().map_err(|_| refused())?,
            None => width,
        };
        if bits > width {
            return Err(refused());
        }
        Ok(Self { first, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bits == Self::width(self.first) {
            return self.first.fmt(f);
        }
        write!(f, "{}/{}", self.first, self.bits)
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Network {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Network".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_the_addresses_that_begin_as_it_does() {
        let has = |network: &str, ip: &str| {
            let network: Network = network.parse().unwrap();
            network.contains(ip.parse().unwrap())
        };
        assert!(has("10.0.0.0/8", "10.9.9.9") && !has("10.0.0.0/8", "11.0.0.1"));
        assert!(has("192.0.2.1", "192.0.2.1") && !has("192.0.2.1", "192.0.2.2"));
        assert!(has("fd00::/8", "fd01::1") && !has("fd00::/8", "10.0.0.1"));
        assert!(has("0.0.0.0/0", "9.9.9.9") && has("::/0", "::1"));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in [
            "",
            "x",
            "10.0.0.0/33",
            "10.0.0.0/",
            "::1/129",
            "10.0.0.0/-1",
        ] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        for good in ["10.0.0.0/8", "::1", "fd00::/8"] {
            assert_eq!(good.parse::<Network>().unwrap().to_string(), good);
        }
    }
}
