//! YAML as the tree that TOML is read into. It takes what TOML can say, too: no `null`, no aliases, keys
//! that are texts.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Entry;
use crate::error::Error;

/// How deep lists and tables may be in each other.
const DEEPEST: usize = 64;

/// What is wrong, and where.
type Refused = (usize, Error);

/// What a file of YAML says, piece by piece, each with the offset of its line.
pub(super) struct Events<'a>(Vec<(Event<'a>, usize)>);

impl<'a> Events<'a> {
    /// Those of `text`.
    pub(super) fn of(text: &'a str) -> Result<Self, Refused> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let lines: Vec<usize> = starts.collect();
        // Lines are counted from 1.
        let offset = |line: usize| {
            let line = lines.get(line.saturating_sub(1));
            line.or(lines.last()).copied().unwrap_or(0)
        };
        let mut parser = Parser::new_from_str(text);
        let mut events = Vec::new();
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, Span { start, .. })) => {
                    events.push((plain(event), offset(start.line())));
                }
                Err(error) => {
                    let sentence = format!("that is no YAML: {}", error.info());
                    return Err((offset(error.marker().line()), Error::invalid(sentence)));
                }
            }
        }
        Ok(Self(events))
    }

    /// The entries at the top.
    pub(super) fn entries(&self) -> Result<Vec<Entry<'_>>, Refused> {
        let mut reader = Reader(self.0.iter());
        let mut entries = None;
        loop {
            let (event, at) = reader.next();
            match event {
                Event::StreamEnd => return Ok(entries.unwrap_or_default()),
                Event::MappingStart(..) if entries.is_none() => entries = Some(reader.entries(1)?),
                Event::DocumentStart(_) if entries.is_some() => {
                    return refuse(at, "a file holds one description, and this begins another");
                }
                // What is empty, or comments alone.
                Event::Scalar(text, ScalarStyle::Plain, ..) if text == "~" || text.is_empty() => {}
                Event::Nothing
                | Event::StreamStart
                | Event::DocumentStart(_)
                | Event::DocumentEnd => {}
                _ => {
                    return refuse(
                        at,
                        "a description is a table of `users`, `groups`, `roles` and `services`",
                    );
                }
            }
        }
    }
}

/// Numbers as TOML writes them.
fn plain(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Scalar(text, ScalarStyle::Plain, anchor, None) => {
            let text = number(&text).map_or(text, Into::into);
            Event::Scalar(text, ScalarStyle::Plain, anchor, None)
        }
        other => other,
    }
}

struct Reader<'e, 'a>(std::slice::Iter<'e, (Event<'a>, usize)>);

impl<'e> Reader<'e, '_> {
    /// What comes next, and where.
    fn next(&mut self) -> (&'e Event<'e>, usize) {
        self.0
            .next()
            .map_or((&Event::StreamEnd, 0), |(event, at)| (event, *at))
    }

    /// The entries of a table that has begun.
    fn entries(&mut self, depth: usize) -> Result<Vec<Entry<'e>>, Refused> {
        let mut entries: Vec<Entry<'e>> = Vec::new();
        loop {
            let (key, at) = match self.next() {
                (Event::MappingEnd, _) => return Ok(entries),
                (Event::Scalar(key, ..), at) => (key, at),
                (_, at) => return refuse(at, "a key is a text"),
            };
            if entries
                .iter()
                .any(|(present, _)| present.get_ref() == key.as_ref())
            {
                return refuse(at, &format!("`{}` is said twice", key.escape_debug()));
            }
            let (event, value_at) = self.next();
            let value = self.value(event, value_at, depth)?;
            entries.push((Spanned::new(at..at, key.as_ref().to_owned()), value));
        }
    }

    /// The value that begins with `event`.
    fn value(
        &mut self,
        event: &'e Event<'e>,
        at: usize,
        depth: usize,
    ) -> Result<Spanned<DeValue<'e>>, Refused> {
        if depth > DEEPEST {
            return refuse(at, "lists and tables are too deep in each other");
        }
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                if *style != ScalarStyle::Plain || tag.as_deref().is_some_and(is_text) {
                    DeValue::String(text.as_ref().into())
                } else if tag.is_some() {
                    return refuse(at, "tags are not taken, but `!!str`");
                } else {
                    scalar(text).map_err(|error| (at, error))?
                }
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next() {
                        (Event::SequenceEnd, _) => break,
                        (event, at) => items.push(self.value(event, at, depth + 1)?),
                    }
                }
                DeValue::Array(items.into_iter().collect())
            }
            Event::MappingStart(..) => {
                let mut table = DeTable::new();
                for (key, value) in self.entries(depth + 1)? {
                    let span = key.span();
                    table.insert(Spanned::new(span, key.into_inner().into()), value);
                }
                DeValue::Table(table)
            }
            Event::Alias(_) => return refuse(at, "aliases are not taken: write it out"),
            _ => return refuse(at, "a value is missing"),
        };
        Ok(Spanned::new(at..at, value))
    }
}

fn refuse<T>(at: usize, sentence: &str) -> Result<T, Refused> {
    Err((at, Error::invalid(sentence)))
}

fn is_text(tag: &Tag) -> bool {
    tag.is_yaml_core_schema() && tag.suffix == "str"
}

/// What a plain scalar is (YAML 1.2, core schema), its number as TOML writes it.
fn scalar(text: &str) -> Result<DeValue<'_>, Error> {
    match text {
        "true" | "True" | "TRUE" => return Ok(DeValue::Boolean(true)),
        "false" | "False" | "FALSE" => return Ok(DeValue::Boolean(false)),
        "" | "~" | "null" | "Null" | "NULL" => {
            return Err(Error::invalid("nothing is said here").hint(
                "leave the key out, or write an object that holds `null` as a text in JSON",
            ));
        }
        _ => {}
    }
    if number(text).is_some()
        && let Ok(number) = DeValue::parse(text)
    {
        return Ok(number.into_inner());
    }
    Ok(DeValue::String(text.into()))
}

/// `text` as TOML writes it, if it is a number; one that does not fit stays text.
fn number(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let begins = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    if !begins(unsigned) && !unsigned.strip_prefix('.').is_some_and(begins) {
        return None;
    }
    let whole = match unsigned.split_at_checked(2) {
        Some(("0x", digits)) => i64::from_str_radix(digits, 16).ok(),
        Some(("0o", digits)) => i64::from_str_radix(digits, 8).ok(),
        _ => text.parse().ok(),
    };
    if let Some(whole) = whole {
        return Some(whole.to_string());
    }
    if unsigned.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction = text.parse::<f64>().ok().filter(|number| number.is_finite());
    fraction.map(|number| format!("{number:?}"))
}
