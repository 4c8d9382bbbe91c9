//! `TRIM`, `LTRIM` and `RTRIM`.

use std::borrow::Cow;

use esql_data::DataType;

use crate::typed;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const TRIM: FunctionDef = FunctionDef {
    name: "trim",
    family: Family::String,
    summary: "Takes the white space away from both ends of a string.",
    detail: "No-break spaces are no white space here.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        typed::text(cx, args, |text| Cow::Borrowed(text.trim_matches(is_whitespace)))
    }))]),
    examples: &[Example {
        query: r#"ROW a = "   some text  " | EVAL b = CONCAT("'", TRIM(a), "'") | KEEP b"#,
        answer: "b:keyword\n'some text'",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const LTRIM: FunctionDef = FunctionDef {
    name: "ltrim",
    family: Family::String,
    summary: "Takes the white space away from the beginning of a string.",
    detail: "No-break spaces are no white space here.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        typed::text(cx, args, |text| Cow::Borrowed(text.trim_start_matches(is_whitespace)))
    }))]),
    examples: &[Example {
        query: r#"ROW a = "   some text  " | EVAL b = CONCAT("'", LTRIM(a), "'") | KEEP b"#,
        answer: "b:keyword\n'some text  '",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const RTRIM: FunctionDef = FunctionDef {
    name: "rtrim",
    family: Family::String,
    summary: "Takes the white space away from the end of a string.",
    detail: "No-break spaces are no white space here.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        typed::text(cx, args, |text| Cow::Borrowed(text.trim_end_matches(is_whitespace)))
    }))]),
    examples: &[Example {
        query: r#"ROW a = "   some text  " | EVAL b = CONCAT("'", RTRIM(a), "'") | KEEP b"#,
        answer: "b:keyword\n'   some text'",
    }],
    ..FunctionDef::SCALAR
};

/// Java's `Character.isWhitespace`: Unicode's spaces but those that do not break, and the
/// separators of ASCII.
fn is_whitespace(letter: char) -> bool {
    match letter {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}' => false,
        '\u{1c}'..='\u{1f}' => true,
        _ => letter.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{check, text};

    #[test]
    fn javas_white_space() {
        let trimmed = |name, value| check(name, &[text(value)]).0.cell_value(0);
        assert_eq!(trimmed("trim", "\u{1c}\u{2003}\t\u{a0}x\u{85} "), "\u{a0}x\u{85}".into());
        assert_eq!(trimmed("trim", " \n "), "".into());
    }
}
