//! The result that a csv-spec case expects.

use esql_engine::data::DataType;

/// A table of expectations.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Names and types of the columns.
    pub columns: Vec<(String, DataType)>,
    /// The rows.
    pub rows: Vec<Vec<ExpectedCell>>,
}

/// What a cell must be.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectedCell {
    /// Anything, null too.
    Any,
    /// These values; none is null.
    Values(Vec<String>),
}

impl Expected {
    /// Reads the lines of a result.
    ///
    /// # Errors
    /// If the header names an unknown type or a row has another number of cells.
    pub fn parse(text: &str) -> Result<Expected, String> {
        let mut rows = table(text).into_iter();
        let header = rows.next().ok_or("no expected result")?;
        let columns = header.iter().map(|cell| column(cell)).collect::<Result<Vec<_>, _>>()?;
        let rows = rows
            .map(|row| {
                if row.len() == columns.len() {
                    Ok(row.iter().map(|text| cell(text)).collect())
                } else {
                    Err(format!("{} cells under {} columns: {row:?}", row.len(), columns.len()))
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Expected { columns, rows })
    }
}

/// The raw cells: a quote switches quoted mode on and off and is dropped, two inside stand for
/// one; outside quotes a bar ends a cell and a line end a row.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(row) = rows.last_mut() else { return rows };
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                push(row, '"');
            }
            '"' => quoted = !quoted,
            '|' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            character => push(row, character),
        }
    }
    rows
}

fn push(row: &mut [String], character: char) {
    if let Some(cell) = row.last_mut() {
        cell.push(character);
    }
}

fn column(cell: &str) -> Result<(String, DataType), String> {
    let (name, ty) =
        cell.rsplit_once(':').ok_or_else(|| format!("no type in the header: {cell}"))?;
    let ty = ty.trim().to_ascii_lowercase();
    let ty = match ty.strip_prefix("counter_").unwrap_or(&ty) {
        "i" | "short" | "byte" => DataType::Integer,
        "l" => DataType::Long,
        "d" | "float" | "half_float" | "scaled_float" => DataType::Double,
        "k" | "s" => DataType::Keyword,
        "txt" | "semantic_text" => DataType::Text,
        "v" => DataType::Version,
        "n" => DataType::Null,
        "dt" => DataType::Date,
        name => DataType::find(name).ok_or_else(|| format!("a column of type {name}"))?,
    };
    Ok((name.trim().to_owned(), ty))
}

fn cell(text: &str) -> ExpectedCell {
    let trimmed = text.trim();
    if trimmed == "{any}" {
        return ExpectedCell::Any;
    }
    if trimmed.eq_ignore_ascii_case("null") {
        return ExpectedCell::Values(Vec::new());
    }
    let Some(inner) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return ExpectedCell::Values(vec![trimmed.to_owned()]);
    };
    let mut items: Vec<String> = Vec::new();
    let mut item = String::new();
    for character in inner.chars() {
        match character {
            ',' if item.ends_with('\\') => {
                item.pop();
                item.push(',');
            }
            ',' => items.push(std::mem::take(&mut item)),
            character => item.push(character),
        }
    }
    items.push(item);
    if let [single] = items.as_slice() {
        return ExpectedCell::Values(vec![single.clone()]);
    }
    while items.last().is_some_and(String::is_empty) {
        items.pop();
    }
    ExpectedCell::Values(items.iter().map(|item| item.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_result() {
        let text = "a::long:long | b:s\n1 | \"x | \"\"y\"\"\"\nnull | [a\\,b, c]\n{any} | [d]\n2 |";
        let expected = Expected::parse(text).unwrap();
        assert_eq!(expected.columns[0], ("a::long".to_owned(), DataType::Long));
        let values = |items: &[&str]| {
            ExpectedCell::Values(items.iter().map(|&item| item.to_owned()).collect())
        };
        assert_eq!(expected.rows[0], [values(&["1"]), values(&["x | \"y\""])]);
        assert_eq!(expected.rows[1], [values(&[]), values(&["a,b", "c"])]);
        assert_eq!(expected.rows[2], [ExpectedCell::Any, values(&["d"])]);
        assert_eq!(expected.rows[3][1], values(&[""]));
    }
}
