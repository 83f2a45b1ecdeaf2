//! Servers: show, add, edit, start, stop, and follow their start.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Map, Value};

use super::Route;
use crate::error::{Error, Kind};
use crate::http::answer::{Answer, Result, empty, json, json_with};
use crate::http::ask::Ask;
use crate::http::body::{Body, is_nothing, refused};
use crate::http::events;
use crate::http::refusal::Refusal;
use crate::hub::{NotStarted, StartServer, Throttled, Waited};
use crate::model::{ServerName, ServerRef};
use crate::ops::servers::{
    ADMIN_ACCESS, EDIT, EDIT_DEFAULT, EditServer, FOLLOW, FOLLOW_DEFAULT, LOOK_AT, LOOK_AT_DEFAULT,
    LookAtServer, MAKE, MAKE_DEFAULT, MakeServer, READ_OUTPUT, READ_OUTPUT_DEFAULT, START,
    START_DEFAULT, STOP, STOP_DEFAULT,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LOOK_AT_DEFAULT, look),
        Route::new(&MAKE_DEFAULT, make),
        Route::new(&START_DEFAULT, start),
        Route::new(&EDIT_DEFAULT, edit),
        Route::new(&STOP_DEFAULT, stop),
        Route::new(&FOLLOW_DEFAULT, follow),
        Route::new(&LOOK_AT, look),
        Route::new(&MAKE, make),
        Route::new(&START, start),
        Route::new(&EDIT, edit),
        Route::new(&STOP, stop),
        Route::new(&FOLLOW, follow),
        Route::new(&READ_OUTPUT_DEFAULT, read_output),
        Route::new(&READ_OUTPUT, read_output),
        Route::new(&ADMIN_ACCESS, admin_access),
    ]
}

/// What a body may say of a server that is changed.
const FIELDS: &[&str] = &["name", "display_name", "user_options"];

async fn look(ask: Ask) -> Result {
    json(
        &ask.hub()
            .show(ask.identity()?, LookAtServer(server(&ask)))?,
    )
}

async fn make(mut ask: Ask) -> Result {
    let sent = Sent::of(ask.json().await?)?;
    let server = server(&ask);
    let operation = MakeServer {
        rules: ask.hub().name_rules(&server).await?,
        server,
        display_name: sent.display_name,
        user_options: sent.user_options,
    };
    let made = ask.hub().make_server(ask.identity()?, operation).await?;
    json_with(StatusCode::CREATED, &ask.hub().completed(made))
}

async fn start(mut ask: Ask) -> Result {
    let sent = Sent::of(ask.json().await?)?;
    let wanted = StartServer {
        server: server(&ask),
        display_name: sent.display_name,
        user_options: sent.user_options,
    };
    match ask.hub().start_server(ask.identity()?, wanted).await {
        Ok(Waited::Done) => Ok(plain(StatusCode::CREATED)),
        Ok(Waited::Pending) => Ok(plain(StatusCode::ACCEPTED)),
        Err(NotStarted::Refused(error)) => Err(error.into()),
        Err(NotStarted::Throttled(throttled)) => Ok(put_off(throttled)),
        // What its person can correct.
        Err(NotStarted::Failed(error)) if error.kind() == Kind::Invalid => {
            Err(error.again().into())
        }
        Err(NotStarted::Failed(error)) => Err(Refusal::with_status(
            StatusCode::INTERNAL_SERVER_ERROR,
            error.again(),
        )),
    }
}

/// Too much to do: what, and when to try again.
fn put_off(throttled: Throttled) -> Answer {
    let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, throttled.to_string());
    let mut answer = refusal.into_response();
    if let Throttled::Starting { retry } = throttled {
        let headers = answer.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(retry.as_secs()));
    }
    answer
}

async fn edit(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    if body.is_empty() {
        return Err(refused("name at least one field to change"));
    }
    body.only(FIELDS)?;
    let name = body.text_or_null("name")?;
    let display_name = body.text_or_null("display_name")?;
    let user_options = body.fields("user_options")?;
    let server = server(&ask);
    let edit = EditServer {
        rules: ask.hub().name_rules(&server).await?,
        server,
        name: name.map(ServerName::from),
        display_name: display_name.filter(|name| !name.is_empty()),
        user_options,
    };
    let edited = ask.hub().edit_server(ask.identity()?, edit).await?;
    let mut answer = json(&ask.hub().completed(edited))?;
    answer.headers_mut().insert(CONTENT_TYPE, JSON_IN_UTF8);
    Ok(answer)
}

/// What Tornado calls an object that it writes itself, as it does in this answer alone.
const JSON_IN_UTF8: HeaderValue = HeaderValue::from_static("application/json; charset=UTF-8");

async fn stop(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    let remove = body
        .take("remove")
        .is_some_and(|remove| !is_nothing(&remove));
    let server = server(&ask);
    let stopped = ask
        .hub()
        .stop_server(ask.identity()?, &server, remove)
        .await?;
    Ok(match stopped {
        Waited::Done => empty(StatusCode::NO_CONTENT),
        Waited::Pending => plain(StatusCode::ACCEPTED),
    })
}

async fn follow(ask: Ask) -> Result {
    let follow = ask.hub().follow_start(ask.identity()?, &server(&ask))?;
    Ok(events::answer(follow))
}

/// How many lines of what a server printed are answered where nobody says.
const LINES: usize = 100;

async fn read_output(ask: Ask) -> Result {
    let lines = match ask.query("lines") {
        Some(lines) => lines
            .parse()
            .map_err(|_| refused("`lines` must be a number"))?,
        None => LINES,
    };
    json(&ask.hub().printed(ask.identity()?, server(&ask), lines)?)
}

/// Not needed since 0.8, and not there: every server asks whom it lets in by OAuth.
async fn admin_access(_: Ask) -> Result {
    let error = Error::new(Kind::Denied, "admin access to user servers disabled")
        .hint("the scope `access:servers` lets into servers");
    Err(error.into())
}

/// The server that the path names.
fn server(ask: &Ask) -> ServerRef {
    ServerRef {
        user: ask.named("user").into(),
        server: ask.named("server").into(),
    }
}

/// An answer without a body, which is text to JupyterHub.
fn plain(status: StatusCode) -> Answer {
    let mut answer = empty(status);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    answer
}

/// What a body says of a server that is made or started (`UserServerAPIHandler.get_server_json_body`).
#[derive(Default)]
struct Sent {
    display_name: Option<String>,
    user_options: Option<Map<String, Value>>,
}

impl Sent {
    /// A body that has neither of the two fields is all of it the options, as it once was.
    fn of(sent: Option<Value>) -> Result<Self> {
        let mut body = Body::optional(sent)?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        let display_name = body.text("display_name")?;
        let user_options = if body.has("user_options") {
            body.fields_or_null("user_options")?
        } else {
            display_name.is_none().then(|| body.into_fields())
        };
        Ok(Self {
            display_name,
            user_options,
        })
    }
}
