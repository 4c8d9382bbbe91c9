//! `JSON_STRING`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str, ValueRef};

use super::json::write_string;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

const VALUE: TypeSet = TypeSet::ORDERED.or(TypeSet::BOOLEAN);

pub(super) const JSON_STRING: FunctionDef = FunctionDef {
    name: "json_string",
    family: Family::String,
    summary: "Writes keys and values as the text of a JSON object.",
    detail: "Numbers and booleans stand as they are, all else as strings; a null value is `null`, \
             several values are an array. A null key gives null, a key of several values too, \
             with a warning.",
    params: &[
        Param::new("key", "a key"),
        Param::new("value", "its value, then perhaps more keys and values in turn").variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::STRING], rest: VALUE, min: 1 },
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = [1, 2] | EVAL b = JSON_STRING("n", a, "say", "a \"b\"", "x", null) | KEEP b"#,
        answer: "b:keyword\n{\"n\":[1,2],\"say\":\"a \\\"b\\\"\",\"x\":null}",
    }],
    since: since!(9.6),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let count = site.args.len();
    if !count.is_multiple_of(2) {
        let message = format!(
            "expects an even number of arguments (at least one key/value pair) but got [{count}]"
        );
        return Err(ArgError { at: count - 1, message });
    }
    let is_key = |at: usize| at.is_multiple_of(2);
    let wrong = |(at, arg): &(usize, &crate::CallArg)| {
        is_key(*at) && !arg.ty.is_string() && arg.ty != DataType::Null
    };
    if let Some((at, arg)) = site.args.iter().enumerate().find(wrong) {
        return Err(ArgError {
            at,
            message: format!("a key must be a string, and this is {}", arg.ty),
        });
    }
    Ok(Box::new(evaluate))
}

fn evaluate(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let mut cells = CellsBuilder::<Str>::new();
    let mut json = String::new();
    for row in 0..cx.rows {
        json.clear();
        match write_object(args, row, &mut json) {
            Ok(true) => cells.single(&json),
            Ok(false) => cells.null(),
            Err(problem) => {
                cx.warn(|| problem);
                cells.null();
            }
        }
    }
    cells.finish(cx.ret)
}

/// Writes the object of a row; false if a key is null.
fn write_object(args: &[Column], row: usize, json: &mut String) -> Result<bool, Problem> {
    json.push('{');
    for (at, pair) in args.chunks_exact(2).enumerate() {
        let (keys, values) = (&pair[0], &pair[1]);
        let key = keys.cell(row);
        match key.len() {
            0 => return Ok(false),
            1 => {}
            _ => return Err(Problem::argument("json_string keys must be single-valued")),
        }
        if at > 0 {
            json.push(',');
        }
        write_value(keys.ty(), keys.value(key.start), json);
        json.push(':');
        let cell = values.cell(row);
        match cell.len() {
            0 => json.push_str("null"),
            1 => write_value(values.ty(), values.value(cell.start), json),
            _ => {
                for (index, at) in cell.enumerate() {
                    json.push(if index == 0 { '[' } else { ',' });
                    write_value(values.ty(), values.value(at), json);
                }
                json.push(']');
            }
        }
    }
    json.push('}');
    Ok(true)
}

fn write_value(ty: DataType, value: ValueRef<'_>, json: &mut String) {
    match value {
        // As Elasticsearch's writer has it: JSON knows no such number.
        ValueRef::Double(number) if !number.is_finite() => {
            write_string(&esql_data::double::to_string(number), json);
        }
        ValueRef::Boolean(_)
        | ValueRef::Integer(_)
        | ValueRef::UnsignedLong(_)
        | ValueRef::Double(_) => {
            value.write_plain(json);
        }
        ValueRef::Long(_) if ty == DataType::Long => value.write_plain(json),
        ValueRef::Text(text) => write_string(text, json),
        ValueRef::Long(_) | ValueRef::Bytes(_) => {
            let mut text = String::new();
            (ty.def().print)(value, &mut text);
            write_string(&text, json);
        }
    }
}
