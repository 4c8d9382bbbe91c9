//! A field of several indices, each with a mapping of its own, as one.
//!
//! Source: the Elasticsearch reference, "Using ES|QL to query multiple indices" (union types):
//! different types make a field unreadable until it is converted, be they only `short` and
//! `integer`, but for `date` and `date_nanos`, which are read as the latter.

use esql_data::DataType;
use esql_planner::catalog::{CatalogField, IndexField};

/// The field in all indices; there is at least one. `everywhere`: no index is without it.
pub(super) fn unite(fields: Vec<(Vec<String>, CatalogField)>, everywhere: bool) -> CatalogField {
    let mut by_index: Vec<IndexField> = Vec::new();
    let mut types: Vec<String> = Vec::new();
    let mut whole: Option<CatalogField> = None;
    for (indices, field) in fields {
        if field.ty == DataType::Unsupported {
            types.extend(field.original_types.iter().cloned());
        } else {
            types.push(field.ty.name().to_owned());
        }
        let same = |one: &&mut IndexField| one.ty == field.ty && one.mapping == field.mapping;
        match by_index.iter_mut().find(same) {
            Some(known) => known.indices.extend(indices),
            None => {
                let mapping = field.mapping.clone();
                by_index.push(IndexField { indices, ty: field.ty, mapping });
            }
        }
        whole.get_or_insert(field);
    }
    types.sort_unstable();
    types.dedup();
    // The caller has at least one field.
    let mut field = whole.unwrap_or_else(|| super::unsupported("", "", "unknown"));
    if by_index.len() == 1 && everywhere {
        return field;
    }
    let is_instant = |one: &IndexField| matches!(one.ty, DataType::Date | DataType::DateNanos);
    if by_index.iter().any(|one| one.ty != field.ty) && by_index.iter().all(is_instant) {
        by_index.iter_mut().for_each(|one| one.ty = DataType::DateNanos);
        field.ty = DataType::DateNanos;
    }
    let is_other = |one: &IndexField| {
        one.ty != field.ty || by_index.first().is_some_and(|two| two.type_name() != one.type_name())
    };
    if field.ty == DataType::Unsupported || by_index.iter().any(is_other) {
        field.ty = DataType::Unsupported;
        field.original_types = types;
    }
    CatalogField { by_index, ..field }
}
