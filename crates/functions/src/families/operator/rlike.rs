//! `RLIKE`.

use esql_data::{Column, DataType, Str};

use super::like::constant_patterns;
use super::predicate::predicate;
use crate::lucene::regex::Pattern;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, Found, FunctionDef, Impl,
    IndexQuery, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const RLIKE: FunctionDef = FunctionDef {
    name: "rlike",
    symbol: Some("RLIKE"),
    family: Family::Operator,
    summary: "Tells whether a whole string fits a regular expression, or one of a list of them.",
    detail: "The syntax is Lucene's: the whole value must fit, `^` and `$` are ordinary \
             characters, there are no flags such as `(?i)`; `\"`, `@`, `#`, `&`, `~` and `<` are \
             operators. `\\d`, `\\w` and `\\s` are ASCII. Not supported: `&` and `~` inside a \
             sequence or a repetition, unless an operand fits only a few strings. Case counts. \
             Null gives null, several values give null and a warning.",
    params: &[
        Param::new("str", "the string"),
        Param::new("pattern", "a regular expression").constant().variadic(),
    ],
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::STRING], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = "svchost-17.exe" | EVAL b = a RLIKE "[a-z]+-<1-20>\\.exe" | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let compile = |pattern: &str| {
        Pattern::new(pattern)
            .map_err(|error| format!("Invalid regex pattern for RLIKE [{pattern}]: [{error}]"))
    };
    let patterns = constant_patterns(site, compile)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        predicate::<Str>(cx, &args[0], |text| patterns.iter().any(|one| one.is_match(text)))
    }))
}
