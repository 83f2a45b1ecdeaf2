//! Every option of JupyterHub 6.1.1 is an option here, or is answered for.
//!
//! `tests/golden/options/record.py` recorded them, with what each is where nothing is said.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;

use hubctl::config::{ABSENT, Config, Counterpart, DEVIATIONS, Given, Service, counterpart};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Recorded {
    class: String,
    name: String,
    default: Value,
}

impl Recorded {
    fn counterpart(&self) -> Option<Counterpart> {
        counterpart(&self.class, &self.name)
    }

    /// The default as a file has it; `None` for what depends on the machine, and for nothing, which TOML has no
    /// word for.
    fn default(&self) -> Option<toml::Value> {
        let word = match self.default["python"].as_str() {
            Some(function) => match function.rsplit(['.', '_']).next().unwrap() {
                "idna" => json!("idna"),
                "form" => json!("passthrough"),
                _ => json!(function),
            },
            None => self.default.clone(),
        };
        if word.to_string().contains(r#"{"unknown":true}"#) {
            return None;
        }
        toml::Value::try_from(word).ok()
    }
}

fn recorded() -> Vec<Recorded> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/options/options.json"
    );
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// `said` in a file, read.
fn read(said: &str) -> Result<Config, String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), said).unwrap();
    let given = Given {
        file: Some(file.path().to_owned()),
        ..Given::default()
    };
    let loaded = Config::load(&given);
    Ok(loaded.map_err(|problems| problems.to_string())?.config)
}

#[test]
fn every_option_of_jupyterhub_is_here_or_has_a_reason_not_to_be() {
    let options = recorded()
        .into_iter()
        .filter(|option| option.class != "Service");
    let lost: Vec<_> = options
        .filter(|option| option.counterpart().is_none())
        .map(|option| format!("{}.{}", option.class, option.name))
        .collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn a_service_takes_what_it_takes_there() {
    let service = |key: &str, value: &Value| {
        let mut service = json!({ "name": "x" });
        service[key] = value.clone();
        serde_json::from_value::<Service>(service)
    };
    for Recorded { name, default, .. } in
        recorded().iter().filter(|option| option.class == "Service")
    {
        let refused = service(name, default).err().map(|error| error.to_string());
        let unknown = refused.is_some_and(|error| error.contains("unknown field"));
        assert!(!unknown, "{name}");
    }
    assert!(
        service("no_such_key", &json!(1))
            .unwrap_err()
            .to_string()
            .contains("unknown field")
    );
}

#[test]
fn no_reason_is_given_for_an_option_that_jupyterhub_does_not_have() {
    let there: BTreeSet<_> = recorded()
        .iter()
        .map(|option| format!("{}.{}", option.class, option.name))
        .collect();
    for absent in ABSENT {
        assert!(there.contains(absent.name), "{}", absent.name);
        assert!(!absent.reason.is_empty());
    }
}

#[test]
fn an_option_has_the_default_that_it_has_there_unless_said_otherwise() {
    let nothing = Config::settled();
    let mut different = Vec::new();
    for option in recorded() {
        let (Some(Counterpart::Option(here)), Some(value)) =
            (option.counterpart(), option.default())
        else {
            continue;
        };
        let said = read(&format!("[{}]\n{} = {value}", here.section, here.name));
        let same = said.as_ref().is_ok_and(|said| *said == nothing);
        if !same {
            let name = format!("{}.{}", here.section, here.name);
            let why = said.map_or_else(
                |error| error,
                |said| format!("{:?}", nothing.changes(&said)),
            );
            different.push((name, why));
        }
    }
    let known: Vec<_> = DEVIATIONS
        .iter()
        .map(|deviation| deviation.option)
        .collect();
    let names: Vec<_> = different.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, known, "{different:#?}");
}
