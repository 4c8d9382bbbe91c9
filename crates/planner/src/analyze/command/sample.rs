//! `SAMPLE`: keeps each row with a probability.
//!
//! Elasticsearch's choice differs from run to run. Here it depends on the seed, the command's
//! place among the query's commands of this name, and the row's number alone, so that a query
//! gives the same answer again. What COUNT and SUM find behind it is scaled up to all rows, as
//! there; LIMIT, MV_EXPAND and the aggregation itself end that.

use esql_data::Value;
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::since;
use esql_parser::esql::ast::{Command, Expr};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use crate::logical::Node;

pub(super) fn sample(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    probability: &Expr,
) -> Pipeline {
    cx.require("`SAMPLE`", since!(preview 8.19, 9.1), command.keyword);
    let value = cx.expr(&mut Place::plain(&mut pipeline, "SAMPLE"), probability);
    let number = match value.as_literal() {
        Some(Value::Double(number)) if *number > 0.0 && *number < 1.0 => *number,
        _ => {
            if !value.is_poison() {
                let text = cx.text(probability.span).to_owned();
                cx.report(
                    Diagnostic::error(codes::BAD_VALUE, format!("`{text}` is no probability"))
                        .label(probability.span, "a number between 0 and 1 is wanted, exclusive")
                        .elastic(format!(
                            "invalid value for SAMPLE probability [{text}], expecting a number \
                             between 0 and 1, exclusive"
                        )),
                );
            }
            return pipeline;
        }
    };
    let seed = cx.options.seed.wrapping_add(cx.samples);
    cx.samples += 1;
    pipeline.sampled = Some(pipeline.sampled.unwrap_or(1.0) * number);
    pipeline.push(&[], |input| Node::Sample { input, probability: number, seed })
}
