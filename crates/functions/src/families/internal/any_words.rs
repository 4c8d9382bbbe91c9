//! `any_words` and `any_phrase`.

use esql_data::{Column, DataType, Str, Value};
use rustc_hash::FxHashSet;

use super::ANY;
use super::any_value::{any_value, texts};
use crate::lucene::words::{has_phrase, has_sloppy_phrase, words};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

const fn overload(args: Args, kernel: Kernel) -> Overload {
    Overload { args, ret: Ret::Type(DataType::Boolean), lift: Lift::WholeCell, kernel }
}

const TEXTS: Args = Args::each(&[TypeSet::STRING, TypeSet::STRING]);
const SLOPPY: Args = Args::each(&[TypeSet::STRING, TypeSet::STRING, TypeSet::INTEGER]);

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
    imp: Impl::Scalar(&[overload(TEXTS, Kernel::Prepared(any_words))]),
    ..WORDS
};

pub(super) const ANY_PHRASE: FunctionDef = FunctionDef {
    name: "any_phrase",
    summary: "Tells whether a text field has the words of a query one after another.",
    params: &[
        Param::new("field", "the field"),
        Param::new("query", "the words").constant(),
        Param::new("slop", "how many places a word may be away; default 0").optional().constant(),
    ],
    imp: Impl::Scalar(&[
        overload(TEXTS, Kernel::Prepared(any_phrase)),
        overload(SLOPPY, Kernel::Prepared(any_phrase)),
    ]),
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
    let slop = match site.constant(2)? {
        Value::Integer(slop) => usize::try_from(*slop).unwrap_or(0),
        _ => 0,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| match slop {
            0 => has_phrase(text, &wanted),
            slop => has_sloppy_phrase(text, &wanted, slop),
        })
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
