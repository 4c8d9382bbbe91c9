//! `REPEAT`.

use esql_data::{Column, DataType, Int, Problem, Str, Value};

use super::MAX_BYTES;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since, typed,
};

pub(super) const REPEAT: FunctionDef = FunctionDef {
    name: "repeat",
    family: Family::String,
    summary: "Puts a string together with itself several times.",
    detail: "A negative number is an error, and null with a warning where it comes out of a \
             column; so is more than one megabyte.",
    params: &[Param::new("string", "the string"), Param::new("number", "how many times")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::INTEGER]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = "Hello!" | EVAL b = REPEAT(a, 3) | KEEP b"#,
        answer: "b:keyword\nHello!Hello!Hello!",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(Value::Integer(number)) = site.args[1].constant
        && number < 0
    {
        return Err(ArgError { at: 1, message: negative(number) });
    }
    Ok(Box::new(|cx: &mut EvalCx<'_>, args: &[Column]| {
        typed::binary::<Str, Int, Str, _>(cx, args, repeat)
    }))
}

/// The message for a negative number of times.
pub(super) fn negative(number: i32) -> String {
    format!("Number parameter cannot be negative, found [{number}]")
}

fn repeat(text: &str, number: i32) -> Result<String, Problem> {
    let times = usize::try_from(number).map_err(|_| Problem::argument(negative(number)))?;
    if text.len().saturating_mul(times) > MAX_BYTES {
        return Err(Problem::argument(format!(
            "Creating repeated strings with more than [{MAX_BYTES}] bytes is not supported"
        )));
    }
    Ok(text.repeat(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(repeat("ab", 0).unwrap(), "");
        assert_eq!(repeat("", i32::MAX).unwrap(), "");
        for (number, message) in [
            (-1, "Number parameter cannot be negative, found [-1]"),
            (i32::MAX, "Creating repeated strings with more than [1048576] bytes is not supported"),
        ] {
            assert_eq!(repeat("ab", number).unwrap_err().message, message);
        }
    }
}
