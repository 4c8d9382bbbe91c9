//! Schemas: which type a field has. Mappings that the user gives come first, then the built-in
//! field table, then what the data shows.

pub(crate) mod discovery;
mod mapping;
pub mod table;
mod union;

pub use mapping::Mapping;

use std::sync::{Mutex, PoisonError};

use esql_data::DataType;
use esql_planner::catalog::{CatalogField, FieldMapping, Values};
use rustc_hash::FxHashMap;

use crate::scan::indices::Patterns;

/// `ignore_above` of keyword fields in ECS, and of strings that no mapping names, in data streams.
pub(crate) const IGNORE_ABOVE: usize = 1024;

/// The scaling factor of `scaled_float` fields in ECS and Beats.
const SCALING_FACTOR: f64 = 1000.0;

/// What mappings and the table say of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    Field(CatalogField),
    /// Queries cannot name it: an object, or a field inside a `nested` one.
    Unreadable,
    /// A mapping takes no fields but those that it names: this one is in `_source` only.
    LeftOut,
    /// They do not know it.
    Unknown,
}

/// Who says which type a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeSource {
    /// A mapping that the user gave.
    Mapping,
    /// The built-in table of ECS and package fields.
    Table,
    /// The values that it has.
    Data,
}

/// What is known without looking at the data.
#[derive(Default)]
pub(crate) struct Schema {
    pub(crate) mapping: Option<Mapping>,
    /// What the table says of the names that it was asked for.
    in_table: Mutex<FxHashMap<String, Known>>,
}

/// The indices that no mapping is for, asked for only where mappings differ.
pub(crate) trait Unmapped {
    /// The names of indices that take part and that are not among `covered`.
    fn indices(&self, covered: &dyn Fn(&str) -> bool) -> Vec<String>;

    /// The field of one of them whose values suggest its type.
    fn field(&self, index: &str, name: &str) -> Option<CatalogField>;
}

/// None.
impl Unmapped for () {
    fn indices(&self, _: &dyn Fn(&str) -> bool) -> Vec<String> {
        Vec::new()
    }

    fn field(&self, _: &str, _: &str) -> Option<CatalogField> {
        None
    }
}

impl Schema {
    /// What is known of a field in these indices.
    pub(crate) fn lookup(&self, patterns: &Patterns, name: &str, others: &dyn Unmapped) -> Known {
        let Some(mapping) = &self.mapping else { return self.in_table(name) };
        let parts = mapping.of_indices(patterns);
        let found: Vec<(&[String], Known)> =
            parts.iter().map(|part| (part.indices.as_slice(), part.lookup(name))).collect();
        let has_field = |(_, known): &(&[String], Known)| matches!(known, Known::Field(_));
        let left_out = found.iter().any(|(_, known)| *known == Known::LeftOut);
        if !left_out && !found.iter().any(has_field) {
            let unreadable = found.iter().any(|(_, known)| *known == Known::Unreadable);
            return if unreadable { Known::Unreadable } else { self.general(name) };
        }
        let mut everywhere = found.iter().all(has_field);
        let mut fields: Vec<(Vec<String>, CatalogField)> = Vec::new();
        for (indices, known) in found {
            if let Known::Field(field) = known {
                fields.push((indices.to_vec(), field));
            }
        }
        let covered = |index: &str| parts.iter().any(|part| part.is_for(index));
        for index in others.indices(&covered) {
            let known = match self.general(name) {
                Known::Field(field) => Some(field),
                Known::Unreadable | Known::LeftOut => None,
                Known::Unknown => others.field(&index, name),
            };
            everywhere &= known.is_some();
            fields.extend(known.map(|field| (vec![index], field)));
        }
        if fields.is_empty() {
            return Known::LeftOut;
        }
        Known::Field(union::unite(fields, everywhere))
    }

    /// What the mappings that are for no index in particular, and the table, say of a field.
    pub(crate) fn general(&self, name: &str) -> Known {
        let known = self.mapping.as_ref().map_or(Known::Unknown, |mapping| mapping.general(name));
        match known {
            Known::Unknown => self.in_table(name),
            known => known,
        }
    }

    /// Who says which type a field has in these indices.
    pub(crate) fn type_source(&self, patterns: &Patterns, name: &str) -> TypeSource {
        let is_mapped = self.mapping.as_ref().is_some_and(|mapping| {
            let of_indices = mapping.of_indices(patterns);
            let mut known = of_indices.iter().map(|part| part.lookup(name));
            known.any(|known| known != Known::Unknown) || mapping.general(name) != Known::Unknown
        });
        match self.in_table(name) {
            _ if is_mapped => TypeSource::Mapping,
            Known::Unknown => TypeSource::Data,
            Known::Field(_) | Known::Unreadable | Known::LeftOut => TypeSource::Table,
        }
    }

    /// What the table says of a field. Queries ask for the same fields again and again.
    fn in_table(&self, name: &str) -> Known {
        let mut known = self.in_table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(name) {
            return known.clone();
        }
        let found = lookup_table(name);
        known.insert(name.to_owned(), found.clone());
        found
    }

    /// The names of the fields that the user's mappings have.
    pub(crate) fn mapped_names(&self, patterns: &Patterns) -> Vec<String> {
        self.mapping.as_ref().map_or_else(Vec::new, |mapping| mapping.names(patterns))
    }
}

fn lookup_table(name: &str) -> Known {
    if let Some(kind) = table::find(name) {
        return match kind {
            "nested" => Known::Unreadable,
            _ => Known::Field(table_field(name, kind)),
        };
    }
    for parent in ancestors(name) {
        match table::find(parent) {
            Some("nested") => return Known::Unreadable,
            Some("flattened") => return Known::Field(unsupported(name, name, "flattened")),
            _ => {}
        }
    }
    Known::Unknown
}

/// The names that `name` stands below, the nearest first.
pub(crate) fn ancestors(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').filter_map(|(at, _)| name.get(..at))
}

fn table_field(name: &str, kind: &str) -> CatalogField {
    let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
    // Packages call their multi-fields so; they read the document at their parent's place.
    let is_multi_field = matches!(last, "text" | "caseless" | "keyword")
        && table::find(parent)
            .is_some_and(|kind| DataType::of_mapping(kind).is_some_and(DataType::is_string));
    let mut field = new_field(name, kind);
    field.mapping.ignore_above = (kind == "keyword").then_some(IGNORE_ABOVE);
    field.mapping.scaling_factor = (kind == "scaled_float").then_some(SCALING_FACTOR);
    if is_multi_field {
        field.mapping.path = parent.to_owned();
        field.mapping.lowercase = last == "caseless";
    }
    field
}

/// A field of a mapping type, without any parameter.
pub(crate) fn new_field(name: &str, kind: &str) -> CatalogField {
    let ty = match DataType::of_mapping(kind) {
        // Shapes are not read.
        None | Some(DataType::GeoShape | DataType::CartesianShape) => {
            return unsupported(name, name, kind);
        }
        Some(ty) => ty,
    };
    CatalogField {
        name: name.to_owned(),
        ty,
        mapping: FieldMapping {
            path: name.to_owned(),
            kind: kind.to_owned(),
            ignore_above: None,
            scaling_factor: None,
            constant: None,
            lowercase: false,
            values: Values::Usual,
        },
        by_index: Vec::new(),
        original_types: Vec::new(),
    }
}

/// A field that queries can name but not read; `kind` says what it is.
pub(crate) fn unsupported(name: &str, path: &str, kind: &str) -> CatalogField {
    CatalogField {
        name: name.to_owned(),
        ty: DataType::Unsupported,
        mapping: FieldMapping {
            path: path.to_owned(),
            kind: kind.to_owned(),
            ignore_above: None,
            scaling_factor: None,
            constant: None,
            lowercase: false,
            values: Values::Usual,
        },
        by_index: Vec::new(),
        original_types: vec![kind.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> String {
        match Schema::default().general(name) {
            Known::Field(CatalogField { ty, mapping, .. }) => {
                let limit = mapping.ignore_above.map_or(String::new(), |limit| format!(" {limit}"));
                let lower = if mapping.lowercase { " lowercase" } else { "" };
                format!("{ty} {} {}{limit}{lower}", mapping.path, mapping.kind)
            }
            Known::Unreadable => "unreadable".into(),
            Known::LeftOut => "left out".into(),
            Known::Unknown => "unknown".into(),
        }
    }

    #[test]
    fn the_table_knows_multi_fields_and_unreadable_ones() {
        for (name, expected) in [
            ("process.name", "keyword process.name keyword 1024"),
            ("process.name.text", "text process.name match_only_text"),
            ("process.name.caseless", "keyword process.name keyword 1024 lowercase"),
            ("process.command_line", "keyword process.command_line wildcard"),
            ("host.cpu.usage", "double host.cpu.usage scaled_float"),
            ("gcp.audit.request", "unsupported gcp.audit.request flattened"),
            ("gcp.audit.request.anything", "unsupported gcp.audit.request.anything flattened"),
            ("threat.enrichments.indicator.ip", "unreadable"),
            ("process.Ext.code_signature", "unreadable"),
            ("process", "unknown"),
            ("no.such", "unknown"),
        ] {
            assert_eq!(lookup(name), expected, "{name}");
        }
    }
}
