//! The text format of Prometheus, version 0.0.4.

use std::fmt::{Display, Write};

use super::labels::Labels;
use super::series::{Counter, Family, Gauge, Histogram};

/// Metrics as text, as it grows.
pub(super) struct Text<'a> {
    text: String,
    prefix: &'a str,
}

impl<'a> Text<'a> {
    /// The names of the hub's own metrics begin with `prefix`.
    pub(super) fn new(prefix: &'a str) -> Self {
        let text = String::with_capacity(64 << 10);
        Self { text, prefix }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A metric that is one number, whatever the prefix.
    pub(super) fn plain(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        self.sample(name, "", value);
    }

    pub(super) fn counter(&mut self, name: &str, help: &str, counter: &Counter) {
        let name = self.named(name);
        self.plain(&name, "counter", help, counter.value());
    }

    pub(super) fn gauge(&mut self, name: &str, help: &str, value: u64) {
        let name = self.named(name);
        self.plain(&name, "gauge", help, value);
    }

    /// A number for each value of one label.
    pub(super) fn gauges(&mut self, name: &str, help: &str, label: &str, all: &[(&str, Gauge)]) {
        let name = self.named(name);
        self.head(&name, "gauge", help);
        for (value, gauge) in all {
            let labels = labelled(label, value);
            self.sample(&name, &labels, gauge.value());
        }
    }

    pub(super) fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        let name = self.named(name);
        self.head(&name, "histogram", help);
        self.buckets(&name, "", histogram);
    }

    pub(super) fn family<L: Labels>(&mut self, name: &str, help: &str, family: &Family<L>) {
        let name = self.named(name);
        self.head(&name, "histogram", help);
        let mut all: Vec<_> = family
            .all()
            .into_iter()
            .map(|(labels, histogram)| (joined(&labels), histogram))
            .collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (labels, histogram) in all {
            self.buckets(&name, &labels, &histogram);
        }
    }

    fn named(&self, name: &str) -> String {
        format!("{}_{name}", self.prefix)
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = write!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn buckets(&mut self, name: &str, labels: &str, histogram: &Histogram) {
        let comma = if labels.is_empty() { "" } else { "," };
        let mut count = 0;
        for (bound, sum) in histogram.buckets() {
            // Numbers as Python writes them: `1.0`.
            let le = bound.map_or_else(|| "+Inf".to_owned(), |bound| format!("{bound:?}"));
            let _ = writeln!(
                self.text,
                "{name}_bucket{{{labels}{comma}le=\"{le}\"}} {sum}"
            );
            count = sum;
        }
        self.sample(&format!("{name}_count"), labels, count);
        self.sample(&format!("{name}_sum"), labels, histogram.sum());
    }

    fn sample(&mut self, name: &str, labels: &str, value: impl Display) {
        let _ = if labels.is_empty() {
            writeln!(self.text, "{name} {value}")
        } else {
            writeln!(self.text, "{name}{{{labels}}} {value}")
        };
    }
}

fn joined(labels: &impl Labels) -> String {
    let mut all = Vec::new();
    labels.each(&mut |name, value| all.push(labelled(name, value)));
    all.join(",")
}

fn labelled(name: &str, value: &str) -> String {
    let value = value
        .replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', r"\n");
    format!("{name}=\"{value}\"")
}
