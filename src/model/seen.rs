//! A field of a model that not every caller may see.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field that the caller may see, or may not: then it is left out of the JSON, which JupyterHub
/// tells apart from `null`.
///
/// Each such field needs `#[serde(default, skip_serializing_if = "Seen::is_hidden")]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seen<T> {
    /// They may see it.
    Shown(T),
    /// They may not.
    #[default]
    Hidden,
}

impl<T> Seen<T> {
    /// `value`, for a caller who may see it.
    pub fn when(may: bool, value: T) -> Self {
        if may {
            Self::Shown(value)
        } else {
            Self::Hidden
        }
    }

    /// Whether it is left out.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }

    /// The value, where it may be seen.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Hidden => None,
        }
    }

    /// The value to change, where it may be seen.
    pub fn shown_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Hidden => None,
        }
    }

    /// The value itself, where it may be seen.
    pub fn into_shown(self) -> Option<T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Hidden => None,
        }
    }

    /// The value, or that of nothing where it may not be seen: what a table has in the place.
    pub fn or_default(&self) -> T
    where
        T: Clone + Default,
    {
        self.shown().cloned().unwrap_or_default()
    }

    /// Hide it from a caller who may not see it.
    pub fn keep_if(&mut self, may: bool) {
        if !may {
            *self = Self::Hidden;
        }
    }
}

impl<T: Serialize> Serialize for Seen<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(serializer)
    }
}

impl<T> Seen<T> {
    /// Read what is flattened into another model: all of it is there, or none.
    pub fn if_there<'de, D>(deserializer: D) -> Result<Self, D::Error>
    where
        D: Deserializer<'de>,
        T: Deserialize<'de>,
    {
        let there = Option::deserialize(deserializer)?;
        Ok(there.map_or(Self::Hidden, Self::Shown))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Seen<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Model {
        #[serde(skip_serializing_if = "Seen::is_hidden")]
        server: Seen<Option<&'static str>>,
    }

    #[test]
    fn what_is_hidden_is_left_out_and_what_is_null_is_not() {
        let written = |server| serde_json::to_string(&Model { server }).unwrap();
        assert_eq!(written(Seen::Shown(Some("/"))), r#"{"server":"/"}"#);
        assert_eq!(written(Seen::Shown(None)), r#"{"server":null}"#);
        assert_eq!(written(Seen::Hidden), "{}");
    }

    #[test]
    fn what_may_not_be_seen_is_hidden() {
        let mut seen = Seen::when(true, 1);
        seen.keep_if(true);
        assert_eq!(seen.shown(), Some(&1));
        seen.keep_if(false);
        assert!(seen.is_hidden());
        assert!(Seen::when(false, 1).is_hidden());
    }
}
