//! What the migrations need that SQLite's own functions cannot do.

use std::io;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use serde_json::ser::Formatter;

use crate::clock::Clock;

/// Give `connection` the functions `now_utc()` and `python_json(text)`.
pub(super) fn define(connection: &Connection, clock: &Clock) -> rusqlite::Result<()> {
    let now = clock.now().stored();
    connection.create_scalar_function(
        "now_utc",
        0,
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC,
        move |_| Ok(now.clone()),
    )?;
    connection.create_scalar_function(
        "python_json",
        1,
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC,
        |context| {
            let text: String = context.get(0)?;
            python_json(&text).map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
        },
    )
}

/// JSON as Python's `json.dumps` writes it, which is how JupyterHub stores it: a space after
/// commas and colons, and nothing beyond ASCII.
fn python_json(text: &str) -> serde_json::Result<String> {
    let value: serde_json::Value = serde_json::from_str(text)?;
    let mut out = Vec::with_capacity(text.len());
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Python);
    serde::Serialize::serialize(&value, &mut serializer)?;
    Ok(out.into_iter().map(char::from).collect())
}

struct Python;

impl Formatter for Python {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for unit in fragment.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte @ b' '..=b'~') => writer.write_all(&[byte])?,
                _ => write!(writer, "\\u{unit:04x}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_spelt_as_python_spells_it() {
        assert_eq!(
            python_json(r#"["a","zoë/\"x\"","🦀",{"k":[1,null]}]"#).unwrap(),
            r#"["a", "zo\u00eb/\"x\"", "\ud83e\udd80", {"k": [1, null]}]"#
        );
    }
}
