//! Names of columns: visible ones, fields of the index, and the patterns of KEEP and DROP.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_parser::esql::ast::{Name, NamePattern};
use rustc_hash::FxHashSet;

use super::pattern::{Glob, glob};
use super::scope::{Pipeline, poison_type};
use super::{Analyzer, report};
use crate::catalog::{CatalogField, FieldMapping, IndexPattern, Lookup, Unmapped, Values};
use crate::expr::{Attribute, ColumnId, Expr};
use crate::logical::{Node, Plan};
use crate::scan::FieldSource;

impl Analyzer<'_> {
    /// The column that a name means, as an expression.
    pub(super) fn column(&mut self, pipeline: &mut Pipeline, name: &Name) -> Expr {
        let Some(dotted) = name.dotted() else {
            self.missing_parameter(name.span);
            return Expr::poison(name.span);
        };
        match self.find(pipeline, &dotted, name.span) {
            Some(column) if pipeline.poisoned.contains(&column.id) => Expr::poison(name.span),
            Some(column) => Expr::column(&column, name.span),
            None => Expr::poison(name.span),
        }
    }

    pub(super) fn missing_parameter(&mut self, span: Span) {
        let text = self.text(span).to_owned();
        self.report(
            Diagnostic::error(codes::MISSING_PARAMETER, format!("no value for parameter `{text}`"))
                .label(span, "a parameter")
                .help("rules have no parameters; write the value in its place"),
        );
    }

    /// The visible column called `name`; a field of the index comes into view when it is named.
    /// `None` after an error, which is reported.
    pub(super) fn find(
        &mut self,
        pipeline: &mut Pipeline,
        name: &str,
        span: Span,
    ) -> Option<Attribute> {
        if let Some(column) = pipeline.find(name) {
            return Some(column.clone());
        }
        if pipeline.unknown {
            return None;
        }
        if pipeline.open && !pipeline.hidden.contains(name) {
            match self.field(&pipeline.indices, name) {
                Lookup::Missing => {}
                Lookup::Found(_) | Lookup::Unmapped => {
                    let column = self.source_column(pipeline, name, span)?;
                    let at = self.place_of_field(pipeline, name);
                    pipeline.scope.insert(at, column.clone());
                    return Some(column);
                }
            }
        }
        let similar = self.similar(pipeline, name);
        self.report(report::unknown_column(name, span, &similar));
        // Said once is enough: later uses of the name are silent.
        let column = self.attribute(name, poison_type());
        pipeline.poisoned.insert(column.id);
        pipeline.scope.push(column.clone());
        None
    }

    /// A field of the index as a column of the scan, whatever is visible under its name.
    pub(super) fn source_column(
        &mut self,
        pipeline: &mut Pipeline,
        name: &str,
        span: Span,
    ) -> Option<Attribute> {
        if let Some(column) = scan_column(pipeline, name) {
            // Project nodes on the way may have left it out.
            let from = scan_source(pipeline, &column)?;
            pipeline.bring_up(&column, &from);
            return Some(column);
        }
        let (column, from) = match self.field(&pipeline.indices, name) {
            Lookup::Found(field) => self.field_column(field),
            Lookup::Unmapped => {
                let similar = self.similar(pipeline, name);
                self.report(report::unmapped_field(name, span, &similar));
                (self.attribute(name, DataType::Null), FieldSource::Null)
            }
            Lookup::Missing => return None,
        };
        pipeline.bring_up(&column, &from);
        Some(column)
    }

    /// Whether a column is a field of the index under its own name.
    pub(super) fn is_index_field(&self, pipeline: &Pipeline, column: &Attribute) -> bool {
        let Some(scan) = scan(pipeline) else { return false };
        scan.fields.iter().any(|(field, from)| {
            field.id == column.id
                && field.name == column.name
                && matches!(
                    from,
                    FieldSource::Field(_) | FieldSource::ByIndex(_) | FieldSource::Null
                )
        })
    }

    /// The catalog's word on a field, with the query's or session's on unmapped ones.
    pub(super) fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup {
        let unmapped = self.unmapped.unwrap_or_else(|| self.catalog.unmapped());
        // Behind ROW there is no index that could have the field.
        if indices.is_empty() {
            return if unmapped == Unmapped::Fail { Lookup::Missing } else { Lookup::Unmapped };
        }
        match (self.catalog.field(indices, name), unmapped) {
            (Lookup::Unmapped, Unmapped::Fail) => Lookup::Missing,
            (Lookup::Unmapped, Unmapped::Load) => Lookup::Found(CatalogField {
                name: name.to_owned(),
                ty: DataType::Keyword,
                mapping: FieldMapping {
                    path: name.to_owned(),
                    kind: "keyword".to_owned(),
                    ignore_above: None,
                    scaling_factor: None,
                    constant: None,
                    lowercase: false,
                    values: Values::Written,
                },
                by_index: Vec::new(),
                original_types: Vec::new(),
            }),
            (found, _) => found,
        }
    }

    /// A new column for a field of the index.
    pub(super) fn field_column(&mut self, field: CatalogField) -> (Attribute, FieldSource) {
        let column = self.attribute(field.name.clone(), field.ty);
        let from = field.source();
        if field.ty == DataType::Unsupported {
            self.unreadable.insert(column.id, field);
        }
        (column, from)
    }

    /// Where a field that comes into view late belongs: fields stand in front, by name. One that
    /// the query itself has nullified or loaded stands behind all that the source gives.
    fn place_of_field(&self, pipeline: &Pipeline, name: &str) -> usize {
        let own = source_columns(&pipeline.plan);
        let own = pipeline.scope.iter().take_while(|column| own.contains(&column.id));
        let is_mapped = || self.catalog.field(&pipeline.indices, name) != Lookup::Unmapped;
        if pipeline.indices.is_empty() || self.unmapped.is_some() && !is_mapped() {
            return own.count();
        }
        let is_metadata = |column: &Attribute| {
            matches!(scan_source(pipeline, column), Some(FieldSource::Metadata(_)))
        };
        let fields = own.take_while(|column| !is_metadata(column));
        fields.take_while(|column| column.name.as_str() < name).count()
    }

    fn similar(&self, pipeline: &Pipeline, name: &str) -> Vec<String> {
        let visible = pipeline
            .scope
            .iter()
            .filter(|column| !pipeline.poisoned.contains(&column.id))
            .map(|column| column.name.as_str());
        let mut similar: Vec<String> =
            suggest::closest(name, visible, 3).into_iter().map(str::to_owned).collect();
        if pipeline.open && !pipeline.indices.is_empty() {
            for field in self.catalog.similar(&pipeline.indices, name) {
                if similar.len() < 3 && !similar.contains(&field) {
                    similar.push(field);
                }
            }
        }
        similar
    }

    /// A pattern that takes no column: an error, unless a field that no event has is null here,
    /// for then the index might well have fields that the pattern takes.
    fn nothing_matches(&mut self, pipeline: &Pipeline, span: Span) -> Option<Vec<Attribute>> {
        let text = self.text(span).to_owned();
        let has_index = pipeline.open && !pipeline.indices.is_empty();
        if has_index
            && self.unmapped.is_none()
            && self.catalog.field(&pipeline.indices, &text) == Lookup::Unmapped
        {
            self.report(report::unmatched_pattern(&text, span));
            return Some(Vec::new());
        }
        self.report(
            Diagnostic::error(codes::UNKNOWN_COLUMN, format!("no column matches `{text}`"))
                .label(span, "matches nothing")
                .elastic(format!("No matches found for pattern [{text}]")),
        );
        None
    }

    /// The visible columns that a pattern of KEEP or DROP takes, in scope's order.
    pub(super) fn matching(
        &mut self,
        pipeline: &mut Pipeline,
        pattern: &NamePattern,
    ) -> Option<Vec<Attribute>> {
        match glob(pattern) {
            None => {
                self.missing_parameter(pattern.span);
                None
            }
            Some(Glob::Exact(name)) => {
                self.find(pipeline, &name, pattern.span).map(|column| vec![column])
            }
            Some(wild) => {
                let found: Vec<Attribute> = pipeline
                    .scope
                    .iter()
                    .filter(|column| wild.matches(&column.name))
                    .cloned()
                    .collect();
                if found.is_empty() && !pipeline.unknown && wild != Glob::All {
                    return self.nothing_matches(pipeline, pattern.span);
                }
                Some(found)
            }
        }
    }
}

/// The columns of the source at the bottom of a plan; those that MV_EXPAND put into their places
/// count as them.
fn source_columns(plan: &Plan) -> FxHashSet<ColumnId> {
    let Some(input) = plan.node.inputs().first() else {
        return plan.output.iter().map(|column| column.id).collect();
    };
    let mut columns = source_columns(input);
    if let Node::MvExpand { column, target, .. } = &plan.node
        && columns.contains(column)
    {
        columns.insert(target.id);
    }
    columns
}

/// The scan's column of this name, if it has one already.
pub(super) fn scan_column(pipeline: &Pipeline, name: &str) -> Option<Attribute> {
    scan(pipeline)?
        .fields
        .iter()
        .map(|(column, _)| column)
        .find(|column| column.name == name)
        .cloned()
}

fn scan_source(pipeline: &Pipeline, column: &Attribute) -> Option<FieldSource> {
    scan(pipeline)?
        .fields
        .iter()
        .find(|(attribute, _)| attribute.id == column.id)
        .map(|(_, from)| from.clone())
}

/// The scan at the bottom of the plan.
fn scan(pipeline: &Pipeline) -> Option<&crate::logical::Scan> {
    let mut plan = &pipeline.plan;
    loop {
        if let Node::Scan(scan) = &plan.node {
            return Some(scan);
        }
        plan = plan.node.inputs().first()?;
    }
}
