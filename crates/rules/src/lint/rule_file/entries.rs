//! The entries of a table of a rule file, each with its place. What has another type than the one
//! asked for is not there: that it is wrong is said by `shape`.

use esql_diagnostics::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::table::span;

/// A table of a rule file.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a> {
    table: &'a DeTable<'a>,
    place: Span,
}

/// A value, and where it stands.
pub(crate) type Placed<T> = (T, Span);

impl<'a> Entries<'a> {
    /// Those of the file itself.
    pub(crate) fn of_file(table: &'a DeTable<'a>) -> Entries<'a> {
        Entries { table, place: Span::at(0) }
    }

    fn get(&self, key: &str) -> Option<(&'a DeValue<'a>, Span)> {
        self.table.get(key).map(placed)
    }

    /// Where the table begins.
    pub(crate) fn place(&self) -> Span {
        self.place
    }

    /// Whether there is an entry, of any type.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the key of an entry stands.
    pub(crate) fn key(&self, key: &str) -> Option<Span> {
        self.table.get_key_value(key).map(|(key, _)| span(key.span()))
    }

    pub(crate) fn text(&self, key: &str) -> Option<Placed<&'a str>> {
        let (value, place) = self.get(key)?;
        Some((value.as_str()?, place))
    }

    /// A list of strings; a string alone is a list of one.
    pub(crate) fn texts(&self, key: &str) -> Vec<Placed<&'a str>> {
        match self.get(key) {
            Some((DeValue::Array(items), _)) => items
                .iter()
                .map(placed)
                .filter_map(|(item, place)| Some((item.as_str()?, place)))
                .collect(),
            Some((DeValue::String(text), place)) => vec![(text.as_ref(), place)],
            _ => Vec::new(),
        }
    }

    pub(crate) fn number(&self, key: &str) -> Option<Placed<i64>> {
        let (value, place) = self.get(key)?;
        let number = value.as_integer()?;
        Some((i64::from_str_radix(number.as_str(), number.radix()).ok()?, place))
    }

    /// Whether the entry is `true`.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        matches!(self.get(key), Some((DeValue::Boolean(true), _)))
    }

    pub(crate) fn table(&self, key: &str) -> Option<Entries<'a>> {
        let (value, place) = self.get(key)?;
        Some(Entries { table: value.as_table()?, place })
    }

    /// A list of tables.
    pub(crate) fn tables(&self, key: &str) -> Vec<Entries<'a>> {
        let items = self.get(key).and_then(|(value, _)| value.as_array());
        let items = items.into_iter().flatten().map(placed);
        items.filter_map(|(item, place)| Some(Entries { table: item.as_table()?, place })).collect()
    }
}

fn placed<'a>(value: &'a Spanned<DeValue<'a>>) -> (&'a DeValue<'a>, Span) {
    (value.get_ref(), span(value.span()))
}
