//! `MV_ZIP`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str};

use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_ZIP: FunctionDef = FunctionDef {
    name: "mv_zip",
    family: Family::MultiValue,
    summary: "Joins the strings of two cells pair by pair, with a delimiter between them.",
    detail: "What one cell has more than the other stays as it is, so a null cell gives the \
             other one; null if both are null.",
    params: &[
        Param::new("string1", "the left strings"),
        Param::new("string2", "the right strings"),
        Param::new("delim", "the delimiter, default `,`").optional(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Each {
            sets: &[TypeSet::STRING, TypeSet::STRING, TypeSet::STRING],
            required: 2,
        },
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(zip),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["x", "y", "z"], b = ["1", "2"] | EVAL c = MV_ZIP(a, b, "-") | KEEP c"#,
        answer: "c:keyword\n[x-1, y-2, z]",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

fn zip(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let mut cells = CellsBuilder::<Str>::new();
    let mut zipped: Vec<String> = Vec::new();
    for row in 0..cx.rows {
        let Some(delimiter) = delimiter(cx, args.get(2), row) else {
            cells.null();
            continue;
        };
        let (mut left, mut right) = (args[0].items::<Str>(row), args[1].items::<Str>(row));
        zipped.clear();
        loop {
            zipped.push(match (left.next(), right.next()) {
                (Some(left), Some(right)) => [left, delimiter, right].concat(),
                (Some(only), None) | (None, Some(only)) => only.to_owned(),
                (None, None) => break,
            });
        }
        cells.many(zipped.iter().map(String::as_str));
    }
    cells.finish(cx.ret)
}

/// The delimiter of a row; null and several values are none, the latter with a warning.
fn delimiter<'a>(cx: &mut EvalCx<'_>, column: Option<&'a Column>, row: usize) -> Option<&'a str> {
    let Some(column) = column else { return Some(",") };
    let mut items = column.items::<Str>(row);
    let first = items.next()?;
    if items.next().is_some() {
        cx.warn(Problem::multi_value);
        return None;
    }
    Some(first)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn nulls() {
        let null = || constant(DataType::Null, Value::Null);
        assert_eq!(check("mv_zip", &[null(), text("a")]).0.cell_value(0), "a".into());
        assert_eq!(check("mv_zip", &[text("a"), text("b")]).0.cell_value(0), "a,b".into());
        assert!(check("mv_zip", &[null(), null()]).0.is_null(0));
        assert!(check("mv_zip", &[text("a"), text("b"), null()]).0.is_null(0));
    }
}
