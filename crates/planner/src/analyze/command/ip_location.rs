//! `IP_LOCATION prefix = address WITH {...}`: what a database says of an address.

use std::sync::Arc;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::extract::IpLocation;
use esql_functions::extract::ip_location::Database;
use esql_functions::since;
use esql_parser::esql::ast::{self, Command};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::extract;
use super::options;
use crate::expr::Expr;

/// The database of a query that names none.
const DEFAULT_DATABASE: &str = "GeoLite2-City.mmdb";

const OPTIONS: [&str; 3] = ["database_file", "properties", "first_only"];

pub(super) fn ip_location(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    ast: &ast::Extract,
) -> Pipeline {
    cx.require("`IP_LOCATION`", since!(preview 9.5), command.keyword);
    let extractor = extractor(cx, command.keyword, ast.options.as_ref());
    let address = address(cx, &mut pipeline, &ast.input);
    let Some(prefix) = ast.prefix.dotted() else {
        cx.missing_parameter(ast.prefix.span);
        return Pipeline { unknown: true, ..pipeline };
    };
    match extractor {
        Some(extractor) => {
            extract::add(cx, pipeline, command.span, address, Arc::new(extractor), Some(&prefix))
        }
        None => Pipeline { unknown: true, ..pipeline },
    }
}

/// The address: an IP address, text, or null.
fn address(cx: &mut Analyzer<'_>, pipeline: &mut Pipeline, input: &ast::Expr) -> Expr {
    let value = cx.expr(&mut Place::plain(pipeline, "IP_LOCATION"), input);
    let ty = value.ty;
    if value.is_poison() || ty.is_string() || matches!(ty, DataType::Ip | DataType::Null) {
        return value;
    }
    cx.report(
        Diagnostic::error(codes::TYPE_MISMATCH, format!("`IP_LOCATION` looks up no {ty}"))
            .label(input.span, format!("this is {ty}"))
            .help("an IP address is wanted, or text that is one")
            .elastic(format!(
                "Input for IP_LOCATION must be of type [string] or [ip] but is [{ty}]"
            )),
    );
    Expr::poison(input.span)
}

/// What the options ask for; `None` after an error.
fn extractor(cx: &mut Analyzer<'_>, keyword: Span, map: Option<&ast::Map>) -> Option<IpLocation> {
    let given = options::read(cx, map);
    let (mut file, mut file_span) = (DEFAULT_DATABASE, keyword);
    let (mut properties, mut first_only, mut good) = (None, true, true);
    for option in &given {
        let wanted = match option.name.as_str() {
            "database_file" => {
                file_span = option.span;
                option.text().map(|name| file = name).ok_or("a string")
            }
            "first_only" => {
                option.boolean().map(|only| first_only = only).ok_or("`true` or `false`")
            }
            "properties" => {
                let names = option.texts().map(|names| properties = Some((names, option.span)));
                names.ok_or("a list of strings")
            }
            name => {
                let elastic = format!(
                    "Invalid option [{name}] in IP_LOCATION, expected one of [{}]",
                    OPTIONS.join(", ")
                );
                options::unknown(cx, "IP_LOCATION", option, &OPTIONS, elastic);
                good = false;
                continue;
            }
        };
        if let Err(wanted) = wanted {
            let shown = cx.text(option.span).to_owned();
            let elastic =
                format!("Invalid value for option [{}] in IP_LOCATION: [{shown}]", option.name);
            options::bad_value(cx, option, wanted, elastic);
            good = false;
        }
    }
    let database = database(cx, file, file_span)?;
    let defaults = database.default_properties();
    let (names, span) = properties.unwrap_or((defaults, keyword));
    match IpLocation::new(database.clone(), &names, first_only) {
        Ok(extractor) => good.then_some(extractor),
        Err(name) => {
            unknown_property(cx, &database, name, span);
            None
        }
    }
}

fn unknown_property(cx: &mut Analyzer<'_>, database: &Database, name: &str, span: Span) {
    let all = database.properties();
    cx.report(
        Diagnostic::error(codes::BAD_VALUE, format!("the database has no property `{name}`"))
            .label(span, "not in this database")
            .maybe_help(suggest::did_you_mean(name, all.iter().copied()))
            .help(format!("it has `{}`", all.join("`, `")))
            .elastic(format!(
                "illegal property value [{name}]. valid values are [{}]",
                all.join(", ").to_uppercase()
            )),
    );
}

/// The database that was given under a name.
fn database(cx: &mut Analyzer<'_>, name: &str, span: Span) -> Option<Arc<Database>> {
    let Some(bytes) = cx.catalog.ip_database(name) else {
        cx.report(
            Diagnostic::error(codes::NOT_GIVEN, format!("no database of addresses `{name}`"))
                .label(span, "a cluster downloads it")
                .help(format!("give it with `--ip-database {name}=FILE.mmdb`"))
                .elastic(format!("Unsupported or unknown database_file [{name}]")),
        );
        return None;
    };
    match Database::read(name, bytes) {
        Ok(database) => Some(Arc::new(database)),
        Err(message) => {
            cx.report(
                Diagnostic::error(codes::BAD_VALUE, format!("cannot use `{name}`: {message}"))
                    .label(span, "a database in MaxMind's format is wanted"),
            );
            None
        }
    }
}
