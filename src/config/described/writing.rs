//! A description as a file: entries one below the other, in the order of their names.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::model::Described;

/// The tables, in the order in which they are written.
const TABLES: [&str; 4] = ["users", "groups", "roles", "services"];

/// Fields of an entry that are written first, in this order; the rest follows in that of the alphabet.
const FIRST: [&str; 9] = [
    "name",
    "description",
    "admin",
    "url",
    "scopes",
    "users",
    "groups",
    "services",
    "properties",
];

/// A list of more than so many characters has a line for each of what is in it.
const LONG: usize = 96;

/// As TOML.
pub(super) fn toml(described: &Described) -> String {
    let (name, tables) = parts(described);
    let mut text = String::new();
    if let Some(name) = name {
        let _ = writeln!(text, "name = {}", toml_value(&name));
    }
    for (table, entries) in tables {
        for entry in entries {
            let separator = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{separator}[[{table}]]");
            for (key, value) in ordered(&entry) {
                let _ = writeln!(text, "{} = {}", toml_key(key), toml_field(value));
            }
        }
    }
    text
}

/// As YAML.
pub(super) fn yaml(described: &Described) -> String {
    let (name, tables) = parts(described);
    let mut text = String::new();
    if let Some(name) = name {
        let _ = writeln!(text, "name: {}", yaml_value(&name));
    }
    for (table, entries) in tables {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{separator}{table}:");
        for entry in entries {
            for (at, (key, value)) in ordered(&entry).into_iter().enumerate() {
                let begin = if at == 0 { "- " } else { "  " };
                let _ = writeln!(text, "{begin}{}:{}", yaml_key(key), yaml_field(value));
            }
        }
    }
    text
}

/// A table, by its name, with its entries.
type Table = (&'static str, Vec<Map<String, Value>>);

/// The name, and the entries of each table that has any.
fn parts(described: &Described) -> (Option<Value>, Vec<Table>) {
    let written = serde_json::to_value(described).unwrap_or_default();
    let entries = |table: &str| -> Vec<Map<String, Value>> {
        let entries = written.get(table).and_then(Value::as_array);
        let objects = entries.into_iter().flatten().filter_map(Value::as_object);
        objects.cloned().collect()
    };
    let tables = TABLES.into_iter().map(|table| (table, entries(table)));
    let tables = tables.filter(|(_, entries)| !entries.is_empty());
    (written.get("name").cloned(), tables.collect())
}

fn ordered(entry: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let first = FIRST
        .iter()
        .filter_map(|key| Some((*key, entry.get(*key)?)));
    let rest = entry.iter().map(|(key, value)| (key.as_str(), value));
    let rest = rest.filter(|(key, _)| !FIRST.contains(key));
    first.chain(rest).collect()
}

/// The value of an entry's field: a long list over several lines.
fn toml_field(value: &Value) -> String {
    let line = toml_value(value);
    match value {
        Value::Array(items) if line.chars().count() > LONG => {
            let items = items
                .iter()
                .map(|item| format!("    {},\n", toml_value(item)));
            format!("[\n{}]", items.collect::<String>())
        }
        _ => line,
    }
}

fn toml_value(value: &Value) -> String {
    match value {
        Value::String(text) => toml::Value::from(text.as_str()).to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(toml_value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| {
                format!("{} = {}", toml_key(key), toml_value(value))
            };
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        // A fraction stays one, and what is not finite is none of JSON.
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            toml::Value::from(number).to_string()
        }
        other => other.to_string(),
    }
}

fn toml_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        // One line, whatever is in it.
        Value::from(key).to_string().replace('\u{7f}', "\\u007f")
    }
}

/// What comes after the colon.
fn yaml_field(value: &Value) -> String {
    let line = format!(" {}", yaml_value(value));
    match value {
        Value::Array(items) if line.chars().count() > LONG => {
            let items = items
                .iter()
                .map(|item| format!("\n  - {}", yaml_value(item)));
            items.collect()
        }
        _ => line,
    }
}

/// As JSON has it, but for texts that can do without quotes.
fn yaml_value(value: &Value) -> String {
    match value {
        Value::String(text) => yaml_text(text),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(yaml_value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| {
                format!("{}: {}", yaml_key(key), yaml_value(value))
            };
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

fn yaml_key(key: &str) -> String {
    yaml_text(key)
}

/// Text without quotes, where it is nothing else then.
fn yaml_text(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    let begins = text.starts_with(|first: char| first.is_alphabetic() || first == '/');
    let is_word = WORDS.contains(&text.to_lowercase().as_str());
    if begins && !is_word && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        Value::from(text).to_string().replace('\u{7f}', "\\u007f")
    }
}
