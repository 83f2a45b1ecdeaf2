//! What people choose before a start: the form that they are shown, and what becomes of what they say.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::about::About;
use super::settings::{self, PROFILE};
use crate::config::{Config, FromForm, OrCommand, Profile};
use crate::error::{Error, Result};
use crate::hub::Hub;
use crate::model::ServerRef;
use crate::store::servers::running;

/// What people are asked before a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Nothing.
    Nothing,
    /// What the site says, in HTML.
    Html(String),
    /// Which of these sets of options it is to be; the field is called `profile`.
    Profiles(Vec<Choice>),
}

/// A set of options that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub slug: String,
    /// What people read.
    pub display_name: String,
    /// What they read besides; HTML of the site's.
    pub description: String,
    /// Whether it is the one that is chosen unless they choose another: that of last time, or the default.
    pub chosen: bool,
}

/// What a form says: of each of its fields, in their order there, all values, those of files as objects.
pub type Filled = IndexMap<String, Vec<Value>>;

/// What the command that reads a form is told besides.
#[derive(Serialize)]
struct FormData<'a> {
    form: &'a Filled,
}

impl Hub {
    /// What whoever starts `server` is asked (`Spawner.get_options_form`).
    ///
    /// # Errors
    /// Where the command that says it does not.
    pub async fn options_form(&self, server: &ServerRef) -> Result<Form> {
        let config = self.config();
        let last = self.last_options(server)?;
        let about = self.about(server, &last)?;
        let spawner = settings::as_known(self, &config, &about).await?;
        let html = &spawner.options_form;
        let html = about.said(&config, "spawner.options_form", html).await?;
        if !html.is_empty() {
            return Ok(Form::Html(html));
        }
        let profiles = &spawner.profiles;
        Ok(if profiles.is_empty() {
            Form::Nothing
        } else {
            Form::Profiles(choices(profiles, last.get(PROFILE)))
        })
    }

    /// The options that a filled-in form stands for (`Spawner.options_from_form`); those of a link to the form
    /// as well (`options_from_query`).
    ///
    /// # Errors
    /// Where the command that reads it refuses it, or fails.
    pub async fn options_from_form(
        &self,
        server: &ServerRef,
        form: &Filled,
    ) -> Result<Map<String, Value>> {
        let config = self.config();
        let about = self.about(server, &self.last_options(server)?)?;
        let spawner = settings::as_known(self, &config, &about).await?;
        read(&config, &about, &spawner.options_from_form, form).await
    }

    pub(super) fn last_options(&self, server: &ServerRef) -> Result<Map<String, Value>> {
        let row = self.pool.read(|tx, _| running::find(tx, server))?;
        Ok(row.and_then(|row| row.user_options).unwrap_or_default())
    }
}

async fn read(
    config: &Config,
    about: &About,
    reader: &OrCommand<FromForm>,
    form: &Filled,
) -> Result<Map<String, Value>> {
    let name = "spawner.options_from_form";
    match reader {
        OrCommand::Command { command } => {
            let told = FormData { form };
            let said = about.hook(config, name, Some(command), told).await?;
            said.ok_or_else(|| Error::unreachable(format!("the command of `{name}` said nothing")))
        }
        OrCommand::Value(_) if files(form).next().is_some() => Err(no_files(form)),
        OrCommand::Value(FromForm::Passthrough) => Ok(each(form, |all| all.into())),
        OrCommand::Value(FromForm::Simple) => Ok(each(form, simple)),
    }
}

/// The fields in which there are files.
fn files(form: &Filled) -> impl Iterator<Item = &String> {
    let fields = form.iter();
    fields
        .filter(|(_, all)| all.iter().any(Value::is_object))
        .map(|(name, _)| name)
}

/// What a file says, only a command knows; a database is no place to keep it.
fn no_files(form: &Filled) -> Error {
    let names: Vec<String> = files(form).map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    Error::invalid(format!("this hub does nothing with files, as in {names}"))
        .hint("leave them out, or tell whoever runs this hub of `spawner.options_from_form`")
}

fn each(form: &Filled, value: impl Fn(&[Value]) -> Value) -> Map<String, Value> {
    let fields = form.iter();
    fields
        .map(|(name, all)| (name.clone(), value(all)))
        .collect()
}

/// One value for one, and true for a box that is ticked (`Spawner._simple_options_from_form`).
fn simple(all: &[Value]) -> Value {
    match all {
        [one] if one == "on" => true.into(),
        [one] => one.clone(),
        all => all.into(),
    }
}

fn choices(profiles: &[Profile], last: Option<&Value>) -> Vec<Choice> {
    let last = match last {
        Some(Value::Array(all)) => all.first(),
        said => said,
    };
    let named = |slug: &str| last.and_then(Value::as_str) == Some(slug);
    let known = profiles.iter().find(|one| named(&one.slug));
    let chosen = known.or_else(|| profiles.iter().find(|one| one.default));
    let chosen = chosen.or(profiles.first()).map(|one| one.slug.as_str());
    let choice = |one: &Profile| Choice {
        slug: one.slug.clone(),
        display_name: one.display_name.clone(),
        description: one.description.clone(),
        chosen: chosen == Some(one.slug.as_str()),
    };
    profiles.iter().map(choice).collect()
}
