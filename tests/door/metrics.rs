//! What is counted, and under which names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::golden;
use crate::jupyterhub;
use crate::requests::serving;

/// A metric, as the script read it from JupyterHub.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Metric {
    r#type: String,
    series: BTreeSet<String>,
    buckets: BTreeSet<String>,
}

/// Read the text format of Prometheus: as much of it as is written here.
fn read(text: &str) -> BTreeMap<String, Metric> {
    let mut metrics: BTreeMap<String, Metric> = BTreeMap::new();
    let mut family = String::new();
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("# TYPE ") {
            let (name, kind) = head.split_once(' ').unwrap();
            // The reader of the script leaves out what counters end in.
            name.strip_suffix("_total")
                .unwrap_or(name)
                .clone_into(&mut family);
            let (series, buckets) = (BTreeSet::new(), BTreeSet::new());
            let r#type = kind.to_owned();
            metrics.insert(
                family.clone(),
                Metric {
                    r#type,
                    series,
                    buckets,
                },
            );
        } else if !line.starts_with('#') {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<f64>().is_ok(), "{line}");
            let metric = metrics.get_mut(&family).unwrap();
            let labels = sample.split_once('{').map_or("", |(_, labels)| labels);
            let mut shown = BTreeMap::new();
            for label in labels
                .trim_end_matches('}')
                .split(',')
                .filter(|label| !label.is_empty())
            {
                let (name, value) = label.split_once('=').unwrap();
                let value = value.trim_matches('"').to_owned();
                if name == "le" {
                    metric.buckets.insert(value);
                } else {
                    shown.insert(name, value);
                }
            }
            let shown: Vec<_> = shown.iter().map(|(k, v)| format!("{k:?}: {v:?}")).collect();
            metric.series.insert(format!("{{{}}}", shown.join(", ")));
        }
    }
    metrics
}

/// Series of requests are there once they were made, and the recorded hub had made others.
fn without_requests(mut metrics: BTreeMap<String, Metric>) -> BTreeMap<String, Metric> {
    let requests = metrics
        .get_mut("jupyterhub_request_duration_seconds")
        .unwrap();
    requests.series.clear();
    metrics
}

#[test]
fn metrics_have_the_names_types_labels_and_buckets_of_jupyterhub() {
    let (hub, token, _) = serving(|_| {});
    let known = [("Authorization".to_owned(), format!("token {token}"))];
    hub.ask("GET /hub/health", &known);
    let text = hub.ask("GET /hub/metrics", &known).body;
    let theirs = serde_json::from_str(&golden("metrics.json")).unwrap();
    assert_eq!(without_requests(read(&text)), without_requests(theirs));
}

#[test]
fn a_request_is_counted_by_the_handler_that_jupyterhub_has_for_it() {
    let (hub, token, _) = serving(|_| {});
    let known = [("Authorization".to_owned(), format!("token {token}"))];
    hub.ask("GET /hub/api/users", &known);
    hub.ask("BREW /hub/api/info", &known);
    let text = hub.ask("GET /hub/metrics", &known).body;
    for sample in [
        r#"{code="200",handler="jupyterhub.apihandlers.users.UserListAPIHandler",method="GET"} 1"#,
        r#"{code="405",handler="jupyterhub.apihandlers.hub.InfoAPIHandler",method="other"} 1"#,
    ] {
        let line = format!("jupyterhub_request_duration_seconds_count{sample}");
        assert!(text.lines().any(|known| known == line), "{line}");
    }
}

#[test]
fn the_reader_of_prometheus_itself_reads_them() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    let (hub, token, _) = serving(|_| {});
    let known = [("Authorization".to_owned(), format!("token {token}"))];
    for line in [
        "GET /hub/api/users",
        "BREW /hub/api",
        "GET /hub/api/users?limit=%ff",
        "GET /x",
    ] {
        hub.ask(line, &known);
    }
    let text = hub.ask("GET /hub/metrics", &known).body;
    let mut reader = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/door/read_metrics.py"
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = reader.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "{text}");
    let kinds: BTreeMap<String, u64> = serde_json::from_slice(&output.stdout).unwrap();
    for kind in ["counter", "gauge", "histogram"] {
        assert!(kinds[kind] > 0, "{kinds:?}");
    }
}

#[test]
fn anybody_may_read_metrics_where_the_configuration_says_so() {
    let (hub, _, _) = serving(|config| {
        config.hub.authenticate_prometheus = false;
        config.metrics.prefix = "lab".to_owned();
    });
    let reply = hub.ask("GET /hub/metrics", &[]);
    assert_eq!(reply.status, 200);
    assert!(
        reply.body.contains("\nlab_total_users 1\n"),
        "{}",
        reply.body
    );
}
