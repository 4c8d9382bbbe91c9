//! `any_in_cidr`.

use esql_data::arrow::array::BooleanArray;
use esql_data::{Bool, Column, DataType};

use super::ANY;
use super::any_value::any_marked;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet, registry,
};

pub(super) const ANY_IN_CIDR: FunctionDef = FunctionDef {
    name: "any_in_cidr",
    summary: "Tells whether a field has an address in a network.",
    params: &[
        Param::new("field", "the field"),
        Param::new("block", "the network in CIDR notation").constant().variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::IP], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    ..ANY
};

/// The kernel of `CIDR_MATCH`, run over all values of all cells.
fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let Some(Impl::Scalar([Overload { kernel: Kernel::Prepared(cidr_match), .. }])) =
        registry::builtin("cidr_match").map(|def| def.imp)
    else {
        unreachable!("`cidr_match` has one overload, which is prepared");
    };
    let cidr_match = cidr_match(site)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let rows = cx.rows;
        let result = any_marked(rows, &args[0], |values| {
            cx.rows = values.len();
            let mut flat = vec![Column::single(DataType::Ip, values.clone())];
            flat.extend(args[1..].iter().map(|block| block.slice(0, values.len())));
            let marks = cidr_match.evaluate(cx, &flat).flattened();
            let none = || BooleanArray::new_null(values.len());
            marks.array::<Bool>().map_or_else(none, Clone::clone)
        });
        cx.rows = rows;
        result
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value, ip};

    use crate::check::{check, text};

    #[test]
    fn any_address_of_a_cell() {
        let address = |text| Value::Bytes(ip::parse(text).unwrap().into());
        let cells = [
            address("10.1.2.3"),
            Value::List(vec![address("192.168.0.1"), address("10.9.9.9")]),
            Value::Null,
            address("2001:db8::1"),
        ];
        let column = Column::from_values(DataType::Ip, &cells);
        for (block, expected) in [
            ("10.0.0.0/8", [true, true, false, false]),
            ("2001:db8::/32", [false, false, false, true]),
            ("192.168.0.1", [false, true, false, false]),
        ] {
            let (result, _) = check("any_in_cidr", &[column.clone(), text(block)]);
            let expected = expected.map(Value::Boolean);
            assert_eq!(result, Column::from_values(DataType::Boolean, &expected), "{block}");
        }
    }
}
