//! `SET`: settings of the query.

use esql_diagnostics::{Diagnostic, codes, suggest};
use esql_functions::{Session, since};
use esql_parser::esql::ast::{ExprKind, Literal, Setting, SettingValue};
use jiff::tz::TimeZone;

use super::super::report;
use super::super::stacks::Stacks;
use crate::catalog::Unmapped;

const NAMES: [&str; 3] = ["time_zone", "unmapped_fields", "approximation"];

/// Applies the settings in front of a query to its session; the last of a name counts.
pub(in super::super) fn apply(
    settings: &[Setting],
    session: &mut Session,
    stacks: &mut Stacks,
    unmapped: &mut Option<Unmapped>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for Setting { name, value } in settings {
        if !stacks.has(since!(preview 9.3)) {
            let missing =
                report::not_in_stack("`SET`", since!(preview 9.3), stacks.stack(), name.span);
            diagnostics.push(missing);
        }
        let text = match value {
            SettingValue::Expr(expr) => match &expr.kind {
                ExprKind::Literal(Literal::String(text)) => Some((text.as_str(), expr.span)),
                _ => None,
            },
            SettingValue::Map(_) => None,
        };
        match (name.text.to_ascii_lowercase().as_str(), text) {
            ("time_zone", Some((text, span))) => match zone(text) {
                Some(zone) => session.zone = zone,
                None => diagnostics.push(
                    Diagnostic::error(codes::BAD_VALUE, format!("unknown time zone `{text}`"))
                        .label(span, "no such zone")
                        .help("write it like Europe/Paris, UTC or +02:00")
                        .elastic(format!(
                            "Error validating setting [time_zone]: Invalid time zone [{text}]"
                        )),
                ),
            },
            ("time_zone", None) => diagnostics.push(
                Diagnostic::error(codes::BAD_VALUE, "setting `time_zone` takes a string")
                    .label(name.span, "this setting"),
            ),
            ("unmapped_fields", Some((text, span))) => match text.to_ascii_lowercase().as_str() {
                "nullify" => *unmapped = Some(Unmapped::Null),
                "fail" | "default" => *unmapped = Some(Unmapped::Fail),
                "load" => *unmapped = Some(Unmapped::Load),
                _ => diagnostics.push(
                    Diagnostic::error(
                        codes::BAD_VALUE,
                        format!("`{text}` says nothing of unmapped fields"),
                    )
                    .label(span, "it is `fail`, `nullify` or `load`")
                    .elastic(format!(
                        "Error validating setting [unmapped_fields]: Invalid unmapped_fields \
                             resolution [{text}], must be one of [FAIL, NULLIFY, LOAD]"
                    )),
                ),
            },
            ("unmapped_fields", None) => diagnostics.push(
                Diagnostic::error(codes::BAD_VALUE, "setting `unmapped_fields` takes a string")
                    .label(name.span, "this setting"),
            ),
            // That answers are exact is how they are here.
            ("approximation", _) if is_off(value) => {}
            (known, _) if let Some(reason) = refused(known) => diagnostics.push(
                Diagnostic::error(
                    codes::NOT_SUPPORTED,
                    format!("setting `{}` does not run here", name.text),
                )
                .label(name.span, reason),
            ),
            _ => diagnostics.push(
                Diagnostic::error(
                    codes::UNKNOWN_OPTION,
                    format!("unknown setting `{}`", name.text),
                )
                .label(name.span, "no such setting")
                .maybe_help(suggest::did_you_mean(&name.text, NAMES))
                .elastic(format!("Unknown setting [{}]", name.text)),
            ),
        }
    }
}

/// Why a setting that Elasticsearch has does not run here.
fn refused(name: &str) -> Option<&'static str> {
    match name {
        "approximation" => Some("estimates the answer from a sample of the rows"),
        "column_metadata" => Some("an experiment that adds to the columns of a response"),
        "project_routing" => Some("chooses among linked serverless projects, which no stack has"),
        _ => None,
    }
}

/// Whether a setting is `false` or `null`.
fn is_off(value: &SettingValue) -> bool {
    let SettingValue::Expr(expr) = value else { return false };
    matches!(expr.kind, ExprKind::Literal(Literal::Boolean(false) | Literal::Null))
}

/// The time zone that an id or an offset names.
pub(in super::super) fn zone(text: &str) -> Option<TimeZone> {
    if matches!(text, "Z" | "UTC" | "GMT") {
        return Some(TimeZone::UTC);
    }
    if let Ok(zone) = TimeZone::get(text) {
        return Some(zone);
    }
    // An offset: the date parser reads it behind a time.
    let instant =
        esql_data::date::parse_iso(&format!("1970-01-02T00:00:00{text}"), &TimeZone::UTC)?;
    let seconds = 86_400 - instant.as_second();
    let offset = jiff::tz::Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
    Some(TimeZone::fixed(offset))
}
