//! The OpenAPI document of the REST API: the requests that `ops` declares, with the shapes of what is
//! sent and answered.
//!
//! Paths, methods, scopes and what each request does come from the declarations; `shapes` adds which
//! query, body and answers each has; `components.json` says what those look like.

mod shapes;

use serde_json::{Map, Value, json};

use self::shapes::{Shape, shape_of};
use crate::http::answer::JUPYTERHUB;
use crate::model::BaseUrl;
use crate::ops::request::Method;
use crate::ops::{Request, requests};

const COMPONENTS: &str = include_str!("components.json");

/// The document for a hub at `base_url`.
pub(super) fn document(base_url: &BaseUrl) -> Value {
    let mut paths = Map::new();
    for request in requests() {
        let path = paths
            .entry(request.path)
            .or_insert_with(|| Value::Object(Map::new()));
        let method = request.method.as_str().to_ascii_lowercase();
        path[method] = operation(request, shape_of(request));
    }
    let components: Value = serde_json::from_str(COMPONENTS).expect("a test reads the components");
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "hubctl",
            "description": "The REST API of a JupyterHub, and what hubctl adds to it.",
            "version": JUPYTERHUB,
            "license": { "name": "BSD-3-Clause" },
        },
        "servers": [{ "url": format!("{base_url}hub/api") }],
        "security": [{ "token": [] }],
        "tags": tags(),
        "paths": paths,
        "components": components,
    })
}

fn operation(request: &Request, shape: Option<&Shape>) -> Value {
    let mut operation = json!({
        "operationId": operation_id(request),
        "summary": capitalised(request.does),
        "description": description(request, shape),
        "tags": [tag(request)],
        "x-required-scope": request.any_of,
        "parameters": parameters(request, shape),
        "responses": responses(shape),
    });
    if request.added {
        operation["x-hubctl"] = json!(true);
    }
    if shape.is_some_and(|shape| shape.for_anybody) {
        operation["security"] = json!([]);
    }
    if let Some(body) = shape.and_then(|shape| shape.body) {
        let form = shape.is_some_and(|shape| shape.form);
        let kind = if form {
            "application/x-www-form-urlencoded"
        } else {
            "application/json"
        };
        operation["requestBody"] = json!({
            "required": shape.is_some_and(|shape| shape.must_have_body),
            "content": { kind: { "schema": schema(body) } },
        });
    }
    operation
}

/// `get_users_user_tokens`
fn operation_id(request: &Request) -> String {
    let words = request.parts().filter(|part| !part.is_empty());
    let words = words.map(|part| part.trim_matches(['{', '}']).replace('-', "_"));
    let method = request.method.as_str().to_ascii_lowercase();
    std::iter::once(method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

/// The noun that the path begins with.
fn tag(request: &Request) -> &'static str {
    match request.parts().next() {
        None | Some("") => "hub",
        Some(noun) => noun,
    }
}

/// Every tag once, in the order of the requests.
fn tags() -> Vec<Value> {
    let mut tags: Vec<&str> = Vec::new();
    for request in requests() {
        if !tags.contains(&tag(request)) {
            tags.push(tag(request));
        }
    }
    tags.into_iter().map(|tag| json!({ "name": tag })).collect()
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What it takes, for people.
fn description(request: &Request, shape: Option<&Shape>) -> String {
    let scopes: Vec<_> = request.any_of.iter().map(|s| format!("`{s}`")).collect();
    let mut text = match scopes.as_slice() {
        [] if shape.is_some_and(|shape| shape.for_anybody) => "Anybody may.".to_owned(),
        [] => "Any valid token will do.".to_owned(),
        [scope] => format!("Takes the scope {scope}."),
        scopes => format!("Takes any one of the scopes {}.", scopes.join(", ")),
    };
    if request.filtered && request.method == Method::Get {
        text += " The list is cut to what the scopes reach.";
    }
    if request.filtered && request.method != Method::Get {
        text += " They need not reach everything: what is described takes what it would take by itself.";
    }
    if request.added {
        text += " JupyterHub has no such request.";
    }
    text
}

fn parameters(request: &Request, shape: Option<&Shape>) -> Vec<Value> {
    let in_path = request.parts().filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        Some(json!({ "$ref": format!("#/components/parameters/in_path_{name}") }))
    });
    let query = shape.map_or(&[][..], |shape| shape.query);
    let in_query = query
        .iter()
        .map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
    in_path.chain(in_query).collect()
}

/// What is answered, and a refusal for all else.
fn responses(shape: Option<&Shape>) -> Value {
    let mut responses = json!({ "4XX": { "$ref": "#/components/responses/Refusal" } });
    for (status, answer) in shape.map_or(&[][..], |shape| shape.answers) {
        responses[status.to_string()] = match *answer {
            "" => json!({ "description": "Done; there is nothing to say" }),
            "Events" => events("Event"),
            "Happenings" => events("HappeningEvent"),
            "Page" => json!({
                "description": "A page for people",
                "content": { "text/html": { "schema": { "type": "string" } } },
            }),
            "Refusal" => json!({ "$ref": "#/components/responses/Refusal" }),
            name => json!({
                "description": described(name),
                "content": { "application/json": { "schema": schema(name) } },
            }),
        };
    }
    responses
}

fn events(of: &str) -> Value {
    json!({
        "description": "Events, as they come",
        "content": { "text/event-stream": { "schema": schema(of) } },
    })
}

/// `[Name]` as `A list of Name`.
fn described(name: &str) -> String {
    let item = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    item.map_or_else(|| name.to_owned(), |item| format!("A list of {item}"))
}

/// A schema by its name; `[Name]` is a list of it.
fn schema(name: &str) -> Value {
    match name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        Some(item) => json!({ "type": "array", "items": schema(item) }),
        None => json!({ "$ref": format!("#/components/schemas/{name}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_a_shape_and_every_shape_a_request() {
        for request in requests() {
            assert!(
                shape_of(request).is_some(),
                "{} {}",
                request.method,
                request.path
            );
        }
        let known: Vec<_> = requests().map(shapes::key).collect();
        for key in shapes::keys() {
            assert!(known.iter().any(|known| known == key), "{key}");
        }
    }

    #[test]
    fn every_name_in_the_document_is_defined() {
        let document = document(&BaseUrl::default());
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
