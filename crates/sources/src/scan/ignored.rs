//! `_ignored`: the fields of a document whose values were left out, because they were too long
//! or because their type could not hold them.

use std::borrow::Cow;

use esql_data::DataType;
use rustc_hash::FxHashMap;

use crate::document::{Row, slot};
use crate::extract::Slots;
use crate::field::FieldColumn;
use crate::json::{Kind, Malformed, Raw, Scanner};
use crate::scan::indices::Patterns;
use crate::schema::{IGNORE_ABOVE, Known, Schema, ancestors, new_field};

/// Finds the ignored fields of documents; remembers what it has learned of each name.
pub(crate) struct IgnoredFields<'s> {
    schema: &'s Schema,
    checks: FxHashMap<String, Check>,
}

/// What is wrong with a value at some place.
enum Check {
    /// Nothing.
    Fits,
    /// The field, which reads the value and may find it does not fit. Texts up to so many bytes
    /// always do.
    Field { column: Box<FieldColumn>, fits: usize },
}

impl<'s> IgnoredFields<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        IgnoredFields { schema, checks: FxHashMap::default() }
    }

    /// The names for one document, ascending. A hit may say some itself.
    pub(crate) fn of<'a>(&mut self, row: &Row<'a>, slots: &Slots<'a>) -> Vec<String> {
        let own = slots.get(slot::IGNORED).iter().filter_map(Raw::scalar);
        let mut ignored: Vec<String> = own.map(Cow::into_owned).collect();
        for (name, raw) in leaves(row.source(slots).unwrap_or("")) {
            let schema = self.schema;
            if !self.checks.contains_key(&name) {
                self.checks.insert(name.clone(), Check::new(schema, &name));
            }
            match self.checks.get_mut(&name) {
                Some(Check::Field { fits, .. })
                    if matches!(raw.kind, Kind::Plain | Kind::Escaped)
                        && raw.text.len() <= *fits => {}
                Some(Check::Field { column, .. }) => {
                    let mut misfit = false;
                    column.push(&[raw], &mut |_, _| misfit = true);
                    column.finish();
                    if misfit {
                        ignored.push(name);
                    }
                }
                Some(Check::Fits) | None => {}
            }
        }
        ignored.sort_unstable();
        ignored.dedup();
        ignored
    }
}

impl Check {
    fn new(schema: &Schema, name: &str) -> Check {
        if matches!(name, "_id" | "_index" | "_version" | "_ignored") {
            return Check::Fits;
        }
        let all = Patterns::all();
        let field = match schema.lookup(&all, name, &()) {
            Known::Field(field) => field,
            Known::Unreadable | Known::LeftOut => return Check::Fits,
            // Part of a point or another field that takes objects, or below a field of the table
            // that other packages use differently.
            Known::Unknown
                if ancestors(name)
                    .any(|parent| schema.lookup(&all, parent, &()) != Known::Unknown) =>
            {
                return Check::Fits;
            }
            // A string that nothing maps is a keyword; other values fit the type they suggest.
            Known::Unknown => {
                let mut field = new_field(name, "keyword");
                field.mapping.ignore_above = Some(IGNORE_ABOVE);
                field
            }
        };
        if field.ty == DataType::Unsupported || FieldColumn::reads_whole(field.ty) {
            return Check::Fits;
        }
        let fits = match field.ty {
            DataType::Keyword | DataType::Text | DataType::Version => {
                field.mapping.ignore_above.unwrap_or(usize::MAX)
            }
            _ => 0,
        };
        Check::Field { column: Box::new(FieldColumn::new(field.ty, &field.mapping)), fits }
    }
}

/// All values in a document with their dotted names.
fn leaves(source: &str) -> Vec<(String, Raw<'_>)> {
    let mut leaves = Vec::new();
    let mut scanner = Scanner::new(source);
    scanner.skip_space();
    // The document was checked when it was read.
    let _ = collect(&mut scanner, "", 0, &mut leaves);
    leaves
}

fn collect<'a>(
    scanner: &mut Scanner<'a>,
    name: &str,
    depth: usize,
    leaves: &mut Vec<(String, Raw<'a>)>,
) -> Result<(), Malformed> {
    let mut first = true;
    match scanner.peek() {
        Some(b'{') => {
            scanner.nest(depth)?;
            while let Some(key) = scanner.next_key(std::mem::take(&mut first))? {
                let key = key.decoded();
                let name = if name.is_empty() { key.into_owned() } else { format!("{name}.{key}") };
                collect(scanner, &name, depth + 1, leaves)?;
            }
        }
        Some(b'[') => {
            scanner.nest(depth)?;
            while scanner.next_element(std::mem::take(&mut first))? {
                collect(scanner, name, depth + 1, leaves)?;
            }
        }
        _ => {
            if let Some(raw) = scanner.value(depth)? {
                leaves.push((name.to_owned(), raw));
            }
        }
    }
    Ok(())
}
