//! `LENGTH`, `BYTE_LENGTH` and `BIT_LENGTH`.

use esql_data::{DataType, Int, Problem, Str};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const LENGTH: FunctionDef = FunctionDef {
    name: "length",
    family: Family::String,
    summary: "Counts the characters of a string.",
    detail: "Unicode code points are counted: one for `é`, two for an emoji with a variation \
             selector.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(|text| integer(text.chars().count()); Str => Int))]),
    examples: &[Example {
        query: r#"ROW a = "Málaga" | EVAL b = LENGTH(a) | KEEP b"#,
        answer: "b:integer\n6",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const BYTE_LENGTH: FunctionDef = FunctionDef {
    name: "byte_length",
    family: Family::String,
    summary: "Counts the bytes of a string in UTF-8.",
    detail: "All strings are UTF-8, so a character takes one to four bytes.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(|text| integer(text.len()); Str => Int))]),
    examples: &[Example {
        query: r#"ROW a = "Málaga" | EVAL b = BYTE_LENGTH(a) | KEEP b"#,
        answer: "b:integer\n7",
    }],
    since: since!(8.17),
    ..FunctionDef::SCALAR
};

pub(super) const BIT_LENGTH: FunctionDef = FunctionDef {
    name: "bit_length",
    family: Family::String,
    summary: "Counts the bits of a string in UTF-8.",
    detail: "All strings are UTF-8, so a character takes one to four bytes.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(|text| integer(text.len() * 8); Str => Int))]),
    examples: &[Example {
        query: r#"ROW a = "Málaga" | EVAL b = BIT_LENGTH(a) | KEEP b"#,
        answer: "b:integer\n56",
    }],
    since: since!(8.17),
    ..FunctionDef::SCALAR
};

fn integer(count: usize) -> Result<i32, Problem> {
    i32::try_from(count).map_err(|_| Problem::arithmetic("integer overflow"))
}
