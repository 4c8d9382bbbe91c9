//! Resolved expressions: columns by id, functions by row, every node with its type.

use esql_data::{DataType, SiteId, Value};
use esql_diagnostics::Span;
use esql_functions::resolve::{ArgType, resolve};
use esql_functions::{FunctionDef, registry};

/// A column of the plan; each is made in one place and keeps its id through all commands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct ColumnId(pub u32);

/// A column with its name and type.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its id.
    pub id: ColumnId,
    /// The name that the query knows it by.
    pub name: String,
    /// Its type.
    pub ty: DataType,
}

/// A resolved expression. Two are equal when they compute the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: DataType,
    /// Where it stands in the query.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.ty == other.ty
    }
}

/// The kinds of resolved expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Value),
    /// A column.
    Column(ColumnId),
    /// A call of a function or operator.
    Call(Box<Call>),
    /// Something that an error was reported for; silences errors that would follow from it.
    Poison,
}

/// A call of a function or operator.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function.
    pub def: &'static FunctionDef,
    /// The signature chosen.
    pub overload: usize,
    /// The arguments, casts put in.
    pub args: Vec<Expr>,
    /// The named options.
    pub options: Vec<(String, Value)>,
    /// Where it warns.
    pub site: SiteId,
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.def, other.def)
            && self.overload == other.overload
            && self.args == other.args
            && self.options == other.options
    }
}

impl Expr {
    /// A constant.
    #[must_use]
    pub fn literal(ty: DataType, value: Value, span: Span) -> Expr {
        Expr { kind: ExprKind::Literal(value), ty, span }
    }

    /// A column.
    #[must_use]
    pub fn column(attribute: &Attribute, span: Span) -> Expr {
        Expr { kind: ExprKind::Column(attribute.id), ty: attribute.ty, span }
    }

    /// A call of the function or operator of this name over arguments that need no conversion;
    /// `None` if it takes no such arguments. It warns nowhere.
    #[must_use]
    pub fn call(name: &str, args: Vec<Expr>, span: Span) -> Option<Expr> {
        let def = registry::builtin(name)?;
        let types: Vec<ArgType> =
            args.iter().map(|arg| ArgType { ty: arg.ty, literal: false }).collect();
        let resolved = resolve(def, &types).ok()?;
        if resolved.casts.iter().any(Option::is_some) {
            return None;
        }
        let overload = resolved.overload;
        let call = Call { def, overload, args, options: Vec::new(), site: SiteId(u32::MAX) };
        Some(Expr { kind: ExprKind::Call(Box::new(call)), ty: resolved.ret, span })
    }

    /// An expression that an error was reported for.
    #[must_use]
    pub fn poison(span: Span) -> Expr {
        Expr { kind: ExprKind::Poison, ty: DataType::Null, span }
    }

    /// Whether an error was reported for it.
    #[must_use]
    pub fn is_poison(&self) -> bool {
        matches!(self.kind, ExprKind::Poison)
    }

    /// The value of a constant.
    #[must_use]
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.kind {
            ExprKind::Literal(value) => Some(value),
            ExprKind::Column(_) | ExprKind::Call(_) | ExprKind::Poison => None,
        }
    }

    /// Whether `part` stands somewhere in the expression.
    #[must_use]
    pub fn contains(&self, part: &Expr) -> bool {
        self == part
            || match &self.kind {
                ExprKind::Call(call) => call.args.iter().any(|arg| arg.contains(part)),
                ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Poison => false,
            }
    }

    /// Calls `visit` for every column in the expression.
    pub fn columns(&self, visit: &mut dyn FnMut(ColumnId)) {
        match &self.kind {
            ExprKind::Column(id) => visit(*id),
            ExprKind::Call(call) => call.args.iter().for_each(|arg| arg.columns(visit)),
            ExprKind::Literal(_) | ExprKind::Poison => {}
        }
    }
}
