//! A hub of some people, which serves, and browsers that are signed in to it.

use std::fs;
use std::path::Path;

use hubctl::clock::Clock;
use hubctl::hub::Signer;

use crate::browser::Browser;
use crate::hub::Hub;
use crate::served::Served;

/// What signs the cookies.
pub(crate) const SECRET: [u8; 32] = [0x11; 32];

/// The cookie of a sign-in.
pub(crate) const LOGIN: &str = "jupyterhub-hub-login";
/// That of what one browser does.
pub(crate) const SESSION: &str = "jupyterhub-session-id";

/// The database, and the hub that serves it.
pub(crate) struct World {
    pub(crate) database: Hub,
    pub(crate) served: Served,
}

impl World {
    /// The hub of ada, an admin, lmata and eve.
    pub(crate) fn new() -> Self {
        Self::configured("")
    }

    /// The same with more of a configuration.
    pub(crate) fn configured(more: &str) -> Self {
        let database = Hub::fresh();
        database.succeed("users add ada --admin");
        database.succeed("users add lmata eve");
        Self::serving(database, more)
    }

    /// The hub of `database`.
    pub(crate) fn serving(database: Hub, more: &str) -> Self {
        let folder = database.path().parent().unwrap().to_owned();
        let served = serve(&folder, more);
        Self { database, served }
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::at(self.served.address())
    }

    /// A browser in which `name` is signed in.
    pub(crate) fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let value = signed(LOGIN, &self.cookie_id(name));
        browser.keep(LOGIN, "/hub/", &format!("\"{value}\""));
        browser.keep(SESSION, "/", "the-session-of-a-browser");
        browser
    }

    /// What the sign-ins of `name` say.
    pub(crate) fn cookie_id(&self, name: &str) -> String {
        self.database.stored(&format!(
            "SELECT cookie_id FROM users WHERE name = '{name}'"
        ))
    }
}

fn serve(folder: &Path, more: &str) -> Served {
    let config = folder.join("hubctl.toml");
    let secret = "11".repeat(SECRET.len());
    let text = format!("hub.cookie_secret = \"{secret}\"\n{more}\n");
    fs::write(&config, text).unwrap();
    Served::start(folder, &["--config", config.to_str().unwrap()])
}

/// `value` as the hub signs what is called `name`.
pub(crate) fn signed(name: &str, value: &str) -> String {
    Signer::new(&SECRET).sign(name, value, Clock::system().now())
}
