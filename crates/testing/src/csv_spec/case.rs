//! Reads the cases of a csv-spec file.

use std::path::Path;

use regex::Regex;

/// The version that cases with a version range are measured against.
const CURRENT: (u32, u32, u32) = (9, 6, 0);

/// One case.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Why it does not run, whatever the engine can do.
    pub skip: Option<String>,
    /// The query.
    pub query: String,
    /// Warnings that must be there, all of them.
    pub warnings: Vec<String>,
    /// Patterns of warnings that may be there.
    pub allowed_warnings: Vec<Regex>,
    /// Whether rows may come in any order.
    pub any_order: bool,
    /// The lines of the result.
    pub result: String,
}

/// The cases of a file.
///
/// # Errors
/// If the file cannot be read or ends inside a case.
pub fn read_file(path: &Path) -> Result<Vec<Case>, String> {
    let place = |error: String| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| place(error.to_string()))?;
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with('#'));
    let mut cases = Vec::new();
    while let Some(title) = lines.next() {
        cases.push(read(title, &mut lines).map_err(place)?);
    }
    Ok(cases)
}

fn read<'a>(title: &str, lines: &mut impl Iterator<Item = &'a str>) -> Result<Case, String> {
    let (name, instructions) = title.split_once('#').unwrap_or((title, ""));
    let name = name.trim();
    let mut case =
        Case { name: name.to_owned(), skip: skipped(name, instructions), ..Case::default() };
    let mut query: Vec<String> = Vec::new();
    let mut result = Vec::new();
    let ends_early = || format!("`{name}` has no end");
    loop {
        let line = lines.next().ok_or_else(ends_early)?;
        if directive(&mut case, line, query.is_empty())? {
            continue;
        }
        if let Some(line) = line.strip_suffix("\\;") {
            query.push(format!("{line};"));
        } else if let Some(line) = line.strip_suffix(';') {
            query.push(line.trim_end().to_owned());
            break;
        } else {
            query.push(line.to_owned());
        }
    }
    loop {
        let line = lines.next().ok_or_else(ends_early)?;
        if line.starts_with(';') {
            break;
        }
        if !directive(&mut case, line, true)? {
            result.push(line);
        }
    }
    case.query = query.join("\r\n");
    case.result = result.join("\n");
    Ok(case)
}

fn skipped(name: &str, instructions: &str) -> Option<String> {
    if name.ends_with("-Ignore") {
        return Some("marked as ignored".to_owned());
    }
    let range = instructions.split_once("skip:")?.1;
    let range = range.split([',', ']']).next()?.trim();
    let (low, high) = range.split_once('-')?;
    let inside = version(low).is_none_or(|low| low <= CURRENT)
        && version(high).is_none_or(|high| high >= CURRENT);
    inside.then(|| format!("not for versions {range}"))
}

fn version(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.trim().split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

/// Takes a line that is no part of query or result. `ahead` tells that the query has not begun or
/// is over: inside it a line with a colon is query.
fn directive(case: &mut Case, line: &str, ahead: bool) -> Result<bool, String> {
    let Some((key, value)) = line.split_once(':') else { return Ok(false) };
    let value = value.trim();
    match key.trim().to_ascii_lowercase().as_str() {
        "warning" => case.warnings.push(value.to_owned()),
        "warningregex" => {
            let pattern = Regex::new(&format!("^.*{value}.*$"));
            case.allowed_warnings
                .push(pattern.map_err(|error| format!("`{}`: {error}", case.name))?);
        }
        "ignoreorder" => case.any_order = value.eq_ignore_ascii_case("true"),
        "required_capability"
        | "required_feature"
        | "required_capability_coordinator"
        | "missing_capability_coordinator"
        | "missing_capability_data_node"
        | "request_stored"
        | "skip_flattened_rewrite"
        | "documents_found"
        | "pragma"
            if ahead => {}
        "request_time_filter" if ahead => {
            case.skip = Some("a time filter beside the query".to_owned());
        }
        "dataset" if ahead => case.skip = Some("an external data source".to_owned()),
        "schema" if ahead && value.starts_with(':') => {}
        _ => return Ok(false),
    }
    Ok(true)
}
