//! Tokens that the configuration gives to services and users.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Checked, Names, Secret};

/// Tokens, each with the name of its owner: `"the token" = "the owner"`. Shown without the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens<N>(Vec<(Secret, N)>);

impl<N> Tokens<N> {
    /// The tokens with their owners.
    pub fn iter(&self) -> impl Iterator<Item = (&Secret, &N)> {
        self.0.iter().map(|(token, owner)| (token, owner))
    }

    /// The same of owners that `change` makes of these.
    pub(super) fn map<M>(self, change: impl Fn(N) -> M) -> Tokens<M> {
        let changed = |(token, owner)| (token, change(owner));
        Tokens(self.0.into_iter().map(changed).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N> Default for Tokens<N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Serialize> Serialize for Tokens<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbered = (1..).zip(&self.0);
        serializer
            .collect_map(numbered.map(|(at, (token, owner))| (format!("{token} {at}"), owner)))
    }
}

impl<'de, N: Deserialize<'de>> Deserialize<'de> for Tokens<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Owners(PhantomData)).map(Self)
    }
}

impl<N: JsonSchema> JsonSchema for Tokens<N> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("TokensOf{}", N::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "writeOnly": true,
            "additionalProperties": generator.subschema_for::<N>()
        })
    }
}

struct Owners<N>(PhantomData<N>);

impl<'de, N: Deserialize<'de>> Visitor<'de> for Owners<N> {
    type Value = Vec<(Secret, N)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of tokens, each with the name of its owner")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<Self::Value, A::Error> {
        let mut tokens = Vec::new();
        while let Some((token, owner)) = given.next_entry::<String, N>()? {
            tokens.push((Secret::new(token), owner));
        }
        Ok(tokens)
    }
}

impl<N: Names> Names for Tokens<N> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Tokens::<Checked<N>>::deserialize(deserializer)?.map(Checked::into_inner))
    }
}
