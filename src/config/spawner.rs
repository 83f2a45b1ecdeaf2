//! `[spawner]`: what `c.Spawner`, `c.LocalProcessSpawner` and `c.SimpleLocalProcessSpawner` say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kinds::FromForm;
use super::section::section;
use super::value::{Bytes, CommandLine, HttpUrl, Limit, OrCommand, Seconds};
use crate::model::{GroupName, Secret};

section! {
    /// How people's servers are started, watched and stopped.
    pub struct Spawner in "spawner" {
        /// The command that a server is.
        live cmd: CommandLine = CommandLine::new(["jupyterhub-singleuser"]);
        /// Its arguments besides.
        live args: Vec<String> = Vec::new();
        /// The folder that it shows; `~` is the person's home, `{username}` their name.
        live notebook_dir: String = String::new();
        /// The page that it opens with; `{username}` is the person's name.
        live default_url: String = String::new();
        /// The host that it listens on; empty for every interface.
        live ip: String = "127.0.0.1".to_owned();
        /// The port that it listens on; 0 is any free one.
        live port: u16 = 0;
        /// Variables of its environment, which have the last word: each a string, or a command that says it.
        live environment: BTreeMap<String, OrCommand<Secret>> = BTreeMap::new();
        /// The variables of the hub's environment that it inherits.
        live env_keep: Vec<String> = ENV_KEEP.map(str::to_owned).to_vec();
        /// Whether it says all that it does.
        live debug: bool = false;
        /// Leave out what people configure in their homes.
        live disable_user_config: bool = false;
        /// The URL of the hub that it is told.
        live hub_connect_url: Option<HttpUrl> = None;

        /// How long its start may take, in seconds.
        live start_timeout: Seconds = Seconds::new(60);
        /// How long it may take to answer once it has started, in seconds.
        live http_timeout: Seconds = Seconds::new(30);
        /// How often it is looked at, in seconds; 0 is never.
        live poll_interval: Seconds = Seconds::new(30);
        /// By which part of that the time between two looks varies, from 0 to 1.
        live poll_jitter: f64 = 0.1;
        /// After how many failures in a row, of whosever servers, the hub stops; 0 is never.
        live consecutive_failure_limit: Limit = Limit::new(0);

        /// The most memory it may use, in bytes, or with `K`, `M`, `G`, `T` after the number.
        live mem_limit: Option<Bytes> = None;
        /// The memory kept for it, in bytes, or with `K`, `M`, `G`, `T` after the number.
        live mem_guarantee: Option<Bytes> = None;
        /// The most processors it may use.
        live cpu_limit: Option<f64> = None;
        /// The processors kept for it.
        live cpu_guarantee: Option<f64> = None;

        /// What its own token may do, within what its person may; empty, what the role `server` may.
        live server_token_scopes: OrCommand<Vec<String>> = OrCommand::Value(Vec::new());
        /// What it may do for those who open it, besides letting them in.
        live oauth_client_allowed_scopes: OrCommand<Vec<String>> = OrCommand::Value(Vec::new());
        /// The same in roles; `oauth_client_allowed_scopes` has taken its place.
        live oauth_roles: OrCommand<Vec<String>> = OrCommand::Value(Vec::new());

        /// The form that people fill in before a start, in HTML.
        live options_form: OrCommand<String> = OrCommand::Value(String::new());
        /// What becomes of the form's values: `passthrough`, `simple`, or a command.
        live options_from_form: OrCommand<FromForm> = OrCommand::Value(FromForm::Passthrough);
        /// How a server's options change it: the option of `[spawner]` for each, or a command.
        live apply_user_options: Option<OrCommand<BTreeMap<String, String>>> = None;
        /// What is otherwise for the members of groups: by any name, which only orders them.
        live group_overrides: OrCommand<BTreeMap<String, GroupOverride>> =
            OrCommand::Value(BTreeMap::new());
        /// What people choose from before a start, where there is no `options_form`: each a set of options.
        live profiles: Vec<Profile> = Vec::new();

        /// The command run before a start; the start fails if it fails.
        live pre_spawn_hook: Option<CommandLine> = None;
        /// The command run after a stop.
        live post_stop_hook: Option<CommandLine> = None;
        /// The command that is given what the authenticator knows of the person before a start.
        live auth_state_hook: Option<CommandLine> = None;
        /// The command that may change what the page says when a server is ready.
        live progress_ready_hook: Option<CommandLine> = None;

        /// How long a server has to end after SIGINT, in seconds.
        live interrupt_timeout: Seconds = Seconds::new(30);
        /// How long it has after SIGTERM, in seconds.
        live term_timeout: Seconds = Seconds::new(30);
        /// How long it has after SIGKILL, in seconds.
        live kill_timeout: Seconds = Seconds::new(5);
        /// The shell that starts it, as `["bash", "-l", "-c"]`; empty is none.
        live shell_cmd: CommandLine = CommandLine::new(Vec::<String>::new());
        /// Where the simple spawner makes people's homes; `{username}` is the name, `{userid}` the number of the user.
        live home_dir_template: String = "/tmp/{username}".to_owned();
    }
}

impl Spawner {
    /// The variables of `env_keep` that this process has.
    pub fn inherited(&self) -> BTreeMap<String, String> {
        let named = |name: &str| self.env_keep.iter().any(|kept| kept == name);
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| named(name))
            .collect()
    }
}

/// What local processes inherit (`LocalProcessSpawner.env_keep`).
const ENV_KEEP: [&str; 9] = [
    "CONDA_DEFAULT_ENV",
    "CONDA_ROOT",
    "JUPYTERHUB_SINGLEUSER_APP",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONPATH",
    "VIRTUAL_ENV",
];

/// What is otherwise for the servers of some groups' members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct GroupOverride {
    /// The groups; one of them is enough.
    #[serde(deserialize_with = "crate::model::checked")]
    pub groups: Vec<GroupName>,
    /// Options of `[spawner]` and what they are for these; tables are merged.
    pub spawner_override: serde_json::Map<String, serde_json::Value>,
}

/// One of the sets of options that people choose from, by `profile` in a server's options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Profile {
    /// What it is chosen by; not given, made of `display_name`.
    #[serde(default)]
    pub slug: String,
    /// What people read.
    pub display_name: String,
    /// What they read besides.
    #[serde(default)]
    pub description: String,
    /// Whether it is chosen where nobody chooses; not given anywhere, the first one is.
    #[serde(default)]
    pub default: bool,
    /// Options of `[spawner]` and what they are by it; tables are merged.
    #[serde(default)]
    pub spawner_override: serde_json::Map<String, serde_json::Value>,
}
