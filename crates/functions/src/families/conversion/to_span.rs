//! `TO_DATEPERIOD` and `TO_TIMEDURATION`: constants only, the planner computes them with
//! [`crate::span`].

use esql_data::DataType;

use crate::{Args, Example, Family, FunctionDef, Impl, Param, Ret, TypeSet, since};

pub(super) const TO_DATEPERIOD: FunctionDef = FunctionDef {
    name: "to_dateperiod",
    family: Family::Conversion,
    summary: "Converts a string such as `3 days` to a date period.",
    detail: "Years, quarters, months, weeks and days, spelled out or abbreviated. The argument \
             must be a constant, and so the result can only stand in date arithmetic, truncation \
             and buckets, not in a column.",
    params: &[Param::new("field", "the string, or a date period").constant()],
    imp: Impl::Lowered {
        args: Args::each(&[TypeSet::STRING.or(TypeSet::DATE_PERIOD)]),
        ret: Ret::Type(DataType::DatePeriod),
    },
    converts_to: Some(DataType::DatePeriod),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("2024-01-01") | EVAL b = a - TO_DATEPERIOD("3 days") | KEEP b"#,
        answer: "b:date\n2023-12-29T00:00:00.000Z",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

pub(super) const TO_TIMEDURATION: FunctionDef = FunctionDef {
    name: "to_timeduration",
    family: Family::Conversion,
    summary: "Converts a string such as `3 hours` to a time duration.",
    detail: "Hours, minutes, seconds and milliseconds, spelled out or abbreviated. The argument \
             must be a constant, and so the result can only stand in date arithmetic, truncation \
             and buckets, not in a column.",
    params: &[Param::new("field", "the string, or a time duration").constant()],
    imp: Impl::Lowered {
        args: Args::each(&[TypeSet::STRING.or(TypeSet::TIME_DURATION)]),
        ret: Ret::Type(DataType::TimeDuration),
    },
    converts_to: Some(DataType::TimeDuration),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("2024-01-01") | EVAL b = a + "3 hours"::time_duration | KEEP b"#,
        answer: "b:date\n2024-01-01T03:00:00.000Z",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};
