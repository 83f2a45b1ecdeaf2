//! What a running hub counts, for Prometheus: the metrics of JupyterHub 6.1.1 under their names, so that
//! dashboards go on working.
//!
//! All that is known before it happens is there from the start, at zero, as there. To count something
//! is a few atomic additions; only `Metrics::write` puts it into words. A metrics crate would do no
//! more for so few fixed names, and writes another format than JupyterHub's.

mod labels;
mod machine;
mod periodic;
mod series;
mod text;

use std::time::Duration;

pub use self::labels::{Ended, LoggedIn, Polled, Request, Spawned};
pub use self::series::Histogram;
use self::series::{Counter, Family, Gauge};
use self::text::Text;
use crate::config;

/// The bounds of durations where nothing else is said, in seconds; those of Prometheus' own clients.
const SHORT: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// The bounds of the runtime's intervals, in seconds: none is shorter than what is waited for.
const INTERVALS: [f64; 15] = [
    0.05, 0.055, 0.06, 0.065, 0.07, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// What a running hub counts.
pub struct Metrics {
    prefix: String,
    requests: Family<Request>,
    /// How long starts of servers took.
    pub server_spawn: Family<Spawned>,
    /// How long stops of servers took.
    pub server_stop: Family<Ended>,
    /// How long it took to see whether a server runs.
    pub server_poll: Family<Polled>,
    /// How long it took to add a route to the proxy.
    pub proxy_add: Family<Ended>,
    /// How long it took to take a route from the proxy.
    pub proxy_delete: Family<Ended>,
    /// How long it took to read all routes of the proxy.
    pub proxy_poll: Histogram,
    /// How long it took to bring all routes of the proxy up to date.
    pub check_routes: Histogram,
    /// How long the hub took to start.
    pub hub_startup: Histogram,
    /// How long it took to look at the servers that ran when the hub started.
    pub init_spawners: Histogram,
    /// How long people's sign-ins took.
    pub login: Family<LoggedIn>,
    /// How long people's sign-outs took.
    pub logout: Histogram,
    /// How often a browser reported a violation of the content security policy.
    pub csp_reports: Counter,
    active_users: [(&'static str, Gauge); 3],
    interval: Histogram,
}

/// How many there are, at the moment of asking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Census {
    pub(super) users: u64,
    pub(super) running_servers: u64,
}

impl Metrics {
    /// Count from nothing, as `config` says.
    pub(super) fn new(config: &config::Metrics) -> Self {
        let short = || Histogram::new(&SHORT);
        Self {
            prefix: config.prefix.clone(),
            requests: Family::new(&SHORT, []),
            server_spawn: Family::new(&config.spawn_duration_buckets, Spawned::KNOWN),
            server_stop: Family::new(&config.stop_duration_buckets, Ended::KNOWN),
            server_poll: Family::new(&SHORT, Polled::KNOWN),
            proxy_add: Family::new(&SHORT, Ended::KNOWN),
            proxy_delete: Family::new(&SHORT, Ended::KNOWN),
            proxy_poll: short(),
            check_routes: short(),
            hub_startup: short(),
            init_spawners: short(),
            login: Family::new(&SHORT, []),
            logout: short(),
            csp_reports: Counter::default(),
            active_users: ["24h", "7d", "30d"].map(|period| (period, Gauge::default())),
            interval: Histogram::new(&INTERVALS),
        }
    }

    /// A request was answered with `code` after `length`, by what JupyterHub calls `handler`.
    pub fn answered(&self, method: &str, handler: &'static str, code: u16, length: Duration) {
        self.requests
            .observe(&Request::new(method, handler, code), length);
    }

    /// All of it in the text format of Prometheus (`prometheus_client.generate_latest`).
    pub(super) fn write(&self, census: Census) -> String {
        let mut text = Text::new(&self.prefix);
        machine::write(&mut text);
        let name = "request_duration_seconds";
        text.family(
            name,
            "How long requests took to be answered",
            &self.requests,
        );
        self.write_servers(&mut text, census);
        self.write_users(&mut text, census);
        self.write_proxy(&mut text);
        let lone = [
            (
                "hub_startup_duration_seconds",
                "How long the hub took to start",
                &self.hub_startup,
            ),
            (
                "init_spawners_duration_seconds",
                "How long it took to look at the servers that ran when the hub started",
                &self.init_spawners,
            ),
            (
                "event_loop_interval_seconds",
                "How long the runtime took to come back to a task that waited 50 ms",
                &self.interval,
            ),
        ];
        for (name, help, histogram) in lone {
            text.histogram(name, help, histogram);
        }
        text.finish()
    }

    fn write_servers(&self, text: &mut Text<'_>, census: Census) {
        let name = "server_spawn_duration_seconds";
        text.family(name, "How long starts of servers took", &self.server_spawn);
        let name = "server_poll_duration_seconds";
        text.family(
            name,
            "How long it took to see whether a server runs",
            &self.server_poll,
        );
        text.family(
            "server_stop_seconds",
            "How long stops of servers took",
            &self.server_stop,
        );
        text.gauge(
            "running_servers",
            "How many servers run",
            census.running_servers,
        );
    }

    fn write_users(&self, text: &mut Text<'_>, census: Census) {
        text.gauge("total_users", "How many users there are", census.users);
        let help = "How many users were seen in the last so many hours or days";
        text.gauges("active_users", help, "period", &self.active_users);
        text.family(
            "login_duration_seconds",
            "How long sign-ins took",
            &self.login,
        );
        text.histogram(
            "logout_duration_seconds",
            "How long sign-outs took",
            &self.logout,
        );
        let help = "How often browsers reported a violation of the content security policy";
        text.counter("csp_reports_total", help, &self.csp_reports);
    }

    fn write_proxy(&self, text: &mut Text<'_>) {
        let help = "How long it took to bring all routes of the proxy up to date";
        text.histogram("check_routes_duration_seconds", help, &self.check_routes);
        let help = "How long it took to read all routes of the proxy";
        text.histogram("proxy_poll_duration_seconds", help, &self.proxy_poll);
        let help = "How long it took to add a route to the proxy";
        text.family("proxy_add_duration_seconds", help, &self.proxy_add);
        let help = "How long it took to take a route from the proxy";
        text.family("proxy_delete_duration_seconds", help, &self.proxy_delete);
    }
}
