//! `==`, `!=`, `<`, `<=`, `>`, `>=`.

use std::sync::Arc;

use esql_data::{Column, DataType, StorageKind};

use super::relation::{Relation, Side};
use crate::{
    Args, EvalCx, Example, Family, Found, FunctionDef, Impl, IndexQuery, Kernel, Lift, Overload,
    Param, Ret, TypeSet,
};

const PARAMS: &[Param] = &[Param::new("left", "a value"), Param::new("right", "a value")];

const fn overload(set: TypeSet, kernel: Kernel) -> Overload {
    Overload {
        args: Args::Unified { set, min: 2, max: 2 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel,
    }
}

const EQUALITY: FunctionDef =
    FunctionDef { family: Family::Operator, params: PARAMS, ..FunctionDef::SCALAR };

const ORDER: FunctionDef = FunctionDef {
    detail: "Strings compare by their UTF-8 bytes, so upper case comes before lower case; \
             versions as semantic versions, addresses by their bytes. A string literal is read as \
             the type of the other side.",
    ..EQUALITY
};

pub(super) const EQUAL: FunctionDef = FunctionDef {
    name: "equal",
    symbol: Some("=="),
    summary: "Tells whether two values are equal.",
    detail: "Null on either side gives null, several values give null and a warning; to find a \
             value among several, use `MV_CONTAINS`. Strings are equal if their bytes are: case \
             counts. A string literal is read as the type of the other side.",
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[overload(
        TypeSet::ANY,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::Equal)),
    )]),
    examples: &[Example {
        query: r#"ROW a = "curl", b = 1 | EVAL c = a == "curl", d = b == 1.5 | KEEP c, d"#,
        answer: "c:boolean | d:boolean\ntrue | false",
    }],
    ..EQUALITY
};

pub(super) const NOT_EQUAL: FunctionDef = FunctionDef {
    name: "not_equal",
    symbol: Some("!="),
    summary: "Tells whether two values differ.",
    detail: "Null on either side gives null, so a row without the field does not pass a filter \
             `field != \"x\"`. Several values give null and a warning.",
    index_query: IndexQuery::SingleValue(Found::ByAll),
    imp: Impl::Scalar(&[overload(
        TypeSet::ANY,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::NotEqual)),
    )]),
    examples: &[Example {
        query: r#"ROW a = "curl", b = null | EVAL c = a != "wget", d = a != b | KEEP c, d"#,
        answer: "c:boolean | d:boolean\ntrue | null",
    }],
    ..EQUALITY
};

pub(super) const LESS: FunctionDef = FunctionDef {
    name: "less",
    symbol: Some("<"),
    summary: "Tells whether the left value comes before the right one.",
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[overload(
        TypeSet::ORDERED,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::Less)),
    )]),
    examples: &[Example {
        query: r#"ROW v = TO_VERSION("1.9.0") | EVAL a = v < "1.10.0", b = "B" < "a" | KEEP a, b"#,
        answer: "a:boolean | b:boolean\ntrue | true",
    }],
    ..ORDER
};

pub(super) const LESS_OR_EQUAL: FunctionDef = FunctionDef {
    name: "less_or_equal",
    symbol: Some("<="),
    summary: "Tells whether the left value does not come behind the right one.",
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[overload(
        TypeSet::ORDERED,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::LessOrEqual)),
    )]),
    examples: &[Example {
        query: "ROW a = 3 | EVAL b = a <= 3, c = a <= 2.5 | KEEP b, c",
        answer: "b:boolean | c:boolean\ntrue | false",
    }],
    ..ORDER
};

pub(super) const GREATER: FunctionDef = FunctionDef {
    name: "greater",
    symbol: Some(">"),
    summary: "Tells whether the left value comes behind the right one.",
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[overload(
        TypeSet::ORDERED,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::Greater)),
    )]),
    examples: &[Example {
        query: "ROW a = 3 | EVAL b = a > 3, c = a > 2.5 | KEEP b, c",
        answer: "b:boolean | c:boolean\nfalse | true",
    }],
    ..ORDER
};

pub(super) const GREATER_OR_EQUAL: FunctionDef = FunctionDef {
    name: "greater_or_equal",
    symbol: Some(">="),
    summary: "Tells whether the left value does not come before the right one.",
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[overload(
        TypeSet::ORDERED,
        Kernel::Plain(|cx, args| compare(cx, args, Relation::GreaterOrEqual)),
    )]),
    examples: &[Example {
        query: r#"ROW d = TO_DATETIME("2026-03-26") | EVAL a = d >= "2026-03-01" | KEEP a"#,
        answer: "a:boolean\ntrue",
    }],
    ..ORDER
};

fn compare(cx: &mut EvalCx<'_>, args: &[Column], relation: Relation) -> Column {
    let (left, right) = (&args[0], &args[1]);
    let side = |column, constant| Side { values: Column::values(column), constant };
    let ty = left.ty();
    if ty.storage() != right.ty().storage() || ty.storage() == StorageKind::Null {
        // The literal null has a type of its own.
        return Column::null(DataType::Boolean, cx.rows);
    }
    if left.is_constant() && right.is_constant() {
        let once = relation.compare(ty, side(left, false), side(right, false));
        let once = Column::single(DataType::Boolean, Arc::new(once));
        return Column::constant(DataType::Boolean, &once.cell_value(0), cx.rows);
    }
    let result =
        relation.compare(ty, side(left, left.is_constant()), side(right, right.is_constant()));
    Column::single(DataType::Boolean, Arc::new(result))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value, compare};

    use crate::check::{check, constant};

    const NAMES: [&str; 6] =
        ["equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal"];

    fn answers(name: &str, left: &Column, right: &Column) -> Vec<Value> {
        let (column, _) = check(name, &[left.clone(), right.clone()]);
        (0..column.len()).map(|row| column.cell_value(row)).collect()
    }

    /// Every relation, on columns and constants, says what the order of the type says.
    #[test]
    fn all_types_and_sides() {
        let samples: [(DataType, Vec<Value>); 8] = [
            (DataType::Integer, vec![Value::Integer(-1), Value::Integer(7)]),
            (DataType::Long, vec![Value::Long(i64::MIN), Value::Long(7)]),
            (DataType::UnsignedLong, vec![Value::UnsignedLong(1), Value::UnsignedLong(u64::MAX)]),
            (DataType::Double, vec![Value::Double(-1.5), Value::Double(2.0)]),
            (DataType::Keyword, vec!["B".into(), "a, longer than a view holds inline".into()]),
            (DataType::Version, vec!["1.9.0".into(), "1.10.0".into()]),
            (DataType::Ip, vec![Value::Bytes([0; 16].into()), Value::Bytes([1; 16].into())]),
            (DataType::Date, vec![Value::Long(-1), Value::Long(0)]),
        ];
        for (ty, values) in samples {
            let (low, high) = (&values[0], &values[1]);
            let column = Column::from_values(ty, [low, high, &Value::Null]);
            let order = compare(ty, low.as_ref().unwrap(), high.as_ref().unwrap());
            assert!(order.is_lt(), "{ty}");
            let expected = |same: bool, below: bool, above: bool, name: &str| match name {
                "equal" => same,
                "not_equal" => !same,
                "less" => below,
                "less_or_equal" => below || same,
                "greater" => above,
                _ => above || same,
            };
            for name in NAMES {
                let high = constant(ty, high.clone());
                let bools = |low: bool, high: bool| {
                    vec![Value::Boolean(low), Value::Boolean(high), Value::Null]
                };
                let right =
                    bools(expected(false, true, false, name), expected(true, false, false, name));
                let left =
                    bools(expected(false, false, true, name), expected(true, false, false, name));
                let same = expected(true, false, false, name);
                assert_eq!(answers(name, &column, &high), right, "{ty} {name}");
                assert_eq!(answers(name, &high, &column), left, "{ty} {name}");
                assert_eq!(answers(name, &column, &column), bools(same, same), "{ty} {name}");
                assert_eq!(answers(name, &high, &high), [Value::Boolean(same)], "{ty} {name}");
            }
        }
    }

    #[test]
    fn nulls_and_several_values() {
        let null = constant(DataType::Null, Value::Null);
        let one = constant(DataType::Integer, Value::Integer(1));
        let several = Value::List(vec![Value::Integer(1), Value::Integer(2)]);
        let cells = [Value::Integer(1), several, Value::Null];
        let column = Column::from_values(DataType::Integer, &cells);
        for name in NAMES {
            assert_eq!(answers(name, &null, &one), [Value::Null]);
            let (answer, warnings) = check(name, &[column.clone(), one.clone()]);
            assert!(!answer.is_null(0) && answer.is_null(1) && answer.is_null(2));
            assert_eq!(
                warnings,
                [
                    "java.lang.IllegalArgumentException: single-value function encountered multi-value"
                ]
            );
        }
    }

    #[test]
    fn doubles_as_in_java() {
        let zero = constant(DataType::Double, Value::Double(0.0));
        let minus_zero = constant(DataType::Double, Value::Double(-0.0));
        assert_eq!(answers("equal", &zero, &minus_zero), [Value::Boolean(true)]);
        assert_eq!(answers("less", &minus_zero, &zero), [Value::Boolean(false)]);
    }
}
