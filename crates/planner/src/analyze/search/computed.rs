//! Search in computed columns: no index has their values, so each row is looked at. Text is
//! compared by its words, everything else as a whole with the value that the query means in its
//! type. Sources: the Elasticsearch reference, "MATCH", "MATCH_PHRASE" and "Limitations" (full-text
//! search).

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::{FunctionDef, Since, registry, since};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::options::Options;
use super::term::Term;
use super::{Label, Target};
use crate::expr::{ColumnId, Expr, ExprKind};
use crate::logical::{Node, Plan};
use crate::physical::JoinKind;
use crate::scan::FieldSource;

/// Since when such a search takes options, if it looks into text, and may stand anywhere.
const UNBOUND_SINCE: Since = since!(preview 9.6);

/// Since when a function searches computed columns.
fn since(def: &FunctionDef) -> Option<Since> {
    match def.name {
        "match" => Some(since!(preview 9.5)),
        "match_phrase" => Some(UNBOUND_SINCE),
        _ => None,
    }
}

/// Where the values of a column come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    /// A field of the index, perhaps under another name.
    Index,
    /// Several branches.
    Branches,
    /// The index of a LOOKUP JOIN.
    Lookup,
    /// A computation.
    Computed,
}

impl Analyzer<'_> {
    /// Whether an argument that is no field of the index is searched row by row; `None` after an
    /// error.
    pub(super) fn searched_by_row(
        &mut self,
        pipeline: &Pipeline,
        def: &FunctionDef,
        field: &Expr,
        label: &Label,
    ) -> Option<bool> {
        if !since(def).is_some_and(|since| self.stacks.has(since)) {
            return Some(false);
        }
        match origin(&pipeline.plan, field) {
            Origin::Lookup => Some(false),
            Origin::Computed if self.stacks.has(UNBOUND_SINCE) => Some(true),
            // Elasticsearch may find its way back to the index, where words of a text and values
            // of the simplest types are the same, but days of a date, say, are not.
            Origin::Index if !(field.ty.is_string() || field.ty == DataType::Boolean) => {
                self.refuse(
                    &format!("a search in a renamed field of type {}", field.ty),
                    field.span,
                );
                None
            }
            Origin::Branches | Origin::Index | Origin::Computed => {
                self.search_not_ended(pipeline, label, field.span).then_some(true)
            }
        }
    }

    /// The condition that a computed value has what is looked for.
    pub(super) fn search_by_row(
        &mut self,
        term: &Term,
        field: Expr,
        value: &Expr,
        options: &Options,
        span: Span,
    ) -> Expr {
        let ty = field.ty;
        if options.given && !(ty == DataType::Text && self.stacks.has(UNBOUND_SINCE)) {
            let shown = self.text(field.span).to_owned();
            self.report(
                Diagnostic::error(
                    codes::BAD_VALUE,
                    format!("no options are taken for `{shown}`, which is computed"),
                )
                .label(field.span, format!("{ty}, and no field of the index"))
                .help("text takes them since 9.6: TO_TEXT makes a column one"),
            );
            return Expr::poison(span);
        }
        match (term, ty) {
            (Term::Words(_) | Term::Phrase(_), DataType::Text)
            | (Term::Phrase(_), DataType::Keyword) => {
                self.term(&Target::plain(field), term, options, span)
            }
            (Term::Words(_), _) => match self.value_as(value, ty) {
                Some(value) => self.operator("any_equal", vec![field, value], span),
                None => {
                    self.unlike(&field, value);
                    Expr::poison(span)
                }
            },
            _ => {
                self.refuse(&format!("a phrase in a computed column of type {ty}"), span);
                Expr::poison(span)
            }
        }
    }

    /// What is looked for as a value of the column's type: text is read as by the conversion of
    /// that type, numbers are cut to it. `None` if it cannot be.
    fn value_as(&mut self, value: &Expr, ty: DataType) -> Option<Expr> {
        if value.ty == ty || ty == DataType::Keyword {
            return Some(value.clone());
        }
        if let Some(cut) = value.as_literal().and_then(|value| cut(value, ty)) {
            return Some(Expr::literal(ty, cut, value.span));
        }
        let def = registry::conversion(ty)?;
        // What a conversion warns of is an error here.
        let warnings = std::mem::take(&mut self.warnings);
        let converted = self.call(def, vec![value.clone()], Vec::new(), value.span);
        self.warnings = warnings;
        converted.as_literal().is_some_and(|value| !value.is_null()).then_some(converted)
    }

    fn unlike(&mut self, field: &Expr, value: &Expr) {
        let (shown, name) = (self.text(value.span).to_owned(), self.text(field.span).to_owned());
        let text = value.as_literal().map(|literal| literal.print(value.ty)).unwrap_or_default();
        self.report(
            Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no {}", field.ty))
                .label(value.span, format!("`{name}` is {}", field.ty))
                .elastic(format!(
                    "[MATCH] query value [{shown}] does not match the type ([{}]) of \
                     non-index-mapped field [{name}]",
                    field.ty
                )),
        );
    }
}

/// A number as Java casts it to another type of number.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn cut(value: &Value, ty: DataType) -> Option<Value> {
    match (ty, value) {
        (DataType::Integer, Value::Long(number)) => Some(Value::Integer(*number as i32)),
        (DataType::Integer, Value::Double(number)) => Some(Value::Integer(*number as i32)),
        (DataType::Long, Value::Integer(number)) => Some(Value::Long(i64::from(*number))),
        (DataType::Long, Value::Double(number)) => Some(Value::Long(*number as i64)),
        (DataType::Double, Value::Integer(number)) => Some(Value::Double(f64::from(*number))),
        (DataType::Double, Value::Long(number)) => Some(Value::Double(*number as f64)),
        (DataType::UnsignedLong, Value::Double(number)) => {
            u64::try_from(*number as i64).ok().map(Value::UnsignedLong)
        }
        _ => None,
    }
}

fn origin(plan: &Plan, field: &Expr) -> Origin {
    match field.kind {
        ExprKind::Column(id) => origin_of(plan, id),
        ExprKind::Literal(_) | ExprKind::Call(_) | ExprKind::Poison => Origin::Computed,
    }
}

/// Where the values of a column of the plan come from.
fn origin_of(plan: &Plan, id: ColumnId) -> Origin {
    let input = match &plan.node {
        Node::Scan(scan) => {
            let from = scan.fields.iter().find(|(column, _)| column.id == id).map(|(_, from)| from);
            return match from {
                Some(FieldSource::Field(_) | FieldSource::ByIndex(_) | FieldSource::Null) => {
                    Origin::Index
                }
                _ => Origin::Computed,
            };
        }
        Node::Eval { input, fields } => match fields.iter().find(|(column, _)| column.id == id) {
            Some((_, value)) => return origin(plan, value),
            None => input,
        },
        Node::Aggregate { input, keys, .. } => {
            return match keys.iter().find(|(key, _)| key.id == id) {
                Some((_, inner)) => origin_of(input, *inner),
                None => Origin::Computed,
            };
        }
        Node::Join { inputs, join } => match inputs.as_slice() {
            [rows, ..] if rows.output.iter().any(|column| column.id == id) => rows,
            _ if join.kind == JoinKind::Rows => return Origin::Lookup,
            _ => return Origin::Computed,
        },
        Node::Union { .. } => return Origin::Branches,
        node => match node.inputs().first() {
            Some(input) if input.output.iter().any(|column| column.id == id) => input,
            _ => return Origin::Computed,
        },
    };
    origin_of(input, id)
}
