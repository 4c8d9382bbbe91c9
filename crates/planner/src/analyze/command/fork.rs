//! `FORK (...) (...)`: several pipelines over the same rows, their results one after another,
//! with the column `_fork` that names the branch.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::{StackVersion, since};
use esql_parser::esql::ast::Command;

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::{limit, processing};
use crate::expr::{Attribute, Expr};
use crate::logical::{Node, Plan};

/// How many branches there may be.
const MAX_BRANCHES: usize = 8;

/// From this version on a branch without LIMIT gives all its rows.
const UNLIMITED_SINCE: StackVersion = StackVersion { major: 9, minor: 4 };

pub(super) fn fork(
    cx: &mut Analyzer<'_>,
    pipeline: Pipeline,
    command: &Command,
    branches: &[Vec<Command>],
) -> Pipeline {
    cx.require("`FORK`", since!(preview 8.19, 9.1), command.keyword);
    if pipeline.forked {
        cx.report(
            Diagnostic::error(codes::MISPLACED_COMMAND, "a second FORK")
                .label(command.keyword, "a query has at most one")
                .elastic("Only a single FORK command is supported, but found multiple"),
        );
        return Pipeline { unknown: true, ..pipeline };
    }
    if branches.len() > MAX_BRANCHES {
        cx.report(
            Diagnostic::error(codes::BAD_VALUE, format!("more than {MAX_BRANCHES} branches"))
                .label(command.keyword, format!("these are {}", branches.len()))
                .elastic(format!("FORK supports up to {MAX_BRANCHES} branches")),
        );
    }
    let mut ends: Vec<Pipeline> = Vec::with_capacity(branches.len());
    for (at, commands) in branches.iter().enumerate() {
        let mut branch = Pipeline { forked: true, ..pipeline.clone() };
        for command in commands {
            branch = processing(cx, branch, command);
        }
        let column = cx.attribute("_fork", DataType::Keyword);
        let name = Value::from(format!("fork{}", at + 1).as_str());
        let name = Expr::literal(DataType::Keyword, name, command.span);
        ends.push(branch.eval(vec![(column, name)]));
    }
    unite(cx, ends, Branches::Fork, command)
}

/// What is united.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Branches {
    /// The branches of FORK.
    Fork,
    /// What FROM reads, subqueries among it.
    Subqueries,
}

/// The rows of all branches, with the columns of all branches.
pub(super) fn unite(
    cx: &mut Analyzer<'_>,
    ends: Vec<Pipeline>,
    branches: Branches,
    command: &Command,
) -> Pipeline {
    let is_fork = branches == Branches::Fork;
    let kept = if is_fork { Vec::new() } else { ends.clone() };
    let mut united = Pipeline {
        unknown: ends.iter().any(|end| end.unknown),
        limited: ends.iter().find_map(|end| end.limited).filter(|_| is_fork),
        forked: is_fork,
        branches: kept,
        search_ended_by: Some(if is_fork { "FORK" } else { "a subquery" }),
        ..Pipeline::new(Plan::nothing())
    };
    let is_poisoned = |name: &str| {
        let found =
            |end: &Pipeline| end.find(name).is_some_and(|column| end.poisoned.contains(&column.id));
        ends.iter().any(found)
    };
    let columns = columns(cx, &ends, &is_poisoned, branches, command);
    for column in &columns {
        if is_poisoned(&column.name) {
            united.poisoned.insert(column.id);
        }
    }
    united.scope.clone_from(&columns);
    let output: Vec<Attribute> =
        columns.into_iter().filter(|column| !united.poisoned.contains(&column.id)).collect();
    let implicit = is_fork && !cx.stacks.is_at_least(UNLIMITED_SINCE);
    united.capped = implicit.then_some(command.span);
    let mut inputs = Vec::with_capacity(ends.len());
    for end in ends {
        inputs.push(branch(cx, end, &output, implicit, command));
    }
    united.plan = Plan { node: Node::Union { inputs }, output };
    united
}

/// The columns of all branches, in the order in which they are met. One that has a type must have
/// it in all branches.
fn columns(
    cx: &mut Analyzer<'_>,
    ends: &[Pipeline],
    is_poisoned: &dyn Fn(&str) -> bool,
    branches: Branches,
    command: &Command,
) -> Vec<Attribute> {
    let mut columns: Vec<Attribute> = Vec::new();
    for column in ends.iter().flat_map(|end| &end.scope) {
        let Some(known) = columns.iter_mut().find(|known| known.name == column.name) else {
            let column = cx.attribute(column.name.clone(), column.ty);
            columns.push(column);
            continue;
        };
        if known.ty == DataType::Null {
            known.ty = column.ty;
        }
        if matches!(column.ty, DataType::Null) || column.ty == known.ty || is_poisoned(&known.name)
        {
            continue;
        }
        let (name, ty, other) = (&column.name, column.ty, known.ty);
        cx.report(
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("column `{name}` has another type in another branch"),
            )
            .label(command.keyword, format!("it is {other} and {ty}"))
            .help("convert it, or give it another name in one of the branches")
            .elastic(match branches {
                Branches::Fork => format!(
                    "Column [{name}] has conflicting data types in FORK branches: [{}] and [{}]",
                    ty.name().to_uppercase(),
                    other.name().to_uppercase()
                ),
                Branches::Subqueries => format!(
                    "Column [{name}] has conflicting data types in subqueries: [{other}, {ty}]"
                ),
            }),
        );
    }
    columns
}

/// A branch with the columns of `output`, in that order; what it does not have is null.
fn branch(
    cx: &mut Analyzer<'_>,
    mut end: Pipeline,
    output: &[Attribute],
    implicit: bool,
    command: &Command,
) -> Plan {
    if implicit {
        let count = cx.implicit_limit(end.limited);
        end.plan = limit::first(end.plan, count);
    }
    let mut missing = Vec::new();
    let mut columns = Vec::with_capacity(output.len());
    for wanted in output {
        match end.find(&wanted.name) {
            Some(column) if column.ty == wanted.ty => columns.push(column.clone()),
            _ => {
                let column = cx.attribute(wanted.name.clone(), wanted.ty);
                columns.push(column.clone());
                missing.push((column, Expr::literal(wanted.ty, Value::Null, command.span)));
            }
        }
    }
    let input = Box::new(end.computed(missing).plan);
    Plan { node: Node::Project { input }, output: columns }
}
