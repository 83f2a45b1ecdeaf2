//! The JSON Schema of a configuration, which editors complete and check by.

use schemars::schema_for;
use serde_json::Value;

use super::Config;

impl Config {
    /// The schema of a configuration file. What holds secrets is marked `writeOnly`.
    pub fn schema() -> Value {
        let mut schema = schema_for!(Config).to_value();
        // By name, as people look for them.
        schema.sort_all_objects();
        schema
    }
}

/// Whether `section.option`, or a table beside the sections, holds what must not be seen.
pub(super) fn holds_secrets(option: &str) -> bool {
    let schema = Config::schema();
    let mut part = Some(&schema);
    for name in option.split('.') {
        part = part
            .map(|part| followed(&schema, part))
            .and_then(|part| part.get("properties")?.get(name));
    }
    part.is_some_and(|part| secret_within(&schema, part))
}

/// `part`, or what it refers to.
fn followed<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    let target = part.get("$ref").and_then(Value::as_str);
    target
        .and_then(|target| schema.pointer(target.strip_prefix('#')?))
        .unwrap_or(part)
}

fn secret_within(schema: &Value, part: &Value) -> bool {
    match followed(schema, part) {
        Value::Object(fields) => fields.iter().any(|(name, field)| match name.as_str() {
            "writeOnly" => field == true,
            "default" => false,
            _ => secret_within(schema, field),
        }),
        Value::Array(items) => items.iter().any(|item| secret_within(schema, item)),
        _ => false,
    }
}
