//! `_ignored`: the fields of a document whose values were left out, because they were too long
//! or because their type could not hold them.

use esql_planner::catalog::CatalogField;
use rustc_hash::FxHashMap;

use crate::document::{Row, slot};
use crate::extract::{Extractor, Keep, Slots, Wanted};
use crate::field::FieldColumn;
use crate::json::{Raw, Scanner};
use crate::scan::indices::Patterns;
use crate::schema::{IGNORE_ABOVE, Known, Schema, ancestors, new_field};

/// Finds the ignored fields of documents; remembers what it has learned of each name.
pub(crate) struct IgnoredFields<'s> {
    schema: &'s Schema,
    checks: FxHashMap<String, Option<Check>>,
}

/// A field with what reads it.
struct Check {
    field: CatalogField,
    wanted: Wanted,
}

impl<'s> IgnoredFields<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        IgnoredFields { schema, checks: FxHashMap::default() }
    }

    /// The names for one document, ascending. A hit may say some itself.
    pub(crate) fn of<'a>(&mut self, row: &Row<'a>, slots: &Slots<'a>) -> Vec<String> {
        let source = row.source(slots).unwrap_or("");
        let own = slots.get(slot::IGNORED).iter().filter_map(Raw::scalar);
        let mut ignored: Vec<String> = own.map(|name| name.into_owned()).collect();
        for name in leaf_names(source) {
            let schema = self.schema;
            let check = self.checks.entry(name).or_insert_with_key(|name| Check::new(schema, name));
            if let Some(check) = check
                && check.is_ignored(source)
            {
                ignored.push(check.field.name.clone());
            }
        }
        ignored.sort_unstable();
        ignored.dedup();
        ignored
    }
}

impl Check {
    /// `None` if nothing can be wrong with values of this name.
    fn new(schema: &Schema, name: &str) -> Option<Check> {
        if matches!(name, "_id" | "_index" | "_version" | "_ignored") {
            return None;
        }
        let names = std::iter::once(name).chain(ancestors(name));
        let all = Patterns::new(&[]);
        let mut known = names.map(|name| schema.lookup(&all, name));
        let field = match known.find(|known| *known != Known::Unknown) {
            Some(Known::Field(field)) => field,
            Some(_) => return None,
            // A string that nothing maps is a keyword; other values fit the type they suggest.
            None => {
                let mut field = new_field(name, "keyword");
                field.mapping.ignore_above = Some(IGNORE_ABOVE);
                field
            }
        };
        let whole = FieldColumn::reads_whole(field.ty);
        let keep = if whole { Keep::Whole } else { Keep::Flat };
        let path = field.mapping.path.clone();
        Some(Check { wanted: Wanted::new([(path.split('.').collect(), keep, 0)]), field })
    }

    fn is_ignored(&self, source: &str) -> bool {
        let mut slots = Slots::new(1);
        if Extractor::new(&self.wanted).extract(source, &mut slots).is_err() {
            return false;
        }
        let mut ignored = false;
        let mut column = FieldColumn::new(self.field.ty, &self.field.mapping);
        column.push(slots.get(0), &mut |_, _| ignored = true);
        ignored
    }
}

/// The dotted names of all values in a document, each once.
fn leaf_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut scanner = Scanner::new(source);
    scanner.skip_space();
    // The document was checked when it was read.
    let _ = collect(&mut scanner, "", 0, &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn collect(
    scanner: &mut Scanner<'_>,
    name: &str,
    depth: usize,
    names: &mut Vec<String>,
) -> Result<(), crate::json::Malformed> {
    let mut first = true;
    match scanner.peek() {
        Some(b'{') => {
            scanner.nest(depth)?;
            while let Some(key) = scanner.next_key(std::mem::take(&mut first))? {
                let key = key.decoded();
                let name = if name.is_empty() { key.into_owned() } else { format!("{name}.{key}") };
                collect(scanner, &name, depth + 1, names)?;
            }
        }
        Some(b'[') => {
            scanner.nest(depth)?;
            while scanner.next_element(std::mem::take(&mut first))? {
                collect(scanner, name, depth + 1, names)?;
            }
        }
        _ => {
            if scanner.value(depth)?.is_some() {
                names.push(name.to_owned());
            }
        }
    }
    Ok(())
}
