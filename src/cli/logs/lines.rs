//! One event as a line. What comes from outside is cut and cannot break out of its place.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use crate::clock::Clock;

/// How many characters of a value are said: names and paths from outside have no end of their own.
const LONGEST: usize = 500;

/// Fields whose values speak for themselves to people.
const BARE: [&str; 4] = ["message", "status", "method", "path"];

/// For whom lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// People: `2026-01-31T12:00:00.5Z INFO serving url=…`.
    Text,
    /// Programs: one JSON object a line.
    Json,
}

/// Writes events as lines: the time, how grave it is, what is said, and what is known of the request.
pub(super) struct Lines {
    shape: Shape,
    clock: Clock,
}

impl Lines {
    pub(super) fn new(shape: Shape) -> Self {
        let clock = Clock::system();
        Self { shape, clock }
    }
}

impl<S> FormatEvent<S, Shape> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Shape>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = *event.metadata().level();
        match self.shape {
            Shape::Text => write!(line, "{} {level:<5}", self.clock.now())?,
            Shape::Json => write!(
                line,
                r#"{{"time":"{}","level":"{}""#,
                self.clock.now(),
                word(level)
            )?,
        }
        self.shape.format_fields(line.by_ref(), event)?;
        for span in context.event_scope().into_iter().flatten() {
            if let Some(known) = span.extensions().get::<FormattedFields<Shape>>() {
                line.write_str(known)?;
            }
        }
        line.write_str(match self.shape {
            Shape::Text => "\n",
            Shape::Json => "}\n",
        })
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warning",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

impl<'w> FormatFields<'w> for Shape {
    fn format_fields<R: RecordFields>(&self, line: Writer<'w>, fields: R) -> fmt::Result {
        let mut pairs = Pairs {
            shape: *self,
            line,
            written: Ok(()),
        };
        fields.record(&mut pairs);
        pairs.written
    }

    fn add_fields(&self, known: &'w mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        self.format_fields(known.as_writer(), fields)
    }
}

/// Fields, one after the other: ` key=value`, or `,"key":value`.
struct Pairs<'w> {
    shape: Shape,
    line: Writer<'w>,
    written: fmt::Result,
}

impl Pairs<'_> {
    /// A value that is a number or a truth.
    fn plain(&mut self, field: &Field, value: impl fmt::Display) {
        self.add(field, |line, _| write!(line, "{value}"));
    }

    /// A value that may be anything.
    fn text(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        self.add(field, |line, shape| match shape {
            Shape::Json => {
                line.write_char('"')?;
                write!(Within::new(line, Shape::Json), "{value}")?;
                line.write_char('"')
            }
            Shape::Text if BARE.contains(&field.name()) => {
                write!(Within::new(line, Shape::Text), "{value}")
            }
            Shape::Text => {
                let value = value.to_string();
                let mark = if value.is_empty() || value.contains([' ', '"', '=']) {
                    "\""
                } else {
                    ""
                };
                line.write_str(mark)?;
                Within::new(line, Shape::Text).write_str(&value)?;
                line.write_str(mark)
            }
        });
    }

    fn add(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'_>, Shape) -> fmt::Result) {
        let (shape, line) = (self.shape, &mut self.line);
        let name = field.name();
        let key = |line: &mut Writer<'_>| match shape {
            Shape::Json => write!(line, r#","{name}":"#),
            Shape::Text if BARE.contains(&name) => line.write_char(' '),
            Shape::Text => write!(line, " {name}="),
        };
        if self.written.is_ok() {
            self.written = key(line).and_then(|()| value(line, shape));
        }
    }
}

impl Visit for Pairs<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, format_args!("{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.plain(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.plain(field, value);
        }
    }
}

/// The inside of a value: nothing in it ends the value or the line, and it has an end.
struct Within<'a, 'w> {
    line: &'a mut Writer<'w>,
    shape: Shape,
    left: usize,
}

impl<'a, 'w> Within<'a, 'w> {
    fn new(line: &'a mut Writer<'w>, shape: Shape) -> Self {
        Self {
            line,
            shape,
            left: LONGEST,
        }
    }

    fn character(&mut self, c: char) -> fmt::Result {
        match (c, self.shape) {
            ('"' | '\\', Shape::Json) => write!(self.line, "\\{c}"),
            // Controls, and what turns the direction of text, so that a line shows what it says.
            (
                '\u{0}'..='\u{1f}'
                | '\u{7f}'..='\u{9f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}',
                _,
            ) => {
                write!(self.line, "\\u{:04x}", u32::from(c))
            }
            _ => self.line.write_char(c),
        }
    }
}

impl Write for Within<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let harmless = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
        if text.len() < self.left && text.bytes().all(harmless) {
            self.left -= text.len();
            return self.line.write_str(text);
        }
        for c in text.chars() {
            if self.left == 0 {
                return Ok(());
            }
            self.left -= 1;
            if self.left == 0 {
                return self.line.write_char('…');
            }
            self.character(c)?;
        }
        Ok(())
    }
}
