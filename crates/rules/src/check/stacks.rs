//! The analysis of a query on several stack versions, each problem told once.

use esql_diagnostics::{Diagnostic, Severity, codes};
use esql_engine::functions::StackVersion;
use esql_engine::planner::logical::Plan;
use esql_engine::{Query, Settings, analyze};

use super::Finding;
use super::catalog::FieldCatalog;

/// What the versions say of a query.
pub(super) struct Analysis {
    /// The plan on the newest version, if it is valid there.
    pub(super) plan: Option<Plan>,
    /// What was found, with places in the query's own text.
    pub(super) findings: Vec<Finding>,
}

/// Analyzes `query` on each of `stacks`, which ascend.
pub(super) fn analyze_each(
    query: &Query,
    catalog: &FieldCatalog,
    settings: &Settings,
    stacks: &[StackVersion],
) -> Analysis {
    let mut newest = None;
    let mut findings: Vec<Finding> = Vec::new();
    for &stack in stacks {
        let mut settings = settings.clone();
        settings.session.stack = stack;
        let analysis = analyze(query, catalog, &settings);
        newest = analysis.plan.or(newest);
        for diagnostic in analysis.diagnostics.into_iter().filter_map(|one| told(query, one)) {
            match findings.iter_mut().find(|known| same(&known.diagnostic, &diagnostic)) {
                Some(known) => known.stacks.push(stack),
                None => findings.push(Finding { stacks: vec![stack], ..Finding::of(diagnostic) }),
            }
        }
    }
    Analysis { plan: newest, findings }
}

/// Whether two diagnostics tell of the same problem; a message may name the version.
fn same(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == other.code && one.labels == other.labels
}

/// A diagnostic as a check without data tells it; `None` if only data could tell.
fn told(query: &Query, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    let place = diagnostic.span().map_or("", |span| span.text(query.text()));
    match diagnostic.code {
        // Which fields the pattern takes, the index says.
        codes::UNMAPPED_FIELD if place.contains('*') => return None,
        // Options of a run give it.
        codes::NOT_GIVEN => return None,
        codes::UNMAPPED_FIELD => {
            let suggestion = diagnostic.help.iter().find(|help| help.starts_with("did you mean"));
            let help = suggestion.cloned();
            diagnostic = Diagnostic::warning(
                codes::UNMAPPED_FIELD,
                format!("no mapping and no field table has `{place}`"),
            )
            .label(diagnostic.span().unwrap_or_default(), "unknown field, so unchecked")
            .maybe_help(help)
            .help("give the mapping of its index with `--mapping FILE`");
        }
        // That it does not run here is no fault of the query.
        codes::NOT_SUPPORTED | codes::UNKNOWN_INDEX => diagnostic.severity = Severity::Info,
        _ => {}
    }
    Some(diagnostic)
}
