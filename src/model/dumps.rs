//! JSON text as Python's `json.dumps` writes it.

use std::fmt::Write;

use serde_json::Value;

/// `value` with `", "` and `": "` between its parts, ASCII only: what programs find in JupyterHub's
/// database and environment, byte for byte.
pub fn json_dumps(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    let separate = |first: &mut bool, out: &mut String| {
        if !std::mem::take(first) {
            out.push_str(", ");
        }
    };
    let mut first = true;
    match value {
        Value::Array(items) => {
            out.push('[');
            for item in items {
                separate(&mut first, out);
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (key, member) in members {
                separate(&mut first, out);
                write_ascii(key, out);
                out.push_str(": ");
                write(member, out);
            }
            out.push('}');
        }
        Value::String(text) => write_ascii(text, out),
        plain => out.push_str(&plain.to_string()),
    }
}

/// A JSON string with everything beyond printable ASCII escaped, in UTF-16 units as JSON wants.
fn write_ascii(text: &str, out: &mut String) {
    for c in Value::from(text).to_string().chars() {
        if matches!(c, ' '..='~') {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_python_writes_it() {
        let value = serde_json::json!({"a": [1, "zoë", null], "b": {"😀": "\u{7f}"}});
        assert_eq!(
            json_dumps(&value),
            r#"{"a": [1, "zo\u00eb", null], "b": {"\ud83d\ude00": "\u007f"}}"#
        );
    }
}
