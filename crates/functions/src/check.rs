//! Calls a function by name for unit tests: resolution, casts, lift and kernel, as a query would.

use esql_data::{Column, DataType, Value, WarningSite, Warnings};

use crate::resolve::{ArgType, resolve};
use crate::{Call, EvalCx, FunctionDef, Session, registry};

/// An argument: a constant of a type.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn constant(ty: DataType, value: Value) -> Column {
    Column::constant(ty, &value, 1)
}

/// An argument: a keyword constant.
pub(crate) fn text(value: &str) -> Column {
    constant(DataType::Keyword, value.into())
}

/// The session of these tests: 2026-03-26T10:00:00Z, UTC, newest stack.
pub(crate) fn session() -> Session {
    Session::at("2026-03-26T10:00:00Z".parse().unwrap())
}

/// The column that a call gives, and its warnings (without the line that names the expression).
/// Constant arguments count as constants; all others need the same number of rows.
pub(crate) fn check(name: &str, args: &[Column]) -> (Column, Vec<String>) {
    let def = registry::builtin(name).unwrap();
    let types: Vec<ArgType> =
        args.iter().map(|arg| ArgType { ty: arg.ty(), literal: false }).collect();
    let resolved = resolve(def, &types).unwrap();
    let mut warnings = Warnings::default();
    let session = session();
    let mut columns = Vec::new();
    for (arg, cast) in args.iter().zip(&resolved.casts) {
        columns.push(match cast {
            Some(ty) => {
                let conversion = registry::conversion(*ty).unwrap();
                let from = [ArgType { ty: arg.ty(), literal: false }];
                let overload = resolve(conversion, &from).unwrap().overload;
                let arg = std::slice::from_ref(arg);
                call(conversion, overload, *ty, arg, &session, &mut warnings)
            }
            None => arg.clone(),
        });
    }
    let column = call(def, resolved.overload, resolved.ret, &columns, &session, &mut warnings);
    let sites = [WarningSite { line: 1, column: 1, text: name.into() }];
    let prefix = "Line 1:1: ";
    let lines = warnings.lines(&sites).into_iter().skip(1);
    (column, lines.map(|line| line.trim_start_matches(prefix).to_owned()).collect())
}

fn call(
    def: &FunctionDef,
    overload: usize,
    ret: DataType,
    args: &[Column],
    session: &Session,
    warnings: &mut Warnings,
) -> Column {
    let call = Call::of(def, overload, ret, args, session).unwrap();
    let rows = args.iter().find(|arg| !arg.is_constant()).map_or(1, Column::len);
    let args: Vec<Column> = args
        .iter()
        .map(|arg| if arg.is_constant() { arg.slice(0, rows) } else { arg.clone() })
        .collect();
    call.evaluate_columns(&mut EvalCx::new(session, warnings, rows), &args)
}
