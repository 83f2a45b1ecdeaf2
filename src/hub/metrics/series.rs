//! Counters, gauges and histograms that any thread may add to at any time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::labels::Labels;

/// Something that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// It happened once more.
    pub fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Something that goes up and down.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU64);

impl Gauge {
    pub(super) fn set(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    pub(super) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How often something took how long.
#[derive(Debug)]
pub struct Histogram {
    bounds: Arc<[f64]>,
    /// For each bound, how many were at most so long and longer than the bound before; last, the rest.
    counts: Box<[AtomicU64]>,
    nanoseconds: AtomicU64,
}

impl Histogram {
    pub(super) fn new(bounds: &[f64]) -> Self {
        Self::with(Arc::from(bounds))
    }

    fn with(bounds: Arc<[f64]>) -> Self {
        Self {
            counts: (0..=bounds.len()).map(|_| AtomicU64::default()).collect(),
            bounds,
            nanoseconds: AtomicU64::default(),
        }
    }

    /// It took `length`.
    pub fn observe(&self, length: Duration) {
        let seconds = length.as_secs_f64();
        let at = self
            .bounds
            .iter()
            .take_while(|bound| seconds > **bound)
            .count();
        self.counts[at].fetch_add(1, Ordering::Relaxed);
        let nanoseconds = u64::try_from(length.as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    /// Each bound, and how many were at most so long; last, without a bound, all.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (Option<f64>, u64)> {
        let bounds = self.bounds.iter().copied().map(Some).chain([None]);
        bounds.zip(&self.counts).scan(0, |sum, (bound, count)| {
            *sum += count.load(Ordering::Relaxed);
            Some((bound, *sum))
        })
    }

    /// How long all of them took together, in seconds.
    pub(super) fn sum(&self) -> f64 {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed)).as_secs_f64()
    }
}

/// The histograms of one metric, told apart by labels.
#[derive(Debug)]
pub struct Family<L> {
    bounds: Arc<[f64]>,
    series: RwLock<HashMap<L, Arc<Histogram>>>,
}

impl<L: Labels> Family<L> {
    /// Those of `known` are there from the start.
    pub(super) fn new(bounds: &[f64], known: impl IntoIterator<Item = L>) -> Self {
        let bounds: Arc<[f64]> = Arc::from(bounds);
        let fresh = |labels| (labels, Arc::new(Histogram::with(Arc::clone(&bounds))));
        Self {
            series: RwLock::new(known.into_iter().map(fresh).collect()),
            bounds,
        }
    }

    /// What is told by `labels` took `length`.
    pub fn observe(&self, labels: &L, length: Duration) {
        let series = self.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(histogram) = series.get(labels) {
            return histogram.observe(length);
        }
        drop(series);
        let mut series = self.series.write().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Arc::new(Histogram::with(Arc::clone(&self.bounds)));
        series
            .entry(labels.clone())
            .or_insert_with(fresh)
            .observe(length);
    }

    pub(super) fn all(&self) -> Vec<(L, Arc<Histogram>)> {
        let series = self.series.read().unwrap_or_else(PoisonError::into_inner);
        series
            .iter()
            .map(|(labels, histogram)| (labels.clone(), Arc::clone(histogram)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_counts_all_that_were_no_longer() {
        let histogram = Histogram::new(&[0.1, 1.0]);
        for millis in [50, 100, 101, 5000] {
            histogram.observe(Duration::from_millis(millis));
        }
        let buckets: Vec<_> = histogram.buckets().collect();
        assert_eq!(buckets, [(Some(0.1), 2), (Some(1.0), 3), (None, 4)]);
        assert!((histogram.sum() - 5.251).abs() < 1e-9);
    }
}
