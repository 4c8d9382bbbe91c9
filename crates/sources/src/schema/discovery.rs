//! Discovery: the fields that the data has, with the types that their values suggest.
//!
//! Types follow Elasticsearch's dynamic mapping with date detection off, except that fractions are
//! `double` (there `float`). Where values of a field differ, whole numbers among fractions are
//! `double`, and any other mix is `keyword`, which holds the text of every scalar.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use esql_planner::catalog::CatalogField;
use esql_planner::scan::ScanError;
use rustc_hash::FxHashMap;

use crate::dataset::Options;
use crate::document::{Row, Shape, Shapes, slot};
use crate::extract::{Check, Slots};
use crate::input::{Blocks, ReadBuffer, Source, Wanted};
use crate::json::{Kind, Malformed, Raw, Scanner};
use crate::scan::indices::Patterns;
use crate::schema::{IGNORE_ABOVE, new_field};

/// What values of a field were seen, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen(u8);

impl Seen {
    const STRING: Seen = Seen(1);
    const WHOLE: Seen = Seen(2);
    const FRACTION: Seen = Seen(4);
    const BOOLEAN: Seen = Seen(8);

    fn add(&mut self, other: Seen) {
        self.0 |= other.0;
    }

    fn of(raw: Raw<'_>) -> Seen {
        match raw.kind {
            Kind::Boolean => Seen::BOOLEAN,
            Kind::Number if raw.text.contains(['.', 'e', 'E']) => Seen::FRACTION,
            Kind::Number => Seen::WHOLE,
            Kind::Plain | Kind::Escaped | Kind::Object | Kind::Array => Seen::STRING,
        }
    }

    /// The mapping type; `None` if there was no value.
    fn kind(self) -> Option<&'static str> {
        const NUMBER: u8 = Seen::WHOLE.0 | Seen::FRACTION.0;
        match self {
            Seen(0) => None,
            Seen::WHOLE => Some("long"),
            Seen::FRACTION | Seen(NUMBER) => Some("double"),
            Seen::BOOLEAN => Some("boolean"),
            _ => Some("keyword"),
        }
    }
}

/// The fields of all documents, by the index that they belong to (`None`: not known).
#[derive(Default)]
pub(crate) struct Discovery {
    indices: BTreeMap<Option<String>, BTreeMap<String, Seen>>,
}

impl Discovery {
    /// Reads all of the data once, with all processors.
    pub(crate) fn run(sources: &[&Source], options: &Options) -> Result<Discovery, ScanError> {
        for source in sources {
            source.keep()?;
        }
        let blocks = Mutex::new(Blocks::new(sources.iter().copied(), options, Wanted::default()));
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<Result<Discovery, ScanError>> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| discover(&blocks))).collect();
            handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        let mut all = Discovery::default();
        for part in parts {
            all.merge(part?);
        }
        Ok(all)
    }

    fn merge(&mut self, other: Discovery) {
        for (index, fields) in other.indices {
            let own = self.indices.entry(index).or_default();
            for (name, seen) in fields {
                own.entry(name).or_default().add(seen);
            }
        }
    }

    /// The field called `name`, with the type that its values suggest.
    pub(crate) fn field(&self, patterns: &Patterns, name: &str) -> Option<CatalogField> {
        let mut seen = Seen::default();
        for fields in self.indices(patterns) {
            seen.add(fields.get(name).copied().unwrap_or_default());
        }
        let kind = seen.kind()?;
        let mut field = new_field(name, kind);
        field.mapping.ignore_above = (kind == "keyword").then_some(IGNORE_ABOVE);
        Some(field)
    }

    /// Whether there are documents of these indices.
    pub(crate) fn has_documents(&self, patterns: &Patterns) -> bool {
        self.indices(patterns).next().is_some()
    }

    /// Whether there are fields below `name`.
    pub(crate) fn is_object(&self, patterns: &Patterns, name: &str) -> bool {
        let prefix = format!("{name}.");
        let below = |fields: &BTreeMap<String, Seen>| {
            let next = fields.range(prefix.clone()..).next();
            next.is_some_and(|(found, _)| found.starts_with(&prefix))
        };
        self.indices(patterns).any(below)
    }

    /// The names of all fields with a value, each once, ascending.
    pub(crate) fn names(&self, patterns: &Patterns) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.indices(patterns).flat_map(BTreeMap::keys).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn indices(&self, patterns: &Patterns) -> impl Iterator<Item = &BTreeMap<String, Seen>> {
        let takes_part = |index: &Option<String>| match index {
            Some(index) => patterns.matches(index),
            None => patterns.known().is_none(),
        };
        self.indices.iter().filter(move |(index, _)| takes_part(index)).map(|(_, fields)| fields)
    }
}

/// One worker: takes blocks until there are no more.
fn discover(blocks: &Mutex<Blocks<'_>>) -> Result<Discovery, ScanError> {
    let shapes = Shapes::new(&[], true);
    let mut trees: FxHashMap<Option<String>, Tree> = FxHashMap::default();
    let mut buffer = ReadBuffer::default();
    loop {
        let job = blocks.lock().unwrap_or_else(PoisonError::into_inner).next()?;
        let Some(job) = job else { break };
        let block = job.load(std::mem::take(&mut buffer))?;
        let mut reader = shapes.reader(Check::Everything);
        let mut slots = shapes.slots();
        let default = block.source().index();
        // What is wrong with a document is told when it is scanned.
        for document in block.documents().filter_map(Result::ok) {
            let _ = reader.read(&document, &mut slots, &mut |row, slots| {
                let index = row.index(slots).map(|name| name.into_text().into_owned());
                let tree = trees.entry(index.or_else(|| default.map(str::to_owned))).or_default();
                let _ = tree.add(&row, slots);
            });
        }
        buffer = block.into_buffer();
    }
    let indices = trees.into_iter().map(|(index, tree)| (index, tree.fields())).collect();
    Ok(Discovery { indices })
}

/// The keys seen, as written: `a.b` may stand below the root and below `a`.
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    children: FxHashMap<String, usize>,
    seen: Seen,
}

impl Default for Tree {
    fn default() -> Self {
        Tree { nodes: vec![Node::default()] }
    }
}

impl Tree {
    fn add<'a>(&mut self, row: &Row<'a>, slots: &Slots<'a>) -> Result<(), Malformed> {
        let inside = match row.shape {
            Shape::Event => [Some(row.text), None],
            Shape::Hit => {
                [slot::SOURCE, slot::FIELDS].map(|slot| slots.first(slot).map(|raw| raw.text))
            }
        };
        for text in inside.into_iter().flatten() {
            let mut scanner = Scanner::new(text);
            scanner.skip_space();
            self.value(&mut scanner, 0, 0)?;
        }
        Ok(())
    }

    fn value(
        &mut self,
        scanner: &mut Scanner<'_>,
        at: usize,
        depth: usize,
    ) -> Result<(), Malformed> {
        let mut first = true;
        match scanner.peek() {
            Some(b'{') => {
                scanner.nest(depth)?;
                while let Some(key) = scanner.next_key(std::mem::take(&mut first))? {
                    let child = match key.kind {
                        Kind::Escaped => self.child(at, &key.decoded()),
                        _ => self.child(at, key.text),
                    };
                    self.value(scanner, child, depth + 1)?;
                }
            }
            Some(b'[') => {
                scanner.nest(depth)?;
                while scanner.next_element(std::mem::take(&mut first))? {
                    self.value(scanner, at, depth + 1)?;
                }
            }
            _ => {
                if let Some(raw) = scanner.value(depth)? {
                    self.nodes[at].seen.add(Seen::of(raw));
                }
            }
        }
        Ok(())
    }

    fn child(&mut self, at: usize, key: &str) -> usize {
        if let Some(&child) = self.nodes[at].children.get(key) {
            return child;
        }
        self.nodes.push(Node::default());
        let child = self.nodes.len() - 1;
        self.nodes[at].children.insert(key.to_owned(), child);
        child
    }

    /// The fields with a value, by full name.
    fn fields(&self) -> BTreeMap<String, Seen> {
        let mut fields: BTreeMap<String, Seen> = BTreeMap::new();
        let mut open = vec![(0, String::new())];
        while let Some((at, name)) = open.pop() {
            let node = &self.nodes[at];
            if node.seen != Seen::default() {
                fields.entry(name.clone()).or_default().add(node.seen);
            }
            for (key, &child) in &node.children {
                let full = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                open.push((child, full));
            }
        }
        for metadata in ["_id", "_index", "_version", "_ignored"] {
            fields.remove(metadata);
        }
        fields
    }
}
