//! Services.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::Route;
use crate::http::answer::{Result, empty, json, json_with};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::model::{Environment, Secret, ServiceName, ServiceSpec};
use crate::ops::services::{
    ADD, AddService, DELETE, DeleteService, LIST, ListServices, SHOW, ServiceFilter, ShowService,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST, list),
        Route::new(&SHOW, show),
        Route::new(&ADD, add),
        Route::new(&DELETE, delete),
    ]
}

/// What a body may say of a service (`APIHandler._service_model_types`).
const FIELDS: &[&str] = &[
    "name",
    "admin",
    "url",
    "oauth_client_allowed_scopes",
    "api_token",
    "info",
    "display",
    "oauth_no_confirm",
    "command",
    "cwd",
    "environment",
    "user",
    "oauth_client_id",
    "oauth_redirect_uri",
];

async fn list(ask: Ask) -> Result {
    let operation = ListServices(ServiceFilter::default());
    let services = ask.hub().show(ask.identity()?, operation)?;
    let by_name: BTreeMap<_, _> = services
        .iter()
        .map(|service| (service.name.as_str(), service))
        .collect();
    json(&by_name)
}

async fn show(ask: Ask) -> Result {
    json(
        &ask.hub()
            .show(ask.identity()?, ShowService(service(&ask)))?,
    )
}

async fn add(mut ask: Ask) -> Result {
    let nothing = || refused("say what the service is, in a JSON object");
    let mut body = Body::object(ask.json().await?.ok_or_else(nothing)?)?;
    if body.is_empty() {
        return Err(nothing());
    }
    let token = body.text("api_token")?.filter(|token| !token.is_empty());
    let operation = AddService {
        name: service(&ask),
        spec: spec(body)?,
        secret: None,
        token: token.map(Secret::new),
    };
    let added = ask.hub().change(ask.identity()?, operation).await?;
    ask.hub().follow_services().await;
    json_with(StatusCode::CREATED, &added.service)
}

fn spec(mut body: Body) -> Result<ServiceSpec> {
    body.only(FIELDS)?;
    let environment = body.fields("environment")?.map(variables).transpose()?;
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    Ok(ServiceSpec {
        url: given(body.text("url")?),
        admin: body.flag("admin")?,
        display: body.flag("display")?,
        oauth_no_confirm: body.flag("oauth_no_confirm")?,
        allowed_scopes: body.texts("oauth_client_allowed_scopes")?,
        client_id: given(body.text("oauth_client_id")?),
        redirect_uri: given(body.text("oauth_redirect_uri")?),
        command: body.texts("command")?,
        cwd: given(body.text("cwd")?),
        environment,
        user: given(body.text("user")?),
        timeout: None,
        info: body.fields("info")?,
    })
}

fn variables(fields: Map<String, Value>) -> Result<Environment> {
    let variable = |(name, value)| match value {
        Value::String(value) => Ok((name, value)),
        _ => Err(refused("what is in `environment` must be text")),
    };
    fields.into_iter().map(variable).collect()
}

async fn delete(ask: Ask) -> Result {
    let name = service(&ask);
    let operation = DeleteService(name);
    ask.hub().change(ask.identity()?, operation).await?;
    ask.hub().follow_services().await;
    Ok(empty(StatusCode::OK))
}

fn service(ask: &Ask) -> ServiceName {
    ask.named("service").into()
}
