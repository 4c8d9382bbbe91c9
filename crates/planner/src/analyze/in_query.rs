//! `value IN (subquery)`: whether a value is among those of another pipeline, with the logic of
//! `IN` over a list: null if the value is null, or if it is not found and the list has a null.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::since;
use esql_parser::esql::ast;

use super::Analyzer;
use super::expression::Place;
use super::scope::Pipeline;
use crate::expr::{Attribute, Expr, ExprKind};
use crate::logical::{Join, Node, Plan};
use crate::physical::JoinKind;

/// Types whose values cannot be looked up, as in a LOOKUP JOIN.
const NOT_COMPARED: [DataType; 6] = [
    DataType::Unsupported,
    DataType::Source,
    DataType::GeoPoint,
    DataType::GeoShape,
    DataType::CartesianPoint,
    DataType::CartesianShape,
];

impl Analyzer<'_> {
    /// `value IN (query)`; the boolean becomes a column of the rows in front of the command.
    pub(super) fn in_query(
        &mut self,
        place: &mut Place<'_>,
        value: &ast::Expr,
        query: &[ast::Command],
        span: Span,
    ) -> Expr {
        if !self.may_hold_query(place, span) {
            return Expr::poison(span);
        }
        let value = self.expr(place, value);
        let Some(subquery) = self.commands(query, &mut |_, _| {}) else {
            return Expr::poison(span);
        };
        let listed = self.only_column(&subquery, span);
        let (Some(listed), false) = (listed, value.is_poison()) else {
            return Expr::poison(span);
        };
        if !self.comparable(&value, &listed, span) {
            return Expr::poison(span);
        }
        let pipeline = std::mem::replace(place.pipeline, Pipeline::new(Plan::nothing()));
        let (pipeline, key) = self.as_column(pipeline, value);
        let found = self.attribute(self.text(span).to_owned(), DataType::Boolean);
        let yes = Expr::literal(DataType::Boolean, Value::Boolean(true), span);
        let lookup = Plan {
            output: vec![listed.clone(), found.clone()],
            node: Node::Eval {
                input: Box::new(subquery.visible()),
                fields: vec![(found.clone(), yes)],
            },
        };
        let join = Join {
            kind: JoinKind::Member,
            keys: vec![(key.id, listed.id)],
            conditions: Vec::new(),
            site: self.site(span),
        };
        let added = lookup.output.clone();
        *place.pipeline =
            pipeline.push(&added, |rows| Node::Join { inputs: vec![*rows, lookup], join });
        Expr::column(&found, span)
    }

    /// Whether a subquery may stand here: in WHERE and EVAL, and in no function.
    fn may_hold_query(&mut self, place: &Place<'_>, span: Span) -> bool {
        match place.command {
            _ if !place.subqueries => {
                self.report(
                    Diagnostic::error(
                        codes::MISPLACED_QUERY,
                        "`IN` with a subquery cannot stand here",
                    )
                    .label(span, "only in conditions of WHERE, or alone in EVAL")
                    .elastic(format!(
                        "IN subquery is not supported within other expressions [{}]",
                        self.text(span)
                    )),
                );
                return false;
            }
            "EVAL" => self.require("`IN` with a subquery in EVAL", since!(preview 9.6), span),
            _ => self.require("`IN` with a subquery", since!(preview 9.5), span),
        }
        true
    }

    /// The column of a subquery, which must have just one.
    fn only_column(&mut self, subquery: &Pipeline, span: Span) -> Option<Attribute> {
        if subquery.unknown {
            return None;
        }
        if let [column] = subquery.scope.as_slice() {
            return (!subquery.poisoned.contains(&column.id)).then(|| column.clone());
        }
        let names: Vec<&str> = subquery.scope.iter().map(|column| column.name.as_str()).collect();
        let elastic =
            format!("IN subquery must return exactly one column, found [{}]", names.join(", "));
        let message = format!("the subquery has {} columns", names.len());
        self.report(
            Diagnostic::error(codes::MISPLACED_QUERY, message)
                .label(span, "one column is wanted")
                .help("end the subquery with a KEEP of one column")
                .elastic(elastic),
        );
        None
    }

    fn comparable(&mut self, value: &Expr, listed: &Attribute, span: Span) -> bool {
        let (left, right) = (value.ty, listed.ty);
        let name = self.text(value.span).to_owned();
        let (message, elastic) = if left != right && !(left.is_string() && right.is_string()) {
            let message = format!("{left} is not compared with {right}");
            let elastic = format!(
                "left field [{name}] of type [{}] is incompatible with right field [{}] of type \
                 [{}]",
                left.name().to_uppercase(),
                listed.name,
                right.name().to_uppercase()
            );
            (message, elastic)
        } else if NOT_COMPARED.contains(&right) {
            let elastic = format!(
                "IN subquery with right field [{}] of type [{}] is not supported",
                listed.name,
                right.name().to_uppercase()
            );
            (format!("{right} is not looked up in a subquery"), elastic)
        } else {
            return true;
        };
        self.report(
            Diagnostic::error(codes::TYPE_MISMATCH, message)
                .label(span, format!("`{name}` is {left}, the subquery gives {right}"))
                .help("convert one of them, as in `value::keyword`")
                .elastic(elastic),
        );
        false
    }

    /// An expression as a column.
    fn as_column(&mut self, pipeline: Pipeline, value: Expr) -> (Pipeline, Attribute) {
        let name = self.text(value.span).to_owned();
        match value.kind {
            ExprKind::Column(id) => (pipeline, Attribute { id, name, ty: value.ty }),
            _ => {
                let column = self.attribute(name, value.ty);
                (pipeline.computed(vec![(column.clone(), value)]), column)
            }
        }
    }
}
