//! Calls an aggregate by name for unit tests: resolution, casts of nothing, one pass.

use esql_data::{Column, ColumnBuilder, DataType, Value, WarningSite, Warnings};

use crate::check::session;
use crate::resolve::{ArgType, resolve};
use crate::{
    Accumulator, AggregateOverload, ArgError, CallArg, CallSite, EvalCx, FunctionDef, Impl, Phase,
    registry,
};

pub(super) use crate::check::constant;

/// A column with these values in its cells.
pub(super) fn column<C>(ty: DataType, cells: impl IntoIterator<Item = C>) -> Column
where
    C: IntoIterator<Item = Value>,
{
    let mut builder = ColumnBuilder::new(ty);
    for cell in cells {
        builder.push(&Value::List(cell.into_iter().collect()));
    }
    builder.finish()
}

/// The results of `count` groups as text, and the warnings.
pub(super) fn aggregate(
    name: &str,
    groups: &[u32],
    args: &[Column],
    count: usize,
) -> (String, Vec<String>) {
    try_aggregate(name, groups, args, count).unwrap()
}

/// As [`aggregate`], or why a constant argument cannot be used.
pub(super) fn try_aggregate(
    name: &str,
    groups: &[u32],
    args: &[Column],
    count: usize,
) -> Result<(String, Vec<String>), ArgError> {
    let def = registry::find(name).unwrap();
    let types: Vec<ArgType> =
        args.iter().map(|arg| ArgType { ty: arg.ty(), literal: false }).collect();
    let resolved = resolve(def, &types).unwrap();
    assert!(resolved.casts.iter().all(Option::is_none), "{name} needs casts");
    let overload = &overloads(def)[resolved.overload];
    let mut accumulator = accumulator(overload, args, resolved.ret)?;
    let args: Vec<Column> =
        rows_of(def, args).into_iter().map(|arg| arg.slice(0, groups.len())).collect();
    let (session, mut warnings) = (session(), Warnings::default());
    let mut cx = EvalCx::new(&session, &mut warnings, groups.len());
    accumulator.accumulate(&mut cx, groups, &args);
    let results = accumulator.emit(&mut cx, Phase::Final, count);
    let [result] = results.as_slice() else { panic!("{name} gives one column") };
    assert_eq!((result.ty(), result.len()), (resolved.ret, count), "{name}");
    let cells: Vec<String> =
        (0..count).map(|group| result.cell_value(group).print(result.ty())).collect();
    let sites = [WarningSite { line: 1, column: 1, text: name.into() }];
    let lines = warnings.lines(&sites).into_iter().skip(1);
    let lines = lines.map(|line| line.trim_start_matches("Line 1:1: ").to_owned()).collect();
    Ok((format!("[{}]", cells.join(", ")), lines))
}

/// The signatures of an aggregate.
pub(super) fn overloads(def: &FunctionDef) -> &'static [AggregateOverload] {
    match def.imp {
        Impl::Aggregate(overloads) => overloads,
        _ => panic!("{} is no aggregate", def.name),
    }
}

/// The accumulator of a call.
pub(super) fn accumulator(
    overload: &AggregateOverload,
    args: &[Column],
    ret: DataType,
) -> Result<Box<dyn Accumulator>, ArgError> {
    let args: Vec<CallArg> = args.iter().map(CallArg::of).collect();
    (overload.new)(&CallSite { args: &args, options: &[], ret, session: &session() })
}

/// The arguments that reach an accumulator.
pub(super) fn rows_of(def: &FunctionDef, args: &[Column]) -> Vec<Column> {
    args.iter()
        .zip(def.params)
        .filter(|(_, param)| !param.constant)
        .map(|(arg, _)| arg.clone())
        .collect()
}
