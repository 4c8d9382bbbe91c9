//! `TOPK`, `BOTTOMK`, `LIMITK`: a SORT, if values decide, and a LIMIT.

use esql_functions::since;
use esql_parser::esql::ast::{Command, SortKey, Top};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::{limit, sort};

pub(super) fn top(
    cx: &mut Analyzer<'_>,
    pipeline: Pipeline,
    command: &Command,
    top: &Top,
) -> Pipeline {
    let keyword = cx.text(command.keyword).to_uppercase();
    cx.require(&format!("`{keyword}`"), since!(preview 9.6), command.keyword);
    let pipeline = match &top.order {
        Some(order) => {
            let (value, descending) = (order.value.clone(), order.descending);
            sort::sort(cx, pipeline, &[SortKey { value, descending, nulls_first: None }])
        }
        None => pipeline,
    };
    limit::limit(cx, pipeline, command, &top.limit)
}
