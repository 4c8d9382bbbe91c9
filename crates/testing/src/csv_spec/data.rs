//! The data sets of csv-spec files: CSV to documents.

use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::fixture::{Fixture, Index};

/// All indices, written to a folder that lives as long as this.
pub struct IndexSet {
    /// The indices as a data set.
    pub fixture: Fixture,
    /// Their names.
    pub names: Vec<String>,
}

/// Builds the indices that a `datasets.json` lists; the CSV files lie in `data` beside it.
///
/// # Errors
/// If a file cannot be read, written, or understood.
pub fn load(datasets: &Path) -> Result<IndexSet, String> {
    let place = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(datasets).map_err(|error| place(datasets, &error))?;
    let list: Value = serde_json::from_str(&text).map_err(|error| place(datasets, &error))?;
    let folder = datasets.parent().unwrap_or(Path::new(".")).join("data");
    let indices = list["indices"].as_object().ok_or("datasets.json has no `indices`")?;
    let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut built = Vec::new();
    for (name, index) in indices {
        let csv = folder.join(index["data"].as_str().unwrap_or_default());
        let text = std::fs::read_to_string(&csv).map_err(|error| place(&csv, &error))?;
        let documents = documents(&text).map_err(|error| place(&csv, &error))?;
        let path = temporary.path().join(format!("{name}.ndjson"));
        write(&path, name, &documents).map_err(|error| place(&path, &error))?;
        let mut mappings = index["mappings"].clone();
        spell_out(&mut mappings);
        let mapping = json!({ "mappings": mappings });
        built.push(Index { name: name.clone(), path, mapping: Some(mapping) });
    }
    let names = built.iter().map(|index| index.name.clone()).collect();
    let mut fixture = Fixture::of_indices(temporary, &built)?;
    for (name, policy) in list["enrich_policies"].as_object().into_iter().flatten() {
        let kind = policy["type"].as_str().unwrap_or_default();
        let policy = json!({ kind: {
            "indices": policy["index"],
            "match_field": policy["match_field"],
            "enrich_fields": policy["enrich_fields"],
        }});
        fixture = fixture.with_policy(name, &policy.to_string())?;
    }
    Ok(IndexSet { fixture, names })
}

fn write(path: &Path, index: &str, documents: &[(Option<String>, String)]) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (id, source) in documents {
        let id = id.as_ref().map(|id| format!("\"_id\":{},", json!(id))).unwrap_or_default();
        writeln!(file, "{{\"_index\":{},{id}\"_source\":{source}}}", json!(index))?;
    }
    file.flush()
}

/// Replaces types that are written as one letter, as result headers may write them.
fn spell_out(mappings: &mut Value) {
    if let Value::Object(object) = mappings {
        if let Some(ty) = object.get_mut("type").filter(|ty| *ty == "l") {
            *ty = json!("long");
        }
        object.values_mut().for_each(spell_out);
    }
}

/// A column of a CSV file.
struct Column {
    name: String,
    ty: String,
}

/// The documents of a CSV file as JSON text, with their ids.
fn documents(text: &str) -> Result<Vec<(Option<String>, String)>, String> {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with('#'));
    let header = lines.next().ok_or("an empty file")?;
    let columns: Vec<Column> = header
        .split(',')
        .map(|cell| {
            let (name, ty) = cell.split_once(':').unwrap_or((cell, ""));
            Column { name: name.trim().to_owned(), ty: ty.trim().to_ascii_lowercase() }
        })
        .collect();
    // `languages.long` beside `languages` is a multi-field, which the index derives by itself.
    let derived = |name: &str| {
        name.rsplit_once('.')
            .is_some_and(|(parent, _)| columns.iter().any(|one| one.name == parent))
    };
    lines
        .map(|line| {
            let cells = cells(line)?;
            if cells.len() != columns.len() {
                return Err(format!(
                    "{} cells under {} columns: {line}",
                    cells.len(),
                    columns.len()
                ));
            }
            let mut id = None;
            let mut fields = Vec::new();
            for (Column { name, ty }, cell) in columns.iter().zip(cells) {
                match value(&cell, ty) {
                    Some(value) if name == "_id" => id = Some(value.trim_matches('"').to_owned()),
                    Some(value) if !derived(name) => {
                        fields.push(format!("{}:{value}", json!(name)));
                    }
                    _ => {}
                }
            }
            Ok((id, format!("{{{}}}", fields.join(","))))
        })
        .collect()
}

/// The cells of a line: a comma behind a backslash or between brackets does not split.
fn cells(line: &str) -> Result<Vec<String>, String> {
    let mut cells = Vec::new();
    let mut open: Option<String> = None;
    for piece in split_unescaped(line) {
        let piece = piece.trim();
        match &mut open {
            None => match piece.strip_prefix('[') {
                None => cells.push(piece.to_owned()),
                Some(single) if single.ends_with(']') => {
                    cells.push(single.trim_end_matches(']').to_owned());
                }
                Some(first) => open = Some(first.to_owned()),
            },
            Some(list) => {
                list.push(',');
                list.push_str(piece.strip_suffix(']').unwrap_or(piece));
                if piece.ends_with(']') {
                    cells.extend(open.take());
                }
            }
        }
    }
    if open.is_some() { Err(format!("an open bracket: {line}")) } else { Ok(cells) }
}

fn split_unescaped(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if !text[..at].ends_with('\\') {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A cell as JSON text; none if the document does not have the field.
fn value(cell: &str, ty: &str) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    let values: Vec<String> = split_unescaped(cell)
        .into_iter()
        .map(|part| single(&part.replace("\\,", ","), ty))
        .collect();
    Some(if values.len() == 1 { values.concat() } else { format!("[{}]", values.join(",")) })
}

/// One value as JSON text; numbers stay as they are written, as `7.50` is another keyword than
/// `7.5`.
fn single(text: &str, ty: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if matches!(ty, "keyword" | "text") {
        return json!(inner).to_string();
    }
    if ty.ends_with("_range")
        && let Some((from, to)) = inner.split_once("..")
    {
        return json!({"gte": from, "lt": to}).to_string();
    }
    let plain = text.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0'..=b'9'));
    let is_json = || serde_json::from_str::<Value>(text).is_ok();
    if (plain || text.starts_with('{')) && is_json() {
        return text.to_owned();
    }
    json!(inner).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_line() {
        let text = "a:keyword, b:integer,b.long:long,c:ip,_id:integer\n\
                    x\\,y,[1,2],[1,2],\"::1\",7\n[p,q],,,,8\n// no row";
        let read = documents(text).unwrap();
        assert_eq!(read[0].0.as_deref(), Some("7"));
        assert_eq!(read[0].1, r#"{"a":"x,y","b":[1,2],"c":"::1"}"#);
        assert_eq!(read[1].1, r#"{"a":["p","q"]}"#);
        assert!(documents("a:keyword\n[x,y").is_err());
    }
}
