//! `LOCATE`.

use esql_data::{DataType, Int, Str};

use super::substring::start_offset;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const LOCATE: FunctionDef = FunctionDef {
    name: "locate",
    family: Family::String,
    summary: "Finds where a string stands in another.",
    detail: "Positions are code points, counted from 1; 0 says that it is not there. The search \
             can begin at a later position, counted from the end if negative. The empty string \
             is found where the search begins.",
    params: &[
        Param::new("string", "the string to search"),
        Param::new("substring", "what to find"),
        Param::new("start", "the position at which to begin").optional(),
    ],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::STRING, TypeSet::STRING],
            kernel!(|text, part| locate(text, part, 0); Str, Str => Int),
        ),
        overload(
            &[TypeSet::STRING, TypeSet::STRING, TypeSet::INTEGER],
            kernel!(locate; Str, Str, Int => Int),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = "hello" | EVAL b = LOCATE(a, "ll"), c = LOCATE(a, "l", 4) | KEEP b, c"#,
        answer: "b:integer | c:integer\n3 | 4",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

fn locate(text: &str, part: &str, start: i32) -> i32 {
    if text.len() < part.len() {
        return 0;
    }
    let begin = start_offset(text, start);
    match text[begin..].find(part) {
        Some(at) => i32::try_from(text[..begin + at].chars().count() + 1).unwrap_or(i32::MAX),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        for (text, part, start, position) in [
            ("a🔥b", "b", 0, 3),
            ("abab", "b", 3, 4),
            ("abab", "b", -1, 4),
            ("abab", "b", -3, 2),
            ("abab", "c", 0, 0),
            ("abc", "", 0, 1),
            ("abc", "", 9, 4),
            ("", "a", 0, 0),
        ] {
            assert_eq!(locate(text, part, start), position, "{part} in {text} from {start}");
        }
    }
}
