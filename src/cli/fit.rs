//! Tables on a terminal that is narrower than they are.

/// No column is made narrower than this, and no time is longer.
const LEAST: usize = 20;

/// What is between two columns.
const GAP: usize = 2;

/// Cut what is long in `rows`, which are below `headings`, so that they fit into `width` as far as that goes: lists
/// and texts, which have spaces in them, end in `…`, or go on below where there is nothing else but a name. Names
/// stay whole, because they are to be copied.
pub(super) fn fit(headings: &[&str], rows: &mut [Vec<String>], width: usize) {
    let mut columns: Vec<Column> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| Column::of(heading, rows.iter().filter_map(|row| row.get(at))))
        .collect();
    let room = width.saturating_sub(GAP * columns.len().saturating_sub(1));
    while columns.iter().map(|column| column.width).sum::<usize>() > room {
        let narrowing = columns
            .iter_mut()
            .filter(|column| column.width > column.least);
        match narrowing.max_by_key(|column| column.width) {
            Some(widest) => widest.width -= 1,
            None => break,
        }
    }
    for row in rows {
        for (cell, column) in row.iter_mut().zip(&columns) {
            if length(cell) > column.width {
                *cell = if headings.len() <= 2 {
                    broken(cell, column.width)
                } else {
                    cut(cell, column.width)
                };
            }
        }
    }
}

/// How wide a column is, and at least.
struct Column {
    width: usize,
    least: usize,
}

impl Column {
    fn of<'a>(heading: &str, cells: impl Iterator<Item = &'a String>) -> Self {
        let mut column = Self {
            width: length(heading),
            least: length(heading).max(LEAST),
        };
        for cell in cells {
            column.width = column.width.max(length(cell));
            if !cell.contains(' ') {
                column.least = column.least.max(length(cell));
            }
        }
        column
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// `text`, cut where it is longer than `width`.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if length(text) > width {
        cut(text, width)
    } else {
        text.to_owned()
    }
}

fn cut(text: &str, width: usize) -> String {
    let begin: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", begin.trim_end_matches([' ', ',']))
}

/// `text` with what is longer than `width` going on in further lines, from word to word; a word stays whole.
pub(super) fn broken_lines(text: &str, width: usize) -> String {
    let lines = text.lines().map(|line| {
        if length(line) > width {
            broken(line, width)
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn broken(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last().map_or(0, |line| length(line));
        match lines.last_mut() {
            Some(line) if last == 0 => line.push_str(word),
            Some(line) if last + 1 + length(word) <= width => *line = format!("{line} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(width: usize) -> String {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let mut rows = vec![
            row([
                "ada",
                "user, admin, grader, reader, writer",
                "2024-03-05 06:07:08",
            ]),
            row(["somebody-with-a-name-of-forty-characters", "user", ""]),
        ];
        fit(&["name", "roles", "created"], &mut rows, width);
        rows.iter().map(|row| row.join("|") + "\n").collect()
    }

    #[test]
    fn lists_are_cut_and_names_and_times_stay_whole() {
        assert_eq!(
            fitted(85),
            "ada|user, admin, grader…|2024-03-05 06:07:08\n\
             somebody-with-a-name-of-forty-characters|user|\n"
        );
        let mut rows = vec![vec![
            "x".to_owned(),
            "a text of quite some length".to_owned(),
        ]];
        fit(&["scope", "allows to"], &mut rows, 27);
        assert_eq!(rows[0][1], "a text of quite some\nlength");
        assert_eq!(
            broken_lines("a list, of words\nanother", 8),
            "a list,\nof words\nanother"
        );
        assert_eq!(shortened("a line of words", 8), "a line…");
        let whole = fitted(200);
        assert!(
            whole.contains("user, admin, grader, reader, writer"),
            "{whole}"
        );
        // What cannot be narrower is left to the terminal.
        assert!(fitted(10).contains("somebody-with-a-name-of-forty-characters|user|"));
    }
}
