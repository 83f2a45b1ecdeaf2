//! What the answer of a newer hub says besides what is known here: kept as it is.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// Fields that are not known. Flattened into a model, which says its own `kind` itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct More(Map<String, Value>);

impl More {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for More {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        fields.remove("kind");
        Ok(Self(fields))
    }
}
