//! Extraction: the raw values of the wanted fields of one document.
//!
//! Given a tree of [`Wanted`] paths and the text of a document, fill [`Slots`] with raw values in
//! the order of the document, or say that it is malformed.
//!
//! - A path may be written with nested objects, with dotted keys, or a mix; all spellings add up.
//! - Arrays are flattened at every level, `null` is no value.
//! - When an object has a key twice, only the last one counts.
//!
//! There are two walks. This module's checks all that it passes over. The one in `walk` jumps over
//! what is not wanted, several times as fast; whatever is unusual in a document it leaves to the
//! other, so both always agree on a document that is JSON.

mod route;
mod seek;
mod walk;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::json::{Index, Malformed, Raw, Scanner};
use route::Route;
use seek::Tails;
use walk::Walk;

/// The paths that are wanted, as a tree, each with the slots that take its values.
pub(crate) struct Wanted {
    nodes: Vec<Node>,
    edges: usize,
}

#[derive(Default)]
struct Node {
    /// The slots for the values, arrays flattened.
    flat: Vec<usize>,
    /// The slots for the value as it stands, arrays and objects too.
    whole: Vec<usize>,
    /// The nodes one name further down; needed only until the tree is finished.
    children: Vec<(String, usize)>,
    /// Every key under which something wanted may stand here: `a` and `a.b` for the path `a.b`.
    edges: Vec<Edge>,
    /// Edges by key, if there are many.
    by_key: FxHashMap<String, usize>,
    /// One bit for each fingerprint of a key, so that most other keys are passed at once.
    fingerprints: u64,
    /// What the keys of the edges end with, if they can be sought.
    tails: Option<Tails>,
}

struct Edge {
    key: String,
    target: usize,
    /// A number of its own among all edges of the tree.
    id: usize,
}

/// How many edges are searched one by one.
const FEW: usize = 6;

fn fingerprint(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let first = bytes.first().copied().unwrap_or(0) as usize;
    1 << ((first ^ (bytes.len() << 2) ^ (bytes.len() >> 4)) & 63)
}

/// How a path's values are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keep {
    /// Each value on its own, arrays flattened.
    Flat,
    /// As it stands, with arrays and objects whole.
    Whole,
}

impl Wanted {
    /// A tree with the paths given, each as its names, how it is kept, and the slot for it.
    pub(crate) fn new<'p>(paths: impl IntoIterator<Item = (Vec<&'p str>, Keep, usize)>) -> Wanted {
        let mut nodes = vec![Node::default()];
        for (names, keep, slot) in paths {
            let mut at = 0;
            for name in names {
                let found = nodes[at].children.iter().find(|(child, _)| child == name);
                at = match found {
                    Some(&(_, child)) => child,
                    None => {
                        nodes.push(Node::default());
                        let child = nodes.len() - 1;
                        nodes[at].children.push((name.to_owned(), child));
                        child
                    }
                };
            }
            match keep {
                Keep::Flat => nodes[at].flat.push(slot),
                Keep::Whole => nodes[at].whole.push(slot),
            }
        }
        let mut wanted = Wanted { nodes, edges: 0 };
        for at in 0..wanted.nodes.len() {
            let mut edges = Vec::new();
            wanted.collect_edges(at, "", &mut edges);
            let node = &mut wanted.nodes[at];
            for (number, edge) in edges.iter_mut().enumerate() {
                edge.id = wanted.edges + number;
                node.fingerprints |= fingerprint(&edge.key);
            }
            if edges.len() > FEW {
                node.by_key =
                    edges.iter().enumerate().map(|(at, edge)| (edge.key.clone(), at)).collect();
            }
            wanted.edges += edges.len();
            node.tails = Tails::new(&edges);
            node.edges = edges;
        }
        wanted
    }

    fn collect_edges(&self, at: usize, prefix: &str, edges: &mut Vec<Edge>) {
        for (name, child) in &self.nodes[at].children {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            edges.push(Edge { key: key.clone(), target: *child, id: 0 });
            self.collect_edges(*child, &key, edges);
        }
    }
}

impl Node {
    #[inline]
    fn edge(&self, key: &str) -> Option<&Edge> {
        if self.fingerprints & fingerprint(key) == 0 {
            return None;
        }
        if self.by_key.is_empty() {
            return self.edges.iter().find(|edge| edge.key == key);
        }
        self.by_key.get(key).and_then(|&at| self.edges.get(at))
    }
}

/// The raw values of one document, by slot.
#[derive(Default)]
pub(crate) struct Slots<'a> {
    values: Vec<Vec<Raw<'a>>>,
}

impl<'a> Slots<'a> {
    /// Empty slots, `count` of them.
    pub(crate) fn new(count: usize) -> Self {
        Slots { values: vec![Vec::new(); count] }
    }

    pub(crate) fn clear(&mut self) {
        for values in &mut self.values {
            values.clear();
        }
    }

    /// The values of a slot, in the order of the document.
    pub(crate) fn get(&self, slot: usize) -> &[Raw<'a>] {
        self.values.get(slot).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn first(&self, slot: usize) -> Option<Raw<'a>> {
        self.get(slot).first().copied()
    }

    /// Gives `slot` the values of `other`, if it has none itself.
    pub(crate) fn fall_back(&mut self, slot: usize, other: usize) {
        if self.get(slot).is_empty() && !self.get(other).is_empty() {
            self.values.swap(slot, other);
        }
    }

    fn push(&mut self, slot: usize, raw: Raw<'a>) {
        if let Some(values) = self.values.get_mut(slot) {
            values.push(raw);
        }
    }

    /// Takes out the values whose text stands inside `text`.
    fn forget(&mut self, text: &str) {
        let inside = text.as_bytes().as_ptr_range();
        for values in &mut self.values {
            values.retain(|raw| !inside.contains(&raw.text.as_ptr()));
        }
    }
}

/// How much of a document is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Check {
    /// All of it.
    Everything,
    /// The members of the document itself and the wanted values; what is passed over may not be
    /// JSON.
    Wanted,
}

/// Walks documents; made once for many.
pub(crate) struct Extractor<'w> {
    wanted: &'w Wanted,
    check: Check,
    index: Index,
    met: Met,
    /// Finds letters that are written as escapes.
    letters: memchr::memmem::Finder<'static>,
    /// For each node, what was learnt of its objects.
    routes: Vec<Route<'w>>,
}

/// For each edge the last object that it was met in, to notice a key that comes twice.
struct Met {
    edges: Vec<u64>,
    /// Where the full walk found the value of each edge last.
    values: Vec<Range<usize>>,
    objects: u64,
}

impl Met {
    /// The number of an object that is entered.
    fn enter(&mut self) -> u64 {
        self.objects += 1;
        self.objects
    }

    /// Whether `edge` was met in this object before; from now on it was.
    fn again(&mut self, edge: &Edge, object: u64) -> bool {
        std::mem::replace(&mut self.edges[edge.id], object) == object
    }
}

impl<'w> Extractor<'w> {
    pub(crate) fn new(wanted: &'w Wanted, check: Check) -> Self {
        let met =
            Met { edges: vec![0; wanted.edges], values: vec![0..0; wanted.edges], objects: 0 };
        let routes = wanted.nodes.iter().map(|_| Route::new()).collect();
        let letters = memchr::memmem::Finder::new(b"\\u");
        Extractor { wanted, check, index: Index::default(), met, letters, routes }
    }

    /// Fills `slots`, emptied before, with the wanted values of the document `text`, which must
    /// be one JSON object.
    pub(crate) fn extract<'a>(
        &mut self,
        text: &'a str,
        slots: &mut Slots<'a>,
    ) -> Result<(), Malformed> {
        slots.clear();
        if self.check == Check::Wanted {
            let bytes = text.as_bytes();
            self.index.fill(bytes);
            // No other escape stands for a letter.
            let escapes = self.index.escapes() && self.letters.find(bytes).is_some();
            let mut walk = Walk {
                text,
                bytes,
                plain_keys: !escapes,
                wanted: self.wanted,
                index: &self.index,
                met: &mut self.met,
                routes: &mut self.routes,
            };
            if walk.document(slots).is_some() {
                return Ok(());
            }
            slots.clear();
        }
        let mut scanner = Scanner::new(text);
        scanner.skip_space();
        if scanner.peek() != Some(b'{') {
            return scanner.error("expected a JSON object");
        }
        self.object(&mut scanner, 0, 0, slots)?;
        scanner.end()
    }

    fn object<'a>(
        &mut self,
        scanner: &mut Scanner<'a>,
        node: usize,
        depth: usize,
        slots: &mut Slots<'a>,
    ) -> Result<(), Malformed> {
        let wanted = self.wanted;
        let node = &wanted.nodes[node];
        scanner.nest(depth)?;
        let object = self.met.enter();
        let mut first = true;
        while let Some(key) = scanner.next_key(std::mem::take(&mut first))? {
            let edge = match key.kind {
                crate::json::Kind::Escaped => node.edge(&key.decoded()),
                _ => node.edge(key.text),
            };
            let Some(edge) = edge else {
                scanner.value(depth + 1)?;
                continue;
            };
            if self.met.again(edge, object) {
                slots.forget(scanner.between(&self.met.values[edge.id]));
            }
            let start = scanner.at();
            self.member(scanner, edge.target, depth + 1, slots)?;
            self.met.values[edge.id] = start..scanner.at();
        }
        Ok(())
    }

    /// The value of a wanted key.
    fn member<'a>(
        &mut self,
        scanner: &mut Scanner<'a>,
        at: usize,
        depth: usize,
        slots: &mut Slots<'a>,
    ) -> Result<(), Malformed> {
        let start = scanner.at();
        self.flat(scanner, at, depth, slots)?;
        let node = &self.wanted.nodes[at];
        if !node.whole.is_empty()
            && let Some(raw) = Raw::of(scanner.since(start))
        {
            node.whole.iter().for_each(|&slot| slots.push(slot, raw));
        }
        Ok(())
    }

    fn flat<'a>(
        &mut self,
        scanner: &mut Scanner<'a>,
        at: usize,
        depth: usize,
        slots: &mut Slots<'a>,
    ) -> Result<(), Malformed> {
        let node = &self.wanted.nodes[at];
        match scanner.peek() {
            Some(b'[') => {
                scanner.nest(depth)?;
                let mut first = true;
                while scanner.next_element(std::mem::take(&mut first))? {
                    self.flat(scanner, at, depth + 1, slots)?;
                }
            }
            Some(b'{') if !node.edges.is_empty() => self.object(scanner, at, depth, slots)?,
            _ => {
                if let Some(raw) = scanner.value(depth)? {
                    node.flat.iter().for_each(|&slot| slots.push(slot, raw));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
