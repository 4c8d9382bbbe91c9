//! `USER_AGENT prefix = text WITH {...}`: what a user agent says of program, system and device.

use std::sync::Arc;

use esql_diagnostics::{Diagnostic, codes};
use esql_functions::extract::UserAgent;
use esql_functions::extract::user_agent::{PROPERTIES, Rules};
use esql_functions::since;
use esql_parser::esql::ast::{self, Command};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::extract;
use super::options::{self, CommandOption};

/// The name of the built-in rules.
const DEFAULT_RULES: &str = "_default_";

pub(super) fn user_agent(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    extract: &ast::Extract,
) -> Pipeline {
    cx.require("`USER_AGENT`", since!(preview 9.4), command.keyword);
    let extractor = extractor(cx, extract.options.as_ref());
    let text = extract::text(cx, &mut pipeline, &extract.input, "USER_AGENT", |_, ty| {
        format!("Input for USER_AGENT must be of type [string] but is [{ty}]")
    });
    let Some(prefix) = extract.prefix.dotted() else {
        cx.missing_parameter(extract.prefix.span);
        return Pipeline { unknown: true, ..pipeline };
    };
    match extractor {
        Some(extractor) => {
            extract::add(cx, pipeline, command.span, text, Arc::new(extractor), Some(&prefix))
        }
        None => Pipeline { unknown: true, ..pipeline },
    }
}

/// What the options ask for; `None` after an error.
fn extractor(cx: &mut Analyzer<'_>, map: Option<&ast::Map>) -> Option<UserAgent> {
    const NAMES: [&str; 3] = ["regex_file", "extract_device_type", "properties"];
    let (mut rules, mut device_type, mut good) = (None, false, true);
    let mut properties: Vec<String> = PROPERTIES.map(str::to_owned).to_vec();
    for option in options::read(cx, map) {
        let shown = cx.text(option.span).to_owned();
        match (option.name.as_str(), option.text(), option.boolean()) {
            ("regex_file", Some(DEFAULT_RULES), _) => {}
            ("regex_file", Some(name), _) => match own_rules(cx, name, &option) {
                Some(own) => rules = Some(own),
                None => good = false,
            },
            ("extract_device_type", _, Some(wanted)) => device_type = wanted,
            ("properties", ..) => {
                let given = option.texts().unwrap_or_default();
                if given.is_empty() || given.iter().any(|one| !PROPERTIES.contains(one)) {
                    let elastic =
                        format!("Invalid value for option [properties] in USER_AGENT: [{shown}]");
                    let wanted = format!("a list out of `{}`", PROPERTIES.join("`, `"));
                    options::bad_value(cx, &option, &wanted, elastic);
                    good = false;
                }
                properties = given.into_iter().map(str::to_owned).collect();
            }
            (name @ ("regex_file" | "extract_device_type"), ..) => {
                let wanted = if name == "regex_file" { "a string" } else { "`true` or `false`" };
                let elastic = format!("Invalid value for option [{name}] in USER_AGENT: [{shown}]");
                options::bad_value(cx, &option, wanted, elastic);
                good = false;
            }
            (name, ..) => {
                let elastic = format!(
                    "Invalid option [{name}] in USER_AGENT, expected one of [{}]",
                    NAMES.join(", ")
                );
                options::unknown(cx, "USER_AGENT", &option, &NAMES, elastic);
                good = false;
            }
        }
    }
    let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
    let extractor = UserAgent::new(rules, &properties, device_type);
    extractor.filter(|_| good)
}

/// Rules that were given for a name.
fn own_rules(cx: &mut Analyzer<'_>, name: &str, option: &CommandOption) -> Option<Arc<Rules>> {
    let Some(text) = cx.catalog.user_agent_rules(name) else {
        cx.report(
            Diagnostic::error(codes::NOT_GIVEN, format!("no rules for user agents in `{name}`"))
                .label(option.span, "this file is on a cluster's nodes")
                .help(format!("give it with `--user-agent-regexes {name}`"))
                .elastic(format!("Could not find regex file [{name}] for USER_AGENT")),
        );
        return None;
    };
    match Rules::parse(name, text).and_then(|rules| rules.check().map(|()| rules)) {
        Ok(rules) => Some(Arc::new(rules)),
        Err(message) => {
            cx.report(
                Diagnostic::error(codes::BAD_VALUE, format!("cannot use `{name}`: {message}"))
                    .label(option.span, "rules for user agents are wanted"),
            );
            None
        }
    }
}
