//! Aggregating in parts and absorbing them gives what one pass gives, for every aggregate.

use esql_data::{Column, DataType, StorageKind, Value, Warnings};
use proptest::prelude::*;

use super::ALL;
use super::check::{accumulator, column, constant, overloads, rows_of};
use crate::check::session;
use crate::resolve::{ArgType, resolve};
use crate::{Args, EvalCx, FunctionDef, Phase};

const GROUPS: u32 = 4;

/// An aggregate with types for its arguments.
fn call() -> impl Strategy<Value = (&'static FunctionDef, Vec<DataType>)> {
    // Those that the planner makes into others have no accumulator.
    let defs: Vec<&FunctionDef> = ALL.iter().copied().filter(|def| def.is_aggregate()).collect();
    proptest::sample::select(defs).prop_flat_map(|def| {
        let signatures: Vec<Args> = overloads(def).iter().map(|overload| overload.args).collect();
        (Just(def), proptest::sample::select(signatures).prop_flat_map(types))
    })
}

/// Types out of the sets of a signature, with or without those that may be left out.
fn types(args: Args) -> impl Strategy<Value = Vec<DataType>> {
    let Args::Each { sets, required } = args else { panic!("no aggregate takes other arguments") };
    (required..=sets.len()).prop_flat_map(|count| {
        let types = sets[..count].iter().map(|set| set.types().collect::<Vec<_>>());
        types.map(proptest::sample::select).collect::<Vec<_>>()
    })
}

/// A constant for a parameter.
fn constant_for(name: &str, ty: DataType) -> Column {
    let value = match (name, ty) {
        ("order", _) => "desc".into(),
        (_, DataType::Integer) => Value::Integer(3),
        (_, DataType::Double) => Value::Double(62.5),
        _ => Value::Null,
    };
    constant(ty, value)
}

/// Cells with none to three values out of a few.
fn cells(ty: DataType, rows: usize) -> impl Strategy<Value = Column> {
    let value = (0..12i32).prop_map(move |at| match ty.storage() {
        StorageKind::Bool => Value::Boolean(at % 2 == 0),
        StorageKind::Int => Value::Integer(at - 3),
        StorageKind::Long => Value::Long(i64::from(at) - 3),
        StorageKind::ULong => Value::UnsignedLong(at.unsigned_abs().into()),
        StorageKind::Double => Value::Double(f64::from(at) * 0.37 - 1.0),
        StorageKind::Bytes => Value::Bytes([u8::try_from(at).unwrap(); 16].into()),
        _ => Value::Text(format!("1.{at}").into()),
    });
    let cell = prop_oneof![
        2 => proptest::collection::vec(value.clone(), 1..2),
        1 => proptest::collection::vec(value, 0..4),
    ];
    proptest::collection::vec(cell, rows..=rows).prop_map(move |cells| column(ty, cells))
}

fn case() -> impl Strategy<Value = (&'static FunctionDef, Vec<Column>, Vec<u32>, Vec<usize>)> {
    (call(), 1..30usize).prop_flat_map(|((def, types), rows)| {
        let args: Vec<BoxedStrategy<Column>> = types
            .iter()
            .zip(def.params)
            .map(|(&ty, param)| match param.constant {
                true => Just(constant_for(param.name, ty)).boxed(),
                false => cells(ty, rows).boxed(),
            })
            .collect();
        (
            Just(def),
            args,
            proptest::collection::vec(0..GROUPS, rows..=rows),
            proptest::collection::vec(0..=rows, 0..4),
        )
    })
}

fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Double(left), Value::Double(right)) => {
            (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
        }
        _ => left == right,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn parts_make_the_whole((def, args, groups, mut cuts) in case()) {
        let types: Vec<ArgType> =
            args.iter().map(|arg| ArgType { ty: arg.ty(), literal: false }).collect();
        let resolved = resolve(def, &types).unwrap();
        let overload = &overloads(def)[resolved.overload];
        let rows = rows_of(def, &args);
        let (session, mut warnings) = (session(), Warnings::default());
        let mut cx = EvalCx::new(&session, &mut warnings, groups.len());
        let new = || accumulator(overload, &args, resolved.ret).unwrap();
        let count = GROUPS as usize + 1;

        let mut whole = new();
        whole.accumulate(&mut cx, &groups, &rows);
        let whole = whole.emit(&mut cx, Phase::Final, count);

        cuts.extend([0, groups.len()]);
        cuts.sort_unstable();
        let mut sum = new();
        for pair in cuts.windows(2) {
            let (start, len) = (pair[0], pair[1] - pair[0]);
            let slices: Vec<Column> = rows.iter().map(|arg| arg.slice(start, len)).collect();
            let mut part = new();
            part.accumulate(&mut cx, &groups[start..pair[1]], &slices);
            let partial = part.emit(&mut cx, Phase::Partial, count);
            let types: Vec<DataType> = partial.iter().map(Column::ty).collect();
            prop_assert_eq!(types, part.state());
            let all: Vec<u32> = (0..=GROUPS).collect();
            sum.absorb(&mut cx, &all, &partial);
        }
        let sum = sum.emit(&mut cx, Phase::Final, count);
        for group in 0..count {
            let (one, parts) = (whole[0].cell_value(group), sum[0].cell_value(group));
            prop_assert!(same(&one, &parts), "{} group {group}: {one:?} {parts:?}", def.name);
        }
    }
}
