//! `SPACE`.

use esql_data::{Column, DataType, Int, Problem, Str, Value};

use super::MAX_BYTES;
use super::repeat::negative;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since, typed,
};

pub(super) const SPACE: FunctionDef = FunctionDef {
    name: "space",
    family: Family::String,
    summary: "A string of spaces.",
    detail: "A negative number, or more than one megabyte, is an error, and null with a warning \
             where it comes out of a column.",
    params: &[Param::new("number", "how many spaces")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::INTEGER]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = CONCAT("Hello", SPACE(1), "World!")"#,
        answer: "a:keyword\nHello World!",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(Value::Integer(number)) = site.args[0].constant {
        space(number).map_err(|problem| ArgError { at: 0, message: problem.message })?;
    }
    Ok(Box::new(|cx: &mut EvalCx<'_>, args: &[Column]| {
        typed::unary::<Int, Str, _>(cx, args, space)
    }))
}

fn space(number: i32) -> Result<String, Problem> {
    match usize::try_from(number) {
        Ok(count) if count <= MAX_BYTES => Ok(" ".repeat(count)),
        Ok(_) => Err(Problem::argument(format!(
            "Creating strings longer than [{MAX_BYTES}] bytes is not supported"
        ))),
        Err(_) => Err(Problem::argument(negative(number))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;

    #[test]
    fn numbers_of_columns() {
        let numbers = [0, -1, i32::MAX].map(Value::Integer);
        let (column, warnings) =
            check("space", &[Column::from_values(DataType::Integer, &numbers)]);
        let expected = ["".into(), Value::Null, Value::Null];
        assert_eq!(column, Column::from_values(DataType::Keyword, &expected));
        assert_eq!(
            warnings,
            [
                "java.lang.IllegalArgumentException: Number parameter cannot be negative, found [-1]",
                "java.lang.IllegalArgumentException: Creating strings longer than [1048576] bytes is \
             not supported",
            ]
        );
    }
}
