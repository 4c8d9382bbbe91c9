//! What the planner asks of the world: which indices and fields there are.

use std::sync::Arc;

use esql_data::DataType;
pub use esql_functions::window::Completer;

use crate::scan::FieldSource;

/// One index pattern out of FROM, resolved as far as it does not need the data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndexPattern {
    /// The name, with `*` as wildcard; date math is resolved, quotes are gone.
    pub pattern: String,
    /// `-pattern`: takes out what earlier patterns took in.
    pub exclude: bool,
    /// Only documents whose index is known belong to it. Otherwise those whose index is not known
    /// belong to every index.
    pub known: bool,
}

impl IndexPattern {
    /// All documents.
    #[must_use]
    pub fn every() -> IndexPattern {
        IndexPattern { pattern: "*".to_owned(), exclude: false, known: false }
    }
}

/// How a field's values get out of a document, as its mapping says.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldMapping {
    /// The dotted path in the document: the field's own, an alias's target, or the parent's for a
    /// multi-field.
    pub path: String,
    /// The mapping's `type`, such as `keyword`, `wildcard` or `scaled_float`.
    pub kind: String,
    /// Strings longer than this many UTF-16 units are not there for the query.
    pub ignore_above: Option<usize>,
    /// `scaled_float`: values are rounded to multiples of its inverse.
    pub scaling_factor: Option<f64>,
    /// `constant_keyword` with a value in the mapping: every document has it.
    pub constant: Option<String>,
    /// Values are lower-cased (`normalizer: lowercase`).
    pub lowercase: bool,
    /// What a cell keeps of a document's strings.
    pub values: Values,
}

/// What a cell keeps of the strings of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// What is usual for the type: `text` all of them as written, others each once, ascending.
    #[default]
    Usual,
    /// All of them as written.
    Written,
    /// Each once, ascending: a `text` field that is loaded from its keyword multi-field.
    Sorted,
    /// The least value of each range; for open bounds the next one inside.
    Lower,
    /// The greatest value of each range; for open bounds the next one inside.
    Upper,
}

/// A field in those indices that map it in the same way.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexField {
    /// The names of the indices, or patterns.
    pub indices: Vec<String>,
    /// The type that it has there.
    pub ty: DataType,
    /// How it is read there.
    pub mapping: FieldMapping,
}

impl IndexField {
    /// The type by the name that must be the same in all indices: of numbers that of the mapping,
    /// as Elasticsearch tells `short` from `integer` until one is converted.
    #[must_use]
    pub fn type_name(&self) -> &str {
        if self.ty.is_numeric() || self.ty == DataType::Unsupported {
            &self.mapping.kind
        } else {
            self.ty.name()
        }
    }
}

/// What becomes of fields that no event, mapping or table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unmapped {
    /// They are null in every row.
    #[default]
    Null,
    /// They are unknown, an error, as in Elasticsearch.
    Fail,
    /// They are read from the documents as keywords.
    Load,
}

/// A field that a query can name.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogField {
    /// Its full name.
    pub name: String,
    /// The type that ES|QL gives it; `Unsupported` if it cannot be read.
    pub ty: DataType,
    /// How it is read.
    pub mapping: FieldMapping,
    /// If the indices differ: how it is read in each; in others it has no value, and documents of
    /// an unknown index belong to the first. Otherwise empty.
    pub by_index: Vec<IndexField>,
    /// For [`DataType::Unsupported`]: the mapping types found, for messages.
    pub original_types: Vec<String>,
}

impl CatalogField {
    /// Where its values come from.
    #[must_use]
    pub fn source(&self) -> FieldSource {
        if self.by_index.is_empty() || self.ty == DataType::Unsupported {
            FieldSource::Field(self.mapping.clone())
        } else {
            FieldSource::ByIndex(self.by_index.clone())
        }
    }

    /// The types that it has in the indices, if these cannot be read as one: one type alone where
    /// only the kinds of numbers differ.
    #[must_use]
    pub fn conflicting_types(&self) -> Vec<DataType> {
        let mut types: Vec<DataType> = Vec::new();
        if self.ty == DataType::Unsupported && self.by_index.len() > 1 {
            for field in &self.by_index {
                if !types.contains(&field.ty) {
                    types.push(field.ty);
                }
            }
        }
        if types == [DataType::Unsupported] {
            types.clear();
        }
        types
    }

    /// Where its values come from in those indices where it is of type `ty`.
    #[must_use]
    pub fn source_as(&self, ty: DataType) -> FieldSource {
        let fields = self.by_index.iter().filter(|field| field.ty == ty).cloned();
        FieldSource::ByIndex(fields.collect())
    }
}

/// An enrich policy: what ENRICH finds and adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrichPolicy {
    /// How rows are found.
    pub kind: EnrichMatch,
    /// The indices whose documents are looked through.
    pub indices: Vec<String>,
    /// Their field that is compared.
    pub match_field: String,
    /// Their fields that can be added.
    pub enrich_fields: Vec<String>,
}

/// How a policy finds documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrichMatch {
    /// `match`: by an equal value, compared as text.
    Equal,
    /// `range`: by a range, a CIDR block among them, that holds the value.
    Range,
    /// `geo_match`: by a shape.
    Geo,
}

/// The answer to the question for one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// The field is known.
    Found(CatalogField),
    /// No event, mapping or table has it.
    Unmapped,
    /// It can never be a column: an object, or a field inside a `nested` one.
    Missing,
}

/// Where the planner learns of indices and fields.
pub trait Catalog {
    /// Whether any document can belong to these indices. Only an index that is named in full and
    /// is known to be absent is missing.
    fn has_indices(&self, indices: &[IndexPattern]) -> bool;

    /// What becomes of unmapped fields, unless the query says it.
    fn unmapped(&self) -> Unmapped;

    /// The field called `name` in these indices.
    fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup;

    /// All fields that the documents of these indices have, by name, ascending. May read the data.
    fn fields(&self, indices: &[IndexPattern]) -> Arc<[CatalogField]>;

    /// The enrich policy called `name`.
    fn policy(&self, name: &str) -> Option<&EnrichPolicy>;

    /// The names of all enrich policies.
    fn policies(&self) -> Vec<&str>;

    /// What answers the prompts of COMPLETION, if something was given for it.
    fn completer(&self) -> Option<Arc<dyn Completer>> {
        None
    }

    /// The rules in uap-core's form that were given for USER_AGENT under this name, as YAML.
    fn user_agent_rules(&self, _: &str) -> Option<&str> {
        None
    }

    /// The bytes of the database of addresses that was given for IP_LOCATION under this name.
    fn ip_database(&self, _: &str) -> Option<Arc<[u8]>> {
        None
    }

    /// Names of fields that look like `name`, best first.
    fn similar(&self, indices: &[IndexPattern], name: &str) -> Vec<String>;
}
