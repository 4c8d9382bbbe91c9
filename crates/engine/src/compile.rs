//! From text to a plan that can run.

use esql_data::Warnings;
use esql_diagnostics::Diagnostic;
use esql_parser::esql;
use esql_planner::catalog::Catalog;
use esql_planner::expr::Attribute;
use esql_planner::logical::{Node, Plan};
use esql_planner::{Analysis, lower, optimize, physical};

use crate::{Failure, Query, Settings};

/// A query made ready.
pub struct Compiled {
    /// The plan that runs.
    pub physical: physical::Plan,
    /// Warnings found on the way, with places in the query's own text.
    pub diagnostics: Vec<Diagnostic>,
    /// Warnings of constant expressions.
    pub warnings: Warnings,
}

/// Room for plans of thousands of commands, which are walked and dropped recursively. Taken from
/// the system as it is used.
const STACK: usize = 64 << 20;

/// Parses, analyzes, optimizes and lowers a query.
///
/// # Errors
/// All errors of the query, with places in its file.
pub fn compile(
    query: &Query,
    catalog: &dyn Catalog,
    settings: &Settings,
) -> Result<Compiled, Failure> {
    on_deep_stack(|| {
        let analysis = analyze(query, catalog, settings);
        let Analysis { plan, diagnostics, warnings, sites, session, .. } = analysis;
        let Some(plan) = plan else { return Err(Failure::of_query(query, diagnostics)) };
        let plan = match query.columns() {
            Some(columns) => with_columns(plan, columns),
            None => plan,
        };
        let plan = if settings.optimize { optimize(plan) } else { plan };
        let physical = lower(plan, &sites, query.source(), &session);
        Ok(Compiled { physical, diagnostics, warnings })
    })
}

/// The plan with just those of its columns that have one of these names.
fn with_columns(plan: Plan, names: &[String]) -> Plan {
    let is_wanted = |column: &&Attribute| names.contains(&column.name);
    let output = plan.output.iter().filter(is_wanted).cloned().collect();
    Plan { node: Node::Project { input: Box::new(plan) }, output }
}

/// Runs `work` with room for deep recursion.
pub fn on_deep_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::grow(STACK, work)
}

/// What parser and analyzer say of a query, with places in the query's own text; a syntax error
/// does not keep names from being checked. Called, and its plan dropped, [on a deep
/// stack](on_deep_stack).
#[must_use]
pub fn analyze(query: &Query, catalog: &dyn Catalog, settings: &Settings) -> Analysis {
    let parsed = esql::parse(query.text());
    let mut analysis = esql_planner::analyze(
        &parsed.query,
        query.source(),
        catalog,
        &settings.session,
        &settings.planner,
    );
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        analysis.plan = None;
    }
    let mut diagnostics = parsed.diagnostics;
    diagnostics.append(&mut analysis.diagnostics);
    diagnostics.sort_by_key(Diagnostic::span);
    Analysis { diagnostics, ..analysis }
}
