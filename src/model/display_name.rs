//! What people call their servers.

use std::fmt;

use crate::error::{Error, Result};

/// The width of the column, in characters.
const LONGEST: usize = 255;

/// A name for people, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// A name that JupyterHub takes (`slugs.is_valid_display_name`).
    ///
    /// # Errors
    /// Where it is empty or too long, has anything in it that cannot be seen, or blanks other than
    /// single ones between words.
    pub fn new(given: &str) -> Result<Self> {
        let length = given.chars().count();
        let blanks = given.contains("  ") || given.trim_matches(' ') != given;
        if (1..=LONGEST).contains(&length) && !blanks && given.chars().all(is_visible) {
            return Ok(Self(given.to_owned()));
        }
        let shown: String = given.chars().take(LONGEST).collect();
        Err(Error::invalid(format!(
            "`{}` cannot be what people call a server",
            shown.escape_debug()
        ))
        .hint("such a name has 1 to 255 visible characters, and single blanks between them"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character is a blank or leaves ink, by Unicode's categories: those of which `escape_debug`
/// writes the number are the others. Marks are escaped at the beginning of a text only.
fn is_visible(c: char) -> bool {
    let after_a_letter = format!("a{c}");
    !c.is_control() && !after_a_letter.escape_debug().to_string().contains("\\u{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_people_are_those_jupyterhub_takes() {
        for good in [
            "A & B",
            "größe",
            "e\u{301}",
            "<b>",
            "a\\b",
            "\u{1f41d}",
            "it's \"1\"",
            "日本",
        ] {
            assert!(DisplayName::new(good).is_ok(), "{good:?}");
        }
        for bad in [
            "",
            " a",
            "a ",
            "a  b",
            "a\tb",
            "a\nb",
            "a\u{a0}b",
            "a\u{200b}b",
            "a\u{2028}b",
            "a\u{e000}b",
            "\u{7f}",
            "a\u{202e}b",
            &"x".repeat(256),
        ] {
            assert!(DisplayName::new(bad).is_err(), "{bad:?}");
        }
    }
}
