//! The parameters of a request, as `oauthlib` reads them.

use percent_encoding::percent_decode_str;

/// What may stand in a query or form; anything else and none of it is read.
const ALLOWED: &str = "_.-=&;:%+~,*@!()/?'$";

/// The parameters of a query, and of a body, which comes before it.
#[derive(Debug, Clone, Default)]
pub struct Params {
    query: Vec<(String, String)>,
    body: Vec<(String, String)>,
    /// Whether every part of the query was a pair.
    orderly: bool,
}

impl Params {
    /// Those of `query` and `body`. `None` where the query is none; a body that is no form says nothing.
    pub fn read(query: &str, body: &str) -> Option<Self> {
        let has_equals = |pair: &str| pair.contains('=');
        Some(Self {
            orderly: query.is_empty() || query.split('&').all(has_equals),
            query: decoded(query)?,
            body: decoded(body).unwrap_or_default(),
        })
    }

    /// The same with a body that says `fields`.
    #[must_use]
    pub fn with_body<'a>(self, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            body: fields.map(owned).collect(),
            ..self
        }
    }

    /// The value of `name`: the last, if there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter().chain(&self.body).rev();
        let found = all.find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All values that the body has of `name`.
    pub fn all_of_body(&self, name: &str) -> Vec<String> {
        let named = self.body.iter().filter(|(key, _)| key == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// The first of `names` that is there several times.
    pub(super) fn repeated(&self, names: &[&'static str]) -> Option<&'static str> {
        let times = |name: &str| {
            let all = self.query.iter().chain(&self.body);
            all.filter(|(key, _)| key == name).count()
        };
        names.iter().copied().find(|name| times(name) > 1)
    }

    /// Whether the query was nothing but pairs of a name and a value.
    pub(super) fn is_orderly(&self) -> bool {
        self.orderly
    }

    /// Whether there is a query.
    pub(super) fn has_query(&self) -> bool {
        !self.query.is_empty() || !self.orderly
    }
}

/// Names and values in `text`, if it is `application/x-www-form-urlencoded` to the letter.
fn decoded(text: &str) -> Option<Vec<(String, String)>> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ALLOWED.contains(c);
    if !text.chars().all(allowed) || !is_escaped(text) {
        return None;
    }
    let plain = |part: &str| {
        let spaced = part.replace('+', " ");
        let text = percent_decode_str(&spaced).decode_utf8_lossy();
        text.into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    Some(
        pairs
            .map(|(name, value)| (plain(name), plain(value)))
            .collect(),
    )
}

/// Whether each `%` has its two digits. At the end of the text fewer are let pass.
fn is_escaped(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|rest| rest.chars().take(2).all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, body: &str) -> Params {
        Params::read(query, body).unwrap()
    }

    #[test]
    fn the_last_value_counts_and_the_body_comes_before_the_query() {
        let params = read("a=1&a=2&b=%20x+y&c", "b=3&scopes=s&scopes=t");
        assert_eq!(params.get("a"), Some("2"));
        assert_eq!(params.get("b"), Some("3"));
        assert_eq!(params.get("c"), Some(""));
        assert_eq!(params.get("d"), None);
        assert_eq!(params.all_of_body("scopes"), ["s", "t"]);
        assert_eq!(read("b=%20x+y", "").get("b"), Some(" x y"));
    }

    #[test]
    fn what_is_there_twice_is_known() {
        let params = read("client_id=a", "client_id=b");
        assert_eq!(params.repeated(&["state", "client_id"]), Some("client_id"));
        assert_eq!(params.repeated(&["state"]), None);
    }

    #[test]
    fn what_is_not_encoded_is_not_read() {
        for odd in ["a=\"", "a=<", "a=%g0", "a=%0g", "a=é", "a=[1]"] {
            assert!(Params::read(odd, "").is_none(), "{odd}");
            assert_eq!(read("", odd).get("a"), None);
        }
        assert!(!read("a=1&b", "").is_orderly());
        assert!(read("", "").is_orderly());
    }
}
