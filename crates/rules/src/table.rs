//! Typed reading of one TOML table: what does not fit becomes a diagnostic at its place.

use std::ops::Range;

use esql_diagnostics::{Diagnostic, Span, codes};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a rule file while it is read.
pub(crate) struct Table<'a, 'd> {
    name: &'static str,
    entries: &'a DeTable<'a>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a, 'd> Table<'a, 'd> {
    /// The table `[name]`, whose faults go to `diagnostics`.
    pub(crate) fn new(
        name: &'static str,
        entries: &'a DeTable<'a>,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        Table { name, entries, diagnostics }
    }

    /// The entry as a string, with its span, quotes included.
    pub(crate) fn placed(&mut self, key: &str) -> Option<(&'a str, Span)> {
        let value = self.entries.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a string");
            return None;
        };
        Some((text, span(value.span())))
    }

    /// The entry as a string.
    pub(crate) fn string(&mut self, key: &str) -> Option<String> {
        self.placed(key).map(|(text, _)| text.to_owned())
    }

    /// The entry as a whole number that is not negative.
    pub(crate) fn count(&mut self, key: &str) -> Option<u64> {
        let value = self.entries.get(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number from 0");
        }
        number
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{}.{key}` must be {wanted}", self.name);
        self.diagnostics.push(
            Diagnostic::error(codes::RULE_FILE, message)
                .label(span(value.span()), format!("not {wanted}")),
        );
    }
}

/// A range of the TOML parser as a span.
pub(crate) fn span(range: Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
