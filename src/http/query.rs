//! Arguments of a query, read as Tornado reads them.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::answer::Result;
use super::refusal::Refusal;

/// The last value of the argument `name` in `query` (`RequestHandler.get_argument`): blanks at its ends
/// do not count, and control characters in it are blanks.
pub(super) fn argument(query: &str, name: &str) -> Option<String> {
    let (_, value) = pairs(query)
        .filter(|(key, _)| decoded(key) == name.as_bytes())
        .last()?;
    let value = decoded(value);
    let text = String::from_utf8_lossy(&value).replace(is_control, " ");
    Some(text.trim().to_owned())
}

/// All names and values of a query, decoded; what is no text in them is lost.
pub(super) fn arguments(query: &str) -> Vec<(String, String)> {
    let text = |text| String::from_utf8_lossy(&decoded(text)).into_owned();
    pairs(query)
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

/// Refuse a query that is not UTF-8 (`RequestHandler.decode_argument`).
///
/// # Errors
/// 400 that names the argument.
pub(super) fn refuse_other_than_text(query: &str) -> Result<()> {
    match pairs(query).find(|(_, value)| std::str::from_utf8(&decoded(value)).is_err()) {
        None => Ok(()),
        Some((name, _)) => {
            let name = decoded(name);
            let name = String::from_utf8_lossy(&name);
            Err(Refusal::bad_request(format!("Invalid unicode in {name}")))
        }
    }
}

/// Names and values, as they were sent; a name alone has an empty value.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn decoded(text: &str) -> Cow<'_, [u8]> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return percent_decode(spaced.as_bytes())
            .collect::<Vec<u8>>()
            .into();
    }
    percent_decode(text.as_bytes()).into()
}

/// The control characters that Tornado takes for blanks: not those that are blanks already.
fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0e'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_without_blanks_and_control_characters() {
        let read = |query| argument(query, "limit");
        assert_eq!(read("limit=3&limit=+1%01").as_deref(), Some("1"));
        assert_eq!(read("limit=3&limit=").as_deref(), Some(""));
        assert_eq!(read("limit").as_deref(), Some(""));
        assert_eq!(read("%6cimit=a%20b=c").as_deref(), Some("a b=c"));
        assert_eq!(read("&limits=1&&Limit=2"), None);
        assert_eq!(read("limit=%zz").as_deref(), Some("%zz"));
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert!(refuse_other_than_text("a=%c3%a9&b").is_ok());
        assert!(refuse_other_than_text("a=1&b=%ff").is_err());
    }
}
