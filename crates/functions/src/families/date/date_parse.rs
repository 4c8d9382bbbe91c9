//! `DATE_PARSE`.

use esql_data::{CellsBuilder, Column, DataType, Long, Problem, Str, Value, date};
use jiff::tz::{Offset, TimeZone};

use super::pattern::Pattern;
use crate::memo::Memo;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet,
};

pub(super) const DATE_PARSE: FunctionDef = FunctionDef {
    name: "date_parse",
    family: Family::Date,
    summary: "Reads a date in a format.",
    detail: "The format is a pattern of Java's `DateTimeFormatter`, such as `yyyy-MM-dd`, or one \
             of Elasticsearch's named formats; without it the string must be ISO 8601. The whole \
             string must fit exactly; else the result is null, with a warning. Missing parts are \
             the lowest, a missing year is 1970, and a missing zone is the session's. Names are \
             English.",
    params: &[
        Param::new("datePattern", "the format; null makes the result null").optional(),
        Param::new("dateString", "the string"),
    ],
    options: &[
        OptionDef {
            name: "time_zone",
            types: TypeSet::KEYWORD,
            summary: "the zone of dates that name none, such as `Europe/Paris` or `+02:00`",
        },
        OptionDef {
            name: "locale",
            types: TypeSet::KEYWORD,
            summary: "the language of names; only English is supported",
        },
    ],
    imp: Impl::Scalar(&[
        Overload {
            args: Args::each(&[TypeSet::STRING]),
            ret: Ret::Type(DataType::Date),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(prepare),
        },
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
            ret: Ret::Type(DataType::Date),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(prepare),
        },
    ]),
    examples: &[Example {
        query: r#"ROW a = "2022-05-06" | EVAL b = DATE_PARSE("yyyy-MM-dd", a) | KEEP b"#,
        answer: "b:date\n2022-05-06T00:00:00.000Z",
    }],
    ..FunctionDef::SCALAR
};

/// A pattern with the text that messages show.
struct Format {
    text: String,
    pattern: Pattern,
}

impl Format {
    fn compile(text: &str) -> Result<Format, String> {
        Ok(Format { text: text.to_owned(), pattern: Pattern::for_reading(text)? })
    }

    fn parse(&self, text: &str, zone: &TimeZone) -> Result<i64, Problem> {
        if text.is_empty() {
            return Err(Problem::argument("cannot parse empty datetime"));
        }
        self.pattern.parse(text, zone).map(date::floor_millis).ok_or_else(|| {
            let format = &self.text;
            Problem::argument(format!("failed to parse date field [{text}] with format [{format}]"))
        })
    }
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let at = site.args.len().saturating_sub(1);
    let zone =
        match site.option("time_zone").and_then(Value::as_str) {
            Some(name) => Some(zone(name).ok_or_else(|| ArgError {
                at,
                message: format!("unsupported timezone [{name}]"),
            })?),
            None => None,
        };
    if let Some(locale) = site.option("locale").and_then(Value::as_str)
        && !locale.is_empty()
        && !locale.to_ascii_lowercase().starts_with("en")
    {
        return Err(ArgError { at, message: format!("locale `{locale}` is not supported") });
    }
    let text = match (at, site.args.first().and_then(|arg| arg.constant.as_ref())) {
        (0, _) => Some("strict_date_optional_time"),
        (_, constant) => constant.and_then(Value::as_str),
    };
    let constant = match text {
        Some(text) => Some(Format::compile(text).map_err(|message| ArgError { at: 0, message })?),
        None => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let session = cx.session;
        let zone = zone.as_ref().unwrap_or(&session.zone);
        match &constant {
            Some(format) => {
                let texts = Cells::<Str>::new(&args[at]);
                let mut cells = CellsBuilder::<Long>::new();
                for row in 0..cx.rows {
                    texts.get(row).map(|text| format.parse(text, zone)).put(cx, &mut cells);
                }
                cells.finish(cx.ret)
            }
            None => parse_each(cx, args, zone),
        }
    }))
}

/// Reads each string with the pattern of its row.
fn parse_each(cx: &mut EvalCx<'_>, args: &[Column], zone: &TimeZone) -> Column {
    let (patterns, texts) = (Cells::<Str>::new(&args[0]), Cells::<Str>::new(&args[1]));
    let mut formats = Memo::default();
    let mut cells = CellsBuilder::<Long>::new();
    for row in 0..cx.rows {
        let (Some(pattern), Some(text)) = (patterns.get(row), texts.get(row)) else {
            cells.null();
            continue;
        };
        let format: &Result<Format, Problem> =
            formats.get(pattern, |text| Format::compile(text).map_err(Problem::argument));
        format
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|format| format.parse(text, zone))
            .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// The zone of an IANA name or an offset.
fn zone(name: &str) -> Option<TimeZone> {
    if let "Z" | "UTC" | "GMT" = name {
        return Some(TimeZone::UTC);
    }
    let Some(offset) = name.strip_prefix(['+', '-']) else { return TimeZone::get(name).ok() };
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "0"));
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    let seconds = if name.starts_with('-') { -seconds } else { seconds };
    Some(Offset::from_seconds(seconds).ok()?.to_time_zone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, text};

    #[test]
    fn what_does_not_fit_is_null() {
        let first = |args: &[Column]| {
            let (column, warnings) = check("date_parse", args);
            (column.cell_value(0), warnings)
        };
        assert_eq!(first(&[text("1970-01-01T00:00:00.001Z")]), (Value::Long(1), vec![]));
        for (args, warning) in [
            (
                vec![text("yyyy-MM-dd"), text("2023-02-01 foo")],
                "failed to parse date field [2023-02-01 foo] with format [yyyy-MM-dd]",
            ),
            (vec![text("yyyy-MM-dd"), text("")], "cannot parse empty datetime"),
            (
                vec![text("2023-2-1")],
                "failed to parse date field [2023-2-1] with format [strict_date_optional_time]",
            ),
        ] {
            let warning = format!("java.lang.IllegalArgumentException: {warning}");
            assert_eq!(first(&args), (Value::Null, vec![warning]));
        }
        assert_eq!(zone("+02:00").unwrap(), Offset::constant(2).to_time_zone());
        assert!(zone("Nowhere/At_All").is_none());
    }
}
