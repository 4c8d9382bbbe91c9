//! What a lint may look at, and which names are fields of events at each command.

use std::collections::HashSet;

use esql_diagnostics::Span;
use esql_engine::Query;
use esql_engine::functions::StackVersion;
use esql_engine::parser::esql::ast::{
    Command, CommandKind, Expr, ExprKind, Field, Literal, NamePattern, PatternPiece,
};
use esql_engine::planner::logical::Plan;
use toml::de::DeTable;

use crate::check::FieldCatalog;
use crate::{Kind, Rule};

/// A query with all that is known of it.
pub(crate) struct Context<'a> {
    /// What it stands in.
    pub(crate) kind: Kind,
    pub(crate) query: &'a Query,
    /// Its commands, the source command first.
    pub(crate) commands: &'a [Command],
    /// Its plan, if it is valid.
    pub(crate) plan: Option<&'a Plan>,
    /// The rule around it, if its entries can be read.
    pub(crate) rule: Option<&'a Rule>,
    /// The file around it.
    pub(crate) toml: Option<&'a DeTable<'a>>,
    /// The stack versions that it is for, ascending.
    pub(crate) stacks: &'a [StackVersion],
    pub(crate) catalog: &'a FieldCatalog,
}

/// A command, and what names mean in front of it.
pub(crate) struct Step<'a> {
    pub(crate) command: &'a Command,
    pub(crate) names: Names,
}

/// What names mean at a place of the pipeline.
#[derive(Clone, Default)]
pub(crate) struct Names {
    /// Columns that commands have made.
    computed: HashSet<String>,
    /// Fields with one value a row at most.
    single: HashSet<String>,
    /// Behind a STATS: only its keys are fields still.
    keys: Option<HashSet<String>>,
}

impl Names {
    /// Whether a name is a field of the events, with the values that they have.
    pub(crate) fn is_field(&self, name: &str) -> bool {
        !self.computed.contains(name) && self.keys.as_ref().is_none_or(|keys| keys.contains(name))
    }

    /// Whether a field may have several values in a row.
    pub(crate) fn may_be_list(&self, name: &str) -> bool {
        self.is_field(name) && self.keys.is_none() && !self.single.contains(name)
    }

    fn pass(&mut self, command: &Command) {
        match &command.kind {
            CommandKind::Stats(stats) if !stats.inline => {
                let keys = stats.by.iter().filter(|key| key.name.is_none());
                let keys = keys.filter_map(|key| column(&key.value)).collect::<HashSet<_>>();
                let keys = keys.into_iter().filter(|key| self.is_field(key)).collect();
                self.keys = Some(keys);
            }
            CommandKind::MvExpand(name) => self.single.extend(name.dotted()),
            _ => {}
        }
        self.computed.extend(produced(command).into_iter().map(|(name, _)| name));
    }
}

impl Context<'_> {
    /// The commands in order, each with what names mean in front of it.
    pub(crate) fn steps(&self) -> Vec<Step<'_>> {
        let mut names = Names::default();
        let step = |command| {
            let before = names.clone();
            names.pass(command);
            Step { command, names: before }
        };
        self.commands.iter().map(step).collect()
    }

    /// Calls `visit` for every expression of every command, the outer ones first.
    pub(crate) fn each<'s>(&'s self, visit: &mut dyn FnMut(&'s Expr)) {
        for command in self.commands {
            command.expressions().into_iter().for_each(|expr| expr.each(visit));
        }
    }

    /// The text that a span of the query covers.
    pub(crate) fn text(&self, span: Span) -> &str {
        span.text(self.query.text())
    }

    /// The first STATS that makes rows of groups.
    pub(crate) fn stats(&self) -> Option<&Command> {
        self.commands
            .iter()
            .find(|command| matches!(&command.kind, CommandKind::Stats(stats) if !stats.inline))
    }

    /// Whether the query's text is that of a detection rule.
    pub(crate) fn is_rule(&self) -> bool {
        self.kind == Kind::Rule
    }
}

/// The column that an expression is.
pub(crate) fn column(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Column(name) => name.dotted(),
        _ => None,
    }
}

/// The text that an expression is.
pub(crate) fn string(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Literal(Literal::String(text)) => Some(text),
        _ => None,
    }
}

/// The function that an expression calls, in lower case, and its arguments.
pub(crate) fn call(expr: &Expr) -> Option<(String, &[Expr])> {
    match &expr.kind {
        ExprKind::Call { name: Ok(name), args, .. } => Some((name.text.to_lowercase(), args)),
        _ => None,
    }
}

/// The columns that a command makes, with the place where each is named.
pub(crate) fn produced(command: &Command) -> Vec<(String, Span)> {
    let of_fields = |fields: &[Field]| -> Vec<(String, Span)> {
        let named = fields.iter().filter_map(|field| field.name.as_ref());
        named.filter_map(|name| Some((name.dotted()?, name.span))).collect()
    };
    match &command.kind {
        CommandKind::Row(fields) | CommandKind::Eval(fields) => of_fields(fields),
        CommandKind::Stats(stats) => {
            let mut all = of_fields(&stats.aggregates);
            all.extend(of_fields(&stats.by));
            all
        }
        CommandKind::Rename(renames) => {
            let new = renames.iter().map(|rename| &rename.new);
            new.filter_map(|name| Some((name.exact()?, name.span))).collect()
        }
        CommandKind::Grok(grok) => grok
            .patterns
            .iter()
            .flat_map(|pattern| {
                let text = pattern.value.as_deref().unwrap_or("");
                grok_names(text).into_iter().map(|name| (name, pattern.span))
            })
            .collect(),
        CommandKind::Dissect(dissect) => {
            let text = dissect.pattern.value.as_deref().unwrap_or("");
            dissect_names(text).into_iter().map(|name| (name, dissect.pattern.span)).collect()
        }
        CommandKind::Completion(completion) => match &completion.target {
            Some(name) => name.dotted().map(|text| (text, name.span)).into_iter().collect(),
            None => vec![("completion".to_owned(), command.keyword)],
        },
        CommandKind::Enrich(enrich) => {
            let new = enrich.with.iter().map(|(target, field)| target.as_ref().unwrap_or(field));
            new.filter_map(|name| Some((name.dotted()?, name.span))).collect()
        }
        _ => Vec::new(),
    }
}

/// The names in `%{SYNTAX:name:type}` and `(?<name>...)`.
fn grok_names(pattern: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in pattern.split("%{").skip(1) {
        let inside = part.split('}').next().unwrap_or("");
        names.extend(inside.split(':').nth(1).map(str::to_owned));
    }
    for part in pattern.split("(?<").skip(1) {
        // `(?<=` and `(?<!` look behind.
        if !part.starts_with(['=', '!']) {
            names.extend(part.split_once('>').map(|(name, _)| name.to_owned()));
        }
    }
    names
}

/// The names in `%{name}`, `%{+name/1}`, `%{name->}`; `%{?name}` and `%{}` make none.
fn dissect_names(pattern: &str) -> Vec<String> {
    let keys = pattern.split("%{").skip(1).filter_map(|part| part.split_once('}'));
    let keys = keys.map(|(key, _)| key.trim_start_matches('+').trim_end_matches("->"));
    keys.map(|key| key.split('/').next().unwrap_or(key))
        .filter(|key| !key.is_empty() && !key.starts_with(['?', '*', '&']))
        .map(str::to_owned)
        .collect()
}

/// Whether a pattern of KEEP or DROP takes a name.
pub(crate) fn takes(pattern: &NamePattern, name: &str) -> bool {
    fn matches(pieces: &[PatternPiece], name: &str) -> bool {
        match pieces {
            [] => name.is_empty(),
            [PatternPiece::Text(text), rest @ ..] => {
                name.strip_prefix(text.as_str()).is_some_and(|name| matches(rest, name))
            }
            [PatternPiece::Star, rest @ ..] => name
                .char_indices()
                .map(|(at, _)| at)
                .chain([name.len()])
                .any(|at| matches(rest, name.get(at..).unwrap_or(""))),
            [PatternPiece::Parameter(_), ..] => true,
        }
    }
    matches(&pattern.pieces, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_patterns() {
        assert_eq!(
            grok_names("%{IP:a.ip} %{WORD} %{INT:n:int} (?<b.c>x) (?<=y)"),
            ["a.ip", "n", "b.c"]
        );
        assert_eq!(dissect_names("%{a} %{+b/2} %{?c} %{} %{d->}"), ["a", "b", "d"]);
    }
}
