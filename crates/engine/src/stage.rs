//! The stages of a query as text.

use std::fmt::Write as _;

use esql_parser::esql;
use esql_planner::catalog::Catalog;
use esql_planner::{Analysis, lower, optimize, print};

use crate::compile::{analyze, on_deep_stack};
use crate::{Failure, Query, Settings};

/// A stage between text and operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The lexer's tokens.
    Tokens,
    /// The syntax tree.
    Ast,
    /// The resolved plan.
    Plan,
    /// The plan after each rule of the optimizer that changed it.
    Optimized,
    /// The operators.
    Physical,
}

/// A stage as stable text.
///
/// # Errors
/// For plans: if the query has errors.
pub fn emit(
    query: &Query,
    stage: Stage,
    catalog: &dyn Catalog,
    settings: &Settings,
) -> Result<String, Failure> {
    on_deep_stack(|| emit_stage(query, stage, catalog, settings))
}

fn emit_stage(
    query: &Query,
    stage: Stage,
    catalog: &dyn Catalog,
    settings: &Settings,
) -> Result<String, Failure> {
    match stage {
        Stage::Tokens => return Ok(esql::print_tokens(query.text(), &esql::tokens(query.text()))),
        Stage::Ast => return Ok(esql::dump(&esql::parse(query.text()).query)),
        Stage::Plan | Stage::Optimized | Stage::Physical => {}
    }
    let Analysis { plan, diagnostics, sites, session, .. } = analyze(query, catalog, settings);
    let Some(plan) = plan else { return Err(Failure::of_query(query, diagnostics)) };
    Ok(match stage {
        Stage::Physical => {
            print::physical(&lower(optimize(plan), &sites, query.source(), &session))
        }
        Stage::Optimized => {
            let mut text = String::new();
            let mut plan = plan;
            // Writing to a String cannot fail.
            let _ = writeln!(text, "-- as resolved\n{}", print::logical(&plan));
            for rule in optimize::RULES {
                let after = (rule.apply)(plan.clone());
                if after != plan {
                    let _ = writeln!(text, "-- {}\n{}", rule.name, print::logical(&after));
                }
                plan = after;
            }
            text
        }
        _ => print::logical(&plan),
    })
}
