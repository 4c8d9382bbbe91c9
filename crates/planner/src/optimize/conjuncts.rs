//! Conditions taken apart at AND, and put together again.

use esql_data::{DataType, SiteId, Value};
use esql_functions::registry;

use crate::expr::{Call, Expr, ExprKind};

/// The parts of a condition that must all be true.
pub(super) fn split(condition: Expr, parts: &mut Vec<Expr>) {
    match condition.kind {
        ExprKind::Call(call) if call.def.name == "and" => {
            for arg in call.args {
                split(arg, parts);
            }
        }
        ExprKind::Literal(Value::Boolean(true)) => {}
        kind => parts.push(Expr { kind, ..condition }),
    }
}

/// One condition that is true when all parts are; `None` without parts.
pub(super) fn join(mut parts: Vec<Expr>) -> Option<Expr> {
    let last = parts.pop()?;
    if parts.is_empty() {
        return Some(last);
    }
    let Some(def) = registry::builtin("and") else { return Some(last) };
    let span = parts[0].span.to(last.span);
    parts.push(last);
    let call = Call { def, overload: 0, args: parts, options: Vec::new(), site: SiteId(0) };
    Some(Expr { kind: ExprKind::Call(Box::new(call)), ty: DataType::Boolean, span })
}
