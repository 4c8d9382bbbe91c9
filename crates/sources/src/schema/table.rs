//! The built-in field table: names and mapping types of ECS, of Elastic Defend and of the Elastic
//! packages and Beats modules.
//!
//! The table is the text file beside this module, sorted by name and front-coded. A line is
//! `SHARED SUFFIX TYPE`: how many bytes the name shares with the one before, the rest of the name,
//! and the mapping type, left out for `keyword`. A line that shares nothing is a place where
//! reading can begin; there is one at least every 16 lines. The text is searched as it stands: a
//! list of these places is all that is built, at first use. `examples/build_field_table.rs` writes
//! the file.

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
    let found = table().first_from(name)?;
    (found.common == name.len() && found.len == name.len()).then_some(found.kind)
}

/// Whether there are fields below `name`, so that it is an object.
#[must_use]
pub fn is_object(name: &str) -> bool {
    let prefix = format!("{name}.");
    table().first_from(&prefix).is_some_and(|found| found.common == prefix.len())
}

/// All names, ascending.
pub fn names() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| table().all().into_keys().collect());
    &NAMES
}

fn table() -> &'static Table<'static> {
    static READY: LazyLock<Table<'static>> = LazyLock::new(|| Table::new(TABLE));
    &READY
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

/// A table, and where reading can begin.
struct Table<'t> {
    text: &'t str,
    /// Where the lines begin that share nothing with the line before, ascending.
    starts: Vec<usize>,
}

/// An entry next to a name that was looked for.
struct Found<'t> {
    /// How many bytes its name begins with that the other begins with as well.
    common: usize,
    /// How many bytes its name has.
    len: usize,
    kind: &'t str,
}

impl<'t> Table<'t> {
    fn new(text: &'t str) -> Self {
        let later = memchr::memmem::find_iter(text.as_bytes(), b"\n0 ").map(|at| at + 1);
        Table { text, starts: std::iter::once(0).chain(later).collect() }
    }

    /// The first entry that is not less than `name`.
    fn first_from(&self, name: &str) -> Option<Found<'t>> {
        let entry_at = |at: usize| Entries { rest: self.text.get(at..).unwrap_or("") }.next();
        let is_before = |at: usize| entry_at(at).is_some_and(|entry| entry.suffix <= name);
        let after = self.starts.partition_point(|&at| is_before(at));
        let start = self.starts.get(after.saturating_sub(1)).copied().unwrap_or(0);
        let mut entries = Entries { rest: self.text.get(start..).unwrap_or("") };
        // What the entry before has in common with the name, which is greater than it.
        let mut common = 0;
        loop {
            let Entry { shared, suffix, kind } = entries.next()?;
            // An entry that shares more with the one before is less than the name as well.
            if shared > common {
                continue;
            }
            let wanted = name.as_bytes().get(shared..).unwrap_or_default();
            let pairs = suffix.bytes().zip(wanted);
            common = shared + pairs.take_while(|(one, other)| one == *other).count();
            if suffix.as_bytes() < wanted {
                continue;
            }
            let len = shared + suffix.len();
            return Some(Found { common, len, kind });
        }
    }

    /// All names with their types, ascending.
    fn all(&self) -> BTreeMap<String, &'t str> {
        let mut all = BTreeMap::new();
        let mut name = String::new();
        for Entry { shared, suffix, kind } in (Entries { rest: self.text }) {
            name.truncate(shared);
            name.push_str(suffix);
            all.insert(name.clone(), kind);
        }
        all
    }
}

/// A line of the table.
struct Entry<'t> {
    /// How many bytes the name shares with that of the line before.
    shared: usize,
    /// The rest of the name.
    suffix: &'t str,
    kind: &'t str,
}

/// Reads lines one by one.
struct Entries<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let line = self.rest.get(..end)?;
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        let (shared, line) = line.split_at_checked(memchr::memchr(b' ', line.as_bytes())?)?;
        let shared = shared.bytes().fold(0, |number, digit| 10 * number + usize::from(digit & 0xf));
        let line = line.get(1..)?;
        let (suffix, kind) = match memchr::memchr(b' ', line.as_bytes()) {
            Some(at) => (line.get(..at)?, line.get(at + 1..)?),
            None => (line, DEFAULT),
        };
        Some(Entry { shared, suffix, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let all = table().all();
        assert!(all.len() > 10_000);
        assert!(names().is_sorted() && names().len() == TABLE.lines().count());
        for (name, kind) in &all {
            assert_eq!(find(name), Some(*kind), "{name}");
            assert_eq!(find(&format!("{name}~")), None);
            let parents = name.match_indices('.').map(|(at, _)| &name[..at]);
            parents.for_each(|parent| assert!(is_object(parent), "{parent}"));
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
            let table = Table::new(&text);
            let back = table.all().into_iter();
            let back: BTreeMap<String, String> =
                back.map(|(name, kind)| (name, kind.to_owned())).collect();
            assert_eq!(back, fields);
            for name in fields.keys() {
                let found = table.first_from(name).map(|found| (found.common, found.len));
                assert_eq!(found, Some((name.len(), name.len())));
            }
        }
    }
}
