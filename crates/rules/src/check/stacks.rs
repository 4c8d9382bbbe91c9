//! The analysis of a query on several stack versions, each problem told once.

use esql_diagnostics::{Diagnostic, Severity, codes, suggest};
use esql_engine::functions::StackVersion;
use esql_engine::planner::catalog::Catalog as _;
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
    let mut rest = stacks;
    while let Some(&stack) = rest.first() {
        let mut settings = settings.clone();
        settings.session.stack = stack;
        let analysis = analyze(query, catalog, &settings);
        // Most queries are the same to all versions.
        let same_for = rest.partition_point(|stack| analysis.stacks.contains(*stack)).max(1);
        let (stacks, later) = rest.split_at_checked(same_for).unwrap_or((rest, &[]));
        rest = later;
        newest = analysis.plan.or(newest);
        let told = analysis.diagnostics.into_iter().filter_map(|one| told(query, catalog, one));
        for diagnostic in told {
            let mut known = findings.iter_mut();
            if let Some(known) = known.find(|known| same(&known.diagnostic, &diagnostic)) {
                known.stacks.extend(stacks);
                continue;
            }
            findings.push(Finding { stacks: stacks.to_vec(), ..Finding::of(diagnostic) });
        }
    }
    Analysis { plan: newest, findings: unknown_together(query, findings) }
}

/// The fields that nothing is known of in one finding: there are many in a query for a package
/// whose mapping is not at hand.
fn unknown_together(query: &Query, findings: Vec<Finding>) -> Vec<Finding> {
    let is_unknown = |one: &Finding| {
        one.diagnostic.code == codes::UNMAPPED_FIELD && one.diagnostic.severity == Severity::Info
    };
    let (unknown, mut findings): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_unknown);
    let mut unknown = unknown.into_iter();
    let Some(mut first) = unknown.next() else { return findings };
    for other in unknown {
        first.diagnostic.labels.extend(other.diagnostic.labels);
    }
    let names =
        first.diagnostic.labels.iter().map(|label| field_name(label.span.text(query.text())));
    let names: Vec<String> = names.collect();
    first.diagnostic.message =
        format!("no mapping and no field table has `{}`", names.join("`, `"));
    findings.push(first);
    findings
}

/// The name of the field that a column of a query is.
fn field_name(written: &str) -> String {
    written.replace('`', "")
}

/// Whether two diagnostics tell of the same problem; a message may name the version.
fn same(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == other.code && one.labels == other.labels
}

/// A diagnostic as a check without data tells it; `None` if only data could tell.
fn told(query: &Query, catalog: &FieldCatalog, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    let place = diagnostic.span().map_or("", |span| span.text(query.text()));
    match diagnostic.code {
        // Which fields the pattern takes, the index says.
        codes::UNMAPPED_FIELD if place.contains('*') => return None,
        // Options of a run give it.
        codes::NOT_GIVEN => return None,
        codes::UNMAPPED_FIELD => {
            let name = field_name(place);
            let similar = catalog.similar(&[], &name);
            let slip = similar.into_iter().find(|known| suggest::is_slip(&name, known));
            diagnostic = Diagnostic::warning(
                codes::UNMAPPED_FIELD,
                format!("no mapping and no field table has `{name}`"),
            )
            .label(diagnostic.span().unwrap_or_default(), "unknown, so unchecked")
            .maybe_help(slip.as_ref().map(|known| format!("did you mean `{known}`?")))
            .help("give the mapping of its index with `--mapping FILE`");
            // Integrations have fields of their own: what looks like no other is likely one.
            if slip.is_none() {
                diagnostic.severity = Severity::Info;
            }
        }
        // That it does not run here is no fault of the query.
        codes::NOT_SUPPORTED | codes::UNKNOWN_INDEX => diagnostic.severity = Severity::Info,
        _ => {}
    }
    Some(diagnostic)
}
