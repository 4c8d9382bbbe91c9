//! `any_like` and `any_word_like`.

use esql_data::{Column, DataType, Str};

use super::ANY;
use super::any_value::{any_value, texts};
use crate::lucene::wildcard::{Wildcard, Wildcards};
use crate::lucene::words::words;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::Variadic { first: &[TypeSet::STRING], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const PARAMS: &[Param] = &[
    Param::new("field", "the field"),
    Param::new("pattern", "a wildcard pattern in Lucene's syntax").constant().variadic(),
];

pub(super) const ANY_LIKE: FunctionDef = FunctionDef {
    name: "any_like",
    summary: "Tells whether a field has a value that fits a wildcard pattern.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_like))]),
    ..ANY
};

pub(super) const ANY_WORD_LIKE: FunctionDef = FunctionDef {
    name: "any_word_like",
    summary: "Tells whether a text field has a word that fits a wildcard pattern.",
    detail: "The words are those of the standard analyzer, in lower case, and so is the pattern. \
             A cell without a value is false, never null.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_word_like))]),
    ..ANY
};

fn any_like(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let patterns = Wildcards::new(texts(site)?.into_iter().map(Wildcard::new).collect());
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| patterns.is_match(text))
    }))
}

fn any_word_like(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let lower = |pattern: &str| Wildcard::new(&pattern.to_lowercase());
    let patterns = Wildcards::new(texts(site)?.into_iter().map(lower).collect());
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| words(text).any(|word| patterns.is_match(&word)))
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn whole_values_and_words() {
        let several = Value::List(vec!["C:\\Temp\\a.EXE".into(), "other thing".into()]);
        let column = constant(DataType::Keyword, several);
        for (name, pattern, expected) in [
            ("any_like", r"C:\\Temp*", true),
            ("any_like", "*.exe", false),
            ("any_like", "other", false),
            ("any_word_like", "OTH*", true),
            ("any_word_like", "other thing", false),
            ("any_word_like", "*.exe", true),
        ] {
            let (result, _) = check(name, &[column.clone(), text(pattern)]);
            assert_eq!(result.cell_value(0), Value::Boolean(expected), "{name} {pattern}");
        }
    }
}
