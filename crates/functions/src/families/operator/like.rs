//! `LIKE`.

use esql_data::{Column, DataType, Str, Value};

use super::predicate::predicate;
use crate::lucene::wildcard::{Wildcard, Wildcards};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, Found, FunctionDef, Impl,
    IndexQuery, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const LIKE: FunctionDef = FunctionDef {
    name: "like",
    symbol: Some("LIKE"),
    family: Family::Operator,
    summary: "Tells whether a whole string fits a wildcard pattern, or one of a list of them.",
    detail: "`*` stands for any string, `?` for one character, and `\\` takes a `*`, `?` or `\\` \
             as it is; before anything else it is an error. A string literal needs each backslash \
             twice, so a backslash to be matched is `\\\\\\\\` in plain quotes and `\\\\` in three. \
             Case counts. Null gives null, several values give null and a warning.",
    params: &[
        Param::new("str", "the string"),
        Param::new("pattern", "a pattern").constant().variadic(),
    ],
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::STRING], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[
        Example {
            query: r#"ROW a = "powershell.exe" | EVAL b = a LIKE "power*.ex?" | KEEP b"#,
            answer: "b:boolean\ntrue",
        },
        Example {
            query: r#"ROW a = "C:\\Temp\\x" | EVAL b = a LIKE ("/*", """C:\\*""") | KEEP b"#,
            answer: "b:boolean\ntrue",
        },
    ],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let compile = |pattern: &str| {
        Wildcard::strict(pattern)
            .map_err(|error| format!("Invalid pattern for LIKE [{pattern}]: [{error}]"))
    };
    let patterns = Wildcards::new(constant_patterns(site, compile)?);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        predicate::<Str>(cx, &args[0], |text| patterns.is_match(text))
    }))
}

/// The patterns behind the first argument, compiled. A null pattern fits nothing.
pub(in crate::families) fn constant_patterns<P>(
    site: &CallSite<'_>,
    compile: impl Fn(&str) -> Result<P, String>,
) -> Result<Vec<P>, ArgError> {
    let mut patterns = Vec::new();
    for at in 1..site.args.len() {
        match site.constant(at)? {
            Value::Text(text) => {
                let compiled = compile(text).map_err(|message| ArgError { at, message })?;
                patterns.push(compiled);
            }
            Value::Null => {}
            _ => return Err(ArgError { at, message: "pattern must be a single string".into() }),
        }
    }
    Ok(patterns)
}
