//! What is wanted of a file that keeps its columns apart, and what all its rows must meet.
#![cfg_attr(not(feature = "parquet"), allow(dead_code))]

use esql_data::{DataType, Value};
use esql_planner::physical::Expr;
use esql_planner::scan::{FieldSource, Metadata, Scan, ScanField};

/// The columns that are wanted, and which rows may be passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    /// The dotted paths of fields; `None` if documents are wanted as a whole.
    paths: Option<Vec<String>>,
    /// Each row that is wanted meets all.
    pub(super) bounds: Vec<Bound>,
}

/// Some value of a field is one of these, or in this range.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) path: String,
    pub(super) range: Range,
}

/// Values, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Range {
    /// One of some texts.
    Texts(Vec<String>),
    /// Whole numbers.
    Numbers { least: i64, greatest: i64 },
    /// Instants, in milliseconds.
    Instants { least: i64, greatest: i64 },
}

/// What tells of a document itself, beside its fields.
const ABOUT: &[&str] = &["_id", "_index", "_version", "_ignored", "data_stream"];

impl Wanted {
    /// What a scan wants; rows are passed over only if `may_pass_over`.
    pub(crate) fn by(scan: &Scan, may_pass_over: bool) -> Wanted {
        let mut paths: Vec<String> = ABOUT.iter().map(|path| (*path).to_owned()).collect();
        for field in &scan.fields {
            match &field.from {
                FieldSource::Field(mapping) => paths.push(mapping.path.clone()),
                FieldSource::ByIndex(fields) => {
                    paths.extend(fields.iter().map(|field| field.mapping.path.clone()));
                }
                FieldSource::Metadata(
                    Metadata::Id
                    | Metadata::Source
                    | Metadata::Size
                    | Metadata::Ignored
                    | Metadata::Origin,
                ) => return Wanted::default(),
                FieldSource::Metadata(_) | FieldSource::Null => {}
            }
        }
        // Rows that pass these conditions alone may warn in the others.
        let indexed = scan.filter.get(..scan.indexed).unwrap_or_default();
        let indexed = if may_pass_over { indexed } else { &[] };
        let bounds = indexed.iter().filter_map(|condition| bound(condition, &scan.fields));
        Wanted { bounds: bounds.collect(), paths: Some(paths) }
    }

    /// Whether something of the field or object at `path` is wanted.
    pub(super) fn has(&self, path: &str) -> bool {
        let Some(paths) = &self.paths else { return true };
        let is_within = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        paths.iter().any(|wanted| is_within(path, wanted) || is_within(wanted, path))
    }
}

/// What a condition demands of one field.
fn bound(condition: &Expr, fields: &[ScanField]) -> Option<Bound> {
    let Expr::Call { def, args, .. } = condition else { return None };
    let [Expr::Column(at), literals @ ..] = args.as_slice() else { return None };
    let ScanField { ty, from: FieldSource::Field(mapping), .. } = fields.get(*at)? else {
        return None;
    };
    if mapping.constant.is_some() || mapping.lowercase {
        return None;
    }
    let mut values = Vec::new();
    for literal in literals {
        let Expr::Literal { value, .. } = literal else { return None };
        values.extend_from_slice(value.values());
    }
    let range = match (*ty, mapping.kind.as_str()) {
        (DataType::Keyword, _) if matches!(def.name, "equal" | "in" | "any_equal") => {
            let text = |value: Value| match value {
                Value::Text(text) => Some(text.to_string()),
                _ => None,
            };
            Range::Texts(values.into_iter().map(text).collect::<Option<_>>()?)
        }
        (DataType::Long, "long") => {
            let (least, greatest) = ends(def.name, &values)?;
            Range::Numbers { least, greatest }
        }
        (DataType::Date, "date") => {
            let (least, greatest) = ends(def.name, &values)?;
            Range::Instants { least, greatest }
        }
        _ => return None,
    };
    Some(Bound { path: mapping.path.clone(), range })
}

/// The range of the longs that a comparison lets through; open ends are taken as closed, which
/// lets through one more.
fn ends(comparison: &str, values: &[Value]) -> Option<(i64, i64)> {
    let [Value::Long(value)] = values else { return None };
    match comparison {
        "equal" | "any_equal" => Some((*value, *value)),
        "less" | "less_or_equal" | "any_less" | "any_less_or_equal" => Some((i64::MIN, *value)),
        "greater" | "greater_or_equal" | "any_greater" | "any_greater_or_equal" => {
            Some((*value, i64::MAX))
        }
        _ => None,
    }
}
