//! `TBUCKET`.

use esql_data::DataType;

use super::bucket::INCLUDE_EMPTY_BUCKETS;
use crate::{Args, Example, Family, FunctionDef, Impl, Param, Ret, TypeSet, since};

const LIMIT: TypeSet = TypeSet::DATES.or(TypeSet::STRING);

pub(super) const TBUCKET: FunctionDef = FunctionDef {
    name: "tbucket",
    family: Family::Grouping,
    summary: "The bucket of time that `@timestamp` falls into, by the bucket's start.",
    detail: "It is `BUCKET(@timestamp, ...)`: the size of the buckets, or how many there should be \
             at most between two dates. A number without dates is refused here, since there is no \
             time filter around the query.",
    params: &[
        Param::new("buckets", "the size of the buckets, or how many at most").constant(),
        Param::new("from", "the start of the range").optional().constant(),
        Param::new("to", "the end of the range").optional().constant(),
    ],
    options: &[INCLUDE_EMPTY_BUCKETS],
    imp: Impl::Lowered {
        args: Args::Each { sets: &[TypeSet::SPAN.or(TypeSet::WHOLE), LIMIT, LIMIT], required: 1 },
        ret: Ret::Type(DataType::Date),
    },
    examples: &[Example {
        query: r#"ROW @timestamp = TO_DATETIME("2026-03-26T10:47:12Z") | STATS c = COUNT(*) BY t = TBUCKET(1 hour)"#,
        answer: "c:long | t:date\n1 | 2026-03-26T10:00:00.000Z",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};
