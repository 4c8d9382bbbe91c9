//! A condition taken apart: what must all be true, what may be true in turn, and single tests.

use esql_data::Value;
use esql_diagnostics::Span;
use esql_planner::expr::{ColumnId, Expr, ExprKind};
use rustc_hash::FxHashSet;

use crate::observe::Observer;

/// A condition, or its negation. In logic with three values NOT can be moved inwards freely.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Condition {
    /// The expression.
    pub(crate) expr: Expr,
    /// Whether it must be false.
    pub(crate) negated: bool,
    /// Where it is written, with its NOT.
    span: Span,
    /// Whether a NOT around several conditions negates it, so that none is written here.
    implied: bool,
    /// Its parts.
    pub(crate) parts: Parts,
}

/// What a condition is made of.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Parts {
    /// All must be true.
    All(Vec<Condition>),
    /// One must be true.
    Any(Vec<Condition>),
    /// It has no parts.
    Test,
}

impl Condition {
    /// The conditions that must all be true.
    pub(crate) fn conjuncts(expr: &Expr) -> Vec<Condition> {
        let mut conjuncts = Vec::new();
        flatten(Condition::of(expr, false), &mut conjuncts);
        conjuncts
    }

    fn of(expr: &Expr, negated: bool) -> Condition {
        let mut condition = Condition {
            expr: expr.clone(),
            negated,
            span: expr.span,
            implied: negated,
            parts: Parts::Test,
        };
        if let ExprKind::Call(call) = &expr.kind {
            let parts = || call.args.iter().map(|arg| Condition::of(arg, negated)).collect();
            match (call.def.name, negated) {
                ("and", false) | ("or", true) => condition.parts = Parts::All(parts()),
                ("or", false) | ("and", true) => condition.parts = Parts::Any(parts()),
                ("not", _) => {
                    if let [inner] = call.args.as_slice() {
                        let inner = Condition::of(inner, !negated);
                        let (span, implied) = (expr.span, negated);
                        return Condition { span, implied, ..inner };
                    }
                }
                _ => {}
            }
        }
        condition
    }

    /// Its text, on one line.
    pub(crate) fn text(&self, observer: &Observer<'_>) -> String {
        let text = observer.text(self.span);
        if self.implied { format!("NOT {text}") } else { text }
    }

    /// What the condition is where the expression has this value.
    pub(crate) fn truth(&self, value: &Value) -> Option<bool> {
        match value {
            Value::Boolean(value) => Some(*value != self.negated),
            _ => None,
        }
    }

    /// The columns that it reads, each once, in the order in which they stand.
    pub(crate) fn columns(&self) -> Vec<ColumnId> {
        let mut seen = FxHashSet::default();
        let mut columns = Vec::new();
        self.expr.columns(&mut |id| {
            if seen.insert(id) {
                columns.push(id);
            }
        });
        columns
    }
}

fn flatten(condition: Condition, conjuncts: &mut Vec<Condition>) {
    match condition.parts {
        Parts::All(parts) => parts.into_iter().for_each(|part| flatten(part, conjuncts)),
        parts => conjuncts.push(Condition { parts, ..condition }),
    }
}
