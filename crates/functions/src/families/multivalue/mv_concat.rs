//! `MV_CONCAT`.

use esql_data::{CellsBuilder, Column, DataType, Str};

use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const MV_CONCAT: FunctionDef = FunctionDef {
    name: "mv_concat",
    family: Family::MultiValue,
    summary: "Joins the strings of a cell into one, with a delimiter between them.",
    detail: "Null if the cell or the delimiter is null, or if the delimiter has several values. \
             The values come in the order in which the cell has them: keyword fields are sorted \
             and without duplicates, so joined `process.args` are not the command line.",
    params: &[Param::new("string", "the strings"), Param::new("delim", "the delimiter")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(concat),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "zoo", "bar"] | EVAL b = MV_CONCAT(a, ", ") | KEEP b"#,
        answer: "b:keyword\nfoo, zoo, bar",
    }],
    ..FunctionDef::SCALAR
};

fn concat(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let mut cells = CellsBuilder::<Str>::new();
    let mut joined = String::new();
    for row in 0..cx.rows {
        let mut delimiters = args[1].items::<Str>(row);
        let mut strings = args[0].items::<Str>(row);
        match (delimiters.next(), delimiters.next(), strings.next()) {
            (Some(delimiter), None, Some(first)) => {
                joined.clear();
                joined.push_str(first);
                for string in strings {
                    joined.push_str(delimiter);
                    joined.push_str(string);
                }
                cells.single(&joined);
            }
            _ => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn delimiters() {
        let strings = constant(DataType::Keyword, Value::List(vec!["a".into(), "b".into()]));
        assert_eq!(check("mv_concat", &[strings.clone(), text("")]).0.cell_value(0), "ab".into());
        let null = constant(DataType::Null, Value::Null);
        assert!(check("mv_concat", &[text("a"), null.clone()]).0.is_null(0));
        assert!(check("mv_concat", &[null, text(",")]).0.is_null(0));
        let (column, warnings) = check("mv_concat", &[text("a"), strings]);
        assert!(column.is_null(0) && warnings.is_empty());
    }
}
