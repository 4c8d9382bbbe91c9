//! `SUBSTRING`, and positions in strings as ES|QL counts them.

use esql_data::{DataType, Int, Problem, Str, Value};

use crate::typed;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, kernel,
};
use esql_data::Column;

pub(super) const SUBSTRING: FunctionDef = FunctionDef {
    name: "substring",
    family: Family::String,
    summary: "Cuts a part out of a string.",
    detail: "Positions are code points, counted from 1; 0 means 1 too. A negative start is \
             counted from the end. Without a length the rest is taken. A negative length is an \
             error, and null with a warning where it comes out of a column.",
    params: &[
        Param::new("string", "the string"),
        Param::new("start", "the position of its first character"),
        Param::new("length", "how many characters at most").optional(),
    ],
    imp: Impl::Scalar(&[
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::INTEGER]),
            ret: Ret::Type(DataType::Keyword),
            lift: Lift::SingleValue,
            kernel: kernel!(|text, start| from(text, start).to_owned(); Str, Int => Str),
        },
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::INTEGER, TypeSet::INTEGER]),
            ret: Ret::Type(DataType::Keyword),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(prepare),
        },
    ]),
    examples: &[Example {
        query: r#"ROW a = "Facello"
| EVAL b = SUBSTRING(a, 1, 3), c = SUBSTRING(a, -3), d = SUBSTRING(a, 2) | KEEP b, c, d"#,
        answer: "b:keyword | c:keyword | d:keyword\nFac | llo | acello",
    }],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(Value::Integer(length)) = site.args[2].constant
        && length < 0
    {
        return Err(ArgError { at: 2, message: negative_length(length) });
    }
    Ok(Box::new(|cx: &mut EvalCx<'_>, args: &[Column]| {
        typed::ternary::<Str, Int, Int, Str, _>(cx, args, substring)
    }))
}

fn negative_length(length: i32) -> String {
    format!("Length parameter cannot be negative, found [{length}]")
}

fn substring(text: &str, start: i32, length: i32) -> Result<String, Problem> {
    let length = usize::try_from(length).map_err(|_| Problem::argument(negative_length(length)))?;
    let rest = from(text, start);
    Ok(rest[..offset(rest, length)].to_owned())
}

/// What stands behind position `start` of a text.
fn from(text: &str, start: i32) -> &str {
    &text[start_offset(text, start)..]
}

/// The byte at which position `start` begins: counted from 1, negative from the end, and at most
/// the end.
pub(super) fn start_offset(text: &str, start: i32) -> usize {
    let count = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
    if start >= 0 {
        return offset(text, count.saturating_sub(1));
    }
    text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)
}

/// The byte at which `count` characters end, at most the end.
pub(super) fn offset(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        for (start, length, part) in [
            (0, 2, "añ"),
            (1, 2, "añ"),
            (3, 1, "🔥"),
            (4, 9, ""),
            (9, 1, ""),
            (-2, 1, "ñ"),
            (-9, 2, "añ"),
            (i32::MIN, i32::MAX, "añ🔥"),
            (2, 0, ""),
        ] {
            assert_eq!(substring("añ🔥", start, length).unwrap(), part, "{start}, {length}");
        }
        assert_eq!(substring("", 1, 1).unwrap(), "");
        assert!(substring("a", 1, -1).is_err());
    }
}
