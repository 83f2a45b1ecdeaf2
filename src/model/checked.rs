//! Names in what people write. Something is about to be given them, so each is checked as it is read.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};

use super::{GroupName, RoleName, ServerName, ServiceName, UserName};
use crate::error::Result;

/// What has names in it.
pub trait Names: Sized {
    /// Read it, and refuse a name that JupyterHub would refuse to something new.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// For `deserialize_with`.
pub fn checked<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Names,
{
    T::read(deserializer)
}

macro_rules! names {
    ($($name:ident)*) => {$(
        impl Names for $name {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let given = String::deserialize(deserializer)?;
                Self::new(&given).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

names!(UserName GroupName RoleName ServiceName ServerName);

/// One that was checked.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Checked<N>(N);

impl<N> Checked<N> {
    /// The name.
    pub fn into_inner(self) -> N {
        self.0
    }
}

impl<'de, N: Names> Deserialize<'de> for Checked<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        N::read(deserializer).map(Self)
    }
}

impl<N: Names> Names for Option<N> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Option::<Checked<N>>::deserialize(deserializer)?;
        Ok(read.map(|name| name.0))
    }
}

impl<N: Names> Names for Vec<N> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Checked<N>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|name| name.0).collect())
    }
}

impl<N: Names + Ord> Names for BTreeSet<N> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeSet::<Checked<N>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|name| name.0).collect())
    }
}

impl<N: Names> Names for BTreeMap<String, N> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<String, Checked<N>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|(key, name)| (key, name.0)).collect())
    }
}

impl<N: Names + Ord> Names for BTreeMap<N, u32> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<Checked<N>, u32>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|(name, id)| (name.0, id)).collect())
    }
}
