//! `TO_STRING`.

use esql_data::{CellsBuilder, Column, DataType, Storage, Str, with_storage};

use super::unchanged;
use crate::families::date::instant::each_instant;
use crate::families::date::pattern::Pattern;
use crate::typed::Cells;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_STRING: FunctionDef = FunctionDef {
    name: "to_string",
    aliases: &["to_str"],
    family: Family::Conversion,
    summary: "Converts a value to a string, as results show it.",
    detail: "Doubles have a digit behind the point, and an exponent from ten million on; dates \
             are ISO 8601 in the session's zone; points and shapes are WKT. Each of several \
             values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::STRING.or(TypeSet::VERSION).or(TypeSet::SPATIAL)], DataType::Keyword),
        overload(&[TypeSet::DATES], Kernel::Plain(print_dates)),
        overload(
            &[TypeSet::NUMERIC
                .or(TypeSet::BOOLEAN)
                .or(TypeSet::IP)
                .or(TypeSet::GRID)
                .or(TypeSet::DATE_RANGE)],
            Kernel::Plain(|cx, args| {
                with_storage!(args[0].ty().storage(), S => print::<S>(cx, &args[0]),
                    none => Column::null(cx.ret, cx.rows))
            }),
        ),
    ]),
    converts_to: Some(DataType::Keyword),
    examples: &[
        Example {
            query: "ROW a = [10, 9, 8] | EVAL b = TO_STRING(a) | KEEP b",
            answer: "b:keyword\n[10, 9, 8]",
        },
        Example {
            query: r#"ROW a = 12345678.5 | EVAL b = TO_STRING(a), c = TO_STRING(TO_IP("::1")) | KEEP b, c"#,
            answer: "b:keyword | c:keyword\n1.23456785E7 | ::1",
        },
    ],
    ..FunctionDef::SCALAR
};

fn print<S: Storage>(cx: &mut EvalCx<'_>, column: &Column) -> Column {
    let print = column.ty().def().print;
    let values = Cells::<S>::new(column);
    let mut cells = CellsBuilder::<Str>::new();
    let mut text = String::new();
    for row in 0..cx.rows {
        match values.get(row) {
            Some(value) => {
                text.clear();
                print(S::value_ref(value), &mut text);
                cells.single(&text);
            }
            None => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

fn print_dates(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let pattern = Pattern::default();
    each_instant::<Str, _>(cx, &args[0], |instant, zone| Ok(pattern.format(instant, zone)))
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use super::*;
    use crate::check::{check, constant};

    #[test]
    fn all_types() {
        for (ty, value, text) in [
            (DataType::Boolean, Value::Boolean(true), "true"),
            (DataType::Double, Value::Double(2.0), "2.0"),
            (DataType::UnsignedLong, Value::UnsignedLong(u64::MAX), "18446744073709551615"),
            (DataType::Date, Value::Long(520_128_000_000), "1986-06-26T00:00:00.000Z"),
            (DataType::DateNanos, Value::Long(1_500), "1970-01-01T00:00:00.0000015Z"),
            (DataType::GeoPoint, "POINT (1.0 2.0)".into(), "POINT (1.0 2.0)"),
            (DataType::Version, "1.2".into(), "1.2"),
            (DataType::Text, "a".into(), "a"),
        ] {
            let (column, warnings) = check("to_str", &[constant(ty, value)]);
            assert_eq!((column.ty(), column.cell_value(0)), (DataType::Keyword, text.into()));
            assert!(warnings.is_empty());
        }
        let null = check("to_string", &[constant(DataType::Null, Value::Null)]).0;
        assert_eq!(null, Column::null(DataType::Keyword, 1));
    }
}
