//! A catalog of a few fields.

use std::sync::Arc;

use esql_data::DataType;
use esql_planner::catalog::{
    Catalog, CatalogField, EnrichPolicy, FieldMapping, IndexPattern, Lookup, Unmapped, Values,
};

/// Fields by name, ascending.
const FIELDS: &[(&str, &str)] = &[
    ("@timestamp", "date"),
    ("event.action", "keyword"),
    ("event.code", "keyword"),
    ("host.ip", "ip"),
    ("host.name", "keyword"),
    ("message", "match_only_text"),
    ("process.args", "keyword"),
    ("process.command_line", "wildcard"),
    ("process.name", "keyword"),
    ("process.pid", "long"),
    ("process.uptime", "integer"),
];

/// Knows [`FIELDS`], and says of all others that they are missing.
pub(crate) struct TestCatalog;

fn field(name: &str, kind: &str) -> CatalogField {
    CatalogField {
        name: name.to_owned(),
        ty: DataType::of_mapping(kind).unwrap(),
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

impl Catalog for TestCatalog {
    fn has_indices(&self, indices: &[IndexPattern]) -> bool {
        indices.iter().any(|index| index.pattern != "missing")
    }

    fn unmapped(&self) -> Unmapped {
        Unmapped::Null
    }

    fn field(&self, _: &[IndexPattern], name: &str) -> Lookup {
        match FIELDS.iter().find(|(known, _)| *known == name) {
            Some((name, kind)) => Lookup::Found(field(name, kind)),
            None if name.starts_with("unmapped.") => Lookup::Unmapped,
            None => Lookup::Missing,
        }
    }

    fn fields(&self, _: &[IndexPattern]) -> Arc<[CatalogField]> {
        FIELDS.iter().map(|(name, kind)| field(name, kind)).collect()
    }

    fn policy(&self, _: &str) -> Option<&EnrichPolicy> {
        None
    }

    fn policies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn similar(&self, _: &[IndexPattern], name: &str) -> Vec<String> {
        let names = FIELDS.iter().map(|(name, _)| *name);
        esql_diagnostics::suggest::closest(name, names, 3).into_iter().map(str::to_owned).collect()
    }
}
