//! Which door a command goes through: to the database, or to a hub that runs.
//!
//! What the command line says wins: `--db`, or `--hub` and `--profile`. Else what the environment says:
//! `HUBCTL_DB`, or `HUBCTL_HUB` and `HUBCTL_PROFILE`. Else the profile that is in use since `hubctl login`.
//! Else the hub whose server this is, as a notebook's environment tells. Else the database in this
//! folder. Two doors named at the same place are refused.

mod keyring;
mod outside;
mod profiles;
mod tokens;

use std::path::PathBuf;
use std::time::Duration;

use clap::ArgMatches;
use clap::parser::ValueSource;

pub(super) use self::outside::Outside;
pub(super) use self::profiles::{Profile, Profiles};
pub(super) use self::tokens::{Kept, Tokens};
use super::args::Global;
use crate::client::{Place, Settings};
use crate::config::database::DbUrl;
use crate::error::{Error, Kind, Result};
use crate::model::Secret;

/// How long a hub may say nothing, unless said otherwise.
const PATIENCE: u64 = 30;

/// A door.
#[derive(Debug)]
pub(super) enum Door {
    /// The database itself.
    Direct(DbUrl),
    /// A hub that runs.
    Remote(Box<Named>),
}

/// A hub, and what named it.
#[derive(Debug)]
pub(super) struct Named {
    /// How it is reached; the token where the environment has it.
    pub(super) settings: Settings,
    /// Where the token is looked for else.
    pub(super) kept: Option<KeptToken>,
    /// The profile, if one was named or is in use.
    pub(super) profile: Option<String>,
    /// Whether this command or its environment names it, and not only an earlier `hubctl login`.
    pub(super) said: bool,
}

/// The token of a profile, which is looked for only when a hub is asked: a keyring may have to be unlocked for it.
#[derive(Debug)]
pub(super) struct KeptToken {
    name: String,
    profile: Profile,
    tokens: Tokens,
}

impl KeptToken {
    fn of(outside: &Outside, name: &str, profile: &Profile) -> Self {
        Self {
            name: name.to_owned(),
            profile: profile.clone(),
            tokens: Tokens::new(outside),
        }
    }

    /// The token, if there is one.
    pub(super) fn find(&self) -> Result<Option<Secret>> {
        self.tokens.find(&self.name, &self.profile)
    }
}

/// Where two doors can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Line,
    Environment,
}

/// Which arguments were given, and where.
#[derive(Debug, Default)]
pub(super) struct Given {
    db: Option<From>,
    hub: Option<From>,
    profile: Option<From>,
}

impl Given {
    /// What the parsed command line tells of itself.
    pub(super) fn of(matches: &ArgMatches) -> Self {
        let from = |id: &str| match matches.value_source(id) {
            Some(ValueSource::CommandLine) => Some(From::Line),
            Some(ValueSource::EnvVariable) => Some(From::Environment),
            _ => None,
        };
        Self {
            db: from("db"),
            hub: from("hub"),
            profile: from("profile"),
        }
    }

    /// Whether the database is meant; `None` where nothing says.
    fn direct(&self) -> Result<Option<bool>> {
        for (place, what) in [
            (From::Line, "both `--db` and a hub are named"),
            (
                From::Environment,
                "the environment names both a database and a hub",
            ),
        ] {
            let db = self.db == Some(place);
            let (url, profile) = (self.hub == Some(place), self.profile == Some(place));
            if url && profile {
                let both = match place {
                    From::Line => "both `--hub` and `--profile` are said",
                    From::Environment => "both `HUBCTL_HUB` and `HUBCTL_PROFILE` are set",
                };
                return Err(Error::invalid(both).hint("a command asks one hub: leave one out"));
            }
            match (db, url || profile) {
                (true, true) => {
                    return Err(
                        Error::invalid(what).hint("a command works on the one or asks the other")
                    );
                }
                (false, false) => {}
                (db, _) => return Ok(Some(db)),
            }
        }
        Ok(None)
    }
}

impl Door {
    /// The door that the arguments, the environment and the profiles lead to.
    pub(super) fn choose(global: &Global, given: &Given, outside: &Outside) -> Result<Self> {
        let direct = || global.db.as_deref().map(str::parse).transpose();
        match given.direct()? {
            Some(true) => return Ok(Self::Direct(direct()?.unwrap_or_default())),
            Some(false) => return remote(global, given, outside),
            None => {}
        }
        let profiles = Profiles::read(outside)?;
        if let Some((name, profile)) = profiles.in_use() {
            let named = of_profile(global, outside, name, profile)?;
            return Ok(Self::Remote(Box::new(named)));
        }
        if let Some((url, token)) = outside.notebook() {
            let settings = settings(global, url.parse()?, Some(token.clone()), None);
            return Ok(Self::remote(settings, None, None));
        }
        Ok(Self::Direct(DbUrl::default()))
    }

    fn remote(settings: Settings, kept: Option<KeptToken>, profile: Option<String>) -> Self {
        Self::Remote(Box::new(Named {
            settings,
            kept,
            profile,
            said: true,
        }))
    }
}

/// The hub that is named by its URL or by a profile; where both are, the URL is of the nearer place.
fn remote(global: &Global, given: &Given, outside: &Outside) -> Result<Door> {
    let by_profile = given.profile == Some(From::Line) || given.hub.is_none();
    let profiles = Profiles::read(outside)?;
    match (&global.profile, &global.hub) {
        (Some(name), _) if by_profile => {
            let profile = profiles.named(name)?;
            let named = of_profile(global, outside, name, profile)?;
            Ok(Door::Remote(Box::new(Named {
                said: true,
                ..named
            })))
        }
        (_, Some(url)) => {
            let place: Place = url.parse()?;
            let known = profiles.at(&place);
            let kept = known.map(|(name, profile)| KeptToken::of(outside, name, profile));
            let token = match (outside.token_for(&place), &kept) {
                (None, None) => outside.notebook_token_for(&place),
                (token, _) => token,
            };
            let settings = settings(global, place, token, known.map(|(_, profile)| profile));
            Ok(Door::remote(settings, kept, None))
        }
        _ => Err(Error::invalid("no hub is named")),
    }
}

fn of_profile(global: &Global, outside: &Outside, name: &str, profile: &Profile) -> Result<Named> {
    let place: Place = profile.hub.parse()?;
    let token = outside.token_for(&place);
    Ok(Named {
        settings: settings(global, place, token, Some(profile)),
        kept: Some(KeptToken::of(outside, name, profile)),
        profile: Some(name.to_owned()),
        said: false,
    })
}

/// What the command line says, else the profile.
pub(super) fn settings(
    global: &Global,
    place: Place,
    token: Option<Secret>,
    profile: Option<&Profile>,
) -> Settings {
    let kept =
        |of: fn(&Profile) -> &Option<PathBuf>| profile.and_then(|profile| of(profile).clone());
    let patience = global
        .hub_timeout
        .or(profile.and_then(|profile| profile.timeout));
    Settings {
        place,
        token,
        ca: global.ca.clone().or_else(|| kept(|profile| &profile.ca)),
        certificate: global
            .client_cert
            .clone()
            .or_else(|| kept(|profile| &profile.client_cert)),
        patience: Duration::from_secs(patience.unwrap_or(PATIENCE)),
    }
}

/// There is no token for the hub at `place`.
pub(super) fn no_token(place: &Place) -> Error {
    Error::new(Kind::Denied, format!("there is no token for `{place}`")).hint(format!(
        "`hubctl login {place}`, or put one into `HUBCTL_TOKEN`"
    ))
}
