//! `SPLIT`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str, Value};

use crate::typed::Cells;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const SPLIT: FunctionDef = FunctionDef {
    name: "split",
    family: Family::String,
    summary: "Splits a string into several values.",
    detail: "The delimiter must be one character of ASCII. Between two delimiters, and at the \
             ends, stands an empty string.",
    params: &[Param::new("string", "the string"), Param::new("delim", "the delimiter")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = "foo;bar;baz;qux;quux;corge" | EVAL b = SPLIT(a, ";") | KEEP b"#,
        answer: "b:keyword\n[foo, bar, baz, qux, quux, corge]",
    }],
    ..FunctionDef::SCALAR
};

const NOT_SINGLE: &str = "delimiter must be single byte for now";

fn delimiter(text: &str) -> Option<char> {
    text.chars().next().filter(|_| text.len() == 1)
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(text) = site.args[1].constant.as_ref().and_then(Value::as_str)
        && delimiter(text).is_none()
    {
        return Err(ArgError { at: 1, message: NOT_SINGLE.to_owned() });
    }
    Ok(Box::new(split))
}

fn split(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (texts, delimiters) = (Cells::<Str>::new(&args[0]), Cells::<Str>::new(&args[1]));
    let mut cells = CellsBuilder::<Str>::new();
    for row in 0..cx.rows {
        let (Some(text), Some(between)) = (texts.get(row), delimiters.get(row)) else {
            cells.null();
            continue;
        };
        match delimiter(between) {
            Some(between) => cells.many(text.split(between)),
            None => {
                cx.warn(|| Problem {
                    class: "org.elasticsearch.xpack.esql.core.InvalidArgumentException",
                    message: NOT_SINGLE.to_owned(),
                });
                cells.null();
            }
        }
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, text};

    #[test]
    fn empty_parts() {
        let parts = |value, delimiter| {
            check("split", &[text(value), text(delimiter)]).0.cell_value(0).print(DataType::Keyword)
        };
        assert_eq!(parts(",a,,", ","), "[, a, , ]");
        assert_eq!(parts("abc", ","), "abc");
        assert_eq!(parts("", ","), "");
    }
}
