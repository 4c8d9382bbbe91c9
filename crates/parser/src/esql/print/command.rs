//! Printing commands.

use super::expression::{expression, map, primary, text};
use super::name::{identifier, index_pattern, name, name_pattern};
use super::{list, subquery};
use crate::esql::ast::{
    Command, CommandKind, Completion, Enrich, Extract, ExtractKind, Field, From, Fuse, Highlight,
    Identifier, Limit, LookupJoin, Map, Name, NamePattern, RawText, Rerank, Source, Stats, Top,
};
use crate::esql::lex_mode::LexMode;
use crate::esql::scan::is_policy;
use crate::esql::string;

pub(super) fn command(out: &mut String, command: &Command) {
    match &command.kind {
        CommandKind::From(from) => print_from(out, from),
        CommandKind::Row(fields) => with_fields(out, "ROW ", fields),
        CommandKind::Show(item) => {
            out.push_str("SHOW ");
            identifier(out, &item.text, LexMode::Name);
        }
        CommandKind::PromQl(raw) | CommandKind::Other(raw) => print_raw(out, raw),
        CommandKind::Explain(query) => {
            out.push_str("EXPLAIN ");
            subquery(out, &query.commands);
        }
        CommandKind::Where(condition) => {
            out.push_str("WHERE ");
            expression(out, condition);
        }
        CommandKind::Eval(fields) => with_fields(out, "EVAL ", fields),
        CommandKind::Stats(stats) => print_stats(out, stats),
        CommandKind::Keep(patterns) => with_patterns(out, "KEEP ", patterns),
        CommandKind::Drop(patterns) => with_patterns(out, "DROP ", patterns),
        CommandKind::Rename(renames) => {
            out.push_str("RENAME ");
            list(out, renames, |out, rename| {
                let (left, joiner, right) = match rename.assigned {
                    true => (&rename.new, " = ", &rename.old),
                    false => (&rename.old, " AS ", &rename.new),
                };
                name_pattern(out, left, LexMode::Rename);
                out.push_str(joiner);
                name_pattern(out, right, LexMode::Rename);
            });
        }
        CommandKind::Sort(keys) => {
            out.push_str("SORT ");
            list(out, keys, |out, key| {
                expression(out, &key.value);
                if key.descending {
                    out.push_str(" DESC");
                }
                match key.nulls_first {
                    Some(true) => out.push_str(" NULLS FIRST"),
                    Some(false) => out.push_str(" NULLS LAST"),
                    None => {}
                }
            });
        }
        CommandKind::Limit(limit) => {
            out.push_str("LIMIT ");
            print_limit(out, limit);
        }
        CommandKind::Dedup => out.push_str("DEDUP"),
        CommandKind::Top(Top { order, limit }) => {
            match order {
                Some(order) => {
                    out.push_str(if order.descending { "TOPK " } else { "BOTTOMK " });
                    expression(out, &order.value);
                    out.push_str(", ");
                }
                None => out.push_str("LIMITK "),
            }
            print_limit(out, limit);
        }
        CommandKind::Dissect(dissect) => {
            out.push_str("DISSECT ");
            primary(out, &dissect.input);
            out.push(' ');
            text(out, &dissect.pattern);
            for option in &dissect.options {
                out.push(' ');
                identifier(out, &option.name.text, LexMode::Expression);
                out.push_str(" = ");
                expression(out, &option.value);
            }
        }
        CommandKind::Grok(grok) => {
            out.push_str("GROK ");
            primary(out, &grok.input);
            out.push(' ');
            list(out, &grok.patterns, text);
        }
        CommandKind::Enrich(enrich) => print_enrich(out, enrich),
        CommandKind::LookupJoin(join) => print_lookup_join(out, join),
        CommandKind::MvExpand(column) => {
            out.push_str("MV_EXPAND ");
            name(out, column, LexMode::Name);
        }
        CommandKind::Fork(branches) => {
            out.push_str("FORK");
            for branch in branches {
                out.push(' ');
                subquery(out, branch);
            }
        }
        CommandKind::Fuse(fuse) => print_fuse(out, fuse),
        CommandKind::Sample(probability) => {
            out.push_str("SAMPLE ");
            expression(out, probability);
        }
        CommandKind::ChangePoint(change) => {
            out.push_str("CHANGE_POINT ");
            name(out, &change.value, LexMode::ChangePoint);
            if let Some(key) = &change.key {
                out.push_str(" ON ");
                name(out, key, LexMode::ChangePoint);
            }
            if let Some((kind, p_value)) = &change.targets {
                out.push_str(" AS ");
                name(out, kind, LexMode::ChangePoint);
                out.push_str(", ");
                name(out, p_value, LexMode::ChangePoint);
            }
            if !change.by.is_empty() {
                out.push_str(" BY ");
                list(out, &change.by, expression);
            }
        }
        CommandKind::Completion(completion) => print_completion(out, completion),
        CommandKind::Rerank(rerank) => print_rerank(out, rerank),
        CommandKind::Extract(extract) => print_extract(out, extract),
        CommandKind::Highlight(highlight) => print_highlight(out, highlight),
        CommandKind::Error => out.push_str("<error>"),
    }
}

fn print_from(out: &mut String, from: &From) {
    out.push_str(if from.time_series { "TS " } else { "FROM " });
    list(out, &from.sources, |out, source| match source {
        Source::Index(pattern) => index_pattern(out, pattern),
        Source::Subquery { commands, .. } => subquery(out, commands),
    });
    if !from.metadata.is_empty() {
        out.push_str(" METADATA ");
        list(out, &from.metadata, |out, field| {
            let segments = field.text.split('.');
            for (at, segment) in segments.enumerate() {
                if at > 0 {
                    out.push('.');
                }
                identifier(out, segment, LexMode::Name);
            }
        });
    }
}

fn with_fields(out: &mut String, keyword: &str, fields: &[Field]) {
    out.push_str(keyword);
    list(out, fields, field);
}

fn with_patterns(out: &mut String, keyword: &str, patterns: &[NamePattern]) {
    out.push_str(keyword);
    list(out, patterns, |out, pattern| name_pattern(out, pattern, LexMode::Pattern));
}

fn field(out: &mut String, field: &Field) {
    assigned(out, field.name.as_ref());
    expression(out, &field.value);
    if let Some(filter) = &field.filter {
        out.push_str(" WHERE ");
        expression(out, filter);
    }
}

/// `target = `, if there is a target.
fn assigned(out: &mut String, target: Option<&Name>) {
    if let Some(target) = target {
        name(out, target, LexMode::Expression);
        out.push_str(" = ");
    }
}

fn options(out: &mut String, options: Option<&Map>) {
    if let Some(options) = options {
        out.push_str(" WITH ");
        map(out, options);
    }
}

fn print_raw(out: &mut String, raw: &RawText) {
    out.push_str(&raw.keyword);
    if !raw.text.is_empty() {
        out.push(' ');
        out.push_str(&raw.text);
    }
}

fn print_stats(out: &mut String, stats: &Stats) {
    out.push_str(if stats.inline { "INLINE STATS" } else { "STATS" });
    if !stats.aggregates.is_empty() {
        out.push(' ');
        list(out, &stats.aggregates, field);
    }
    if !stats.by.is_empty() {
        out.push_str(" BY ");
        list(out, &stats.by, field);
    }
}

fn print_limit(out: &mut String, limit: &Limit) {
    expression(out, &limit.count);
    if !limit.by.is_empty() {
        out.push_str(" BY ");
        list(out, &limit.by, expression);
    }
}

fn print_enrich(out: &mut String, enrich: &Enrich) {
    out.push_str("ENRICH ");
    let policy = match &enrich.mode {
        Some(mode) => format!("{}:{}", mode.text, enrich.policy.text),
        None => enrich.policy.text.clone(),
    };
    if is_policy(&policy) {
        out.push_str(&policy);
    } else {
        out.push_str(&string::literal(&policy));
    }
    if let Some(on) = &enrich.on {
        out.push_str(" ON ");
        name(out, on, LexMode::EnrichField);
    }
    if !enrich.with.is_empty() {
        out.push_str(" WITH ");
        list(out, &enrich.with, |out, (target, field)| {
            if let Some(target) = target {
                name(out, target, LexMode::EnrichField);
                out.push_str(" = ");
            }
            name(out, field, LexMode::EnrichField);
        });
    }
}

fn print_lookup_join(out: &mut String, join: &LookupJoin) {
    out.push_str("LOOKUP JOIN ");
    index_pattern(out, &join.index);
    if let Some(Identifier { text, .. }) = &join.alias {
        out.push_str(" AS ");
        out.push_str(text);
    }
    out.push_str(" ON ");
    list(out, &join.on, expression);
}

fn print_fuse(out: &mut String, fuse: &Fuse) {
    out.push_str("FUSE");
    if let Some(method) = &fuse.method {
        out.push(' ');
        identifier(out, &method.text, LexMode::Expression);
    }
    for (keyword, column) in [(" SCORE BY ", &fuse.score), (" GROUP BY ", &fuse.group)] {
        if let Some(column) = column {
            out.push_str(keyword);
            name(out, column, LexMode::Expression);
        }
    }
    if !fuse.keys.is_empty() {
        out.push_str(" KEY BY ");
        list(out, &fuse.keys, |out, key| name(out, key, LexMode::Expression));
    }
    options(out, fuse.options.as_ref());
}

fn print_completion(out: &mut String, completion: &Completion) {
    out.push_str("COMPLETION ");
    assigned(out, completion.target.as_ref());
    primary(out, &completion.prompt);
    if let Some(id) = &completion.inference_id {
        out.push_str(" WITH ");
        identifier(out, &id.text, LexMode::Expression);
    }
    options(out, completion.options.as_ref());
}

fn print_rerank(out: &mut String, rerank: &Rerank) {
    out.push_str("RERANK ");
    assigned(out, rerank.target.as_ref());
    expression(out, &rerank.query);
    out.push_str(" ON ");
    list(out, &rerank.fields, field);
    options(out, rerank.options.as_ref());
}

fn print_extract(out: &mut String, extract: &Extract) {
    out.push_str(match extract.kind {
        ExtractKind::UriParts => "URI_PARTS ",
        ExtractKind::RegisteredDomain => "REGISTERED_DOMAIN ",
        ExtractKind::UserAgent => "USER_AGENT ",
        ExtractKind::IpLocation => "IP_LOCATION ",
    });
    assigned(out, Some(&extract.prefix));
    primary(out, &extract.input);
    options(out, extract.options.as_ref());
}

fn print_highlight(out: &mut String, highlight: &Highlight) {
    out.push_str("HIGHLIGHT ");
    if let Some((option, value)) = &highlight.prefix {
        identifier(out, &option.text, LexMode::Expression);
        out.push_str(" = ");
        expression(out, value);
        out.push(' ');
    }
    expression(out, &highlight.query);
    out.push_str(" ON ");
    list(out, &highlight.fields, |out, field| name(out, field, LexMode::Expression));
    options(out, highlight.options.as_ref());
}
