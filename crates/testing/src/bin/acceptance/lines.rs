//! Files of JSON lines, plain or gzip.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use serde_json::Value;

/// The values in a file, one a line.
///
/// # Errors
/// If the file cannot be read, or a line is no JSON.
pub(crate) fn of(path: &Path) -> Result<Vec<Value>, String> {
    let place = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| place(&error))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let value = |line: std::io::Result<String>| {
        serde_json::from_str(&line.map_err(|error| place(&error))?).map_err(|error| place(&error))
    };
    BufReader::new(reader).lines().map(value).collect()
}
