//! An answer as text: a line `name:type | name:type`, then a line a row.
//!
//! Null is `null`, several values are `[a, b]`, strings stand as they are. A string that could be
//! taken for something else (empty, blanks around it, a list, `null`, a cell border, a line end)
//! stands in double quotes, as in JSON.

use std::fmt::Write as _;

use esql_engine::Outcome;
use esql_engine::data::Column;

/// What stands in the header of an answer without columns; its rows are `()`.
const NO_COLUMNS: &str = "(no columns)";

/// A table as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// `name:type` of each column.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The values of a cell as results show them; none is null.
pub type Cell = Vec<String>;

impl Table {
    /// The table of an outcome.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Table {
        let header = outcome.schema.iter().map(|field| format!("{}:{}", field.name, field.ty));
        let mut rows = Vec::with_capacity(outcome.rows());
        for batch in &outcome.batches {
            for row in 0..batch.rows {
                rows.push(batch.columns.iter().map(|column| cell(column, row)).collect());
            }
        }
        Table { header: header.collect(), rows }
    }

    /// Reads a table.
    ///
    /// # Errors
    /// If a row has another number of cells than the header.
    pub fn parse<'a>(mut lines: impl Iterator<Item = &'a str>) -> Result<Table, String> {
        let header = lines.next().ok_or("an answer begins with `name:type | name:type`")?;
        let header: Vec<String> = if header.trim() == NO_COLUMNS {
            Vec::new()
        } else {
            split(header).into_iter().map(|name| unquote(&name)).collect()
        };
        let mut rows = Vec::new();
        for line in lines {
            let row: Vec<Cell> = if header.is_empty() {
                Vec::new()
            } else {
                split(line).iter().map(|text| parse_cell(text)).collect()
            };
            if row.len() != header.len() {
                return Err(format!(
                    "a row of {} cells under {} columns: {line}",
                    row.len(),
                    header.len()
                ));
            }
            rows.push(row);
        }
        Ok(Table { header, rows })
    }

    /// The same rows in an order of their own, for answers whose order is open.
    #[must_use]
    pub fn sorted(mut self) -> Table {
        self.rows.sort();
        self
    }

    /// The lines of the table.
    #[must_use]
    pub fn print(&self) -> String {
        if self.header.is_empty() {
            return format!("{NO_COLUMNS}\n{}", "()\n".repeat(self.rows.len()));
        }
        let names: Vec<String> = self.header.iter().map(|name| quote(name, &[" | "])).collect();
        let mut text = names.join(" | ");
        text.push('\n');
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|values| print_cell(values)).collect();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", cells.join(" | "));
        }
        text
    }
}

fn cell(column: &Column, row: usize) -> Cell {
    let print = |at| {
        let mut text = String::new();
        (column.ty().def().print)(column.value(at), &mut text);
        text
    };
    column.cell(row).map(print).collect()
}

fn print_cell(values: &[String]) -> String {
    match values {
        [] => "null".to_owned(),
        [value] => quote(value, &[" | ", "warn: ", "problem: ", "error: "]),
        values => {
            let items: Vec<String> =
                values.iter().map(|item| quote(item, &[" | ", ", "])).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// The text in JSON's quotes if it could be taken for something else.
fn quote(text: &str, borders: &[&str]) -> String {
    let misleading = text.is_empty()
        || text.trim() != text
        || text == "null"
        || text.starts_with('"')
        || (text.starts_with('[') && text.ends_with(']'))
        || text.contains(char::is_control)
        || borders.iter().any(|border| text.contains(border));
    if misleading { serde_json::Value::from(text).to_string() } else { text.to_owned() }
}

fn unquote(text: &str) -> String {
    match text.starts_with('"').then(|| serde_json::from_str::<String>(text)) {
        Some(Ok(inner)) => inner,
        _ => text.to_owned(),
    }
}

fn parse_cell(text: &str) -> Cell {
    if text == "null" {
        return Vec::new();
    }
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => split_at(inner, ", ").iter().map(|item| unquote(item)).collect(),
        None => vec![unquote(text)],
    }
}

fn split(line: &str) -> Vec<String> {
    split_at(line, " | ")
}

/// The parts of a line between borders that stand outside quotes, without blanks around them.
fn split_at(line: &str, border: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = line;
    loop {
        let end = end_of_part(rest, border);
        parts.push(rest[..end].trim().to_owned());
        match rest.get(end + border.len()..) {
            Some(next) => rest = next,
            None => return parts,
        }
    }
}

/// Where the first part of `text` ends: at a border, or at the end. A border inside a quoted value
/// or a quoted item of a list is none.
fn end_of_part(text: &str, border: &str) -> usize {
    let mut from = text.len() - text.trim_start().len();
    let list = text[from..].starts_with('[');
    from += usize::from(list);
    loop {
        if text[from..].starts_with('"') {
            from += quoted_length(&text[from..]).unwrap_or(0);
        }
        let end = text[from..].find(border).map_or(text.len(), |at| from + at);
        match text[from..end].find(", ") {
            Some(comma) if list => from += comma + 2,
            _ => return end,
        }
    }
}

/// The length of the quoted string at the beginning of `text`.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_to_table_to_text() {
        let text = "a:keyword | b:integer\nx y | 1\n\"\" | null\n[a, \"b, c\"] | [1, 2]\n\
                    \"p | q\" | 3\n\"null\" | 4\n\"[x]\" | 5\n\"l\\nm\" | 6\n\" x\" | 7\n";
        let table = Table::parse(text.lines()).unwrap();
        assert_eq!(
            table.rows[2],
            [vec!["a".to_owned(), "b, c".to_owned()], vec!["1".into(), "2".into()]]
        );
        assert_eq!(table.rows[3][0], ["p | q"]);
        assert_eq!(table.print(), text);
        let list = Table::parse("a:keyword\n[r, \"p | q\", s]".lines()).unwrap();
        assert_eq!(list.rows[0][0], ["r", "p | q", "s"]);
    }

    #[test]
    fn a_row_has_as_many_cells_as_the_header() {
        assert!(Table::parse("a:integer | b:integer\n1".lines()).is_err());
        let none = Table::parse("(no columns)\n()\n()".lines()).unwrap();
        assert_eq!((none.header.len(), none.rows.len()), (0, 2));
        assert_eq!(none.print(), "(no columns)\n()\n()\n");
    }
}
