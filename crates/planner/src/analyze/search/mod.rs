//! Full-text search: `KQL("...")`, `QSTR("...")`, `MATCH(...)`, `field : value` and their kin
//! become ordinary calls over fields.
//!
//! Search looks at the fields of the index, `KQL` and `QSTR` whatever EVAL made of their names since,
//! and matches if any value of a field does; it is never null.

mod computed;
mod kql;
mod match_query;
mod options;
mod query_string;
mod term;

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, SourceMap, Span, codes};
use esql_functions::FunctionDef;
use esql_functions::lucene::wildcard::Wildcard;
use esql_parser::esql::ast::{self, ExprKind, Literal};
use esql_parser::{esql, kql as kql_parser, query_string as query_string_parser};

use super::Analyzer;
use super::expression::{FunctionCall, Place, SearchPlace};
use super::report;
use super::scope::Pipeline;
use crate::catalog::Lookup;
use crate::expr::{Attribute, Expr};
use options::Options;

/// A search in progress.
struct Search<'s, 'p> {
    place: &'s mut Place<'p>,
    options: Options,
    /// From the search's own text to the query.
    map: SourceMap,
    /// The whole call.
    span: Span,
}

/// How messages call a search: ours, and those of Elasticsearch.
struct Label {
    shown: String,
    elastic: String,
}

impl Label {
    fn function(def: &FunctionDef) -> Label {
        let shown = def.name.to_uppercase();
        let elastic = match def.name {
            "match_phrase" => "MatchPhrase",
            "multi_match" => "MultiMatch",
            _ => &shown,
        };
        Label { elastic: format!("[{elastic}] function"), shown }
    }

    fn operator() -> Label {
        Label { shown: ":".to_owned(), elastic: "[:] operator".to_owned() }
    }
}

/// What is searched: a field of the index, or a computed value.
#[derive(Clone, Debug)]
struct Target {
    field: Expr,
    /// Its values are in lower case, and so must be what is looked for.
    lowercase: bool,
    /// Some index holds its values as 32 bit floats, and so does what is looked for.
    float: bool,
}

impl Target {
    /// A column whose values are as they were written.
    fn plain(field: Expr) -> Target {
        Target { field, lowercase: false, float: false }
    }

    /// What is searched, as an argument in a search at `span`.
    fn at(&self, span: Span) -> Expr {
        Expr { span, ..self.field.clone() }
    }

    /// What is looked for, as the field's normalizer would write it.
    fn normal(&self, text: &str) -> String {
        if self.lowercase { text.to_lowercase() } else { text.to_owned() }
    }

    fn is_text(&self) -> bool {
        self.field.ty == DataType::Text
    }

    /// Whether a search of several fields looks into it.
    fn is_searchable(&self) -> bool {
        let ty = self.field.ty;
        ty.is_string()
            || ty.is_numeric()
            || ty.is_date()
            || matches!(ty, DataType::Boolean | DataType::Ip | DataType::Version)
    }
}

impl Analyzer<'_> {
    /// A call of a search function.
    pub(super) fn search_call(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        self.searches = true;
        let label = Label::function(def);
        if !self.search_placed(place, &label, call.span) {
            return Expr::poison(call.span);
        }
        match def.name {
            "kql" | "qstr" if self.search_not_ended(place.pipeline, &label, call.span) => {
                self.text_search(place, def, call)
            }
            "kql" | "qstr" => Expr::poison(call.span),
            _ => self.match_call(place, def, call),
        }
    }

    /// `KQL("query", {options})`, `QSTR("query", {options})`.
    fn text_search(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        let name = def.name.to_uppercase();
        let Some(options) = self.search_options(def, call) else { return Expr::poison(call.span) };
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
        let Some((text, map)) = self.search_text(place, arg, &name, call.span) else {
            return Expr::poison(call.span);
        };
        let mut search = Search { place, options, map, span: call.span };
        if def.name == "kql" {
            let parsed = kql_parser::parse(&text);
            return match self.parsed(parsed.diagnostics, &search.map) {
                true => self.kql(&mut search, &parsed.query),
                false => Expr::poison(call.span),
            };
        }
        let parsed = query_string_parser::parse(&text, search.options.operator);
        match self.parsed(parsed.diagnostics, &search.map) {
            true => self.query_string(&mut search, &parsed.query),
            false => Expr::poison(call.span),
        }
    }

    /// Reports what is wrong with the text of a search; tells whether it can be used.
    fn parsed(&mut self, diagnostics: Vec<Diagnostic>, map: &SourceMap) -> bool {
        let good = !diagnostics.iter().any(Diagnostic::is_error);
        for diagnostic in diagnostics {
            self.report(diagnostic.mapped(map));
        }
        good
    }

    /// The text of a search, a constant, and where its parts stand in the query; `None` after an
    /// error.
    fn search_text(
        &mut self,
        place: &mut Place<'_>,
        arg: &ast::Expr,
        name: &str,
        call: Span,
    ) -> Option<(String, SourceMap)> {
        if let ExprKind::Literal(Literal::String(_)) = &arg.kind {
            return Some(esql::string::map(self.text(arg.span), arg.span.start as usize));
        }
        let value = self.expr(&mut Place::plain(place.pipeline, place.command), arg);
        if value.is_poison() {
            return None;
        }
        if let Some(Value::Text(text)) = value.as_literal()
            && value.ty.is_string()
        {
            return Some((text.to_string(), SourceMap::computed(arg.span)));
        }
        let shown = self.text(arg.span).to_owned();
        self.report(
            Diagnostic::error(
                codes::NOT_CONSTANT,
                format!("the query of `{name}` must be a constant string"),
            )
            .label(arg.span, "no constant string")
            .elastic(format!(
                "first argument of [{}] must be a constant, received [{shown}]",
                self.text(call)
            )),
        );
        None
    }

    /// Whether the index can be searched behind the commands so far; if not, the reason is reported.
    fn search_not_ended(&mut self, pipeline: &Pipeline, label: &Label, span: Span) -> bool {
        let Some(command) = pipeline.search_ended_by.filter(|_| !pipeline.unknown) else {
            return true;
        };
        let Label { shown, elastic } = label;
        self.report(
            Diagnostic::error(codes::MISPLACED_SEARCH, format!("`{shown}` behind {command}"))
                .label(span, "the index cannot be searched here any more")
                .help(format!("move it into a WHERE in front of {command}"))
                .elastic(format!("{elastic} cannot be used after {command}")),
        );
        false
    }

    /// Whether search can stand at this place of a command; if not, the reason is reported.
    fn search_placed(&mut self, place: &Place<'_>, label: &Label, span: Span) -> bool {
        let Label { shown, elastic } = label;
        match &place.search {
            _ if place.pipeline.unknown => true,
            SearchPlace::Here if place.aggregates.is_none() => true,
            SearchPlace::Inside(parent) => {
                self.report(
                    Diagnostic::error(
                        codes::MISPLACED_SEARCH,
                        format!("`{shown}` inside `{parent}`"),
                    )
                    .label(span, "search can only be joined by AND, OR, NOT and comparisons")
                    .elastic(format!("{elastic} can't be used with {parent}")),
                );
                false
            }
            SearchPlace::Here | SearchPlace::Nowhere => {
                self.report(
                    Diagnostic::error(
                        codes::MISPLACED_SEARCH,
                        format!("`{shown}` in {}", place.command),
                    )
                    .label(span, "search stands only in a condition")
                    .help("move it into a WHERE")
                    .elastic(format!("{elastic} is only supported in WHERE and STATS commands")),
                );
                false
            }
        }
    }

    /// The names of fields that a wildcard pattern of Lucene takes.
    fn fields_like(&self, search: &Search<'_, '_>, pattern: &str) -> Vec<String> {
        let matcher = Wildcard::new(pattern);
        let fields = self.catalog.fields(&search.place.pipeline.indices);
        let names = fields.iter().map(|field| &field.name);
        names.filter(|name| matcher.is_match(name)).cloned().collect()
    }

    /// A field of the index for search, once for each type that its indices give it; none if no
    /// document has it, which matches nothing.
    fn search_field(&mut self, pipeline: &mut Pipeline, name: &str, span: Span) -> Vec<Target> {
        let Lookup::Found(field) = self.catalog.field(&pipeline.indices, name) else {
            let similar = self.catalog.similar(&pipeline.indices, name);
            self.report(report::unmapped_search(name, span, &similar));
            return Vec::new();
        };
        let lowercase = field.mapping.lowercase;
        let mut kinds = field.by_index.iter().map(|one| one.mapping.kind.as_str());
        let float = field.mapping.kind == "float" || kinds.any(|kind| kind == "float");
        let types = field.conflicting_types();
        if !types.is_empty() {
            let column = |ty| self.column_of_type(pipeline, &field, ty);
            let columns: Vec<Attribute> = types.into_iter().map(column).collect();
            let field = |column| Expr::column(&column, span);
            let target = |column| Target { field: field(column), lowercase, float };
            return columns.into_iter().map(target).collect();
        }
        let column = self.source_column(pipeline, name, span);
        let field = column.map(|column| Expr::column(&column, span));
        field.map(|field| Target { field, lowercase, float }).into_iter().collect()
    }
}

fn truth(value: bool, span: Span) -> Expr {
    Expr::literal(DataType::Boolean, Value::Boolean(value), span)
}
