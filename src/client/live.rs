//! What only a hub that runs can do, the same on every hub: its servers, its routes, its end.

use reqwest::StatusCode;
use reqwest::header::IF_NONE_MATCH;
use serde_json::{Map, Value, json};

use super::Remote;
use super::answer::Answer;
use super::http::{PAGES, Question};
use crate::error::{Error, Kind, Result};
use crate::model::{Server, ServerRef, User, UserName};
use crate::ops::sent::heard;
use crate::ops::users::ShowUser;
use crate::ops::{Request, hub, servers, users};

/// What came of a start or a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is done.
    Done,
    /// It goes on.
    Pending,
}

/// The users with running servers, told from an earlier look.
#[derive(Debug, Default)]
pub struct Watched {
    tag: Option<String>,
}

impl Remote {
    /// Start a server, with these options.
    ///
    /// # Errors
    /// Where the hub refuses, as it runs already, or its start fails at once.
    pub fn start(&self, server: &ServerRef, options: &Map<String, Value>) -> Result<Came> {
        let request = on(server, &servers::START_DEFAULT, &servers::START);
        self.came(&request.with(options)?, server)
    }

    /// Stop a server.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn stop(&self, server: &ServerRef) -> Result<Came> {
        self.came(&on(server, &servers::STOP_DEFAULT, &servers::STOP), server)
    }

    /// Delete a named server, which is stopped first where it runs.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn remove(&self, server: &ServerRef) -> Result<Came> {
        let request = on(server, &servers::STOP_DEFAULT, &servers::STOP);
        self.came(&request.with(&json!({ "remove": true }))?, server)
    }

    /// A server as the hub knows it now; `None` where it does not run and has no name.
    ///
    /// # Errors
    /// Where there is no such user.
    pub fn server(&self, server: &ServerRef) -> Result<Option<Server>> {
        self.known()?;
        let question = Question::of(&users::SHOW, &[server.user.as_str()])
            .asking("include_stopped_servers", "1");
        let answer = self.http.send(&question)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Err(self.no_user(&server.user));
        }
        let user: User = answer.outcome(self.place())?;
        let mut servers = user.servers.into_shown().unwrap_or_default();
        Ok(servers.remove(&server.server))
    }

    /// That there is no such user, as it is said of users.
    fn no_user(&self, name: &UserName) -> Error {
        let show = ShowUser {
            name: name.clone(),
            stopped_servers: false,
        };
        match self.look(show) {
            Err(error) if error.kind() == Kind::NotFound => error,
            _ => Error::not_found("user", name).hint("see `hubctl users list`"),
        }
    }

    /// The last `lines` of what a server printed.
    ///
    /// # Errors
    /// Where the hub refuses, keeps nothing, or is a JupyterHub, which does not tell.
    pub fn printed(&self, server: &ServerRef, lines: usize) -> Result<Vec<String>> {
        let known = self.known()?;
        if known.hubctl.is_none() {
            return Err(Error::invalid(format!(
                "this hub is {}, whose API does not tell what servers print",
                known.name()
            ))
            .hint("see the hub's log on its machine"));
        }
        let request = on(server, &servers::READ_OUTPUT_DEFAULT, &servers::READ_OUTPUT);
        let question = request.asking("lines", &lines);
        let told: Value = self.http.send(&question)?.outcome(self.place())?;
        heard(told["lines"].clone())
    }

    /// The proxy's routes, by what they are for.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn routes(&self) -> Result<Map<String, Value>> {
        self.known()?;
        let mut routes = Map::new();
        let mut offset = 0;
        loop {
            let question = Question::of(&hub::ROUTES, &[])
                .accepting(PAGES)
                .asking("offset", &offset);
            let mut page: Value = self.http.send(&question)?.outcome(self.place())?;
            if page.get("_pagination").is_none() {
                page = json!({ "items": page });
            }
            if let Some(Value::Object(items)) = page.get_mut("items").map(Value::take) {
                routes.extend(items);
            }
            match page["_pagination"]["next"]["offset"].as_u64() {
                Some(next) if next > offset => offset = next,
                _ => return Ok(routes),
            }
        }
    }

    /// What the hub is made of.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn info(&self) -> Result<Value> {
        self.known()?;
        self.http
            .send(&Question::of(&hub::INFO, &[]))?
            .outcome(self.place())
    }

    /// Have the hub end; whether servers and the proxy go on, the hub's configuration says where `None`.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn shut_down(&self, servers: Option<bool>, proxy: Option<bool>) -> Result<()> {
        self.known()?;
        let mut wishes = Map::new();
        for (name, wish) in [("servers", servers), ("proxy", proxy)] {
            if let Some(wish) = wish {
                wishes.insert(name.to_owned(), json!(wish));
            }
        }
        let question = Question::of(&hub::SHUTDOWN, &[]).with(&wishes)?;
        self.http.send(&question)?.outcome::<Value>(self.place())?;
        Ok(())
    }

    /// Have the hub read its configuration again.
    ///
    /// # Errors
    /// Where the hub refuses, or is a JupyterHub, which cannot.
    pub fn reload(&self) -> Result<()> {
        let known = self.known()?;
        if known.hubctl.is_none() {
            return Err(Error::invalid(format!(
                "this hub is {}, which reads its configuration only when it starts",
                known.name()
            ))
            .hint("restart it"));
        }
        let question = Question::of(&hub::RELOAD, &[]);
        self.http.send(&question)?.outcome::<Value>(self.place())?;
        Ok(())
    }

    /// The users who have servers that run or are in the middle of something; `None` where that is as it
    /// was when `watched` last looked.
    ///
    /// # Errors
    /// Where the hub refuses.
    pub fn look_again(&self, watched: &mut Watched) -> Result<Option<Vec<User>>> {
        self.known()?;
        let mut question = Question::of(&users::LIST, &[]).asking("state", "active");
        if let Some(tag) = &watched.tag {
            question = question.with_header(IF_NONE_MATCH, tag);
        }
        let answer = self.http.send(&question)?;
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        watched.tag = answer.tag();
        answer.outcome(self.place()).map(Some)
    }

    fn came(&self, question: &Question, server: &ServerRef) -> Result<Came> {
        self.known()?;
        let answer = self.http.send(question)?;
        match answer.status() {
            StatusCode::ACCEPTED => Ok(Came::Pending),
            status if status.is_success() => Ok(Came::Done),
            _ => Err(refused(&answer, self, server)),
        }
    }
}

/// The request about a server: its default one, or one with a name.
fn on(server: &ServerRef, default: &Request, named: &Request) -> Question {
    match server.server.as_str() {
        "" => Question::of(default, &[server.user.as_str()]),
        name => Question::of(named, &[server.user.as_str(), name]),
    }
}

/// What is refused of a server; the hub tells what it is in the middle of.
fn refused(answer: &Answer, remote: &Remote, server: &ServerRef) -> Error {
    let error = answer.refusal(remote.place());
    match error.kind() {
        Kind::NotFound => match remote.server(server) {
            Err(error) if error.kind() == Kind::NotFound => error,
            _ => Error::not_found("server", server)
                .hint(format!("see `hubctl servers list --user {}`", server.user)),
        },
        // JupyterHub answers 400 to what its state refuses.
        Kind::Invalid if error.message().contains("already running") => {
            Error::conflict(format!("`{server}` runs already"))
        }
        _ => error,
    }
}
