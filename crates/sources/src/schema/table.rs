//! The built-in field table: names and mapping types of ECS, of Elastic Defend and of the Elastic
//! packages and Beats modules.
//!
//! The table is the text file beside this module, sorted by name and front-coded, and is searched
//! as it stands: nothing is built at start-up. A line is `SHARED SUFFIX TYPE`: how many bytes the
//! name shares with the one before, the rest of the name, and the mapping type, left out for
//! `keyword`. A line that shares nothing is a place where reading can begin; there is one at least
//! every 16 lines. `examples/build_field_table.rs` writes the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

const TABLE: &str = include_str!("table.txt");

/// How many lines at most depend on the lines before them.
const GROUP: usize = 16;

const DEFAULT: &str = "keyword";

/// The mapping type of the field called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static str> {
    let (found, kind) = from(TABLE, name).next()?;
    (found == name).then_some(kind)
}

/// Whether there are fields below `name`, so that it is an object.
#[must_use]
pub fn is_object(name: &str) -> bool {
    let prefix = format!("{name}.");
    from(TABLE, &prefix).next().is_some_and(|(found, _)| found.starts_with(&prefix))
}

/// All names, ascending.
pub fn names() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| all().map(|(name, _)| name).collect());
    &NAMES
}

/// All names with their types, ascending.
fn all() -> impl Iterator<Item = (String, &'static str)> {
    from(TABLE, "")
}

/// The text of a table with these names and types.
#[must_use]
pub fn encode(fields: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut previous = "";
    for (number, (name, kind)) in fields.iter().enumerate() {
        let same = previous.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let shared = if number % GROUP == 0 { 0 } else { same };
        let suffix = name.get(shared..).unwrap_or(name);
        // Writing to a String cannot fail.
        let _ = write!(text, "{shared} {suffix}");
        if kind != DEFAULT {
            let _ = write!(text, " {kind}");
        }
        text.push('\n');
        previous = name;
    }
    text
}

/// The entries from the first on that is not less than `name`.
fn from<'t>(table: &'t str, name: &str) -> impl Iterator<Item = (String, &'t str)> {
    let mut current = String::new();
    let start = table.get(start_for(table, name)..).unwrap_or("");
    let wanted = name.to_owned();
    start
        .lines()
        .filter_map(move |line| {
            let mut parts = line.split(' ');
            let shared: usize = parts.next()?.parse().ok()?;
            current.truncate(shared);
            current.push_str(parts.next()?);
            Some((current.clone(), parts.next().unwrap_or(DEFAULT)))
        })
        .skip_while(move |(found, _)| *found < wanted)
}

/// The last place where reading can begin whose name is not greater than `name`, else the start.
fn start_for(table: &str, name: &str) -> usize {
    let begin_after = |from: usize, end: usize| {
        let found = memchr::memmem::find(table.as_bytes().get(from..end)?, b"\n0 ")?;
        Some(from + found + 1)
    };
    let name_at = |at: usize| table.get(at + 2..).and_then(|rest| rest.split([' ', '\n']).next());
    let (mut low, mut high) = (0_usize, table.len());
    while let Some(at) = begin_after(low.midpoint(high), high).or_else(|| begin_after(low, high)) {
        if name_at(at).is_some_and(|found| found <= name) {
            low = at;
        } else {
            // The line feed before the place stays out, so that it is not found again.
            high = at;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let all: Vec<_> = all().collect();
        assert!(all.len() > 10_000);
        assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, kind) in &all {
            assert_eq!(find(name), Some(*kind), "{name}");
            assert_eq!(find(&format!("{name}~")), None);
        }
        assert!(TABLE.len() < 400_000, "{}", TABLE.len());
    }

    #[test]
    fn types_and_objects() {
        for (name, kind) in [
            ("@timestamp", "date"),
            ("process.name", "keyword"),
            ("process.pid", "long"),
            ("process.command_line", "wildcard"),
            ("process.command_line.text", "match_only_text"),
            ("process.name.caseless", "keyword"),
            ("source.ip", "ip"),
            ("gcp.audit.request", "flattened"),
            ("data_stream.dataset", "constant_keyword"),
            ("process.Ext.code_signature", "nested"),
        ] {
            assert_eq!(find(name), Some(kind), "{name}");
        }
        for name in ["process", "", "a", "process.nam", "zzz", "content"] {
            assert_eq!(find(name), None, "{name}");
        }
        assert!(is_object("process") && is_object("process.parent"));
        assert!(!is_object("process.pid") && !is_object("process.par"));
    }

    #[test]
    fn a_table_reads_back() {
        for count in [0, 1, 2, 15, 16, 17, 100] {
            let fields: BTreeMap<String, String> = (0..count)
                .map(|at| (format!("a.{at}"), if at % 3 == 0 { "long" } else { "keyword" }.into()))
                .collect();
            let text = encode(&fields);
            let back: BTreeMap<String, String> =
                from(&text, "").map(|(name, kind)| (name, kind.to_owned())).collect();
            assert_eq!(back, fields);
            for name in fields.keys() {
                assert_eq!(from(&text, name).next().map(|(found, _)| found).as_ref(), Some(name));
            }
        }
    }
}
