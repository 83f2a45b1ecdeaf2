//! The only place that prints: results on stdout, talk on stderr.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};

use comfy_table::{Table, presets};
use rustix::termios::tcgetwinsize;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer as _};
use serde_json::ser::{Formatter, Serializer};

use super::args::{self, Format};
use super::fit::{broken_lines, fit, shortened};
use super::tree::Tree;
use crate::model::{Seen, Timestamp};

/// Something that can be listed, in any format.
pub(super) trait Row: Serialize {
    /// The headings of the table.
    const COLUMNS: &'static [&'static str];
    /// The cells, one a heading.
    fn cells(&self) -> Vec<String>;
    /// What names it to another command.
    fn name(&self) -> String;
}

/// Where results and talk go.
pub(super) struct Output {
    format: Format,
    stdout: BufWriter<Stdout>,
    stderr: Stderr,
}

impl Output {
    /// Results in `format`.
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            stdout: BufWriter::new(io::stdout()),
            stderr: io::stderr(),
        }
    }

    /// The format asked for.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// A listing.
    pub(super) fn list<T: Row>(&mut self, rows: &[T]) -> io::Result<()> {
        match self.format {
            Format::Table => self.table(T::COLUMNS, rows.iter().map(Row::cells)),
            Format::Json => self.json(rows),
            Format::Name => rows.iter().try_for_each(|row| self.name(&row.name())),
        }
    }

    /// A listing of names alone.
    pub(super) fn names<T: Display>(&mut self, names: &[T]) -> io::Result<()> {
        names
            .iter()
            .try_for_each(|name| self.name(&name.to_string()))
    }

    /// A name in a line of its own: for a program as it is, and tamed on a terminal.
    fn name(&mut self, name: &str) -> io::Result<()> {
        if self.stdout.get_ref().is_terminal() {
            return writeln!(self.stdout, "{}", tame(name, ""));
        }
        writeln!(self.stdout, "{name}")
    }

    /// A listing in JSON of so much that each row is made as it is printed.
    pub(super) fn json_each<T: Serialize>(
        &mut self,
        rows: impl Iterator<Item = anyhow::Result<T>>,
    ) -> anyhow::Result<()> {
        if self.stdout.get_ref().is_terminal() {
            sequence(&mut Serializer::pretty(&mut self.stdout), rows)?;
        } else {
            sequence(&mut Serializer::new(&mut self.stdout), rows)?;
        }
        Ok(writeln!(self.stdout)?)
    }

    /// One thing, its fields below each other.
    pub(super) fn one<T: Row>(&mut self, thing: &T, fields: Vec<(&str, String)>) -> io::Result<()> {
        self.one_called(thing, fields, &thing.name())
    }

    /// The same of what is never listed; `name` names it to another command.
    pub(super) fn one_called<T: Serialize>(
        &mut self,
        thing: &T,
        fields: Vec<(&str, String)>,
        name: &str,
    ) -> io::Result<()> {
        match self.format {
            Format::Table => self.fields(fields),
            Format::Json => self.json(thing),
            Format::Name => self.name(name),
        }
    }

    /// A table: no lines, two spaces between columns. Names and times are to be copied from it, and are never
    /// broken; on a terminal that is too narrow, lists and texts are cut.
    pub(super) fn table(
        &mut self,
        headings: &[&str],
        rows: impl Iterator<Item = Vec<String>>,
    ) -> io::Result<()> {
        let mut table = Table::new();
        table.set_header(headings.iter().map(|heading| heading.to_uppercase()));
        let tamed = |row: Vec<String>| {
            row.iter()
                .map(|cell| tame(cell, "	").into_owned())
                .collect()
        };
        let mut rows: Vec<Vec<String>> = rows.map(tamed).collect();
        if let Some(width) = self.width() {
            fit(headings, &mut rows, width);
        }
        table.add_rows(rows);
        self.draw(table)
    }

    /// How wide the terminal is, if results go to one.
    fn width(&self) -> Option<usize> {
        let stdout = self.stdout.get_ref();
        let size = tcgetwinsize(stdout).ok().filter(|_| stdout.is_terminal())?;
        Some(usize::from(size.ws_col)).filter(|width| *width > 0)
    }

    /// Names and values below each other; empty values are left out.
    fn fields(&mut self, fields: Vec<(&str, String)>) -> io::Result<()> {
        let mut table = Table::new();
        let fields: Vec<_> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let names = fields.iter().map(|(name, _)| name.len()).max();
        let room = self
            .width()
            .zip(names)
            .map(|(width, names)| width.saturating_sub(names + 2));
        for (name, value) in fields {
            let value = tame(&value, "\n\t");
            let value = room.map_or_else(|| value.to_string(), |room| broken_lines(&value, room));
            table.add_row([name.to_owned(), value]);
        }
        self.draw(table)
    }

    fn draw(&mut self, mut table: Table) -> io::Result<()> {
        table.load_style(presets::NOTHING);
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table
            .lines()
            .try_for_each(|line| writeln!(self.stdout, "{}", line.trim_end()))
    }

    /// JSON: indented on a terminal, one line in a pipe.
    pub(super) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        if self.stdout.get_ref().is_terminal() {
            serde_json::to_writer_pretty(&mut self.stdout, value)?;
        } else {
            serde_json::to_writer(&mut self.stdout, value)?;
        }
        writeln!(self.stdout)
    }

    /// JSON in one line, wherever it goes.
    pub(super) fn json_line<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.stdout, value)?;
        writeln!(self.stdout)
    }

    /// A tree.
    pub(super) fn tree(&mut self, tree: &Tree) -> io::Result<()> {
        tree.lines().iter().try_for_each(|line| self.line(line))
    }

    /// One line of result.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.stdout, "{}", tame(text, "\n\t"))
    }

    /// One line of result that is worth no more than one line of a terminal.
    pub(super) fn brief(&mut self, text: &str) -> io::Result<()> {
        let text = tame(text, "\t");
        match self.width() {
            Some(width) => writeln!(self.stdout, "{}", shortened(&text, width)),
            None => writeln!(self.stdout, "{text}"),
        }
    }

    /// One line of talk. That nobody hears it is no failure.
    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.stderr, "{}", tame(text, "\n\t"));
    }

    /// Say what was done, or in a rehearsal what would have been.
    pub(super) fn did(&mut self, write: args::Write, what: &str) {
        if write.dry_run {
            self.say(&format!("dry run, nothing was changed: would have {what}"));
        } else {
            self.say(what);
        }
    }

    /// Say how many were done: `deleted 3 users`.
    pub(super) fn done(&mut self, write: args::Write, verb: &str, count: usize, noun: &str) {
        self.did(write, &format!("{verb} {}", self::count(count, noun)));
    }

    /// Hand over what is still buffered.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Whole lines of the log of a hub that serves. That nobody hears them is no failure.
pub(super) fn log(lines: &[u8]) {
    let _ = io::stderr().write_all(lines);
}

/// One line of talk from where there is no output at hand. That nobody hears it is no failure.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "note: {}", tame(text, "\n\t"));
}

/// `text` with all control characters but `kept`, and what turns the direction of text, as escapes: what people call their
/// things must not draw on the terminal of an administrator.
fn tame<'t>(text: &'t str, kept: &str) -> Cow<'t, str> {
    let turns = |letter| matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_wild = |letter: char| (letter.is_control() || turns(letter)) && !kept.contains(letter);
    if !text.contains(is_wild) {
        return Cow::Borrowed(text);
    }
    let tamed = text.chars().map(|letter| {
        if is_wild(letter) {
            letter.escape_default().to_string()
        } else {
            letter.to_string()
        }
    });
    Cow::Owned(tamed.collect())
}

/// Whether a person sees what is said.
pub(super) fn heard_by_a_person() -> bool {
    io::stderr().is_terminal()
}

fn sequence<T: Serialize, F: Formatter>(
    serializer: &mut Serializer<impl Write, F>,
    rows: impl Iterator<Item = anyhow::Result<T>>,
) -> anyhow::Result<()> {
    let mut sequence = serializer.serialize_seq(None).map_err(io::Error::from)?;
    for row in rows {
        sequence.serialize_element(&row?).map_err(io::Error::from)?;
    }
    Ok(SerializeSeq::end(sequence).map_err(io::Error::from)?)
}

/// Whether `error` says only that nobody reads stdout any more, as in `hubctl users list | head`.
pub(super) fn reader_left(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A time as a table shows it: to the second, in UTC.
pub(super) fn time(time: Option<Timestamp>) -> String {
    time.map_or_else(String::new, |time| time.stored()[..19].to_owned())
}

/// A yes that stands out, a no that does not.
pub(super) fn flag(set: bool) -> String {
    if set { "yes".to_owned() } else { String::new() }
}

/// Names, with commas between.
pub(super) fn join<T: AsRef<str>>(names: &[T]) -> String {
    join_with(names, |name| name.as_ref().to_owned())
}

/// Things as `show` shows each, with commas between.
pub(super) fn join_with<T>(things: &[T], show: impl Fn(&T) -> String) -> String {
    things.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// A field as `show` shows it; nothing where the caller may not see it.
pub(super) fn seen<T>(field: &Seen<T>, show: impl FnOnce(&T) -> String) -> String {
    field.shown().map_or_else(String::new, show)
}

/// Names, where the caller may see them.
pub(super) fn join_seen<T: AsRef<str>>(names: &Seen<Vec<T>>) -> String {
    seen(names, |names: &Vec<T>| join(names))
}

/// So many of them: `1 user`, `3 users`.
pub(super) fn count(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn what_people_call_their_things_draws_on_no_terminal() {
        let plain = "Zoë's Labor 数据 🧪";
        assert_eq!(tame(plain, ""), plain);
        // Colours and titles by either beginning, a bell, what overwrites, and what is taken for the end of a line.
        for (wild, tamed) in [
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}"),
            ("\u{9b}2J", r"\u{9b}2J"),
            ("ada\u{8}\u{8}\u{8}root", r"ada\u{8}\u{8}\u{8}root"),
            ("ada\rroot", r"ada\rroot"),
            ("\u{7f}", r"\u{7f}"),
            ("\u{85}", r"\u{85}"),
            ("gpj\u{202e}exe", r"gpj\u{202e}exe"),
        ] {
            assert_eq!(tame(wild, "\n\t"), tamed);
        }
        assert_eq!(tame("a\nb\tc", "\n\t"), "a\nb\tc");
        assert_eq!(tame("a\nb\tc", "\t"), "a\\nb\tc");
    }
}
