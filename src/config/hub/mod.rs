//! `[hub]`: what `c.JupyterHub` of a `jupyterhub_config.py` says.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::database::DbUrl;
use super::kinds::{AuthenticatorClass, InvalidNames, SpawnerClass, Subdomains};
use super::section::section;
use super::tokens::Tokens;
use super::tornado::TornadoSettings;
use super::value::{
    Bind, CommandLine, HttpUrl, Limit, Network, OrCommand, Patience, Seconds, SiteUrl,
};
use crate::model::{BaseUrl, Secret, ServerName, ServiceName, UserName};

section! {
    /// The hub itself: where it listens, what it allows, how it keeps time.
    pub struct Hub in "hub" {
        /// Where people reach the hub: `http://host:port/base/url`, `http+unix://%2Fpath`, or for short `host:port`,
        /// `:port`, `unix:/path`. An empty host is every interface, which is JupyterHub's default; hubctl's is this
        /// machine alone.
        restart bind_url: Bind = Bind::loopback(8000);
        /// The host of `bind_url`; empty for every interface.
        restart ip: Option<String> = None;
        /// The port of `bind_url`.
        restart port: Option<u16> = None;
        /// The path below which all is served. Not given, the path of `bind_url`.
        restart base_url: BaseUrl = BaseUrl::default();
        /// The certificates, in a PEM file; with it the hub serves HTTPS. Read again when it changes.
        restart ssl_cert: Option<PathBuf> = None;
        /// The private key of the certificate, in a PEM file.
        restart ssl_key: Option<PathBuf> = None;
        /// The URL by which people reach the hub, its base URL included, where that cannot be seen from their
        /// requests. Not given, `subdomain_host` with the base URL, if there is one.
        restart public_url: Option<SiteUrl> = None;
        /// Serve each person and service on a subdomain of this host, as in `https://hub.example.org`.
        restart subdomain_host: Option<SiteUrl> = None;
        /// How subdomains are made of names: `idna`, `legacy`, or a command.
        restart subdomain_hook: OrCommand<Subdomains> = OrCommand::Value(Subdomains::Idna);
        /// The header that says the host a request was for, behind a proxy that rewrites `Host`; one of
        /// `trusted_downstream_ips` must say it.
        live forwarded_host_header: Option<String> = None;
        /// The proxies before the hub, by address or network (`10.0.0.0/8`): they are believed what they say in
        /// `X-Forwarded-For`, `X-Real-IP`, `X-Scheme` and `X-Forwarded-Proto`, and nobody else is. JupyterHub believes
        /// everybody.
        live trusted_downstream_ips: Vec<Network> = Vec::new();

        /// Where servers and services reach the hub: the host to listen on.
        restart hub_ip: String = "127.0.0.1".to_owned();
        /// Where servers and services reach the hub: the port to listen on.
        restart hub_port: u16 = 8081;
        /// Where servers and services reach the hub, as a URL in place of `hub_ip` and `hub_port`.
        restart hub_bind_url: Option<Bind> = None;
        /// The permissions of the Unix socket of `hub_bind_url`.
        restart hub_socket_mode: u32 = 0o600;
        /// The host that servers and services are told, where it is not `hub_ip`.
        restart hub_connect_ip: Option<String> = None;
        /// The URL that servers and services are told; its path is left out.
        restart hub_connect_url: Option<HttpUrl> = None;
        /// Which requests are the hub's if they are no server's or service's. Not given, all below `base_url`.
        restart hub_routespec: String = "/".to_owned();

        /// The database: `sqlite:///path`, or a path.
        restart db_url: DbUrl = DbUrl::default();
        /// Upgrade the database at start, after a backup, if it is of an older release.
        restart upgrade_db: bool = false;
        /// The file that the hub writes its process number to.
        restart pid_file: Option<PathBuf> = None;
        /// What signs cookies: 32 bytes in hexadecimal. Not given, `JPY_COOKIE_SECRET`, then `cookie_secret_file`.
        restart cookie_secret: Option<Secret> = None;
        /// The file that holds what signs cookies; made if there is none.
        restart cookie_secret_file: PathBuf = PathBuf::from("jupyterhub_cookie_secret");
        /// How many days a sign-in lasts.
        live cookie_max_age_days: f64 = 14.0;
        /// Give cookies of sign-in the prefix `__Host-`, and with it the path `/`.
        restart cookie_host_prefix_enabled: bool = false;
        /// Require PKCE of whatever signs people in by OAuth.
        live oauth_require_pkce: bool = false;
        /// How long tokens live that are issued by OAuth, in seconds. Not given, as long as a sign-in.
        live oauth_token_expires_in: Seconds = Seconds::new(14 * 24 * 3600);
        /// The longest that a token made over the API may live, in seconds; 0 is no limit.
        live token_expires_in_max_seconds: Seconds = Seconds::new(0);

        /// The entries of a page of the API where a request does not say.
        live api_page_default_limit: u32 = 50;
        /// The most entries of a page of the API.
        live api_page_max_limit: u32 = 200;
        /// Whether `/hub/metrics` needs a token with `read:metrics`.
        live authenticate_prometheus: bool = true;
        /// Headers and cookie options of every answer, and what else of Tornado's settings sites set.
        live tornado_settings: TornadoSettings = TornadoSettings::default();
        /// The least time between two records of the same activity, in seconds.
        live activity_resolution: Seconds = Seconds::new(30);
        /// How often the activity of servers is collected, in seconds.
        live last_activity_interval: Seconds = Seconds::new(300);
        /// How recently somebody counts as active in the metrics, in seconds.
        live active_user_window: Seconds = Seconds::new(30 * 60);
        /// How often services that have a URL are looked at, in seconds.
        live service_check_interval: Seconds = Seconds::new(60);

        /// How many servers may be active; 0 is no limit.
        live active_server_limit: Limit = Limit::new(0);
        /// How many servers may be starting; 0 is no limit.
        live concurrent_spawn_limit: Limit = Limit::new(100);
        /// Whether people may have servers with names.
        live allow_named_servers: bool = false;
        /// How many named servers each person may have: a number, 0 for no limit, or a command.
        live named_server_limit_per_user: OrCommand<Limit> = OrCommand::Value(Limit::new(0));
        /// What may be done with servers whose names older releases allowed and 6.1 does not.
        live allow_existing_invalid_named_servers: InvalidNames = InvalidNames::AllowStart;
        /// The named server that links lead to which name none; of use with `allow_named_servers` only.
        live default_server_name: Option<ServerName> = None, names;
        /// Whether people are led to their running server, not to the hub's page.
        live redirect_to_server: bool = true;
        /// Where people are led who ask for `/`: a path, or a command. Empty, to their own server.
        live default_url: OrCommand<String> = OrCommand::Value(String::new());
        /// How long a command may take that an option names, in seconds.
        live command_timeout: Seconds = Seconds::new(30);
        /// The command that says where `/hub/user-redirect/` leads.
        live user_redirect_hook: Option<CommandLine> = None;
        /// After how many seconds a page about a stopped server starts it by itself; 0 is never.
        live implicit_spawn_seconds: Seconds = Seconds::new(0);
        /// Answer 503 in place of 424 for a server that does not run, as JupyterHub did before 2.0.
        live use_legacy_stopped_server_status_code: bool = false;
        /// Stop a person's servers when they sign out.
        live shutdown_on_logout: bool = false;
        /// How long a starting hub waits until it has looked at the servers that were running, in seconds; -1 is
        /// as long as it takes.
        restart init_spawners_timeout: Patience = Patience::For(Seconds::new(10));
        /// Stop people's servers when the hub stops. JupyterHub does unless told otherwise; hubctl leaves them
        /// running and finds them again at its next start, so that nobody loses work to an upgrade of the hub.
        live cleanup_servers: bool = false;

        /// How people sign in. JupyterHub asks PAM where nothing is said; hubctl keeps accounts of its own, which
        /// need nothing of the machine.
        restart authenticator_class: AuthenticatorClass = AuthenticatorClass::Native;
        /// How servers are started.
        restart spawner_class: SpawnerClass = SpawnerClass::LocalProcess;
        /// Scopes that the role `user` has besides its own.
        restart extra_user_scopes: Vec<String> = Vec::new();
        /// Tokens of services, each with its service's name.
        restart service_tokens: Tokens<ServiceName> = Tokens::default(), names;
        /// Tokens of users, each with its user's name; a service is the better way.
        restart api_tokens: Tokens<UserName> = Tokens::default(), names;
        /// Whether the tokens given here are random enough to be hashed once.
        restart trust_user_provided_tokens: bool = false;

        /// The folders in which a site keeps pages of its own.
        restart template_paths: Vec<PathBuf> = Vec::new();
        /// What those pages may use besides.
        restart template_vars: Map<String, Value> = Map::new();
        /// Let pages have scripts and styles written in them, and load them from other hosts, as JupyterHub does:
        /// for sites whose `template_paths` have such pages.
        restart allow_inline_scripts: bool = false;
        /// The folder with a site's own files: what is in its `static` is found below `/hub/static/`, beside what
        /// the program has there.
        restart data_files_path: Option<PathBuf> = None;
        /// The picture in the banner.
        restart logo_file: Option<PathBuf> = None;
        /// Networks whose addresses do not tell visitors apart; not given, `JUPYTERHUB_XSRF_ANONYMOUS_IP_CIDRS`, with
        /// `;` between.
        restart xsrf_anonymous_ip_cidrs: Vec<String> = Vec::new();
        /// The headers that tell visitors apart; not given, `JUPYTERHUB_XSRF_ANONYMOUS_ID_HEADERS`, with `;` between.
        restart xsrf_anonymous_id_headers: Vec<String> = vec!["User-Agent".to_owned()];
    }
}
