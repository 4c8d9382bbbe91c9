//! `any_fuzzy` and `any_word_fuzzy`.

use esql_data::{Column, DataType, Str, Value};

use super::ANY;
use super::any_value::any_value;
use crate::lucene::fuzzy::Fuzzy;
use crate::lucene::words::words;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[
            TypeSet::STRING,
            TypeSet::STRING,
            TypeSet::INTEGER,
            TypeSet::INTEGER,
            TypeSet::BOOLEAN,
        ]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const PARAMS: &[Param] = &[
    Param::new("field", "the field"),
    Param::new("word", "what is looked for").constant(),
    Param::new("edits", "in how many characters a value may differ").constant(),
    Param::new("prefix", "how many characters at the beginning must be equal").constant(),
    Param::new("transpositions", "whether two neighbors changing places are one edit").constant(),
];

pub(super) const ANY_FUZZY: FunctionDef = FunctionDef {
    name: "any_fuzzy",
    summary: "Tells whether a field has a value that differs from a word in a few characters.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_fuzzy))]),
    ..ANY
};

pub(super) const ANY_WORD_FUZZY: FunctionDef = FunctionDef {
    name: "any_word_fuzzy",
    summary: "Tells whether a text field has a word that differs from another in a few characters.",
    detail: "The words are those of the standard analyzer, in lower case. A cell without a value \
             is false, never null.",
    params: PARAMS,
    imp: Impl::Scalar(&[overload(Kernel::Prepared(any_word_fuzzy))]),
    ..ANY
};

fn any_fuzzy(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let fuzzy = compile(site)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| fuzzy.is_match(text))
    }))
}

fn any_word_fuzzy(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let fuzzy = compile(site)?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_value::<Str>(cx.rows, &args[0], |text| words(text).any(|word| fuzzy.is_match(&word)))
    }))
}

fn compile(site: &CallSite<'_>) -> Result<Fuzzy, ArgError> {
    let number = |at: usize| match site.constant(at)? {
        Value::Integer(value) => Ok(usize::try_from(*value).unwrap_or(0)),
        _ => Err(ArgError { at, message: "an integer is wanted".into() }),
    };
    let word = site.constant(1)?.as_str().unwrap_or_default();
    let transpositions = matches!(site.constant(4)?, Value::Boolean(true));
    Ok(Fuzzy::new(word, number(2)?, number(3)?, transpositions))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn values_and_words() {
        let number = |value| constant(DataType::Integer, Value::Integer(value));
        let field = constant(DataType::Keyword, Value::List(vec!["The Hobbit".into(), "x".into()]));
        for (name, word, expected) in [
            ("any_fuzzy", "The Hobbjt", true),
            ("any_fuzzy", "hobbjt", false),
            ("any_word_fuzzy", "hobbjt", true),
            ("any_word_fuzzy", "rabbit", false),
        ] {
            let yes = constant(DataType::Boolean, Value::Boolean(true));
            let args = [field.clone(), text(word), number(1), number(0), yes];
            assert_eq!(check(name, &args).0.cell_value(0), Value::Boolean(expected), "{name}");
        }
    }
}
