//! `any_words` and `any_phrase`.

use esql_data::{Column, DataType, Str};
use rustc_hash::FxHashSet;

use super::ANY;
use super::any_value::{any_value, texts};
use crate::lucene::words::{has_phrase, words};
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

const WORDS: FunctionDef = FunctionDef {
    detail: "Field and query are split by the standard analyzer: at the word boundaries of \
             Unicode, in lower case. A cell without a value is false, never null, and so is a \
             query without a word.",
    ..ANY
};

pub(super) const ANY_WORDS: FunctionDef = FunctionDef {
    name: "any_words",
    summary: "Tells whether a text field has one of the words of a query.",
    params: &[Param::new("field", "the field"), Param::new("query", "the words").constant()],
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_words))]),
    ..WORDS
};

pub(super) const ANY_PHRASE: FunctionDef = FunctionDef {
    name: "any_phrase",
    summary: "Tells whether a text field has the words of a query one after another.",
    params: &[Param::new("field", "the field"), Param::new("query", "the words").constant()],
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_phrase))]),
    ..WORDS
};

fn any_words(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let wanted: FxHashSet<String> = texts(site)?.into_iter().flat_map(words).collect();
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| words(text).any(|word| wanted.contains(&word)))
    }))
}

fn any_phrase(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let wanted: Vec<String> = texts(site)?.into_iter().flat_map(words).collect();
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| has_phrase(text, &wanted))
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn words_and_phrases() {
        let several = Value::List(vec!["The Quick fox".into(), "brown dog".into()]);
        let column = constant(DataType::Text, several);
        for (name, query, expected) in [
            ("any_words", "slow FOX", true),
            ("any_words", "foxes", false),
            ("any_words", "...", false),
            ("any_phrase", "quick fox", true),
            ("any_phrase", "the fox", false),
            // A phrase does not reach from one value into the next.
            ("any_phrase", "fox brown", false),
        ] {
            let (result, _) = check(name, &[column.clone(), text(query)]);
            assert_eq!(result.cell_value(0), Value::Boolean(expected), "{name} {query}");
        }
    }
}
