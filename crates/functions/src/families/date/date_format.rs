//! `DATE_FORMAT`.

use esql_data::{CellsBuilder, Column, DataType, Long, Problem, Str, Value};

use super::instant::{each_instant, instant};
use super::pattern::Pattern;
use crate::memo::Memo;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const DATE_FORMAT: FunctionDef = FunctionDef {
    name: "date_format",
    family: Family::Date,
    summary: "Writes a date in a format.",
    detail: "The format is a pattern of Java's `DateTimeFormatter`, such as `yyyy-MM-dd HH:mm`, \
             or one of Elasticsearch's named formats; without it, the date is written like \
             `2026-03-26T10:00:00.000Z`. Names are English. `Y` is the year that the week belongs \
             to, weeks running from Sunday as in the United States, and `m` is the minute. The \
             date is that of the session's zone.",
    params: &[
        Param::new("dateFormat", "the format; null makes the result null").optional(),
        Param::new("date", "the date"),
    ],
    imp: Impl::Scalar(&[
        Overload {
            args: Args::each(&[TypeSet::DATES]),
            ret: Ret::Type(DataType::Keyword),
            lift: Lift::SingleValue,
            kernel: Kernel::Plain(|cx, args| {
                let pattern = Pattern::default();
                each_instant::<Str, _>(cx, &args[0], |it, zone| Ok(pattern.format(it, zone)))
            }),
        },
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::DATES]),
            ret: Ret::Type(DataType::Keyword),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(prepare),
        },
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("1989-06-02T15:07:00Z")
| EVAL b = DATE_FORMAT("EEEE, d MMMM yyyy", a), c = DATE_FORMAT(a) | KEEP b, c"#,
        answer: "b:keyword | c:keyword\nFriday, 2 June 1989 | 1989-06-02T15:07:00.000Z",
    }],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let constant = match site.args[0].constant.as_ref().and_then(Value::as_str) {
        Some(text) => Some(Pattern::compile(text).map_err(|message| ArgError { at: 0, message })?),
        None => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| match &constant {
        Some(pattern) => {
            each_instant::<Str, _>(cx, &args[1], |it, zone| Ok(pattern.format(it, zone)))
        }
        None => format_each(cx, args),
    }))
}

/// Formats each date with the pattern of its row.
fn format_each(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let session = cx.session;
    let (texts, dates) = (Cells::<Str>::new(&args[0]), Cells::<Long>::new(&args[1]));
    let mut patterns = Memo::default();
    let mut cells = CellsBuilder::<Str>::new();
    for row in 0..cx.rows {
        let (Some(text), Some(date)) = (texts.get(row), dates.get(row)) else {
            cells.null();
            continue;
        };
        let pattern: &Result<Pattern, Problem> =
            patterns.get(text, |text| Pattern::compile(text).map_err(Problem::argument));
        pattern
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|pattern| Ok(pattern.format(instant(args[1].ty(), date)?, &session.zone)))
            .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, constant, text};

    #[test]
    fn patterns_of_columns() {
        let patterns = [Value::from("yyyy"), Value::from("b"), Value::Null];
        let patterns = Column::from_values(DataType::Keyword, &patterns);
        let date = || constant(DataType::Date, Value::Long(0));
        let (column, warnings) = check("date_format", &[patterns, date()]);
        let expected = [Value::from("1970"), Value::Null, Value::Null];
        assert_eq!(column, Column::from_values(DataType::Keyword, &expected));
        assert_eq!(
            warnings,
            ["java.lang.IllegalArgumentException: Invalid format: [b]: Unknown pattern letter: b"]
        );
        let null = constant(DataType::Keyword, Value::Null);
        assert!(check("date_format", &[null, date()]).0.is_null(0));
        let nanos = constant(DataType::DateNanos, Value::Long(1));
        let (column, _) = check("date_format", &[text("SSSSSSSSS"), nanos]);
        assert_eq!(column.cell_value(0), "000000001".into());
    }
}
