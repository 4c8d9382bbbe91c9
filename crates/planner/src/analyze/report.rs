//! The diagnostics of analysis, with Elasticsearch's own words beside ours.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::resolve::Mismatch;
use esql_functions::{FunctionDef, Since, TypeSet, registry};

/// `Unknown column [x], did you mean [y]?`
pub(super) fn unknown_column(name: &str, span: Span, similar: &[String]) -> Diagnostic {
    let elastic = match similar {
        [] => format!("Unknown column [{name}]"),
        [one] => format!("Unknown column [{name}], did you mean [{one}]?"),
        many => format!("Unknown column [{name}], did you mean any of [{}]?", many.join(", ")),
    };
    Diagnostic::error(codes::UNKNOWN_COLUMN, format!("unknown column `{name}`"))
        .label(span, "no such column here")
        .maybe_help(did_you_mean(similar))
        .elastic(elastic)
}

/// A field that no event, mapping or table has, and that is null for that reason.
pub(super) fn unmapped_field(name: &str, span: Span, similar: &[String]) -> Diagnostic {
    unmapped(name, span, similar, "it is null for every event", "always null")
        .help("Elasticsearch would answer with an unknown column; `--unmapped fail` does so too")
}

/// A pattern over names that takes no field of any event.
pub(super) fn unmatched_pattern(pattern: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(codes::UNMAPPED_FIELD, format!("no event has a field that `{pattern}` takes"))
        .label(span, "takes no column")
        .help("Elasticsearch takes every field of the mapping; give it with `--mapping` to have them as nulls")
}

/// A search in a field that no event, mapping or table has.
pub(super) fn unmapped_search(name: &str, span: Span, similar: &[String]) -> Diagnostic {
    unmapped(name, span, similar, "this search matches nothing", "never matches")
}

fn unmapped(name: &str, span: Span, similar: &[String], so: &str, effect: &str) -> Diagnostic {
    Diagnostic::warning(
        codes::UNMAPPED_FIELD,
        format!("no event, mapping or field table has `{name}`: {so}"),
    )
    .label(span, effect)
    .maybe_help(did_you_mean(similar))
}

pub(super) fn did_you_mean(similar: &[String]) -> Option<String> {
    let names: Vec<String> = similar.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

/// `Unknown function [x], did you mean [y]?`
pub(super) fn unknown_function(name: &str, span: Span) -> Diagnostic {
    let similar = suggest::closest(name, registry::names(), 3);
    let elastic = match similar.as_slice() {
        [] => format!("Unknown function [{name}]"),
        [one] => format!("Unknown function [{name}], did you mean [{one}]?"),
        many => format!("Unknown function [{name}], did you mean any of [{}]?", many.join(", ")),
    };
    Diagnostic::error(codes::UNKNOWN_FUNCTION, format!("unknown function `{name}`"))
        .label(span, "no such function")
        .maybe_help(suggest::did_you_mean(name, registry::names()))
        .help("`esql-run functions` lists all that run here")
        .elastic(elastic)
}

/// A construct that the stack version asked for does not have.
pub(super) fn not_in_stack(
    what: &str,
    since: Since,
    stack: esql_functions::StackVersion,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(codes::NOT_IN_STACK, format!("{what} does not exist in stack {stack}"))
        .label(span, format!("exists since {since}"))
        .help("raise the rule's `min_stack_version`, or write it without this")
}

/// No signature of a function fits.
pub(super) fn mismatch(
    def: &FunctionDef,
    mismatch: &Mismatch,
    call: (Span, &str),
    args: &[(Span, &str, DataType)],
) -> Diagnostic {
    let (span, text) = call;
    let shown = def.symbol.map_or_else(|| def.name.to_uppercase(), str::to_owned);
    match mismatch {
        Mismatch::Arity { min, max } => {
            let expects = arity(*min, *max);
            Diagnostic::error(
                codes::WRONG_ARITY,
                format!("`{shown}` takes {expects}, and {} given", were(args.len())),
            )
            .label(span, format!("expects {expects}"))
            .help(format!("`esql-run functions {}` shows its signature", def.name))
            .elastic(format!("error building [{}]: expects {expects}", def.name))
        }
        Mismatch::Argument { at, expected } => {
            let Some(&(span, value, ty)) = args.get(*at) else {
                return Diagnostic::error(
                    codes::TYPE_MISMATCH,
                    format!("`{shown}` lacks an argument"),
                )
                .label(span, "here");
            };
            let place = if args.len() == 1 {
                "argument".to_owned()
            } else {
                format!("{} argument", ordinal(*at))
            };
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("`{shown}` does not take {ty} as its {place}"),
            )
            .label(span, format!("this is {ty}, and {expected} is wanted"))
            .maybe_help(conversion_help(*expected, value))
            .elastic(format!(
                "{place} of [{text}] must be [{expected}], found value [{value}] type [{ty}]"
            ))
        }
        Mismatch::Different { first, at } => {
            let (Some(&(first_span, _, first_ty)), Some(&(at_span, value, at_ty))) =
                (args.get(*first), args.get(*at))
            else {
                return Diagnostic::error(
                    codes::TYPE_MISMATCH,
                    format!("`{shown}` lacks an argument"),
                )
                .label(span, "here");
            };
            let wanted = if first_ty.is_numeric() && first_ty != DataType::UnsignedLong {
                "numeric".to_owned()
            } else {
                first_ty.to_string()
            };
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("`{shown}` cannot mix {first_ty} and {at_ty}"),
            )
            .label(at_span, format!("this is {at_ty}"))
            .label(first_span, format!("this is {first_ty}"))
            .help(format!("convert one of them, for example with `::{first_ty}`"))
            .elastic(if wanted == "numeric" && TypeSet::SIGNED.has(at_ty) {
                format!(
                    "{} argument of [{text}] must be [{first_ty}], found value [{value}] type [{at_ty}]",
                    ordinal(*at)
                )
            } else {
                format!(
                    "{} argument of [{text}] is [{wanted}] so {} argument must also be [{wanted}] but was [{at_ty}]",
                    ordinal(*first),
                    ordinal(*at)
                )
            })
        }
    }
}

fn conversion_help(expected: esql_functions::TypeSet, value: &str) -> Option<String> {
    let ty = expected.types().find(|&ty| registry::conversion(ty).is_some())?;
    (value.len() <= 60).then(|| format!("convert it, for example `{value}::{ty}`"))
}

fn were(count: usize) -> String {
    match count {
        0 => "none was".to_owned(),
        1 => "one was".to_owned(),
        count => format!("{count} were"),
    }
}

fn arity(min: usize, max: Option<usize>) -> String {
    let word = |count: usize| match count {
        0 => "no".to_owned(),
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        count => count.to_string(),
    };
    let plural = |count: usize| if count == 1 { "argument" } else { "arguments" };
    match max {
        Some(max) if max == min => format!("exactly {} {}", word(min), plural(min)),
        Some(max) if max == min + 1 => format!("{} or {} arguments", word(min), word(max)),
        Some(max) => format!("between {} and {} arguments", word(min), word(max)),
        None => format!("at least {} {}", word(min), plural(min)),
    }
}

pub(super) fn ordinal(at: usize) -> String {
    match at {
        0 => "first".to_owned(),
        1 => "second".to_owned(),
        2 => "third".to_owned(),
        3 => "fourth".to_owned(),
        4 => "fifth".to_owned(),
        at => format!("{}th", at + 1),
    }
}
