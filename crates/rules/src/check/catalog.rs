//! The catalog of a check: fields of mappings and of the field table, any index, no data.

use std::sync::Arc;

use esql_engine::planner::catalog::{
    Catalog, CatalogField, EnrichPolicy, IndexPattern, Lookup, Unmapped,
};
use esql_engine::sources::{Dataset, Mapping, Options};

/// Fields, without data.
pub(crate) struct FieldCatalog {
    fields: Dataset,
}

impl FieldCatalog {
    pub(crate) fn new(mapping: Option<Mapping>) -> FieldCatalog {
        let fields = Dataset::in_memory(std::iter::empty(), Options::default());
        let fields = match mapping {
            Some(mapping) => fields.with_mapping(mapping),
            None => fields,
        };
        FieldCatalog { fields }
    }

    /// The field called `name` in any index.
    pub(crate) fn find(&self, name: &str) -> Option<CatalogField> {
        match self.fields.field(&[], name) {
            Lookup::Found(field) => Some(field),
            Lookup::Unmapped | Lookup::Missing => None,
        }
    }
}

impl Catalog for FieldCatalog {
    fn has_indices(&self, _: &[IndexPattern]) -> bool {
        true
    }

    fn unmapped(&self) -> Unmapped {
        Unmapped::Null
    }

    fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup {
        self.fields.field(indices, name)
    }

    fn fields(&self, indices: &[IndexPattern]) -> Arc<[CatalogField]> {
        self.fields.fields(indices)
    }

    fn policy(&self, _: &str) -> Option<&EnrichPolicy> {
        None
    }

    fn policies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn similar(&self, indices: &[IndexPattern], name: &str) -> Vec<String> {
        self.fields.similar(indices, name)
    }
}
