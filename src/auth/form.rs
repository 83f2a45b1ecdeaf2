//! What somebody filled in to sign in.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{Error, Result};
use crate::model::Secret;

/// The field that a page protects itself by, which is nobody's business here.
const XSRF: &str = "_xsrf";

/// The fields of a form, each with its last value; the name without spaces around it, all others as they
/// were typed (`LoginHandler.post`).
#[derive(Clone, Default)]
pub struct Form(BTreeMap<String, Secret>);

impl Form {
    /// The fields and their values, as they came.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let fields = fields.into_iter().filter(|(name, _)| name != XSRF);
        Self(
            fields
                .map(|(name, value)| match name.as_str() {
                    "username" => (name, Secret::new(value.trim())),
                    _ => (name, Secret::new(value)),
                })
                .collect(),
        )
    }

    /// A name and a password.
    pub fn of(username: &str, password: &str) -> Self {
        let fields = [("username", username), ("password", password)];
        Self::new(fields.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    /// The name, as it was typed.
    ///
    /// # Errors
    /// Where there is none.
    pub fn username(&self) -> Result<&str> {
        self.field("username").map(Secret::reveal)
    }

    /// The password.
    ///
    /// # Errors
    /// Where there is none.
    pub fn password(&self) -> Result<&Secret> {
        self.field("password")
    }

    /// The one-time password, where it was asked for.
    pub fn otp(&self) -> Option<&Secret> {
        self.0.get("otp")
    }

    fn field(&self, name: &str) -> Result<&Secret> {
        self.0
            .get(name)
            .ok_or_else(|| Error::invalid(format!("the form has no field `{name}`")))
    }
}

/// Which fields there are; not what is in them.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_stripped_and_a_password_is_not() {
        let form = Form::of(" ada\n", " pass word ");
        assert_eq!(form.username().unwrap(), "ada");
        assert_eq!(form.password().unwrap().reveal(), " pass word ");
    }

    #[test]
    fn what_is_not_there_is_named() {
        let form = Form::new([("_xsrf".to_owned(), "x".to_owned())]);
        let error = form.username().unwrap_err();
        assert_eq!(error.to_string(), "the form has no field `username`");
    }

    #[test]
    fn what_was_typed_is_in_no_log() {
        assert_eq!(
            format!("{:?}", Form::of("ada", "secret")),
            r#"{"password", "username"}"#
        );
    }
}
