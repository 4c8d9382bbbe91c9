//! Full-text search: `KQL("...")` and `field : "text"` become ordinary calls over fields.
//!
//! Search looks at the fields of the index, whatever EVAL made of their names since, and matches
//! if any value of a field does; it is never null.

mod kql;
mod term;

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, SourceMap, Span, codes};
use esql_functions::FunctionDef;
use esql_parser::esql::ast::{self, ExprKind, Literal};
use esql_parser::{esql, kql as kql_parser};

use super::Analyzer;
use super::expression::{FunctionCall, Place};
use super::report;
use super::scope::Pipeline;
use crate::catalog::Lookup;
use crate::expr::{Attribute, Expr};
use term::Term;

/// The options of a search.
#[derive(Clone, Debug, Default)]
struct Options {
    /// Compare strings without regard to case.
    case_insensitive: bool,
    /// The fields of terms without a field; all if none.
    default_field: Option<String>,
}

impl Analyzer<'_> {
    /// `KQL("query", {options})`.
    pub(super) fn search_call(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        let name = def.name.to_uppercase();
        if !self.search_allowed(place, &format!("[{name}] function"), &name, call.span) {
            return Expr::poison(call.span);
        }
        let options = self.options(def, call.options.as_ref());
        let options = search_options(&options);
        let [arg] = call.args else {
            self.report(
                Diagnostic::error(codes::WRONG_ARITY, format!("`{name}` takes one argument"))
                    .label(call.span, "expects exactly one argument")
                    .elastic(format!(
                        "error building [{}]: expects exactly one argument",
                        def.name
                    )),
            );
            return Expr::poison(call.span);
        };
        let ExprKind::Literal(Literal::String(text)) = &arg.kind else {
            let shown = self.text(arg.span).to_owned();
            self.report(
                Diagnostic::error(
                    codes::NOT_CONSTANT,
                    format!("the query of `{name}` must be a string literal"),
                )
                .label(arg.span, "not a string literal")
                .elastic(format!(
                    "first argument of [{}] must be a constant, received [{shown}]",
                    self.text(call.span)
                )),
            );
            return Expr::poison(call.span);
        };
        let (_, map) = esql::string::map(self.text(arg.span), arg.span.start as usize);
        let parsed = kql_parser::parse(text);
        let failed = parsed.diagnostics.iter().any(Diagnostic::is_error);
        for diagnostic in parsed.diagnostics {
            self.report(diagnostic.mapped(&map));
        }
        if failed {
            return Expr::poison(call.span);
        }
        let mut search = Search { place, options, map, span: call.span };
        self.kql(&mut search, &parsed.query)
    }

    /// `field : "text"`.
    pub(super) fn match_operator(
        &mut self,
        place: &mut Place<'_>,
        field: &ast::Expr,
        query: &ast::Expr,
        span: Span,
    ) -> Expr {
        if !self.search_allowed(place, "[:] operator", ":", span) {
            return Expr::poison(span);
        }
        let name = match &field.kind {
            ExprKind::Column(name) => name,
            _ => {
                self.refuse("`:` over a converted field", field.span);
                return Expr::poison(span);
            }
        };
        let Some(dotted) = name.dotted() else {
            self.missing_parameter(name.span);
            return Expr::poison(span);
        };
        let value = match &query.kind {
            ExprKind::Literal(literal) => self.literal(literal, query.span),
            _ => {
                self.missing_parameter(query.span);
                return Expr::poison(span);
            }
        };
        let Some(value) = value.as_literal().cloned() else { return Expr::poison(span) };
        let text = match &value {
            Value::Text(text) => text.to_string(),
            other => other.print(DataType::Long),
        };
        let Some(column) = self.source_column(place.pipeline, &dotted, name.span) else {
            let similar = self.catalog.similar(&place.pipeline.indices, &dotted);
            self.report(report::unknown_column(&dotted, name.span, &similar));
            return Expr::poison(span);
        };
        self.term(&column, &Term::Words(text), &Options::default(), span)
    }

    /// Whether search can stand here; if not, the reason is reported.
    fn search_allowed(
        &mut self,
        place: &Place<'_>,
        elastic: &str,
        shown: &str,
        span: Span,
    ) -> bool {
        if place.pipeline.unknown {
            return true;
        }
        if let Some(command) = place.pipeline.search_ended_by {
            self.report(
                Diagnostic::error(codes::MISPLACED_SEARCH, format!("`{shown}` behind {command}"))
                    .label(span, "the index cannot be searched here any more")
                    .help(format!("move it into a WHERE in front of {command}"))
                    .elastic(format!("{elastic} cannot be used after {command}")),
            );
            return false;
        }
        if !place.search || place.aggregates.is_some() {
            self.report(
                Diagnostic::error(
                    codes::MISPLACED_SEARCH,
                    format!("`{shown}` in {}", place.command),
                )
                .label(span, "search stands only in a condition")
                .help("move it into a WHERE")
                .elastic(format!("{elastic} is only supported in WHERE and STATS commands")),
            );
            return false;
        }
        true
    }

    /// A field of the index for search; `None` if no document has it, which matches nothing.
    fn search_field(
        &mut self,
        pipeline: &mut Pipeline,
        name: &str,
        span: Span,
    ) -> Option<Attribute> {
        match self.catalog.field(&pipeline.indices, name) {
            Lookup::Found(_) => self.source_column(pipeline, name, span),
            Lookup::Unmapped | Lookup::Missing => {
                let similar = self.catalog.similar(&pipeline.indices, name);
                self.report(report::unmapped_search(name, span, &similar));
                None
            }
        }
    }
}

/// A search in progress.
struct Search<'s, 'p> {
    place: &'s mut Place<'p>,
    options: Options,
    /// From the KQL text to the query.
    map: SourceMap,
    /// The whole call.
    span: Span,
}

fn search_options(options: &[(String, Value)]) -> Options {
    let find = |name: &str| options.iter().find(|(given, _)| given == name).map(|(_, value)| value);
    Options {
        case_insensitive: matches!(find("case_insensitive"), Some(Value::Boolean(true))),
        default_field: find("default_field").and_then(Value::as_str).map(str::to_owned),
    }
}
