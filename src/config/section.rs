//! How a section of the configuration is declared: each option once, with its name, type, default and
//! when a change of it takes effect.

use serde::de::value::UnitDeserializer;
use toml::Spanned;
use toml::de::{DeValue, Error, ValueDeserializer};

use crate::model::Names;

/// When a changed option takes effect in a running hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// At once, when the hub reads its configuration again.
    Live,
    /// When the hub starts again.
    Restart,
}

/// An option, as its section declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// The section, as `hub`.
    pub section: &'static str,
    /// Its name there, which is JupyterHub's where it has one.
    pub name: &'static str,
    /// When a change takes effect.
    pub takes: Takes,
}

/// A section of the configuration, made by `section!`.
pub trait Section: Default + PartialEq + serde::Serialize {
    /// The name of its table.
    const NAME: &'static str;
    /// Its options, in the order in which they are shown.
    const OPTIONS: &'static [Declared];

    /// Set the option `name` to what `value` says; `None` where there is no such option.
    fn set(&mut self, name: &str, value: Spanned<DeValue<'_>>) -> Option<Result<(), Error>>;

    /// The options that differ from those of `other`.
    fn differing(&self, other: &Self) -> Vec<&'static Declared>;

    /// Take from `new` the options that take effect at once.
    fn take_live(&mut self, new: &Self);
}

/// What [`Section::set`] does for an option of type `T`. Empty text that means nothing else is an option not given,
/// as JupyterHub has it.
pub(super) fn read<T: serde::de::DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
) -> Result<T, Error> {
    let empty = value.get_ref().as_str().is_some_and(str::is_empty);
    let read = T::deserialize(ValueDeserializer::from(value));
    if read.is_err() && empty {
        // Only an `Option` is made of nothing.
        return T::deserialize(UnitDeserializer::<Error>::new()).or(read);
    }
    read
}

/// The same for an option that has names in it, which are checked.
pub(super) fn read_names<T: Names + serde::de::DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
) -> Result<T, Error> {
    let empty = value.get_ref().as_str().is_some_and(str::is_empty);
    let read = T::read(ValueDeserializer::from(value));
    if read.is_err() && empty {
        return T::deserialize(UnitDeserializer::<Error>::new()).or(read);
    }
    read
}

/// Declare a section: the options in a struct, each marked `live` or `restart` ([`Takes`]), and
/// followed by its default, and by `names` where it has names in it.
macro_rules! section {
    (
        $(#[$about:meta])*
        pub struct $section:ident in $table:literal {
            $($(#[$doc:meta])* $takes:ident $name:ident: $type:ty = $default:expr $(, $names:ident)?;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
        #[schemars(default, deny_unknown_fields)]
        pub struct $section {
            $($(#[$doc])* pub $name: $type,)*
        }

        impl Default for $section {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl $crate::config::section::Section for $section {
            const NAME: &'static str = $table;
            const OPTIONS: &'static [$crate::config::section::Declared] = &[
                $($crate::config::section::Declared {
                    section: $table,
                    name: stringify!($name),
                    takes: $crate::config::section::section!(@takes $takes),
                },)*
            ];

            fn set(
                &mut self,
                name: &str,
                value: toml::Spanned<toml::de::DeValue<'_>>,
            ) -> Option<Result<(), toml::de::Error>> {
                Some(match name {
                    $(stringify!($name) => {
                        $crate::config::section::section!(@read value $($names)?)
                            .map(|value| self.$name = value)
                    })*
                    _ => return None,
                })
            }

            fn differing(&self, other: &Self) -> Vec<&'static $crate::config::section::Declared> {
                let same = [$(PartialEq::eq(&self.$name, &other.$name)),*];
                let options = <Self as $crate::config::section::Section>::OPTIONS.iter();
                options.zip(same).filter(|(_, same)| !same).map(|(option, _)| option).collect()
            }

            fn take_live(&mut self, new: &Self) {
                let Self { .. } = new;
                $($crate::config::section::section!(@take $takes self, new, $name);)*
            }
        }
    };
    (@take live $self:ident, $new:ident, $name:ident) => { $self.$name = $new.$name.clone() };
    (@take restart $self:ident, $new:ident, $name:ident) => {};
    (@read $value:ident) => { $crate::config::section::read($value) };
    (@read $value:ident names) => { $crate::config::section::read_names($value) };
    (@takes live) => { $crate::config::section::Takes::Live };
    (@takes restart) => { $crate::config::section::Takes::Restart };
}

pub(crate) use section;
