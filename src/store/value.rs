//! How the types of `model` are kept in columns.

use std::fmt::Write;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use serde_json::Value;

use crate::model::{
    GroupId, GroupName, RoleId, RoleName, ServerName, ServiceId, ServiceName, ShareCodeId, ShareId,
    SpawnerId, Timestamp, TokenId, UserId, UserName,
};

macro_rules! name_columns {
    ($($name:ty),+) => {$(
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str().map(Self::from)
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.as_str().to_sql()
            }
        }
    )+};
}

name_columns!(UserName, GroupName, RoleName, ServerName, ServiceName);

macro_rules! id_columns {
    ($($id:ident),+) => {$(
        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }

        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
    )+};
}

id_columns!(
    UserId,
    GroupId,
    RoleId,
    ServiceId,
    SpawnerId,
    ShareId,
    ShareCodeId,
    TokenId
);

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.stored().into())
    }
}

/// A column of JSON text, as JupyterHub's `JSONDict` and `JSONList`.
pub(super) struct Json<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// Written as Python's `json.dumps` writes: `", "` and `": "` between parts, ASCII only.
impl<T: serde::Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let fail = |e| rusqlite::Error::ToSqlConversionFailure(Box::new(e));
        let value = serde_json::to_value(&self.0).map_err(fail)?;
        let mut text = String::new();
        write_python(&value, &mut text);
        Ok(text.into())
    }
}

fn write_python(value: &Value, out: &mut String) {
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
                write_python(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (key, member) in members {
                separate(&mut first, out);
                write_ascii(key, out);
                out.push_str(": ");
                write_python(member, out);
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
        let value = serde_json::json!({"a": [1, "zoë", null], "b": {"😀": true}});
        let mut text = String::new();
        write_python(&value, &mut text);
        assert_eq!(
            text,
            r#"{"a": [1, "zo\u00eb", null], "b": {"\ud83d\ude00": true}}"#
        );
    }
}
