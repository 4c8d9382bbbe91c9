//! Reads a test file.

use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_engine::data::date;
use esql_engine::functions::StackVersion;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Case, Expectation, Suite};
use crate::rule::not_toml;
use crate::table::span;

/// The keys of a file.
const FILE: [&str; 3] = ["now", "stack", "test"];

/// The keys of a test.
const TEST: [&str; 10] =
    ["name", "events", "now", "stack", "alerts", "ids", "rows", "snapshot", "misses", "warnings"];

impl Suite {
    /// Reads a test file.
    ///
    /// # Errors
    /// If the text is no TOML, or says what cannot be understood. The places of the diagnostics
    /// refer to `text`.
    pub fn parse(text: &str) -> Result<Suite, Vec<Diagnostic>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().map(|error| not_toml(codes::TEST_FILE, error)).collect());
        }
        let mut reader = Reader { diagnostics: Vec::new() };
        let document = document.get_ref();
        reader.keys(document, &FILE);
        let (now, stack) = (reader.now(document), reader.stack(document));
        let mut cases = Vec::new();
        match document.get("test").map(|tests| (tests.span(), tests.get_ref())) {
            Some((_, DeValue::Array(tests))) => {
                for test in tests {
                    match test.get_ref() {
                        DeValue::Table(entries) => {
                            let place = span(test.span());
                            let number = cases.len() + 1;
                            cases.push(reader.case(entries, place, number, now, stack));
                        }
                        _ => reader.wrong("test", test, "a table `[[test]]`"),
                    }
                }
            }
            Some((place, _)) => reader.error("`test` must be tables `[[test]]`", span(place)),
            None => reader.error("the file has no test", Span::at(0)),
        }
        if reader.diagnostics.is_empty() { Ok(Suite { cases }) } else { Err(reader.diagnostics) }
    }
}

/// Collects what is wrong while a file is read.
struct Reader {
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn error(&mut self, message: impl Into<String>, place: Span) {
        self.diagnostics.push(Diagnostic::error(codes::TEST_FILE, message).label(place, "here"));
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.error(format!("`{key}` must be {wanted}"), span(value.span()));
    }

    fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let help = suggest::did_you_mean(name, known.iter().copied());
                self.diagnostics.push(
                    Diagnostic::error(codes::TEST_FILE, format!("unknown key `{name}`"))
                        .label(span(key.span()), "unknown")
                        .maybe_help(help)
                        .help(format!("known are {}", known.join(", "))),
                );
            }
        }
    }

    fn case(
        &mut self,
        table: &DeTable<'_>,
        place: Span,
        number: usize,
        now: Option<i64>,
        stack: Option<StackVersion>,
    ) -> Case {
        self.keys(table, &TEST);
        let (inline, files) = self.events(table);
        if inline.is_none() && files.is_empty() && self.diagnostics.is_empty() {
            self.error("the test has no `events`", place);
        }
        let expected = Expectation {
            alerts: self.count(table, "alerts"),
            ids: self.texts(table, "ids"),
            rows: self.rows(table),
            snapshot: self.text(table, "snapshot"),
            misses: self.texts(table, "misses").unwrap_or_default(),
            warnings: self.texts(table, "warnings").unwrap_or_default(),
        };
        if expected.is_empty() && self.diagnostics.is_empty() {
            self.error("the test expects nothing: say `alerts`, `ids`, `rows`, `snapshot`, `misses` or `warnings`", place);
        }
        Case {
            name: self.text(table, "name").unwrap_or_else(|| format!("test {number}")),
            inline,
            files,
            now: self.now(table).or(now),
            stack: self.stack(table).or(stack),
            expected,
        }
    }

    /// Events: NDJSON in the file itself, which begins with a brace or bracket, or names of files.
    fn events(&mut self, table: &DeTable<'_>) -> (Option<String>, Vec<String>) {
        let Some(value) = table.get("events") else { return (None, Vec::new()) };
        match value.get_ref().as_str() {
            Some(text) if text.trim_start().starts_with(['{', '[']) => {
                (Some(text.to_owned()), Vec::new())
            }
            Some(file) => (None, vec![file.to_owned()]),
            None => (None, self.texts(table, "events").unwrap_or_default()),
        }
    }

    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(key, value, "a string");
        }
        text
    }

    fn count(&mut self, table: &DeTable<'_>, key: &str) -> Option<u64> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|one| u64::from_str_radix(one.as_str(), one.radix()).ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number from 0");
        }
        number
    }

    fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<String>> {
        let value = table.get(key)?;
        let texts = match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };
        if texts.is_none() {
            self.wrong(key, value, "a list of strings");
        }
        texts
    }

    fn now(&mut self, table: &DeTable<'_>) -> Option<i64> {
        let value = table.get("now")?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) => Some(date.to_string()),
            other => other.as_str().map(str::to_owned),
        };
        let now = text.and_then(|text| date::parse_millis(&text));
        if now.is_none() {
            self.wrong("now", value, "a time such as `2026-03-26T10:00:00Z`");
        }
        now
    }

    fn stack(&mut self, table: &DeTable<'_>) -> Option<StackVersion> {
        let value = table.get("stack")?;
        let stack = value.get_ref().as_str().and_then(|text| text.parse().ok());
        if stack.is_none() {
            self.wrong("stack", value, "a stack version such as \"9.3\"");
        }
        stack
    }

    fn rows(&mut self, table: &DeTable<'_>) -> Option<Vec<Map<String, Value>>> {
        let value = table.get("rows")?;
        let DeValue::Array(rows) = value.get_ref() else {
            self.wrong("rows", value, "a list of tables");
            return None;
        };
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            match json(row.get_ref()) {
                Some(Value::Object(cells)) => read.push(flat(cells)),
                _ => self.wrong("rows", row, "a table of columns and values"),
            }
        }
        Some(read)
    }
}

/// Dotted names that TOML took for nested tables, put together again.
fn flat(cells: Map<String, Value>) -> Map<String, Value> {
    let mut flat_cells = Map::new();
    for (name, value) in cells {
        match value {
            Value::Object(inner) => {
                for (rest, value) in flat(inner) {
                    flat_cells.insert(format!("{name}.{rest}"), value);
                }
            }
            value => {
                flat_cells.insert(name, value);
            }
        }
    }
    flat_cells
}

/// A TOML value as JSON. An empty list is null: ES|QL knows no empty cell but null.
fn json(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            Value::from(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().ok()?),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => list(items)?,
        DeValue::Table(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                object.insert(key.get_ref().to_string(), json(value.get_ref())?);
            }
            Value::Object(object)
        }
    })
}

fn list(items: &DeArray<'_>) -> Option<Value> {
    if items.is_empty() {
        return Some(Value::Null);
    }
    items.iter().map(|item| json(item.get_ref())).collect::<Option<Vec<Value>>>().map(Value::from)
}
