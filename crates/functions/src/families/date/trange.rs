//! `TRANGE`.

use esql_data::DataType;

use crate::{Args, Example, Family, FunctionDef, Impl, Param, Ret, TypeSet, since};

const TIME: TypeSet = TypeSet::DATES.or(TypeSet::KEYWORD).or(TypeSet::LONG);

pub(super) const TRANGE: FunctionDef = FunctionDef {
    name: "trange",
    family: Family::Date,
    summary: "Tells whether `@timestamp` is in a range of time.",
    detail: "With one argument the range ends now and is so long; with two it goes from one time \
             to another, given alike as dates, strings or milliseconds since 1970. The start \
             itself is outside, the end is inside. The arguments are constants.",
    params: &[
        Param::new("start_time_or_offset", "how long ago the range starts, or when").constant(),
        Param::new("end_time", "when the range ends").optional().constant(),
    ],
    imp: Impl::Lowered {
        args: Args::Each { sets: &[TypeSet::SPAN.or(TIME), TIME], required: 1 },
        ret: Ret::Type(DataType::Boolean),
    },
    examples: &[Example {
        query: r#"ROW @timestamp = TO_DATETIME("2026-03-26T10:00:00Z")
| EVAL a = TRANGE("2026-03-26", "2026-03-26T10:00:00Z"), b = TRANGE("2026-03-26T10:00:00Z", "2026-03-27") | KEEP a, b"#,
        answer: "a:boolean | b:boolean\ntrue | false",
    }],
    since: since!(9.3),
    ..FunctionDef::SCALAR
};
