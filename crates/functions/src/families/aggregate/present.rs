//! `PRESENT` and `ABSENT`.

use esql_data::{Bool, DataType};

use super::count::{Tally, tally};
use super::state::PerGroup;
use crate::{AggregateOverload, Args, Example, FunctionDef, Impl, Param, Ret, TypeSet, since};

const ARGS: Args = Args::each(&[TypeSet::ANY.or(TypeSet::SOURCE)]);

pub(super) const PRESENT: FunctionDef = FunctionDef {
    name: "present",
    summary: "Tells whether any row has a value.",
    detail: "Never null: without rows, and where all are null, the answer is false.",
    params: &[Param::new("field", "what is looked for")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Type(DataType::Boolean),
        new: |site| Ok(PerGroup::<_, Bool>::boxed(site, tally, |Tally(count)| count > 0)),
    }]),
    examples: &[Example {
        query: "ROW a = 1, b = null | STATS a = PRESENT(a), b = PRESENT(b)",
        answer: "a:boolean | b:boolean\ntrue | false",
    }],
    since: since!(9.2),
    ..FunctionDef::AGGREGATE
};

pub(super) const ABSENT: FunctionDef = FunctionDef {
    name: "absent",
    summary: "Tells whether no row has a value.",
    detail: "Never null: without rows, and where all are null, the answer is true.",
    params: &[Param::new("field", "what is looked for")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Type(DataType::Boolean),
        new: |site| Ok(PerGroup::<_, Bool>::boxed(site, tally, |Tally(count)| count == 0)),
    }]),
    examples: &[Example {
        query: "ROW a = 1, b = null | STATS a = ABSENT(a), b = ABSENT(b)",
        answer: "a:boolean | b:boolean\nfalse | true",
    }],
    since: since!(9.2),
    ..FunctionDef::AGGREGATE
};
