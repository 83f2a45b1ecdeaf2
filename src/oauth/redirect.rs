//! The addresses that people are sent back to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What Python's `quote_plus` leaves alone.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

/// `uri` with more in its query, or in its fragment (`oauthlib.common.add_params_to_uri`).
pub fn with_query(uri: &str, params: &[(&str, &str)], fragment: bool) -> String {
    let (rest, old_fragment) = uri.split_once('#').unwrap_or((uri, ""));
    let (path, old_query) = rest.split_once('?').unwrap_or((rest, ""));
    let (mut query, mut last) = (old_query.to_owned(), old_fragment.to_owned());
    let changed = if fragment { &mut last } else { &mut query };
    *changed = more(changed, params);
    let mark = |mark: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{mark}{text}"),
    };
    format!("{path}{}{}", mark("?", &query), mark("#", &last))
}

fn more(query: &str, params: &[(&str, &str)]) -> String {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let old = query.split('&').filter(|pair| !pair.is_empty());
    let old = old.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let old = old.map(|(name, value)| (decoded(name), decoded(value)));
    let new = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let pairs: Vec<_> = old
        .chain(new)
        .map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)))
        .collect();
    pairs.join("&")
}

/// As Python's `quote_plus` writes it.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN)
        .to_string()
        .replace("%20", "+")
}

/// Whether `uri` can be redirected to: a path of the hub's own host, or a whole URI without a fragment.
pub(super) fn is_absolute(uri: &str) -> bool {
    if uri.starts_with('/') {
        return true;
    }
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let of_uri = |c: char| c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=%[]".contains(c);
    is_scheme && rest.chars().all(of_uri)
}

/// Whether `uri` is a port of the machine that the browser runs on, and a plain path there (RFC 8252, 7.3).
pub(super) fn is_loopback(uri: &str) -> bool {
    let mut own = ["http://127.0.0.1:", "http://[::1]:"].into_iter();
    let Some((port, path)) = own
        .find_map(|own| uri.strip_prefix(own))
        .and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok_and(|port| port > 0);
    is_port
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_encoded_as_python_does() {
        let added = [("code", "a b"), ("state", "é*~/=&")];
        assert_eq!(
            with_query("/user/a%40b/oauth_callback", &added, false),
            "/user/a%40b/oauth_callback?code=a+b&state=%C3%A9%2A~%2F%3D%26"
        );
        assert_eq!(
            with_query("https://x.org/cb?k=v%20w&l", &[("error", "e")], false),
            "https://x.org/cb?k=v+w&l=&error=e"
        );
        assert_eq!(
            with_query("/cb?k=v", &[("code", "c")], true),
            "/cb?k=v#code=c"
        );
        assert_eq!(with_query("/cb", &[], false), "/cb");
    }

    #[test]
    fn paths_and_whole_uris_can_be_redirected_to() {
        for good in [
            "/cb",
            "//x",
            "https://x.org/cb?a=b",
            "app.x:/cb",
            "http://[::1]:80/",
        ] {
            assert!(is_absolute(good), "{good}");
        }
        for bad in [
            "",
            "cb",
            "x.org/cb",
            "https://x.org/#f",
            "1a:b",
            "http://x y/",
            ":x",
        ] {
            assert!(!is_absolute(bad), "{bad}");
        }
    }
}
