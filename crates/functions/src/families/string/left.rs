//! `LEFT` and `RIGHT`.

use esql_data::{DataType, Int, Str};

use super::substring::offset;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::INTEGER]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const LEFT: FunctionDef = FunctionDef {
    name: "left",
    family: Family::String,
    summary: "Takes the first characters of a string.",
    detail: "Characters are code points. With a length of 0 or less nothing is taken.",
    params: &[Param::new("string", "the string"), Param::new("length", "how many characters")],
    imp: Impl::Scalar(&[overload(kernel!(
        |text, length| text[..offset(text, count(length))].to_owned(); Str, Int => Str
    ))]),
    examples: &[Example {
        query: r#"ROW a = "Facello" | EVAL b = LEFT(a, 3) | KEEP b"#,
        answer: "b:keyword\nFac",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const RIGHT: FunctionDef = FunctionDef {
    name: "right",
    family: Family::String,
    summary: "Takes the last characters of a string.",
    detail: "Characters are code points. With a length of 0 or less nothing is taken.",
    params: &[Param::new("string", "the string"), Param::new("length", "how many characters")],
    imp: Impl::Scalar(&[overload(kernel!(
        |text, length| right(text, count(length)).to_owned(); Str, Int => Str
    ))]),
    examples: &[Example {
        query: r#"ROW a = "Facello" | EVAL b = RIGHT(a, 3) | KEEP b"#,
        answer: "b:keyword\nllo",
    }],
    ..FunctionDef::SCALAR
};

fn count(length: i32) -> usize {
    usize::try_from(length).unwrap_or(0)
}

fn right(text: &str, count: usize) -> &str {
    match count.checked_sub(1) {
        Some(last) => text.char_indices().rev().nth(last).map_or(text, |(at, _)| &text[at..]),
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use super::*;
    use crate::check::{check, constant, text};

    #[test]
    fn lengths() {
        for (length, left, right) in
            [(-1, "", ""), (0, "", ""), (1, "a", "🔥"), (2, "añ", "ñ🔥"), (9, "añ🔥", "añ🔥")]
        {
            let length = || constant(DataType::Integer, Value::Integer(length));
            let value = |name| check(name, &[text("añ🔥"), length()]).0.cell_value(0);
            assert_eq!((value("left"), value("right")), (left.into(), right.into()));
        }
    }
}
