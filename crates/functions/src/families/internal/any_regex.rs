//! `any_rlike` and `any_word_rlike`.

use esql_data::{Column, DataType, Str};

use super::ANY;
use super::any_value::{any_value, texts};
use crate::lucene::regex::Pattern;
use crate::lucene::words::words;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const PARAMS: &[Param] = &[
    Param::new("field", "the field"),
    Param::new("pattern", "a regular expression in Lucene's syntax").constant(),
];

pub(super) const ANY_RLIKE: FunctionDef = FunctionDef {
    name: "any_rlike",
    summary: "Tells whether a field has a value that fits a regular expression as a whole.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_rlike))]),
    ..ANY
};

pub(super) const ANY_WORD_RLIKE: FunctionDef = FunctionDef {
    name: "any_word_rlike",
    summary: "Tells whether a text field has a word that fits a regular expression as a whole.",
    detail: "The words are those of the standard analyzer, in lower case. A cell without a value \
             is false, never null.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_word_rlike))]),
    ..ANY
};

fn any_rlike(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let patterns = compile(site)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| patterns.iter().any(|one| one.is_match(text)))
    }))
}

fn any_word_rlike(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let patterns = compile(site)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| {
            words(text).any(|word| patterns.iter().any(|one| one.is_match(&word)))
        })
    }))
}

fn compile(site: &CallSite<'_>) -> Result<Vec<Pattern>, ArgError> {
    let compile = |pattern: &str| {
        Pattern::new(pattern).map_err(|error| ArgError { at: 1, message: error.to_string() })
    };
    texts(site)?.into_iter().map(compile).collect()
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn whole_values_and_words() {
        let field = constant(DataType::Keyword, Value::List(vec!["The Hobbit".into(), "x".into()]));
        for (name, pattern, expected) in [
            ("any_rlike", "The.*", true),
            ("any_rlike", "hob+it", false),
            ("any_word_rlike", "hob+it", true),
        ] {
            let (result, _) = check(name, &[field.clone(), text(pattern)]);
            assert_eq!(result.cell_value(0), Value::Boolean(expected), "{name} {pattern}");
        }
    }
}
