//! The pages of functions and operators.

use std::fmt::Write as _;

use esql_engine::functions::{
    Args, Family, FunctionDef, Impl, OptionDef, Param, Ret, TypeSet, registry,
};
use esql_engine::planner::refused::{self, Refused};

use super::grid::grid;

/// What the result's column says where the type is that of several arguments.
const COMMON_TYPE: &str = "their common type";

/// The families that queries can use, each with its rows by name.
#[must_use]
pub fn families() -> Vec<(Family, Vec<&'static FunctionDef>)> {
    let mut families: Vec<(Family, Vec<&'static FunctionDef>)> = Vec::new();
    for def in registry::all().filter(|def| def.family != Family::Internal) {
        match families.iter_mut().find(|(family, _)| *family == def.family) {
            Some((_, defs)) => defs.push(def),
            None => families.push((def.family, vec![def])),
        }
    }
    families.sort_by_key(|(family, _)| *family);
    for (_, defs) in &mut families {
        defs.sort_by_key(|def| def.name);
    }
    families
}

/// The function or operator that goes by `name`: its name, another name of it, or its symbol.
#[must_use]
pub fn find(name: &str) -> Option<&'static FunctionDef> {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    registry::all()
        .filter(|def| def.family != Family::Internal)
        .find(|def| is(def.name) || def.aliases.iter().copied().chain(def.symbol).any(is))
}

/// The names of all functions and operators that queries can use.
#[must_use]
pub fn names() -> Vec<&'static str> {
    registry::all().filter(|def| def.family != Family::Internal).map(|def| def.name).collect()
}

/// What it is called in queries.
#[must_use]
pub fn title(def: &FunctionDef) -> String {
    def.symbol.map_or_else(|| def.name.to_uppercase(), str::to_owned)
}

/// The page of one function or operator.
#[must_use]
pub fn page(def: &FunctionDef) -> String {
    let mut text = format!("# {}\n\n{}\n\n", title(def), def.summary);
    // Writing to a String cannot fail, here and below.
    let _ = write!(text, "```text\n{}\n```\n", usage(def));
    if !def.params.is_empty() {
        text.push('\n');
    }
    for param in def.params {
        let _ = writeln!(text, "- `{}`: {}{}", param.name, param.summary, traits(param));
    }
    if !def.detail.is_empty() {
        let _ = write!(text, "\n{}\n", def.detail);
    }
    if !def.aliases.is_empty() {
        let names: Vec<String> = def.aliases.iter().map(|name| name.to_uppercase()).collect();
        let _ = write!(text, "\nAlso called `{}`.\n", names.join("`, `"));
    }
    let types = types(def);
    if types.len() > 1 {
        let _ = write!(text, "\n## Types\n\n{}", grid(&types));
    }
    if !def.options.is_empty() {
        text.push_str("\n## Options\n\nNamed, behind the arguments: `{\"name\": value}`.\n\n");
        for OptionDef { name, types, summary } in def.options {
            let _ = writeln!(text, "- `{name}` ({types}): {summary}");
        }
    }
    if !def.examples.is_empty() {
        text.push_str("\n## Examples\n");
    }
    for example in def.examples {
        let _ = write!(text, "\n```esql\n{}\n```\n", example.query.trim());
        let _ = write!(text, "\n```text\n{}\n```\n", example.answer.trim());
    }
    let _ = write!(text, "\nSince stack {}.\n", def.since);
    text
}

/// The list of all functions and operators by family, then those that do not run here.
#[must_use]
pub fn index() -> String {
    let mut text = "# Functions and operators\n\n\
        `esql-run functions` lists them too, and `esql-run functions NAME` shows a page.\n"
        .to_owned();
    for (family, defs) in families() {
        let _ = write!(text, "\n## {}\n\n", family.title());
        for def in defs {
            let _ = writeln!(text, "- [`{}`]({}.md): {}", title(def), def.name, def.summary);
        }
    }
    text.push_str("\n## Not run here\n\nA query that calls one of these is refused.\n\n");
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for Refused { name, reason, .. } in refused::functions() {
        let name = format!("`{}`", name.to_uppercase());
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((reason, vec![name])),
        }
    }
    for (reason, names) in reasons {
        let _ = writeln!(text, "- {reason}: {}", names.join(", "));
    }
    text
}

/// How it is written in a query.
fn usage(def: &FunctionDef) -> String {
    match (def.symbol, def.params) {
        (Some(symbol), [operand]) if symbol.starts_with("IS ") => {
            format!("{} {symbol}", operand.name)
        }
        (Some(symbol @ "-"), [operand]) => format!("{symbol}{}", operand.name),
        (Some(symbol), [operand]) => format!("{symbol} {}", operand.name),
        (Some(symbol), [left, right]) if right.variadic => {
            format!("{} {symbol} ({}, ...)", left.name, right.name)
        }
        (Some(symbol), [left, right]) => format!("{} {symbol} {}", left.name, right.name),
        (_, params) => format!("{}({})", def.name.to_uppercase(), arguments(params)),
    }
}

/// Parameters as an argument list, what may be left out in brackets.
fn arguments(params: &[Param]) -> String {
    let mut text = String::new();
    let mut open = 0;
    for (at, param) in params.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        if param.optional {
            text.push('[');
            open += 1;
        }
        text.push_str(comma);
        text.push_str(param.name);
        if param.variadic {
            text.push_str(", ...");
        }
    }
    text.push_str(&"]".repeat(open));
    text
}

/// What else holds for a parameter.
fn traits(param: &Param) -> String {
    let traits: Vec<&str> = [
        (param.optional, "may be left out"),
        (param.variadic, "may be repeated"),
        (param.constant, "a constant"),
    ]
    .into_iter()
    .filter_map(|(holds, text)| holds.then_some(text))
    .collect();
    if traits.is_empty() { String::new() } else { format!(" ({})", traits.join(", ")) }
}

/// A row a signature, with the type of each parameter and of the result; the header first.
fn types(def: &FunctionDef) -> Vec<Vec<String>> {
    let mut header: Vec<String> =
        def.params.iter().map(|param| format!("`{}`", param.name)).collect();
    header.push("result".into());
    let mut rows = vec![header];
    match def.imp {
        Impl::Scalar(overloads) => {
            rows.extend(overloads.iter().map(|one| signature(def.params, one.args, one.ret)));
        }
        Impl::Aggregate(overloads) => {
            rows.extend(overloads.iter().map(|one| signature(def.params, one.args, one.ret)));
        }
        Impl::Lowered { args, ret } => rows.push(signature(def.params, args, ret)),
    }
    rows
}

fn signature(params: &[Param], args: Args, ret: Ret) -> Vec<String> {
    let set = |at: usize| match args {
        Args::Each { sets, .. } => sets.get(at).copied(),
        Args::Variadic { first, rest, .. } => Some(first.get(at).copied().unwrap_or(rest)),
        Args::Unified { set, .. } | Args::Same { set, .. } | Args::Choice { set } => Some(set),
        Args::Case if at == 0 => Some(TypeSet::BOOLEAN),
        Args::Case => Some(TypeSet::ANY),
    };
    let mut row: Vec<String> =
        (0..params.len()).map(|at| set(at).map_or_else(String::new, set_name)).collect();
    row.push(match ret {
        Ret::Type(ty) => ty.name().to_owned(),
        Ret::Arg(at) | Ret::ArgExact(at) => match (set(at), params.get(at)) {
            (Some(one), _) if one.types().nth(1).is_none() => set_name(one),
            (_, Some(param)) => format!("as `{}`", param.name),
            (_, None) => COMMON_TYPE.to_owned(),
        },
        Ret::Unified => COMMON_TYPE.to_owned(),
    });
    row
}

fn set_name(set: TypeSet) -> String {
    let is_any = TypeSet::ANY.types().all(|ty| set.has(ty));
    if is_any { "any".to_owned() } else { set.to_string() }
}
