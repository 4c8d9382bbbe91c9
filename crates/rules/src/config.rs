//! The configuration file `esql-run.toml`.

use esql_diagnostics::{Diagnostic, Severity, codes, suggest};
use esql_engine::functions::StackVersion;
use glob::Pattern;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::lint::{self, Levels, Lint};
use crate::rule::not_toml;
use crate::table::span;

/// What a configuration says.
///
/// ```toml
/// stack = ["8.19", "9.3"]
/// mapping = ["custom.mapping.json"]
///
/// [lints]
/// unused-column = "allow"
///
/// [[allow]]
/// paths = ["rules/legacy/*.toml"]
/// lints = ["nullable-negation"]
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The stack versions that queries must be valid on.
    pub stacks: Option<Vec<StackVersion>>,
    /// Paths of mappings, relative to the configuration's folder.
    pub mappings: Vec<String>,
    /// How bad what lints find is.
    pub levels: Levels,
}

impl Config {
    /// What such a file is called.
    pub const FILE: &str = "esql-run.toml";

    /// Reads a configuration.
    ///
    /// # Errors
    /// Everything in it that is not understood, with places in `text`.
    pub fn parse(text: &str) -> Result<Config, Vec<Diagnostic>> {
        let (toml, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().map(|error| not_toml(codes::CONFIG, error)).collect());
        }
        let mut config = Config::default();
        let mut wrong = Vec::new();
        for (key, value) in toml.get_ref() {
            match key.get_ref().as_ref() {
                "stack" => config.stacks = Some(parsed(value, "a stack version", &mut wrong)),
                "mapping" => config.mappings = parsed(value, "a path", &mut wrong),
                "lints" => levels(value, &mut config.levels, &mut wrong),
                "allow" => allowed(value, &mut config.levels, &mut wrong),
                other => wrong.push(
                    not_understood(format!("`{other}` is no entry of a configuration"), key.span())
                        .maybe_help(suggest::did_you_mean(
                            other,
                            ["stack", "mapping", "lints", "allow"],
                        )),
                ),
            }
        }
        if wrong.is_empty() { Ok(config) } else { Err(wrong) }
    }
}

fn not_understood(message: String, place: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::error(codes::CONFIG, message).label(span(place), "not understood")
}

/// A list of strings, each read as what it stands for.
fn parsed<T: std::str::FromStr>(
    value: &Spanned<DeValue<'_>>,
    what: &str,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let Some(items) = value.get_ref().as_array() else {
        wrong.push(not_understood(format!("a list is wanted, each item {what}"), value.span()));
        return Vec::new();
    };
    let mut read = Vec::new();
    for item in items {
        match item.get_ref().as_str().and_then(|text| text.parse().ok()) {
            Some(item) => read.push(item),
            None => wrong.push(not_understood(format!("this is not {what}"), item.span())),
        }
    }
    read
}

fn levels(value: &Spanned<DeValue<'_>>, levels: &mut Levels, wrong: &mut Vec<Diagnostic>) {
    let Some(table) = value.get_ref().as_table() else {
        wrong.push(not_understood("`lints` is a table".to_owned(), value.span()));
        return;
    };
    for (name, level) in table {
        let Some(lint) = lint::find(name.get_ref()) else {
            wrong.push(unknown(name.get_ref(), name.span()));
            continue;
        };
        let severity = match level.get_ref().as_str() {
            Some("allow") => None,
            Some("info") => Some(Severity::Info),
            Some("warn") => Some(Severity::Warning),
            Some("deny") => Some(Severity::Error),
            _ => {
                let message = "a level is `allow`, `info`, `warn` or `deny`";
                wrong.push(not_understood(message.to_owned(), level.span()));
                continue;
            }
        };
        levels.set(lint, severity);
    }
}

fn allowed(value: &Spanned<DeValue<'_>>, levels: &mut Levels, wrong: &mut Vec<Diagnostic>) {
    let Some(items) = value.get_ref().as_array() else {
        wrong.push(not_understood("`allow` is a list of tables".to_owned(), value.span()));
        return;
    };
    for item in items {
        let entry = |key: &str| item.get_ref().as_table().and_then(|table| table.get(key));
        let (Some(paths), Some(lints)) = (entry("paths"), entry("lints")) else {
            let message = "`[[allow]]` needs `paths` and `lints`".to_owned();
            wrong.push(not_understood(message, item.span()));
            continue;
        };
        let paths: Vec<Pattern> = parsed(paths, "a path or glob", wrong);
        let names = lints.get_ref().as_array().into_iter().flatten();
        for name in names {
            let text = name.get_ref().as_str().unwrap_or("");
            match lint::find(text) {
                Some(lint) => paths.iter().for_each(|path| levels.allow(lint, path.clone())),
                None => wrong.push(unknown(text, name.span())),
            }
        }
    }
}

fn unknown(name: &str, place: std::ops::Range<usize>) -> Diagnostic {
    let names = lint::ALL.iter().map(|Lint { name, .. }| *name);
    not_understood(format!("there is no lint `{name}`"), place)
        .maybe_help(suggest::did_you_mean(name, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_paths() {
        let config = Config::parse(
            "stack = ['8.19', '9.3']\n[lints]\nunused-column = 'deny'\nkql-case = 'allow'\n\
             [[allow]]\npaths = ['old/*.toml']\nlints = ['sql-wildcard']\n",
        )
        .unwrap();
        assert_eq!(config.stacks.unwrap().len(), 2);
        let level = |name: &str, path: &str| config.levels.of(lint::find(name).unwrap(), path);
        assert_eq!(level("unused-column", "a.toml"), Some(Severity::Error));
        assert_eq!(level("kql-case", "a.toml"), None);
        assert_eq!(level("sql-wildcard", "old/a.toml"), None);
        assert_eq!(level("sql-wildcard", "new/a.toml"), Some(Severity::Warning));
    }

    #[test]
    fn what_is_not_understood() {
        let wrong = Config::parse(
            "stack = ['x']\nlint = 1\n[lints]\nunused-colum = 'allow'\nkql-case = 'off'\n[[allow]]\n",
        )
        .unwrap_err();
        assert_eq!(wrong.len(), 5, "{wrong:?}");
    }
}
