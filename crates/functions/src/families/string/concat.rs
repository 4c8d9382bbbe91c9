//! `CONCAT`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str};

use super::MAX_BYTES;
use crate::typed::Cells;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const CONCAT: FunctionDef = FunctionDef {
    name: "concat",
    family: Family::String,
    summary: "Puts strings together.",
    detail: "If any of them is null, so is the result. More than one megabyte gives null and a \
             warning.",
    params: &[
        Param::new("string1", "the first string"),
        Param::new("string2", "what follows").variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::STRING], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Plain(concat),
    }]),
    examples: &[Example {
        query: r#"ROW a = "Georgi", b = "Facello" | EVAL c = CONCAT(a, " ", b) | KEEP c"#,
        answer: "c:keyword\nGeorgi Facello",
    }],
    ..FunctionDef::SCALAR
};

fn concat(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let parts: Vec<Cells<'_, Str>> = args.iter().map(Cells::new).collect();
    let mut cells = CellsBuilder::<Str>::new();
    let mut text = String::new();
    for row in 0..cx.rows {
        text.clear();
        let complete = parts.iter().all(|part| match part.get(row) {
            Some(part) => {
                text.push_str(part);
                true
            }
            None => false,
        });
        if !complete {
            cells.null();
        } else if text.len() > MAX_BYTES {
            cx.warn(|| {
                Problem::argument(format!(
                    "concatenating more than [{MAX_BYTES}] bytes is not supported"
                ))
            });
            cells.null();
        } else {
            cells.single(&text);
        }
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use super::*;
    use crate::check::{check, constant, text};

    #[test]
    fn null_and_several_values() {
        let null = constant(DataType::Keyword, Value::Null);
        assert!(check("concat", &[text("a"), null]).0.is_null(0));
        let several = Value::List(vec!["a".into(), "b".into()]);
        let (column, warnings) =
            check("concat", &[text("a"), constant(DataType::Keyword, several)]);
        assert!(column.is_null(0));
        assert_eq!(warnings.len(), 1);
        let half = "x".repeat(MAX_BYTES / 2 + 1);
        let (column, warnings) = check("concat", &[text(&half), text(&half)]);
        assert!(column.is_null(0));
        assert_eq!(
            warnings,
            ["java.lang.IllegalArgumentException: concatenating more than [1048576] bytes is not \
             supported"]
        );
    }
}
