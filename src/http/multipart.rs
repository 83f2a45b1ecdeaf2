//! Forms with files in them, `multipart/form-data`, read as Tornado reads them.

use axum::http::StatusCode;
use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::answer::Result;
use super::refusal::Refusal;

/// How many parts a form may have.
pub(super) const MOST: usize = 1000;

/// A part of a form: a field, or a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: String,
    /// What the file is called; none is a field.
    pub(super) filename: Option<String>,
    /// What the file is said to be.
    pub(super) content_type: String,
    pub(super) content: &'a [u8],
}

/// The parts of `body`, between which is what the header `Content-Type` says.
///
/// # Errors
/// 400 where it is not sound, and 413 where it has more parts than anybody fills in.
pub(super) fn parts<'a>(content_type: &str, body: &'a [u8]) -> Result<Vec<Part<'a>>> {
    let (_, parameters) = parameters(content_type);
    let boundary = value(&parameters, "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or_else(|| unsound("its boundary is not said"))?;
    let last = format!("--{boundary}--");
    let end = memmem::rfind(body, last.as_bytes()).ok_or_else(|| unsound("it has no end"))?;
    let between = format!("--{boundary}\r\n");
    let all = split(&body[..end], between.as_bytes());
    // What comes before the first boundary is nobody's.
    let mut found = Vec::new();
    for part in all.skip(1) {
        if found.len() == MOST {
            return Err(too_many());
        }
        found.push(read(part)?);
    }
    Ok(found)
}

/// What is said of a form with more than [`MOST`] fields.
pub(super) fn too_many() -> Refusal {
    let why = format!("a form has {MOST} fields at most");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, why)
}

fn read(part: &[u8]) -> Result<Part<'_>> {
    let blank = memmem::find(part, b"\r\n\r\n").ok_or_else(|| unsound("a part has no head"))?;
    let head = String::from_utf8_lossy(&part[..blank]);
    let content = part[blank + 4..]
        .strip_suffix(b"\r\n")
        .ok_or_else(|| unsound("a part has no end"))?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, said) = line.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| said.trim())
        })
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let (kind, parameters) = parameters(disposition);
    let name = value(&parameters, "name").filter(|name| !name.is_empty());
    let name = name.filter(|_| kind.eq_ignore_ascii_case("form-data"));
    Ok(Part {
        name: name.ok_or_else(|| unsound("a part has no name"))?,
        // A browser says so of a file that nobody chose.
        filename: value(&parameters, "filename").filter(|name| !name.is_empty()),
        content_type: header("content-type")
            .unwrap_or("application/unknown")
            .to_owned(),
        content,
    })
}

/// A header's value, and its parameters in their order.
fn parameters(header: &str) -> (&str, Vec<(String, String)>) {
    let mut pieces = unquoted_pieces(header).into_iter();
    let kind = pieces.next().unwrap_or_default().trim();
    let parameters = pieces.filter_map(|piece| {
        let (name, said) = piece.split_once('=')?;
        Some((name.trim().to_ascii_lowercase(), unquoted(said.trim())))
    });
    (kind, parameters.collect())
}

/// `header` at each `;` that is not in quotes.
fn unquoted_pieces(header: &str) -> Vec<&str> {
    let (mut pieces, mut begun) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in header.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                pieces.push(&header[begun..at]);
                begun = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&header[begun..]);
    pieces
}

fn unquoted(said: &str) -> String {
    let inner = said
        .strip_prefix('"')
        .and_then(|said| said.strip_suffix('"'));
    inner.map_or_else(
        || said.to_owned(),
        |inner| inner.replace("\\\\", "\\").replace("\\\"", "\""),
    )
}

/// What `parameters` say of `name`; in its extended form (RFC 5987), if it is there.
fn value(parameters: &[(String, String)], name: &str) -> Option<String> {
    let said = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted);
    let extended = said(&format!("{name}*")).and_then(|(_, value)| {
        let encoded = value.splitn(3, '\'').nth(2)?;
        Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned())
    });
    extended.or_else(|| said(name).map(|(_, value)| value.clone()))
}

fn split<'a>(text: &'a [u8], at: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(found) = memmem::find(text, at) else {
            rest = None;
            return Some(text);
        };
        rest = Some(&text[found + at.len()..]);
        Some(&text[..found])
    })
}

fn unsound(why: &str) -> Refusal {
    Refusal::bad_request(format!("the form that was sent cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; charset=utf-8; boundary=\"x y\"";

    fn part<'a>(name: &str, filename: Option<&str>, kind: &str, content: &'a str) -> Part<'a> {
        Part {
            name: name.to_owned(),
            filename: filename.map(str::to_owned),
            content_type: kind.to_owned(),
            content: content.as_bytes(),
        }
    }

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = "what nobody reads\r\n--x y\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\nlarge\r\n\
             --x y\r\ncontent-disposition: form-data; name=f; filename=\"a \\\"b\\\"; c.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n--x\r\n\r\n\r\n--x y\r\n\
             Content-Disposition: form-data; filename*=UTF-8''%c3%b6.bin; name=\"f\"\r\n\r\n\r\n--x y\r\n\
             Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--x y--\r\n";
        let expected = vec![
            part("size", None, "application/unknown", "large"),
            part("f", Some("a \"b\"; c.txt"), "text/plain", "--x\r\n\r\n"),
            part("f", Some("ö.bin"), "application/unknown", ""),
            part("none", None, "application/unknown", ""),
        ];
        assert_eq!(parts(TYPE, body.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn what_is_not_sound_is_refused() {
        let head = "Content-Disposition: form-data; name=a";
        for (kind, body) in [
            (
                "multipart/form-data",
                format!("--x y\r\n{head}\r\n\r\n1\r\n--x y--"),
            ),
            (TYPE, format!("--x y\r\n{head}\r\n\r\n1\r\n--x y\r\n")),
            (TYPE, format!("--x y\r\n{head}\r\n1\r\n--x y--")),
            (TYPE, format!("--x y\r\n{head}\r\n\r\n1--x y--")),
            (TYPE, "--x y\r\nX: y\r\n\r\n1\r\n--x y--".to_owned()),
            (
                TYPE,
                format!("--x y\r\n{head}=\"\"\r\n\r\n1\r\n--x y--").replace("=a", ""),
            ),
            (TYPE, String::new()),
        ] {
            assert!(parts(kind, body.as_bytes()).is_err(), "{body}");
        }
        let many = format!("--x y\r\n{head}\r\n\r\n1\r\n").repeat(MOST + 1) + "--x y--";
        assert!(parts(TYPE, many.as_bytes()).is_err());
    }
}
