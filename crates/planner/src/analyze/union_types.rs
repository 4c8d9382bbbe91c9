//! Fields of several types: where the indices of FROM map a field differently, a conversion reads
//! each type on its own and makes them one.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::resolve::{ArgType, resolve};
use esql_functions::{FunctionDef, registry};

use super::Analyzer;
use super::scope::Pipeline;
use super::source::scan_column;
use crate::catalog::CatalogField;
use crate::expr::{Attribute, Expr, ExprKind};

/// How many indices a message names for each type.
const SHOWN: usize = 3;

impl Analyzer<'_> {
    /// A call of a conversion function.
    pub(super) fn conversion(
        &mut self,
        pipeline: &mut Pipeline,
        def: &'static FunctionDef,
        args: Vec<Expr>,
        options: Vec<(String, Value)>,
        span: Span,
    ) -> Expr {
        let types = args.first().and_then(|arg| self.convertible(def, arg));
        let Some((types, coalesce)) = types.zip(registry::find("coalesce")) else {
            return self.call(def, args, options, span);
        };
        let field = args[0].span;
        let mut converted = Vec::with_capacity(types.len());
        for (ty, known) in types {
            let column = self.column_of_type(pipeline, &known, ty);
            let arg = Expr::column(&column, field);
            converted.push(self.call(def, vec![arg], options.clone(), span));
        }
        // A document has a value of one type only.
        self.call(coalesce, converted, Vec::new(), span)
    }

    /// The types of the field that `arg` is, if it has several and `def` converts them all.
    fn convertible(
        &self,
        def: &'static FunctionDef,
        arg: &Expr,
    ) -> Option<Vec<(DataType, CatalogField)>> {
        let field = self.unreadable_field(arg)?;
        let types = field.conflicting_types();
        let converts = |ty: &DataType| {
            *ty != DataType::Unsupported
                && resolve(def, &[ArgType { ty: *ty, literal: false }]).is_ok()
        };
        (!types.is_empty() && types.iter().all(converts))
            .then(|| types.into_iter().map(|ty| (ty, field.clone())).collect())
    }

    /// The column with a field's values from those indices where it is of type `ty`.
    pub(super) fn column_of_type(
        &mut self,
        pipeline: &mut Pipeline,
        field: &CatalogField,
        ty: DataType,
    ) -> Attribute {
        let name = format!("{}::{ty}", field.name);
        let column = match scan_column(pipeline, &name) {
            Some(column) => column,
            None => self.attribute(name, ty),
        };
        pipeline.bring_up(&column, &field.source_as(ty));
        column
    }

    fn unreadable_field(&self, expr: &Expr) -> Option<&CatalogField> {
        match expr.kind {
            ExprKind::Column(id) => self.unreadable.get(&id),
            ExprKind::Literal(_) | ExprKind::Call(_) | ExprKind::Poison => None,
        }
    }

    /// The error for the use of something whose type cannot be read.
    pub(super) fn cannot_use(&self, expr: &Expr) -> Diagnostic {
        let text = self.text(expr.span);
        let field = self.unreadable_field(expr);
        let conflicts = |field: &&CatalogField| !field.conflicting_types().is_empty();
        let Some(field) = field.filter(conflicts) else {
            let original =
                field.map_or("unsupported".to_owned(), |field| field.original_types.join(", "));
            return Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("`{text}` has a type that ES|QL cannot read"),
            )
            .label(expr.span, original.clone())
            .elastic(format!("Cannot use field [{text}] with unsupported type [{original}]"));
        };
        let mut types: Vec<(String, Vec<&str>)> = Vec::new();
        for one in &field.by_index {
            let name = one.type_name().to_owned();
            let indices = one.indices.iter().map(String::as_str);
            match types.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.extend(indices),
                None => types.push((name, indices.collect())),
            }
        }
        types.sort();
        let each = types.iter_mut().map(|(name, indices)| {
            indices.sort_unstable();
            let shown = indices.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
            match indices.len().saturating_sub(SHOWN) {
                0 => format!("[{name}] in [{shown}]"),
                more => format!("[{name}] in [{shown}] and [{more}] other indices"),
            }
        });
        let each = each.collect::<Vec<_>>().join(", ");
        Diagnostic::error(
            codes::TYPE_MISMATCH,
            format!("`{}` has different types in the indices of FROM", field.name),
        )
        .label(expr.span, each.replace(['[', ']'], ""))
        .help(format!("convert it to one type, as in `{text}::keyword`"))
        .elastic(format!(
            "Cannot use field [{}] due to ambiguities being mapped as [{}] incompatible types: {each}",
            field.name,
            types.len()
        ))
    }
}
