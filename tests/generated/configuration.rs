//! The tables of `docs/configuration.md`, and the schema.

use std::fmt::Write as _;
use std::fs;

use hubctl::config::{
    Config, Counterpart, DEVIATIONS, Declared, FLAGS, Section, Takes, counterpart,
};
use hubctl::model::Described;
use serde::Deserialize;
use serde_json::Value;

use super::check_file;

const PAGE: &str = "docs/configuration.md";
const BEGINNING: &str = "<!-- Made from the source by `just update`, down to the end. -->\n";

#[derive(Deserialize)]
struct Recorded {
    class: String,
    name: String,
}

#[test]
fn the_schema_is_current() {
    let schema = serde_json::to_string_pretty(&Config::schema()).unwrap();
    check_file("docs/hubctl.schema.json", &(schema + "\n"));
}

#[test]
fn the_schema_of_a_description_is_current() {
    let schema = serde_json::to_string_pretty(&Described::schema()).unwrap();
    check_file("docs/hub.schema.json", &(schema + "\n"));
}

#[test]
fn the_tables_of_the_configuration_are_current() {
    let path = format!("{}/{PAGE}", env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(path).unwrap();
    let (by_hand, _) = page.split_once(BEGINNING).unwrap();
    check_file(PAGE, &[by_hand, BEGINNING, &reference()].concat());
}

fn reference() -> String {
    let schema = Config::schema();
    let settled = Config::settled();
    let mut page = String::new();
    section(&mut page, &schema, &settled.hub);
    section(&mut page, &schema, &settled.auth);
    section(&mut page, &schema, &settled.spawner);
    section(&mut page, &schema, &settled.log);
    section(&mut page, &schema, &settled.crypt);
    section(&mut page, &schema, &settled.metrics);
    section(&mut page, &schema, &settled.audit);
    for (heading, name, definition) in [
        ("[[roles]]", "load_roles", "Role"),
        ("[[groups]]", "load_groups", "Group"),
        ("[[services]]", "services", "Service"),
        (
            "[custom_scopes.\"custom:…\"]",
            "custom_scopes",
            "CustomScope",
        ),
    ] {
        table(&mut page, &schema, heading, name, definition);
    }
    page + &flags() + &deviations() + &elsewhere()
}

fn recorded() -> Vec<Recorded> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/options/options.json"
    );
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn section<S: Section>(page: &mut String, schema: &Value, settled: &S) {
    let properties = definition(schema, &schema["properties"][S::NAME]);
    let defaults = toml::Table::try_from(settled).unwrap();
    let classes = recorded();
    let _ = write!(
        page,
        "\n## `[{}]`\n\n{}\n\n| option | JupyterHub 6.1.1 | type | default | a change takes effect | meaning |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        S::NAME,
        properties["description"].as_str().unwrap(),
    );
    for option in S::OPTIONS {
        let property = &properties["properties"][option.name];
        let there = jupyterhubs(&classes, option).unwrap_or_else(|| "—".to_owned());
        let default = defaults.get(option.name).map(ToString::to_string);
        let default = default.filter(|default| default != "\"\"");
        let takes = match option.takes {
            Takes::Live => "at once",
            Takes::Restart => "after a restart",
        };
        row(
            page,
            &[
                &format!("`{}`", option.name),
                &there,
                &type_of(property),
                &default.map_or_else(|| "—".to_owned(), |default| format!("`{default}`")),
                takes,
                property["description"].as_str().unwrap(),
            ],
        );
    }
}

/// `c.Class.option`, if JupyterHub has it.
fn jupyterhubs(recorded: &[Recorded], option: &Declared) -> Option<String> {
    let moved = format!("{}.{}", option.section, option.name);
    let mut same =
        recorded.iter().filter(
            |recorded| match counterpart(&recorded.class, &recorded.name) {
                Some(Counterpart::Option(here)) => here == option,
                Some(Counterpart::Moved(to)) => to == moved && option.section == "log",
                _ => false,
            },
        );
    same.next()
        .map(|recorded| format!("`c.{}.{}`", recorded.class, recorded.name))
}

fn table(page: &mut String, schema: &Value, heading: &str, name: &str, of: &str) {
    let fields = &schema["$defs"][of];
    let _ = write!(
        page,
        "\n## `{heading}`\n\n`c.JupyterHub.{name}`. {}\n\n| key | type | meaning |\n| --- | --- | --- |\n",
        fields["description"].as_str().unwrap(),
    );
    for (key, property) in fields["properties"].as_object().unwrap() {
        let meaning = property["description"].as_str().unwrap();
        row(page, &[&format!("`{key}`"), &type_of(property), meaning]);
    }
}

fn flags() -> String {
    let mut page = "\n## Flags and short variables\n\n| flag | option | variable besides |\n| --- | --- | --- |\n".to_owned();
    for flag in FLAGS {
        let variable = flag
            .variable
            .map_or_else(|| "—".to_owned(), |name| format!("`{name}`"));
        row(
            &mut page,
            &[
                &format!("`{}`", flag.flag),
                &format!("`{}`", flag.option),
                &variable,
            ],
        );
    }
    page
}

fn deviations() -> String {
    let mut page =
        "\n## Other defaults than JupyterHub's\n\n| option | why |\n| --- | --- |\n".to_owned();
    for deviation in DEVIATIONS {
        row(
            &mut page,
            &[&format!("`{}`", deviation.option), deviation.reason],
        );
    }
    page
}

/// Options of JupyterHub that have another name, or are not there.
fn elsewhere() -> String {
    let mut moved =
        "\n## Under another name\n\n| JupyterHub 6.1.1 | here |\n| --- | --- |\n".to_owned();
    let mut absent = "\n## Not here\n\n| JupyterHub 6.1.1 | why |\n| --- | --- |\n".to_owned();
    for Recorded { class, name } in recorded() {
        let there = format!("`c.{class}.{name}`");
        match counterpart(&class, &name) {
            Some(Counterpart::Moved(to)) => row(&mut moved, &[&there, &format!("`{to}`")]),
            Some(Counterpart::Absent(reason)) => row(&mut absent, &[&there, reason]),
            Some(Counterpart::Option(_)) | None => {}
        }
    }
    moved + &absent
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<_> = cells
        .iter()
        .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
        .collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

/// What `part` of the schema refers to, or itself.
fn definition<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    let target = part["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'));
    target.map_or(part, |target| schema.pointer(target).unwrap())
}

/// The type that `part` of the schema describes, in words.
fn type_of(part: &Value) -> String {
    if part["$ref"].is_string() {
        return "command".to_owned();
    }
    if let Some(words) = part["oneOf"].as_array() {
        let words: Vec<_> = words
            .iter()
            .map(|word| format!("`{}`", word["const"].as_str().unwrap()))
            .collect();
        return words.join(", ");
    }
    if let Some(either) = part["anyOf"].as_array() {
        let either: Vec<_> = either
            .iter()
            .map(type_of)
            .filter(|one| !one.is_empty())
            .collect();
        return either.join(", or ");
    }
    let secret = part["writeOnly"] == true;
    match named_type(part) {
        "string" if secret => "secret".to_owned(),
        "string" if part["pattern"].is_string() => "text as `2G`".to_owned(),
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "array" if part["items"].is_object() => {
            format!("list of: {}", type_of(&part["items"]))
        }
        "array" => "list".to_owned(),
        "object" if part["properties"]["command"].is_object() => "`{ command = […] }`".to_owned(),
        "object" if secret => "table, with secrets for keys".to_owned(),
        "object" if part["additionalProperties"].is_object() => {
            format!("table of: {}", type_of(&part["additionalProperties"]))
        }
        "object" => "table".to_owned(),
        "null" => String::new(),
        other => other.to_owned(),
    }
}

/// The type, whether or not the option may be left out.
fn named_type(part: &Value) -> &str {
    let types = part["type"].as_array();
    let named = types.and_then(|types| types.iter().find(|one| *one != "null"));
    named.unwrap_or(&part["type"]).as_str().unwrap_or_default()
}
