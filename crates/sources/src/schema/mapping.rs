//! Mappings given by the user, in any of the forms in which Elasticsearch hands them out.
//!
//! Source: the Elasticsearch reference, "Mapping", "Mapping parameters" and "Field data types".

use std::collections::BTreeMap;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_planner::catalog::{CatalogField, Values};
use serde_json::{Map, Value};

use crate::scan::indices::Patterns;
use crate::schema::{Known, ancestors, new_field, unsupported};

/// The fields of one or more indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    parts: Vec<Part>,
}

/// The mapping of one index, of those that a template is for, or of all if it does not say which.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Part {
    /// Names or patterns; none for all indices.
    pub(super) indices: Vec<String>,
    /// Of templates that fit an index, the one with the highest counts.
    priority: u64,
    /// Whether values that it does not name become no fields.
    closed: bool,
    entries: BTreeMap<String, Entry>,
}

/// The indices that a mapping is for.
#[derive(Clone, Copy, Default)]
struct Target<'v> {
    index: Option<&'v str>,
    patterns: Option<&'v [Value]>,
    priority: u64,
}

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Field(CatalogField),
    Alias(String),
    /// With its own word on whether values in it become fields that no mapping names.
    Object {
        closed: Option<bool>,
    },
    Nested,
}

/// Date formats that are the default one, or narrower.
const DATE_FORMATS: &[&str] = &[
    "strict_date_optional_time",
    "strict_date_optional_time_nanos",
    "date_optional_time",
    "epoch_millis",
    "strict_date_time",
    "strict_date_time_no_millis",
    "date_time",
    "date_time_no_millis",
    "strict_date",
    "date",
    "iso8601",
];

impl Mapping {
    /// Reads `{"properties": ..}`, `{"mappings": ..}`, an index or component template, or the
    /// answer of `GET _mapping`, `GET _index_template` or `GET _component_template`.
    ///
    /// # Errors
    /// If the text is no JSON, or has no mapping in it.
    pub fn parse(text: &str) -> Result<Mapping, Diagnostic> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let line_start: usize =
                text.split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
            let at = (line_start + error.column().max(1) - 1).min(text.len());
            Diagnostic::error(codes::BAD_MAPPING, "the mapping is no JSON")
                .label(Span::at(at), error.to_string())
        })?;
        let mut parts = Vec::new();
        find_parts(&value, Target::default(), &mut parts);
        if parts.is_empty() {
            return Err(Diagnostic::error(codes::BAD_MAPPING, "there is no mapping in the file")
                .help("a mapping looks like `{\"properties\": {\"host.name\": {\"type\": \"keyword\"}}}`"));
        }
        Ok(Mapping { parts })
    }

    /// Both mappings. Where they give a field different types, queries cannot read it.
    #[must_use]
    pub fn merge(mut self, other: Mapping) -> Mapping {
        self.parts.extend(other.parts);
        self
    }

    /// The mapping as that of the index called `name`.
    #[must_use]
    pub fn for_index(mut self, name: &str) -> Mapping {
        self.parts.iter_mut().for_each(|part| part.indices = vec![name.to_owned()]);
        self
    }

    /// What the mappings say that are for no index in particular.
    pub(super) fn general(&self, name: &str) -> Known {
        let mut known = Known::Unknown;
        for part in self.parts.iter().filter(|part| part.indices.is_empty()) {
            known = match (known, part.lookup(name)) {
                (Known::Field(one), Known::Field(other)) => Known::Field(merge_fields(one, &other)),
                (Known::Field(one), _) => Known::Field(one),
                (known @ (Known::Unreadable | Known::LeftOut), Known::Unknown) => known,
                (_, other) => other,
            };
        }
        known
    }

    /// The mappings of indices that can take part: those of one index first, then templates by
    /// their priority.
    pub(super) fn of_indices(&self, patterns: &Patterns) -> Vec<&Part> {
        let takes_part = |part: &&Part| part.indices.iter().any(|index| patterns.may_match(index));
        let mut parts: Vec<&Part> = self.parts.iter().filter(takes_part).collect();
        parts.sort_by_key(|part| (part.is_template(), std::cmp::Reverse(part.priority)));
        parts
    }

    /// The names of all fields.
    pub(super) fn names(&self, patterns: &Patterns) -> Vec<String> {
        let is_field = |entry: &Entry| matches!(entry, Entry::Field(_) | Entry::Alias(_));
        let general = self.parts.iter().filter(|part| part.indices.is_empty());
        general
            .chain(self.of_indices(patterns))
            .flat_map(|part| &part.entries)
            .filter(|(_, entry)| is_field(entry))
            .map(|(name, _)| name.clone())
            .collect()
    }
}

impl Part {
    /// Whether it is the mapping of the index called `name`.
    pub(super) fn is_for(&self, name: &str) -> bool {
        Patterns::of_mapping(&self.indices).matches(name)
    }

    fn is_template(&self) -> bool {
        self.indices.iter().any(|index| index.contains('*'))
    }

    pub(super) fn lookup(&self, name: &str) -> Known {
        match self.entries.get(name) {
            Some(Entry::Field(field)) => return Known::Field(field.clone()),
            Some(Entry::Alias(target)) => {
                return match self.entries.get(target) {
                    Some(Entry::Field(field)) => {
                        Known::Field(CatalogField { name: name.to_owned(), ..field.clone() })
                    }
                    _ => Known::Unreadable,
                };
            }
            Some(Entry::Object { .. } | Entry::Nested) => return Known::Unreadable,
            None => {}
        }
        for parent in ancestors(name) {
            match self.entries.get(parent) {
                Some(Entry::Nested) => return Known::Unreadable,
                Some(Entry::Field(field)) if field.mapping.kind == "flattened" => {
                    return Known::Field(unsupported(name, name, "flattened"));
                }
                Some(Entry::Object { closed: Some(closed) }) => return unnamed(*closed),
                _ => {}
            }
        }
        unnamed(self.closed)
    }

    /// Adds what stands under `properties`.
    fn properties(&mut self, parent: &str, properties: &Map<String, Value>) {
        for (name, definition) in properties {
            let name = if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
            if let Value::Object(definition) = definition {
                self.property(&name, definition);
            }
        }
    }

    fn property(&mut self, name: &str, definition: &Map<String, Value>) {
        let children = definition.get("properties").and_then(Value::as_object);
        let kind = definition.get("type").and_then(Value::as_str).unwrap_or("object");
        match kind {
            "object" | "passthrough" => {
                // A disabled object is kept in `_source` only.
                let disabled = definition.get("enabled") == Some(&Value::Bool(false));
                let closed = if disabled { Some(true) } else { closed(definition) };
                self.entries.insert(name.to_owned(), Entry::Object { closed });
                if !disabled {
                    self.properties(name, children.unwrap_or(&Map::new()));
                }
            }
            "nested" => {
                self.entries.insert(name.to_owned(), Entry::Nested);
            }
            "alias" => {
                let target = definition.get("path").and_then(Value::as_str).unwrap_or("");
                self.entries.insert(name.to_owned(), Entry::Alias(target.to_owned()));
            }
            _ => {
                let multi_fields = definition.get("fields").and_then(Value::as_object);
                let mut main = field(name, name, definition);
                if main.ty == DataType::Text
                    && multi_fields.is_some_and(|fields| fields.values().any(is_plain_keyword))
                {
                    main.mapping.values = Values::Sorted;
                }
                self.entries.insert(name.to_owned(), Entry::Field(main));
                for (last, definition) in multi_fields.unwrap_or(&Map::new()) {
                    let full = format!("{name}.{last}");
                    if let Value::Object(definition) = definition {
                        let entry = Entry::Field(field(&full, name, definition));
                        self.entries.insert(full, entry);
                    }
                }
            }
        }
    }

    /// Fields that get values from elsewhere than the document's own place for them are refused.
    fn refuse_copies(&mut self, properties: &Map<String, Value>) {
        for definition in properties.values().filter_map(Value::as_object) {
            let targets: Vec<&str> = match definition.get("copy_to") {
                Some(Value::String(target)) => vec![target],
                Some(Value::Array(targets)) => targets.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            for target in targets {
                let entry = Entry::Field(unsupported(target, target, "target of copy_to"));
                self.entries.insert(target.to_owned(), entry);
            }
            for inner in ["properties", "fields"] {
                if let Some(inner) = definition.get(inner).and_then(Value::as_object) {
                    self.refuse_copies(inner);
                }
            }
        }
    }
}

/// What is known of a field that a mapping does not name.
fn unnamed(closed: bool) -> Known {
    if closed { Known::LeftOut } else { Known::Unknown }
}

/// What `dynamic` says of values that no mapping names, if it is there.
fn closed(definition: &Map<String, Value>) -> Option<bool> {
    match definition.get("dynamic")? {
        Value::Bool(dynamic) => Some(!dynamic),
        Value::String(dynamic) => Some(matches!(dynamic.as_str(), "false" | "strict")),
        _ => None,
    }
}

/// A field called `name` whose values stand at `path`.
fn field(name: &str, path: &str, definition: &Map<String, Value>) -> CatalogField {
    let kind = definition.get("type").and_then(Value::as_str).unwrap_or("object");
    let text = |key: &str| definition.get(key).and_then(Value::as_str);
    let refused = |why: String| unsupported(name, path, &why);
    if definition.contains_key("script") {
        return refused(format!("{kind} with a script"));
    }
    if definition.get("null_value").is_some_and(|value| !value.is_null()) {
        return refused(format!("{kind} with null_value"));
    }
    if let Some(format) = text("format")
        && matches!(kind, "date" | "date_nanos")
        && !format.split("||").all(|format| DATE_FORMATS.contains(&format))
    {
        return refused(format!("{kind} with format {format}"));
    }
    let normalizer = text("normalizer");
    if let Some(other) = normalizer.filter(|&name| name != "lowercase") {
        return refused(format!("{kind} with normalizer {other}"));
    }
    let mut field = new_field(name, kind);
    field.mapping.path = path.to_owned();
    field.mapping.lowercase = normalizer.is_some();
    field.mapping.ignore_above = definition
        .get("ignore_above")
        .and_then(Value::as_u64)
        .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    field.mapping.scaling_factor = match definition.get("scaling_factor") {
        Some(Value::String(factor)) => factor.parse().ok(),
        factor => factor.and_then(Value::as_f64),
    };
    if kind == "constant_keyword" {
        field.mapping.constant = text("value").map(str::to_owned);
    }
    field
}

/// Whether a multi-field is a keyword that holds all values as they are: a `text` field is then
/// loaded from it.
fn is_plain_keyword(definition: &Value) -> bool {
    let is_off = |key: &str| definition.get(key) == Some(&Value::Bool(false));
    definition.get("type").is_some_and(|kind| kind == "keyword")
        && definition.get("ignore_above").is_none()
        && definition.get("normalizer").is_none()
        && !is_off("doc_values")
}

/// The same field in two mappings.
fn merge_fields(one: CatalogField, other: &CatalogField) -> CatalogField {
    if one.ty == other.ty && one.ty != DataType::Unsupported {
        return one;
    }
    let mut types = Vec::new();
    for field in [&one, other] {
        if field.original_types.is_empty() {
            types.push(field.mapping.kind.clone());
        } else {
            types.extend(field.original_types.iter().cloned());
        }
    }
    types.sort_unstable();
    types.dedup();
    CatalogField { ty: DataType::Unsupported, original_types: types, ..one }
}

impl Target<'_> {
    fn part(&self) -> Part {
        let patterns = self.patterns.unwrap_or_default().iter().filter_map(Value::as_str);
        let indices = match self.index {
            Some(index) => vec![index.to_owned()],
            None => patterns.map(str::to_owned).collect(),
        };
        Part { indices, priority: self.priority, ..Part::default() }
    }
}

/// Collects the mappings in `value`, which may be wrapped in several ways.
fn find_parts<'v>(value: &'v Value, mut target: Target<'v>, parts: &mut Vec<Part>) {
    let Value::Object(object) = value else { return };
    if let Some(Value::Array(patterns)) = object.get("index_patterns") {
        let priority = object.get("priority").or(object.get("order"));
        target.patterns = Some(patterns);
        target.priority = priority.and_then(Value::as_u64).unwrap_or(0);
    }
    let child = |key: &str| object.get(key).filter(|child| child.is_object());
    if let Some(inner) = child("mappings") {
        let before = parts.len();
        find_parts(inner, target, parts);
        if parts.len() == before {
            parts.push(target.part());
        }
        return;
    }
    for key in ["template", "index_template", "component_template"] {
        if let Some(inner) = child(key) {
            return find_parts(inner, target, parts);
        }
    }
    for key in ["index_templates", "component_templates"] {
        if let Some(Value::Array(templates)) = object.get(key) {
            return templates.iter().for_each(|template| find_parts(template, target, parts));
        }
    }
    let properties = child("properties").and_then(Value::as_object);
    let runtime = child("runtime").and_then(Value::as_object);
    if properties.is_some() || runtime.is_some() {
        let mut part = Part { closed: closed(object).unwrap_or(false), ..target.part() };
        if let Some(properties) = properties {
            part.properties("", properties);
            part.refuse_copies(properties);
        }
        for name in runtime.unwrap_or(&Map::new()).keys() {
            let entry = Entry::Field(unsupported(name, name, "runtime field"));
            part.entries.insert(name.clone(), entry);
        }
        parts.push(part);
        return;
    }
    for (name, inner) in object {
        if inner.get("mappings").is_some_and(Value::is_object) {
            find_parts(inner, Target { index: Some(name), ..target }, parts);
        }
    }
}

#[cfg(test)]
mod tests;
