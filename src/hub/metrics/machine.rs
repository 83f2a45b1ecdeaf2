//! What the process takes of the machine, where the system tells (Linux): the metrics that every
//! client of Prometheus has. Those of the Python interpreter have no counterpart.

use std::fs;

use rustix::param::{clock_ticks_per_second, page_size};
use rustix::process::{Resource, getrlimit};

use super::text::Text;

/// Fields of `/proc/self/stat` after the command's name, which may hold anything.
const USER_TICKS: usize = 11;
const SYSTEM_TICKS: usize = 12;
const START_TICKS: usize = 19;
const VIRTUAL_BYTES: usize = 20;
const RESIDENT_PAGES: usize = 21;

#[expect(
    clippy::cast_precision_loss,
    reason = "no such number is beyond what a double holds"
)]
pub(super) fn write(text: &mut Text<'_>) {
    let Some(fields) = stat() else {
        return;
    };
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let ticks = clock_ticks_per_second() as f64;
    let mut tell = |name: &str, kind, help, value: f64| {
        text.plain(&format!("process_{name}"), kind, help, value);
    };
    let memory = field(VIRTUAL_BYTES) as f64;
    tell(
        "virtual_memory_bytes",
        "gauge",
        "Size of the virtual memory",
        memory,
    );
    let resident = (field(RESIDENT_PAGES) * page_size() as u64) as f64;
    tell(
        "resident_memory_bytes",
        "gauge",
        "Size of the memory in use",
        resident,
    );
    if let Some(boot) = boot_time() {
        let start = boot as f64 + field(START_TICKS) as f64 / ticks;
        tell(
            "start_time_seconds",
            "gauge",
            "When the process started, since 1970",
            start,
        );
    }
    let processor = (field(USER_TICKS) + field(SYSTEM_TICKS)) as f64 / ticks;
    tell(
        "cpu_seconds_total",
        "counter",
        "Time on the processors",
        processor,
    );
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        tell(
            "open_fds",
            "gauge",
            "How many file descriptors are open",
            open.count() as f64,
        );
    }
    if let Some(most) = getrlimit(Resource::Nofile).current {
        tell(
            "max_fds",
            "gauge",
            "How many file descriptors may be open",
            most as f64,
        );
    }
}

fn stat() -> Option<Vec<u64>> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let number = |field: &str| field.parse().unwrap_or_default();
    Some(fields.split_whitespace().map(number).collect())
}

/// When the machine started, in seconds since 1970.
fn boot_time() -> Option<u64> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    let line = stat.lines().find_map(|line| line.strip_prefix("btime "))?;
    line.trim().parse().ok()
}
