//! `[metrics]`: what `/hub/metrics` calls and counts things.

use super::section::section;

section! {
    /// What `/hub/metrics` calls and counts things.
    pub struct Metrics in "metrics" {
        /// What the names of JupyterHub's metrics begin with; not given, what `JUPYTERHUB_METRICS_PREFIX` says.
        restart prefix: String = "jupyterhub".to_owned();
        /// The bounds by which starts of servers are counted, in seconds; not given, what
        /// `JUPYTERHUB_SERVER_SPAWN_DURATION_SECONDS_BUCKETS` says, with commas between.
        restart spawn_duration_buckets: Vec<f64> =
            vec![0.5, 1.0, 2.5, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0];
        /// The bounds by which stops of servers are counted, in seconds; not given, what
        /// `JUPYTERHUB_SERVER_STOP_DURATION_SECONDS_BUCKETS` says, with commas between.
        restart stop_duration_buckets: Vec<f64> = vec![0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
    }
}
