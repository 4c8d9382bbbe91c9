//! `LIMIT`: the first rows.

use esql_data::Value;
use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::Expr;

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use crate::logical::{Node, Plan};

pub(super) fn analyze(cx: &mut Analyzer<'_>, mut pipeline: Pipeline, count: &Expr) -> Pipeline {
    let value = cx.expr(&mut Place::plain(&mut pipeline, "LIMIT"), count);
    pipeline.limited = true;
    pipeline.search_ended_by.get_or_insert("LIMIT");
    let rows = match value.as_literal() {
        Some(Value::Integer(rows)) => usize::try_from(*rows).ok(),
        Some(Value::Long(rows)) => usize::try_from(*rows).ok(),
        _ => None,
    };
    match rows {
        Some(rows) => pipeline.push(&[], |input| Node::Limit { input, count: rows }),
        None => {
            if !value.is_poison() {
                let text = cx.text(count.span).to_owned();
                cx.report(
                    Diagnostic::error(codes::BAD_VALUE, format!("`{text}` is no number of rows"))
                        .label(count.span, "a whole number from 0 on is wanted")
                        .elastic(format!("value of [limit {text}] must be a non-negative integer")),
                );
            }
            pipeline
        }
    }
}

/// The first `count` rows of a plan.
pub(in super::super) fn limit(plan: Plan, count: usize) -> Plan {
    let output = plan.output.clone();
    Plan { node: Node::Limit { input: Box::new(plan), count }, output }
}
