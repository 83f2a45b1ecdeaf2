//! What the environment tells that no argument may: secrets, and where files of one's own are.

use std::path::PathBuf;

use crate::client::Place;
use crate::model::Secret;

/// What the environment tells.
#[derive(Debug, Default)]
pub(in crate::cli) struct Outside {
    /// `HUBCTL_TOKEN`.
    token: Option<Secret>,
    /// `HUBCTL_HUB`, whose token that is where both are said.
    hub: Option<String>,
    /// `JUPYTERHUB_API_URL` and `JUPYTERHUB_API_TOKEN`, which a hub gives to its servers and services.
    notebook: Option<(String, Secret)>,
    /// Whether a browser can be shown to whoever is at the terminal.
    pub(in crate::cli) has_browser: bool,
    /// The folder of hubctl's own files.
    pub(in crate::cli) folder: Option<PathBuf>,
}

impl Outside {
    /// The environment of this process.
    #[expect(
        clippy::disallowed_methods,
        reason = "clap would let secrets be given as arguments, which everybody on the machine can see"
    )]
    pub(in crate::cli) fn read() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let url = variable("JUPYTERHUB_API_URL");
        let notebook = url.zip(variable("JUPYTERHUB_API_TOKEN").map(Secret::new));
        let home = || variable("HOME").map(|home| PathBuf::from(home).join(".config"));
        let config = variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home);
        Self {
            token: variable("HUBCTL_TOKEN").map(Secret::new),
            hub: variable("HUBCTL_HUB"),
            has_browser: cfg!(target_os = "macos")
                || ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]
                    .iter()
                    .any(|name| variable(name).is_some()),
            notebook,
            folder: config.map(|folder| folder.join("hubctl")),
        }
    }

    /// `HUBCTL_TOKEN`, where it is for the hub at `place`: beside `HUBCTL_HUB`, it is for that alone.
    pub(super) fn token_for(&self, place: &Place) -> Option<Secret> {
        let is_elsewhere = self.hub.as_ref().is_some_and(|hub| {
            let its: Result<Place, _> = hub.parse();
            its.is_ok_and(|its| its != *place)
        });
        self.token.clone().filter(|_| !is_elsewhere)
    }

    /// The hub whose server or service this is.
    pub(super) fn notebook(&self) -> Option<(&str, &Secret)> {
        let (url, token) = self.notebook.as_ref()?;
        Some((url, token))
    }

    /// The token of this server or service, where it is of the hub at `place`.
    pub(super) fn notebook_token_for(&self, place: &Place) -> Option<Secret> {
        let (url, token) = self.notebook()?;
        let its: Place = url.parse().ok()?;
        (its == *place).then(|| token.clone())
    }
}
