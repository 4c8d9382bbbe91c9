//! The analyzer: names, types and checks, command by command.
//!
//! It goes on after an error: what an error was reported for becomes a poisoned expression or
//! column, and nothing more is said of what depends on it.

mod aggregate;
mod call;
mod command;
mod disjunction;
mod expression;
mod field_extract;
mod fold;
mod in_query;
mod keys;
mod literal;
mod pattern;
mod report;
mod scope;
mod search;
mod source;
mod sparkline;
mod stacks;
mod timestamp;
mod union_types;
pub(crate) mod unsupported;

use esql_data::{DataType, SiteId, Value, Warnings};
use esql_diagnostics::{Diagnostic, Position, SourceFile, Span, codes};
use esql_functions::{Session, Since};
use esql_parser::esql::ast;
use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, CatalogField, Unmapped};
use crate::expr::{Attribute, ColumnId, Expr, ExprKind};
use crate::logical::Plan;
use crate::optimize::push_filters;
use scope::Pipeline;
pub use stacks::Stacks;

/// What the planner is told besides the query.
#[derive(Clone, Debug)]
pub struct Options {
    /// The LIMIT that a query without one gets.
    pub default_limit: usize,
    /// The most rows that a query gives.
    pub max_limit: usize,
    /// What makes SAMPLE give the same rows again.
    pub seed: u64,
    /// Whether the plan of each step is kept.
    pub steps: bool,
}

impl Default for Options {
    /// Elasticsearch's settings: 1,000 and 10,000 rows.
    fn default() -> Self {
        Options { default_limit: 1_000, max_limit: 10_000, seed: 0, steps: false }
    }
}

/// What analysis found.
pub struct Analysis {
    /// The plan; none if there are errors.
    pub plan: Option<Plan>,
    /// Errors and warnings, with places in the query.
    pub diagnostics: Vec<Diagnostic>,
    /// Warnings of constant expressions, which are computed here.
    pub warnings: Warnings,
    /// The places that can warn, by [`SiteId`].
    pub sites: Vec<Span>,
    /// The plan up to each command, if the options ask for it.
    pub steps: Vec<Step>,
    /// Ids from this one on belong to no column yet.
    pub columns: u32,
    /// The stack versions that it holds for.
    pub stacks: Stacks,
    /// What the query runs with: the session asked for, with the query's own settings.
    pub session: Session,
}

/// A command, and the plan up to it.
pub struct Step {
    /// Where the command stands.
    pub span: Span,
    /// What it gives; it may hold columns that no name leads to.
    pub plan: Plan,
}

/// Analyzes a query. `file` is the query's text alone.
#[must_use]
pub fn analyze(
    query: &ast::Query,
    file: &SourceFile,
    catalog: &dyn Catalog,
    session: &Session,
    options: &Options,
) -> Analysis {
    let mut session = session.clone();
    let mut early = Vec::new();
    let mut unmapped = None;
    let mut stacks = Stacks::around(session.stack);
    command::set::apply(&query.settings, &mut session, &mut stacks, &mut unmapped, &mut early);
    let mut analyzer = Analyzer {
        file,
        catalog,
        session: &session,
        options,
        stacks,
        unmapped,
        next_column: 0,
        unreadable: FxHashMap::default(),
        constants: FxHashMap::default(),
        samples: 0,
        searches: false,
        sites: Vec::new(),
        diagnostics: early,
        warnings: Warnings::default(),
    };
    let mut steps = Vec::new();
    let pipeline = analyzer.commands(&query.commands, &mut |command, pipeline| {
        if options.steps {
            steps.push(Step { span: command.span, plan: pipeline.plan.clone() });
        }
    });
    let plan = pipeline.map(|pipeline| analyzer.finish(pipeline));
    // What is tested first shows in warnings, so this is no matter of the optimizer.
    let plan = plan.map(push_filters);
    let Analyzer { stacks, next_column: columns, sites, diagnostics, warnings, .. } = analyzer;
    let failed = diagnostics.iter().any(Diagnostic::is_error);
    let plan = plan.filter(|_| !failed);
    Analysis { plan, diagnostics, warnings, sites, steps, columns, stacks, session }
}

/// The state of one analysis.
struct Analyzer<'a> {
    file: &'a SourceFile,
    catalog: &'a dyn Catalog,
    session: &'a Session,
    options: &'a Options,
    /// What was asked of the stack version.
    stacks: Stacks,
    /// What the query itself says of unmapped fields.
    unmapped: Option<Unmapped>,
    next_column: u32,
    /// Fields whose type cannot be read, or differs by index.
    unreadable: FxHashMap<ColumnId, CatalogField>,
    /// Columns that have the same value in every row, with that value.
    constants: FxHashMap<ColumnId, Value>,
    /// How many SAMPLE there were.
    samples: u64,
    /// Whether there was a full-text search.
    searches: bool,
    sites: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
    warnings: Warnings,
}

impl Analyzer<'_> {
    /// The text that a span of the query covers.
    fn text(&self, span: Span) -> &str {
        span.text(self.file.text())
    }

    /// Line and column where a span begins.
    fn position(&self, span: Span) -> Position {
        self.file.position(span.start as usize)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports what the stack asked for does not have yet.
    fn require(&mut self, what: &str, since: Since, span: Span) {
        if !self.stacks.has(since) {
            self.report(report::not_in_stack(what, since, self.stacks.stack(), span));
        }
    }

    /// A construct that exists in ES|QL and does not run here.
    fn refuse(&mut self, what: &str, span: Span) {
        self.report(
            Diagnostic::error(codes::NOT_SUPPORTED, format!("{what} does not run here yet"))
                .label(span, "not supported")
                .help("the query is refused as a whole, since its answer would be another"),
        );
    }

    /// A new column.
    fn attribute(&mut self, name: impl Into<String>, ty: DataType) -> Attribute {
        let id = ColumnId(self.next_column);
        self.next_column += 1;
        Attribute { id, name: name.into(), ty }
    }

    /// Remembers that a column is a constant, if it is one.
    fn note_constant(&mut self, column: &Attribute, value: &Expr) {
        if let Some(value) = value.as_literal() {
            self.constants.insert(column.id, value.clone());
        }
    }

    /// The constant that a column always has, in its place. Done behind the choice of signatures:
    /// a string in a column is not read as a date, as a literal would be.
    fn constant(&self, expr: Expr) -> Expr {
        match expr.kind {
            ExprKind::Column(id) => match self.constants.get(&id) {
                Some(value) => Expr::literal(expr.ty, value.clone(), expr.span),
                None => expr,
            },
            _ => expr,
        }
    }

    /// The number of a new place that can warn.
    fn site(&mut self, span: Span) -> SiteId {
        let id = SiteId(u32::try_from(self.sites.len()).unwrap_or(u32::MAX));
        self.sites.push(span);
        id
    }

    /// The pipeline of all commands; `None` if the source command says nothing. `passed` sees the
    /// pipeline behind each of them.
    fn commands(
        &mut self,
        commands: &[ast::Command],
        passed: &mut dyn FnMut(&ast::Command, &Pipeline),
    ) -> Option<Pipeline> {
        command::lookup_join::warn_of_sort(self, commands);
        let (first, rest) = commands.split_first()?;
        let mut pipeline = command::source(self, first, rest)?;
        passed(first, &pipeline);
        for command in rest {
            pipeline = command::processing(self, pipeline, command);
            passed(command, &pipeline);
        }
        Some(pipeline)
    }

    /// Adds the implicit LIMIT, and lets only the visible columns out.
    fn finish(&mut self, pipeline: Pipeline) -> Plan {
        let limited = pipeline.limited;
        let plan = pipeline.visible();
        let count = self.implicit_limit(limited);
        command::limit::first(plan, count)
    }

    /// How many rows come out of a pipeline at most; one without LIMIT is warned of.
    fn implicit_limit(&mut self, limited: Option<Span>) -> usize {
        if limited.is_some() {
            return self.options.max_limit;
        }
        let count = self.options.default_limit;
        self.warnings.text(format!("No limit defined, adding default limit of [{count}]"));
        count
    }
}
