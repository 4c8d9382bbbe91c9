//! `MV_LIKE` and `MV_RLIKE`.

use esql_data::{Column, DataType, Str};

use crate::families::internal::any_value::any_value;
use crate::families::operator::like::constant_patterns;
use crate::lucene::regex::Pattern;
use crate::lucene::wildcard::{Wildcard, Wildcards};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

pub(super) const MV_LIKE: FunctionDef = FunctionDef {
    name: "mv_like",
    family: Family::MultiValue,
    summary: "Tells whether any value of a cell fits a wildcard pattern.",
    detail: "The pattern is that of `LIKE`. A cell without a value is false, never null, so that \
             NOT keeps it.",
    params: &[Param::new("field", "the values"), Param::new("pattern", "a pattern").constant()],
    imp: Impl::Scalar(&[overload(Kernel::Prepared(like))]),
    examples: &[Example {
        query: r#"ROW a = ["bash", "zsh"], n = null | EVAL b = MV_LIKE(a, "z*"), c = MV_LIKE(n, "*") | KEEP b, c"#,
        answer: "b:boolean | c:boolean\ntrue | false",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

pub(super) const MV_RLIKE: FunctionDef = FunctionDef {
    name: "mv_rlike",
    family: Family::MultiValue,
    summary: "Tells whether any value of a cell fits a regular expression as a whole.",
    detail: "The syntax is that of `RLIKE`. A cell without a value is false, never null, so that \
             NOT keeps it.",
    params: &[
        Param::new("field", "the values"),
        Param::new("pattern", "a regular expression").constant(),
    ],
    imp: Impl::Scalar(&[overload(Kernel::Prepared(rlike))]),
    examples: &[Example {
        query: r#"ROW a = ["cmd.exe", "x.dll"] | EVAL b = MV_RLIKE(a, ".*\\.exe") | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

fn like(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let compile = |pattern: &str| {
        Wildcard::strict(pattern)
            .map_err(|error| format!("Invalid pattern for MV_LIKE [{pattern}]: [{error}]"))
    };
    let patterns = Wildcards::new(constant_patterns(site, compile)?);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| patterns.is_match(text))
    }))
}

fn rlike(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let compile = |pattern: &str| {
        Pattern::new(pattern)
            .map_err(|error| format!("Invalid regex pattern for MV_RLIKE [{pattern}]: [{error}]"))
    };
    let patterns = constant_patterns(site, compile)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| patterns.iter().any(|one| one.is_match(text)))
    }))
}
