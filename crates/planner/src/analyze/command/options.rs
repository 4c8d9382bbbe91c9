//! The options of a command: what stands in the map behind WITH.

use esql_data::Value;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_parser::esql::ast::{Expr, ExprKind, Map, MapValue};

use super::super::Analyzer;

/// An option, with its value resolved.
pub(super) struct CommandOption {
    pub name: String,
    pub value: Given,
    /// Where the value stands.
    pub span: Span,
}

/// What an option is set to.
pub(super) enum Given {
    /// A constant.
    Value(Value),
    /// Options inside it.
    Map(Vec<CommandOption>),
}

impl CommandOption {
    /// Text, if it is that.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Given::Value(value) => value.as_str(),
            Given::Map(_) => None,
        }
    }

    /// A number, if it is that.
    pub(super) fn number(&self) -> Option<f64> {
        match self.value {
            Given::Value(Value::Integer(value)) => Some(f64::from(value)),
            Given::Value(Value::Long(value)) => Some(value as f64),
            Given::Value(Value::UnsignedLong(value)) => Some(value as f64),
            Given::Value(Value::Double(value)) => Some(value),
            Given::Value(..) | Given::Map(_) => None,
        }
    }

    /// True or false, if it is that.
    pub(super) fn boolean(&self) -> Option<bool> {
        match self.value {
            Given::Value(Value::Boolean(value)) => Some(value),
            Given::Value(..) | Given::Map(_) => None,
        }
    }

    /// All texts, if it is one or a list of them.
    pub(super) fn texts(&self) -> Option<Vec<&str>> {
        match &self.value {
            Given::Value(value) => value.values().iter().map(Value::as_str).collect(),
            Given::Map(_) => None,
        }
    }
}

/// The options of a map, the last one of each name.
pub(super) fn read(cx: &mut Analyzer<'_>, map: Option<&Map>) -> Vec<CommandOption> {
    let mut options: Vec<CommandOption> = Vec::new();
    for (key, value) in map.map_or(&[][..], |map| &map.entries) {
        let Ok(name) = &key.value else {
            cx.missing_parameter(key.span);
            continue;
        };
        let (value, span) = match value {
            MapValue::Expr(Expr { kind: ExprKind::Literal(literal), span }) => {
                let literal = cx.literal(literal, *span);
                let Some(value) = literal.as_literal() else { continue };
                (Given::Value(value.clone()), *span)
            }
            MapValue::Expr(expr) => {
                cx.missing_parameter(expr.span);
                continue;
            }
            MapValue::Map(map) => (Given::Map(read(cx, Some(map))), map.span),
        };
        options.retain(|option| option.name != *name);
        options.push(CommandOption { name: name.clone(), value, span });
    }
    options
}

/// Reports an option that the command does not have.
pub(super) fn unknown(
    cx: &mut Analyzer<'_>,
    command: &str,
    option: &CommandOption,
    names: &[&str],
    elastic: String,
) {
    let name = &option.name;
    cx.report(
        Diagnostic::error(codes::UNKNOWN_OPTION, format!("`{command}` has no option `{name}`"))
            .label(option.span, "of no such option")
            .maybe_help(suggest::did_you_mean(name, names.iter().copied()))
            .help(format!("its options are `{}`", names.join("`, `")))
            .elastic(elastic),
    );
}

/// Reports an option with a value that it cannot have.
pub(super) fn bad_value(
    cx: &mut Analyzer<'_>,
    option: &CommandOption,
    wanted: &str,
    elastic: String,
) {
    cx.report(
        Diagnostic::error(codes::BAD_VALUE, format!("option `{}` wants {wanted}", option.name))
            .label(option.span, "this is none")
            .elastic(elastic),
    );
}
