//! Options that are written as text and mean something more.

use std::fmt;
use std::str::FromStr;

use crate::config::database::DbUrl;
use crate::error::{Error, Result};
use crate::model::{BaseUrl, Origin};

use super::address::Bind;

/// Read and show `$type` as the text that its `FromStr` and `Display` take and give.
macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    )*};
}

as_text!(Bind, BaseUrl, DbUrl, HttpUrl, Origin, SiteUrl);

/// A URL with `http://` or `https://`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl(String);

impl HttpUrl {
    /// The URL, as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path, from the first slash; empty where it has none.
    pub fn path(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        rest.find('/').map_or("", |at| &rest[at..])
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        self.0.strip_suffix(self.path()).unwrap_or(&self.0)
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for HttpUrl {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let sound = url::Url::parse(given)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if sound {
            return Ok(Self(given.to_owned()));
        }
        Err(Error::invalid(format!("`{given}` is no URL of a web site"))
            .hint("write it with `http://` or `https://`, as in `https://hub.example.org/`"))
    }
}

/// The URL of a site that people know: without a scheme, `https://` is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl(HttpUrl);

impl SiteUrl {
    /// The URL.
    pub fn url(&self) -> &HttpUrl {
        &self.0
    }
}

impl fmt::Display for SiteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SiteUrl {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        if given.contains("://") {
            return given.parse().map(Self);
        }
        format!("https://{given}").parse().map(Self)
    }
}
