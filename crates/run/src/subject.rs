//! What is run: a rule out of a file, or a query.

use std::fs;
use std::path::Path;

use esql_engine::Query;
use esql_engine::diagnostics::{Diagnostic, SourceFile, codes, suggest};
use esql_engine::parser::esql::{self, ast};
use esql_rules::Rule;

use crate::args::Command;
use crate::trouble::Trouble;

/// The name that a query of the command line has in diagnostics.
const COMMAND_LINE: &str = "query";

/// What is run.
pub(crate) enum Subject {
    /// A detection rule.
    Rule(Box<Rule>),
    /// A query alone.
    Query(Query),
}

impl Subject {
    /// Reads the rule or query that the arguments name; `data` are those behind it, for help.
    ///
    /// # Errors
    /// If the file cannot be read, or is neither.
    pub(crate) fn load(
        query: Option<&str>,
        rule: Option<&str>,
        data: &[String],
    ) -> Result<Subject, Trouble> {
        match (query, rule) {
            (Some(query), _) => Ok(Subject::Query(Query::new(COMMAND_LINE, query))),
            (None, Some(path)) => read(path, data),
            (None, None) => Err(Trouble::error(codes::FILE_NOT_READ, "no rule and no query")),
        }
    }

    /// The rule, if it is one.
    pub(crate) fn rule(&self) -> Option<&Rule> {
        match self {
            Subject::Rule(rule) => Some(rule),
            Subject::Query(_) => None,
        }
    }

    /// The query.
    pub(crate) fn query(&self) -> &Query {
        match self {
            Subject::Rule(rule) => rule.query(),
            Subject::Query(query) => query,
        }
    }

    /// The rule; a query alone is one that says nothing of itself.
    pub(crate) fn into_rule(self) -> Rule {
        match self {
            Subject::Rule(rule) => *rule,
            Subject::Query(query) => Rule::of_query(query),
        }
    }

    /// Whether the query reads documents; one that begins with ROW or SHOW does not.
    pub(crate) fn needs_data(&self) -> bool {
        let commands = esql::parse(self.query().text()).query.commands;
        matches!(commands.first().map(|first| &first.kind), Some(ast::CommandKind::From(_)))
    }
}

fn read(path: &str, data: &[String]) -> Result<Subject, Trouble> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    if is_data(path, &bytes) {
        return Err(swapped(path, data));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Trouble::error(
            codes::FILE_NOT_READ,
            format!("cannot read `{path}`: the text is not UTF-8 from byte {at} on"),
        )
    })?;
    if has_ending(path, &["toml"]) {
        return Rule::parse(path, &text)
            .map(|rule| Subject::Rule(Box::new(rule)))
            .map_err(|diagnostics| Trouble::new(diagnostics, SourceFile::new(path, text)));
    }
    Ok(Subject::Query(Query::new(path, text)))
}

/// Whether the file holds events: by its ending, or by how JSON, gzip and zstd begin.
fn is_data(path: &str, bytes: &[u8]) -> bool {
    let begins_as_data = match bytes.trim_ascii_start() {
        [b'{', ..] | [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => true,
        [b'[', rest @ ..] => rest.trim_ascii_start().starts_with(b"{"),
        _ => false,
    };
    begins_as_data || has_ending(path, &["ndjson", "jsonl", "json", "parquet", "gz", "zst"])
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|one| one.eq_ignore_ascii_case(ending)))
}

/// The rule's place holds events.
fn swapped(path: &str, data: &[String]) -> Trouble {
    let trouble = Trouble::error(
        codes::RULE_FILE,
        format!("`{path}` holds events, and a rule or query is wanted in its place"),
    );
    match data.iter().find(|other| has_ending(other, &["toml", "esql"])) {
        Some(rule) => trouble.help(format!("the rule comes first: `esql-run {rule} {path}`")),
        None => trouble
            .help(format!("give the rule first: `esql-run rule.toml {path}`"))
            .help(format!("or a query: `esql-run --query 'FROM * | LIMIT 10' {path}`")),
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Trouble {
    let mut words = path.split_whitespace();
    let first = words.next().unwrap_or("").to_ascii_uppercase();
    if words.next().is_some() && matches!(first.as_str(), "FROM" | "ROW" | "SHOW" | "TS" | "SET") {
        return Trouble::error(codes::FILE_NOT_READ, "a query stands where a file is wanted")
            .help("a query on the command line comes behind `--query`");
    }
    let mut trouble = Trouble::not_read(path, error);
    if error.kind() == std::io::ErrorKind::NotFound {
        let commands = Command::names();
        let command = commands.iter().find(|command| suggest::is_slip(path, command));
        let command = command.map(|command| format!("did you mean the command `{command}`?"));
        for help in command.into_iter().chain(similar(path)) {
            trouble = trouble.help(help);
        }
    }
    if Path::new(path).is_dir() {
        trouble = trouble
            .help("give one rule file")
            .help(format!("`esql-run scan {path} events.ndjson` runs all rules in it"));
    }
    trouble
}

/// Files of the same folder with a similar name.
fn similar(path: &str) -> Option<String> {
    let path = Path::new(path);
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    suggest::did_you_mean(name, names.iter().map(String::as_str))
}

/// The error for a query that reads documents and is given none; `program` is how the command is
/// called, for help.
pub(crate) fn no_data(subject: &Subject, program: &str) -> Trouble {
    let file = subject.query().file().name();
    let example = match subject {
        Subject::Query(_) if file == COMMAND_LINE => {
            format!("{program} --query '...' events.ndjson")
        }
        Subject::Rule(_) | Subject::Query(_) => format!("{program} {file} events.ndjson"),
    };
    Trouble::from(
        Diagnostic::error(codes::FILE_NOT_READ, "the query reads events, and none are given")
            .help(format!("name files or folders behind it: `{example}`"))
            .help("`-` reads them from standard input"),
    )
}
