//! What the planner asks of the world: which indices and fields there are.

use esql_data::DataType;

/// One index pattern out of FROM, resolved as far as it does not need the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPattern {
    /// The name, with `*` as wildcard; date math is resolved, quotes are gone.
    pub pattern: String,
    /// `-pattern`: takes out what earlier patterns took in.
    pub exclude: bool,
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
    /// For [`DataType::Unsupported`]: the mapping types found, for messages.
    pub original_types: Vec<String>,
}

/// The answer to the question for one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// The field is known.
    Found(CatalogField),
    /// No event, mapping or table has it; the session says that such fields are null.
    Unmapped,
    /// No event, mapping or table has it.
    Missing,
}

/// Where the planner learns of indices and fields.
pub trait Catalog {
    /// Whether any document can belong to these indices. Only an index that is named in full and
    /// is known to be absent is missing.
    fn has_indices(&self, indices: &[IndexPattern]) -> bool;

    /// The field called `name` in these indices.
    fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup;

    /// All fields that the documents of these indices have, by name, ascending. May read the data.
    fn fields(&self, indices: &[IndexPattern]) -> Vec<CatalogField>;

    /// Names of fields that look like `name`, best first.
    fn similar(&self, indices: &[IndexPattern], name: &str) -> Vec<String>;
}
