//! What a hub that serves says on stderr: one line an event, for people or for programs.
//!
//! `tracing` carries it, and so each line of a request has what is known of that request.

mod lines;
mod sink;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Registry, fmt, reload};

use self::lines::{Lines, Shape};
use self::sink::Sink;
use super::output;
use crate::config::{Format, Level, Log};

/// The log of this process. What is said until this is dropped is written.
pub(super) struct Logs {
    level: reload::Handle<LevelFilter, Registry>,
    _sink: Sink,
}

impl Logs {
    /// Begin to log as `log` says.
    pub(super) fn start(log: &Log) -> anyhow::Result<Self> {
        let shape = match log.format {
            Format::Text => Shape::Text,
            Format::Auto if output::heard_by_a_person() => Shape::Text,
            Format::Auto | Format::Json => Shape::Json,
        };
        let sink = Sink::start()?;
        let (filter, level) = reload::Layer::new(filter(log.level));
        let lines = fmt::layer()
            .fmt_fields(shape)
            .event_format(Lines::new(shape))
            .with_writer(sink.queue());
        tracing::subscriber::set_global_default(Registry::default().with(filter).with(lines))?;
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            tracing::error!(place, said = panic.payload_as_str(), "a defect of hubctl");
        }));
        Ok(Self { level, _sink: sink })
    }

    /// Say from now on what is of `level`, and what is graver.
    pub(super) fn set_level(&self, level: Level) {
        // It fails only where the log is gone.
        let _ = self.level.reload(filter(level));
    }
}

fn filter(level: Level) -> LevelFilter {
    match level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    }
}
