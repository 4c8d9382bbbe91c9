//! `MATCH`, `MATCH_PHRASE`, `MULTI_MATCH` and `field : value`: a constant against named fields, or
//! against computed columns.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::FunctionDef;
use esql_functions::resolve::Mismatch;
use esql_parser::esql::ast::{self, ExprKind, Name};

use super::super::Analyzer;
use super::super::expression::{FunctionCall, Place};
use super::super::report;
use super::options::Options;
use super::term::Term;
use super::{Label, Target};
use crate::expr::Expr;

/// A search with its parts as they stand in the query.
struct Match<'c> {
    def: &'static FunctionDef,
    label: Label,
    fields: &'c [ast::Expr],
    query: &'c ast::Expr,
    options: Options,
    span: Span,
}

/// Where a search looks.
enum Subject {
    /// Into a field of the index, once for each type that its indices give it.
    Field(Vec<Target>),
    /// At a computed value in each row.
    Value(Expr),
}

impl Analyzer<'_> {
    /// `MATCH(field, query)`, `MATCH_PHRASE(field, query)`, `MULTI_MATCH(query, field, ...)`.
    pub(super) fn match_call(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        let Some(options) = self.search_options(def, call) else { return Expr::poison(call.span) };
        let (fields, query) = match call.args {
            [query, fields @ ..] if def.name == "multi_match" && !fields.is_empty() => {
                (fields, query)
            }
            [field, query] if def.name != "multi_match" => (std::slice::from_ref(field), query),
            args => {
                let multi = def.name == "multi_match";
                let mismatch = Mismatch::Arity { min: 2, max: (!multi).then_some(2) };
                let text = self.text(call.span).to_owned();
                let types: Vec<(Span, &str, DataType)> =
                    args.iter().map(|arg| (arg.span, "", DataType::Null)).collect();
                self.report(report::mismatch(def, &mismatch, (call.span, &text), &types));
                return Expr::poison(call.span);
            }
        };
        // A phrase that the field cannot hold is an error, other values match nothing.
        let options = options.lenient(def.name != "match_phrase");
        let label = Label::function(def);
        self.match_fields(place, &Match { def, label, fields, query, options, span: call.span })
    }

    /// `field : value`.
    pub(in super::super) fn match_operator(
        &mut self,
        place: &mut Place<'_>,
        field: &ast::Expr,
        query: &ast::Expr,
        span: Span,
    ) -> Expr {
        let Some(def) = esql_functions::registry::builtin("match") else {
            return Expr::poison(span);
        };
        let label = Label::operator();
        if !self.search_placed(place, &label, span) {
            return Expr::poison(span);
        }
        let options = Options::new(self.session.zone.clone()).lenient(true);
        let fields = std::slice::from_ref(field);
        self.match_fields(place, &Match { def, label, fields, query, options, span })
    }

    fn match_fields(&mut self, place: &mut Place<'_>, search: &Match<'_>) -> Expr {
        let Match { def, span, ref options, .. } = *search;
        let value = self.expr(&mut Place::plain(place.pipeline, place.command), search.query);
        let mut typed = Vec::with_capacity(search.fields.len());
        let mut subjects = Vec::with_capacity(search.fields.len());
        let mut failed = value.is_poison();
        for field in search.fields {
            let resolved = self.expr(&mut Place::plain(place.pipeline, place.command), field);
            if resolved.is_poison() {
                failed = true;
            } else if resolved.ty == DataType::Null {
                // Nothing is found in what is always null, such as a field that a branch lacks.
                failed |= !self.search_not_ended(place.pipeline, &search.label, span);
            } else {
                match self.match_subject(place, search, field, &resolved) {
                    Some(subject) => subjects.push(subject),
                    None => failed = true,
                }
            }
            typed.push(resolved);
        }
        if failed {
            return Expr::poison(span);
        }
        let Some(text) = self.match_text(&value, span) else { return Expr::poison(span) };
        let mut args = typed.clone();
        args.insert(if def.name == "multi_match" { 0 } else { args.len() }, value.clone());
        if self.signature(def, args, span).is_none() {
            return Expr::poison(span);
        }
        if def.name != "multi_match"
            && let [field] = typed.as_slice()
            && !comparable(field.ty, value.ty)
        {
            let mismatch = Mismatch::Different { first: 0, at: 1 };
            let described = [(field.span, "", field.ty), (value.span, "", value.ty)];
            let text = self.text(span).to_owned();
            self.report(report::mismatch(def, &mismatch, (span, &text), &described));
            return Expr::poison(span);
        }
        // A field that no index has is null, and so is the search in it.
        if typed.iter().all(|field| field.ty == DataType::Null) {
            return Expr::literal(DataType::Boolean, Value::Null, span);
        }
        let term = match def.name {
            "match_phrase" => Term::Phrase(text),
            _ => Term::Words(text),
        };
        let mut conditions = Vec::with_capacity(subjects.len());
        for subject in subjects {
            match subject {
                Subject::Field(targets) => conditions
                    .extend(targets.iter().map(|target| self.term(target, &term, options, span))),
                Subject::Value(field) => {
                    conditions.push(self.search_by_row(&term, field, &value, options, span));
                }
            }
        }
        self.some_of(1, conditions, span)
    }

    /// The value as text, which the field's type reads; `None` after an error.
    fn match_text(&mut self, value: &Expr, call: Span) -> Option<String> {
        let shown = self.text(value.span).to_owned();
        let (message, elastic) = match value.as_literal() {
            Some(Value::Null) => ("the query is null", "cannot be null"),
            Some(Value::List(_)) | None => ("the query is no constant", "must be a constant"),
            Some(value_of) => return Some(value_of.print(value.ty)),
        };
        self.report(
            Diagnostic::error(codes::NOT_CONSTANT, message)
                .label(value.span, "a single constant is wanted here")
                .elastic(format!(
                    "second argument of [{}] {elastic}, received [{shown}]",
                    self.text(call)
                )),
        );
        None
    }

    /// What an argument means: a field of the index, whatever it is converted to, or a value; `None`
    /// after an error.
    fn match_subject(
        &mut self,
        place: &mut Place<'_>,
        search: &Match<'_>,
        field: &ast::Expr,
        resolved: &Expr,
    ) -> Option<Subject> {
        let Match { def, label, .. } = search;
        let name = unconverted(field).and_then(Name::dotted);
        if let Some(name) = name
            && let Some(column) = place.pipeline.find(&name).cloned()
            && self.is_index_field(place.pipeline, &column)
        {
            if !self.search_not_ended(place.pipeline, label, search.span) {
                return None;
            }
            return Some(Subject::Field(if column.ty == DataType::Null {
                vec![Target::plain(Expr::column(&column, field.span))]
            } else {
                self.search_field(place.pipeline, &name, field.span)
            }));
        }
        if self.searched_by_row(place.pipeline, def, resolved, label)? {
            return Some(Subject::Value(resolved.clone()));
        }
        let shown = self.text(field.span).to_owned();
        self.report(
            Diagnostic::error(
                codes::MISPLACED_SEARCH,
                format!("`{shown}` is no field of an index"),
            )
            .label(field.span, "computed or renamed")
            .help("search looks things up in the index; compare computed columns with `==` or LIKE")
            .elastic(format!(
                "{} cannot operate on [{shown}], which is not a field from an index mapping",
                label.elastic
            )),
        );
        None
    }
}

/// The column that an expression names, perhaps inside a conversion.
fn unconverted(field: &ast::Expr) -> Option<&Name> {
    match &field.kind {
        ExprKind::Column(name) => Some(name),
        ExprKind::Cast { value, .. } => unconverted(value),
        ExprKind::Call { name: Ok(name), args, .. } => match args.as_slice() {
            [arg] => {
                let def = esql_functions::registry::find(&name.text)?;
                def.converts_to.and_then(|_| unconverted(arg))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether values of one type can be looked for in a field of the other.
fn comparable(field: DataType, value: DataType) -> bool {
    field == value
        || value == DataType::Keyword
        || value == DataType::Text
        || field == DataType::Null
        || (field.is_numeric()
            && value.is_numeric()
            && (value != DataType::UnsignedLong || field == DataType::UnsignedLong))
}
