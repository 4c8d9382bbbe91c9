//! `DATE_EXTRACT`.

use esql_data::{CellsBuilder, Column, DataType, Long, Problem, Str, Value};

use super::field::Field;
use super::instant::instant;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const DATE_EXTRACT: FunctionDef = FunctionDef {
    name: "date_extract",
    family: Family::Date,
    summary: "Takes a part out of a date, such as its year or its hour.",
    detail: "The parts are those of Java's `ChronoField`, in any case: year, year_of_era, era, \
             month_of_year, proleptic_month, day_of_month, day_of_week (Monday is 1), \
             day_of_year, epoch_day, aligned_day_of_week_in_month, aligned_day_of_week_in_year, \
             aligned_week_of_month, aligned_week_of_year, hour_of_day, clock_hour_of_day, \
             hour_of_ampm, clock_hour_of_ampm, ampm_of_day, minute_of_hour, minute_of_day, \
             second_of_minute, second_of_day, milli_of_second, milli_of_day, micro_of_second, \
             micro_of_day, nano_of_second, nano_of_day, offset_seconds, instant_seconds. They are \
             those of the session's zone.",
    params: &[Param::new("datePart", "the part"), Param::new("date", "the date")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::DATES]),
        ret: Ret::Type(DataType::Long),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("2022-05-06T15:47:00.123Z")
| EVAL b = DATE_EXTRACT("year", a), c = DATE_EXTRACT("day_of_week", a) | KEEP b, c"#,
        answer: "b:long | c:long\n2022 | 5",
    }],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let field =
        match site.args[0].constant.as_ref().and_then(Value::as_str) {
            Some(name) => Some(Field::find(name).ok_or_else(|| ArgError {
                at: 0,
                message: format!("invalid date field: {name}"),
            })?),
            None => None,
        };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| extract(cx, args, field)))
}

fn extract(cx: &mut EvalCx<'_>, args: &[Column], constant: Option<Field>) -> Column {
    let session = cx.session;
    let (names, dates) = (Cells::<Str>::new(&args[0]), Cells::<Long>::new(&args[1]));
    let mut cells = CellsBuilder::<Long>::new();
    for row in 0..cx.rows {
        let (Some(name), Some(date)) = (names.get(row), dates.get(row)) else {
            cells.null();
            continue;
        };
        let field = constant.or_else(|| Field::find(name)).ok_or_else(|| {
            let name = name.to_uppercase();
            Problem::argument(format!("No enum constant java.time.temporal.ChronoField.{name}"))
        });
        field
            .and_then(|field| Ok(field.of(instant(args[1].ty(), date)?, &session.zone)))
            .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, constant};

    #[test]
    fn parts_of_columns() {
        let names = ["HOUR_OF_DAY", "nope"].map(Value::from);
        let names = Column::from_values(DataType::Keyword, &names);
        let date = constant(DataType::Date, Value::Long(-1));
        let (parts, warnings) = check("date_extract", &[names, date]);
        let expected = [Value::Long(23), Value::Null];
        assert_eq!(parts, Column::from_values(DataType::Long, &expected));
        assert_eq!(
            warnings,
            ["java.lang.IllegalArgumentException: No enum constant \
             java.time.temporal.ChronoField.NOPE"]
        );
    }
}
