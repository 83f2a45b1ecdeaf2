//! What administrators do with people and their servers, and with the hub.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::time::timeout;

use super::{Field, Question, back, is_sure, names, users};
use crate::error::{Error, Result as Done};
use crate::http::answer::{Result, lead};
use crate::http::pages::{Visit, error};
use crate::http::refusal::Refusal;
use crate::hub::{Hub, Identity, Leaving, NotStarted, StartServer};
use crate::model::{ServerRef, UserName};
use crate::ops::hub::SHUTDOWN;
use crate::ops::users::{AddUsers, EditUser};
use crate::rbac::Target;

/// How long a browser waits for a start before it is shown how the page is now.
const PATIENCE: Duration = Duration::from_secs(1);

/// The field in which a new name is typed.
const NEW_NAME: &str = "new_name";

/// Do what a form of the page says.
pub(super) async fn act(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let action = visit.argument("action").unwrap_or_default();
    let name = UserName::from(visit.argument("name").unwrap_or_default().as_str());
    if !is_sure(visit)
        && let Some(question) = question(visit, &action, &name)
    {
        return question.ask(visit);
    }
    let hub = visit.hub();
    let server = ServerRef {
        user: name.clone(),
        server: visit.argument("server").unwrap_or_default().as_str().into(),
    };
    let done = match action.as_str() {
        "add" => return add(visit, who).await,
        "shutdown" => return shut_down(visit, who).await,
        "start" => start(hub, who, server).await,
        "stop" => hub.stop_server(who, &server, false).await.map(drop),
        "remove" => hub.stop_server(who, &server, true).await.map(drop),
        "rename" => return rename(visit, who, name).await,
        "make-admin" => set_admin(hub, who, name, true).await,
        "no-admin" => set_admin(hub, who, name, false).await,
        "delete" => hub.delete_user(who, name).await,
        _ => return Err(Refusal::bad_request("there is nothing of that name to do")),
    };
    match done {
        Ok(()) => back(visit),
        Err(error) => again(visit, who, error.into()),
    }
}

/// What is asked before `action`.
fn question(visit: &Visit<'_>, action: &str, name: &UserName) -> Option<Question> {
    match action {
        "delete" => Some(Question::new(
            format!("Delete {name}?"),
            &[
                "Their servers are stopped and deleted, with their tokens and what was shared with them.",
                "Files that they saved stay where the servers keep them.",
            ],
            "Delete",
        )),
        "remove" => {
            let server = visit.argument("server").unwrap_or_default();
            Some(Question::new(
                format!("Delete the server {server} of {name}?"),
                &["Files that were saved stay where the server keeps them."],
                "Delete",
            ))
        }
        "make-admin" => Some(
            Question::new(
                format!("Make {name} an administrator?"),
                &["They may then do everything here, with everybody's account and servers."],
                "Make an administrator",
            )
            .that_is_light(),
        ),
        "rename" => Some(new_name(name, name.to_string())),
        "shutdown" => Some(Question {
            choice: Some(("servers", "Stop everybody's servers, too")),
            ..Question::new(
                "Shut the hub down?".to_owned(),
                &[
                    "Nobody can sign in, start a server or reach one through the hub until it is started again.",
                ],
                "Shut down",
            )
        }),
        _ => None,
    }
}

/// Start `server`; the page shows how that goes.
async fn start(hub: &Arc<Hub>, who: &Arc<Identity>, server: ServerRef) -> Done<()> {
    let wanted = StartServer {
        server,
        display_name: None,
        user_options: None,
    };
    let (hub, who) = (Arc::clone(hub), Arc::clone(who));
    // It goes on, whether or not anybody waits.
    let starting = tokio::spawn(async move { hub.start_server(&who, wanted).await });
    match timeout(PATIENCE, starting).await {
        Err(_) | Ok(Ok(Ok(_))) => Ok(()),
        Ok(Ok(Err(NotStarted::Refused(error)))) => Err(error),
        Ok(Ok(Err(NotStarted::Throttled(throttled)))) => {
            Err(Error::conflict(throttled.to_string()))
        }
        Ok(Ok(Err(NotStarted::Failed(error)))) => Err(error.again()),
        Ok(Err(_)) => Err(Error::internal("a start broke off")),
    }
}

/// What somebody's name is to be, of which `typed` is what was typed.
fn new_name(name: &UserName, typed: String) -> Question {
    Question {
        field: Some(Field {
            name: NEW_NAME,
            label: "New name",
            value: typed,
        }),
        ..Question::new(
            format!("Rename {name}"),
            &[
                "They sign in by the new name from then on. Their servers, tokens and groups stay theirs, and servers that run go on where they are.",
                "Files stay where they are, too: a server that is started anew may look for them in a place of its new name.",
            ],
            "Rename",
        )
        .that_is_light()
    }
}

/// Give `name` the name that was typed.
async fn rename(visit: &mut Visit<'_>, who: &Arc<Identity>, name: UserName) -> Result {
    let hub = visit.hub();
    let typed = visit.argument(NEW_NAME).unwrap_or_default();
    let renamed = match hub.new_username(&typed) {
        Ok(new) => {
            let edit = EditUser {
                new_name: Some(new.into()),
                ..EditUser::of(name.clone())
            };
            hub.edit_user(who, edit).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match renamed {
        Ok(()) => back(visit),
        Err(error) => new_name(&name, typed).ask_again(visit, error.into()),
    }
}

async fn set_admin(hub: &Arc<Hub>, who: &Arc<Identity>, name: UserName, admin: bool) -> Done<()> {
    let edit = EditUser {
        admin: Some(admin),
        ..EditUser::of(name)
    };
    hub.edit_user(who, edit).await.map(drop)
}

/// Add those whose names were typed; who is there already stays as they are.
async fn add(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let hub = visit.hub();
    let typed = visit.argument("names").unwrap_or_default();
    let names = names(&typed).into_iter().map(|name| hub.new_username(name));
    let added = match names.collect::<Done<Vec<_>>>() {
        Ok(names) if names.is_empty() => Err(Error::invalid("type at least one name")),
        Ok(names) => {
            let admin = visit.form().last("admin") == Some("on");
            hub.change(who, AddUsers { names, admin }).await
        }
        Err(error) => Err(error),
    };
    match added {
        // Those who are new stand first.
        Ok(_) => {
            let to = users::url(&format!("{}admin", visit.base_url()), "", false, "-id");
            lead(StatusCode::SEE_OTHER, &to)
        }
        Err(error) => again(visit, who, error.into()),
    }
}

/// End the hub, once this is answered (`ShutdownAPIHandler.post`).
async fn shut_down(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let hub = visit.hub();
    if let Some(refused) = hub.refusal_of(who, SHUTDOWN.any_of, &Target::Anything)? {
        return Err(refused.error.into());
    }
    let leaving = Leaving {
        servers: Some(visit.form().last("servers") == Some("on")),
        proxy: None,
    };
    hub.note_done(who, &SHUTDOWN, &Target::Anything).await?;
    let mut page = users::page(visit, who)?;
    page.may_shut_down = false;
    page.error_message = Some("The hub is shutting down.".to_owned());
    let answer = visit.show(&page)?;
    tracing::info!("stopping, as somebody asked on the page for administrators");
    hub.shut_down(leaving);
    Ok(answer)
}

/// The page again, with why something could not be done.
fn again(visit: &mut Visit<'_>, who: &Identity, refusal: Refusal) -> Result {
    let told = refusal.tell();
    let mut page = users::page(visit, who)?;
    page.error_message = Some(error::in_sentences(&told));
    page.new_names = visit.argument("names").unwrap_or_default();
    visit.show_with(told.status, &page)
}
