//! Schemas: which type a field has. Mappings that the user gives come first, then the built-in
//! field table, then what the data shows.

pub(crate) mod discovery;
mod mapping;
pub mod table;

pub use mapping::Mapping;

use esql_data::DataType;
use esql_planner::catalog::{CatalogField, FieldMapping};

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
    /// They do not know it.
    Unknown,
}

/// What is known without looking at the data.
#[derive(Default)]
pub(crate) struct Schema {
    pub(crate) mapping: Option<Mapping>,
}

impl Schema {
    pub(crate) fn lookup(&self, patterns: &Patterns, name: &str) -> Known {
        let known = self.mapping.as_ref().map_or(Known::Unknown, |it| it.lookup(patterns, name));
        match known {
            Known::Unknown => lookup_table(name),
            known => known,
        }
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
        },
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
        },
        original_types: vec![kind.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> String {
        match Schema::default().lookup(&Patterns::all(), name) {
            Known::Field(CatalogField { ty, mapping, .. }) => {
                let limit = mapping.ignore_above.map_or(String::new(), |limit| format!(" {limit}"));
                let lower = if mapping.lowercase { " lowercase" } else { "" };
                format!("{ty} {} {}{limit}{lower}", mapping.path, mapping.kind)
            }
            Known::Unreadable => "unreadable".into(),
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
