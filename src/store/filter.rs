//! A `WHERE` that grows clause by clause.

use std::fmt::Write;

use rusqlite::ToSql;

use crate::model::Page;

/// Conditions joined by `AND`, with the parameters that their `?` stand for.
#[derive(Default)]
pub(super) struct Where {
    clauses: Vec<String>,
    params: Vec<Box<dyn ToSql>>,
    page: String,
}

impl Where {
    /// Add a condition that takes no parameter.
    pub(super) fn and(&mut self, clause: &str) {
        self.clauses.push(clause.to_owned());
    }

    /// Add a condition in which every `?` stands for `value`.
    pub(super) fn and_with(&mut self, clause: &str, value: impl ToSql + 'static) {
        self.params.push(Box::new(value));
        self.clauses
            .push(clause.replace('?', &format!("?{}", self.params.len())));
    }

    /// Add `values` as parameters, for a condition that holds the list returned.
    pub(super) fn list<'v, T: ToSql + Clone + 'static>(
        &mut self,
        values: impl IntoIterator<Item = &'v T>,
    ) -> String {
        let mut placeholders = Vec::new();
        for value in values {
            self.params.push(Box::new(value.clone()));
            placeholders.push(format!("?{}", self.params.len()));
        }
        placeholders.join(", ")
    }

    /// Keep to one page, wherever a statement has `{page}` after its `ORDER BY`.
    pub(super) fn keep_to(&mut self, page: Option<Page>) {
        let Some(Page { offset, limit }) = page else {
            return;
        };
        for number in [limit, offset] {
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            self.params.push(Box::new(number));
        }
        let last = self.params.len();
        self.page = format!("LIMIT ?{} OFFSET ?{last}", last - 1);
    }

    /// The whole statement: `{}` in `statement` becomes ` WHERE …`, or nothing, and `{page}` what
    /// keeps to one.
    pub(super) fn within(&self, statement: &str) -> String {
        let clause = match self.clauses.as_slice() {
            [] => String::new(),
            clauses => format!("WHERE {}", clauses.join(" AND ")),
        };
        statement
            .replace("{}", &clause)
            .replace("{page}", &self.page)
    }

    /// `statement` on the rows whose `column` is a user that these conditions, on rows `u` of
    /// `users`, choose.
    pub(super) fn of_users(&self, statement: &str, column: &str) -> String {
        let clause = match self.clauses.as_slice() {
            [] => String::new(),
            _ => self.within(&format!(
                "WHERE {column} IN (SELECT u.id FROM users u {{}})"
            )),
        };
        statement.replace("{}", &clause)
    }

    /// The parameters, in the order of their numbers.
    pub(super) fn params(&self) -> impl rusqlite::Params + '_ {
        rusqlite::params_from_iter(&self.params)
    }
}

/// A condition that lists `keys`, as `{}` in `statement`, and the parameters for it.
pub(super) fn listing(statement: &str, keys: &[i64]) -> (String, Vec<i64>) {
    let keys = padded(keys);
    let mut places = String::with_capacity(keys.len() * 6);
    for number in 1..=keys.len() {
        let comma = if number > 1 { ", " } else { "" };
        let _ = write!(places, "{comma}?{number}");
    }
    (statement.replace("{}", &places), keys)
}

/// `keys`, filled up with the last to a power of two: so few statements do for lists of every length,
/// and stay prepared.
pub(super) fn padded(keys: &[i64]) -> Vec<i64> {
    let mut keys = keys.to_vec();
    if let Some(last) = keys.last().copied() {
        keys.resize(keys.len().next_power_of_two(), last);
    }
    keys
}
