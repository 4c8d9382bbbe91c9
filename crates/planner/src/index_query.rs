//! Which conditions of a filter Elasticsearch asks its index, rather than computing them for each
//! document. It shows in warnings of several values (see [`esql_functions::IndexQuery`]).

use esql_data::{DataType, Value};
use esql_functions::IndexQuery;

use crate::physical::Expr;
use crate::scan::{FieldSource, ScanField};

/// Whether a condition over the columns in `fields` is a question to the index: a field compared
/// with constants, a search, or several of these under AND, OR and NOT.
pub(crate) fn is_question(condition: &Expr, fields: &[ScanField]) -> bool {
    let Expr::Call { def, args, .. } = condition else { return false };
    match def.index_query {
        IndexQuery::None => false,
        IndexQuery::Connective | IndexQuery::Negation => {
            args.iter().all(|arg| is_question(arg, fields))
        }
        IndexQuery::WholeField => args.iter().all(|arg| match arg {
            Expr::Column(at) => fields.get(*at).is_some_and(is_read),
            Expr::Literal { .. } => true,
            Expr::Call { .. } => is_question(arg, fields),
        }),
        IndexQuery::SingleValue(_) => {
            let mut subjects = args.iter().filter(|arg| !is_constant(arg));
            match (subjects.next(), subjects.next()) {
                (Some(subject), None) => is_indexed(def.name, subject, fields),
                _ => false,
            }
        }
    }
}

/// Whether an argument is a constant with at most one value.
fn is_constant(arg: &Expr) -> bool {
    matches!(arg, Expr::Literal { value, .. } if !matches!(value, Value::List(_)))
}

/// Whether the index has the values of `subject`, the part of a condition that is no constant:
/// those of a field, also in another case where Elasticsearch has a query for it. It has the words
/// of a text only.
fn is_indexed(condition: &str, subject: &Expr, fields: &[ScanField]) -> bool {
    match subject {
        Expr::Column(at) => {
            fields.get(*at).is_some_and(|field| field.ty != DataType::Text && is_read(field))
        }
        Expr::Call { def, args, .. } => {
            matches!(def.name, "to_lower" | "to_upper")
                && matches!(condition, "equal" | "not_equal" | "like" | "rlike")
                && matches!(args.as_slice(), [Expr::Column(_)])
                && is_indexed(condition, &args[0], fields)
        }
        Expr::Literal { .. } => false,
    }
}

/// Whether a column is a field of the documents.
fn is_read(field: &ScanField) -> bool {
    matches!(field.from, FieldSource::Field(_) | FieldSource::ByIndex(_))
}
