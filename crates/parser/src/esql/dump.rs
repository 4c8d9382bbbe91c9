//! The syntax tree as indented text, one node a line, without spans.

use super::ast::{
    Command, CommandKind, Expr, ExprKind, Field, Identifier, IndexPattern, Limit, Literal, Map,
    MapValue, Name, NamePart, NamePattern, Parameter, ParameterKind, PatternLanguage, PatternPiece,
    Query, SettingValue, Source, Text,
};

/// The tree of `query` as text. Two trees that differ in more than spans differ in it, too.
#[must_use]
pub fn dump(query: &Query) -> String {
    let mut out = Dump { text: String::new(), depth: 0 };
    for setting in &query.settings {
        out.node(format!("set {:?}", setting.name.text), |out| match &setting.value {
            SettingValue::Expr(value) => out.expr(value),
            SettingValue::Map(map) => out.map(map),
        });
    }
    out.commands(&query.commands);
    out.text
}

struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, text: impl AsRef<str>) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A line with what `children` writes indented below it.
    fn node(&mut self, text: impl AsRef<str>, children: impl FnOnce(&mut Self)) {
        self.line(text);
        self.depth += 1;
        crate::stack::grow(|| children(self));
        self.depth -= 1;
    }

    fn commands(&mut self, commands: &[Command]) {
        for command in commands {
            self.command(&command.kind);
        }
    }

    fn command(&mut self, kind: &CommandKind) {
        match kind {
            CommandKind::From(from) => {
                self.node(if from.time_series { "ts" } else { "from" }, |out| {
                    for source in &from.sources {
                        match source {
                            Source::Index(index) => out.index(index),
                            Source::Subquery { commands, .. } => {
                                out.node("subquery", |out| out.commands(commands));
                            }
                        }
                    }
                    for field in &from.metadata {
                        out.identifier("metadata", field);
                    }
                });
            }
            CommandKind::Row(fields) => self.node("row", |out| out.fields(fields)),
            CommandKind::Show(item) => self.identifier("show", item),
            CommandKind::PromQl(raw) => self.line(format!("promql {:?}", raw.text)),
            CommandKind::Explain(query) => {
                self.node("explain", |out| out.commands(&query.commands));
            }
            CommandKind::Where(condition) => self.node("where", |out| out.expr(condition)),
            CommandKind::Eval(fields) => self.node("eval", |out| out.fields(fields)),
            CommandKind::Stats(stats) => {
                self.node(if stats.inline { "inline-stats" } else { "stats" }, |out| {
                    out.fields(&stats.aggregates);
                    if !stats.by.is_empty() {
                        out.node("by", |out| out.fields(&stats.by));
                    }
                });
            }
            CommandKind::Keep(patterns) => self.node("keep", |out| out.patterns(patterns)),
            CommandKind::Drop(patterns) => self.node("drop", |out| out.patterns(patterns)),
            CommandKind::Rename(renames) => self.node("rename", |out| {
                for rename in renames {
                    let form = if rename.assigned { "assigned" } else { "as" };
                    out.node(form, |out| {
                        out.line(format!("old {}", pattern(&rename.old)));
                        out.line(format!("new {}", pattern(&rename.new)));
                    });
                }
            }),
            CommandKind::Sort(keys) => self.node("sort", |out| {
                for key in keys {
                    let direction = if key.descending { "descending" } else { "ascending" };
                    let nulls = match key.nulls_first {
                        Some(true) => " nulls-first",
                        Some(false) => " nulls-last",
                        None => "",
                    };
                    out.node(format!("{direction}{nulls}"), |out| out.expr(&key.value));
                }
            }),
            CommandKind::Limit(limit) => self.node("limit", |out| out.limit(limit)),
            CommandKind::Dedup => self.line("dedup"),
            CommandKind::Top(top) => {
                let kind = match &top.order {
                    Some(order) if order.descending => "greatest",
                    Some(_) => "least",
                    None => "any",
                };
                self.node(kind, |out| {
                    if let Some(order) = &top.order {
                        out.expr(&order.value);
                    }
                    out.limit(&top.limit);
                });
            }
            CommandKind::Dissect(dissect) => self.node("dissect", |out| {
                out.expr(&dissect.input);
                out.line(text("pattern", &dissect.pattern));
                for option in &dissect.options {
                    out.node(format!("option {:?}", option.name.text), |out| {
                        out.expr(&option.value);
                    });
                }
            }),
            CommandKind::Grok(grok) => self.node("grok", |out| {
                out.expr(&grok.input);
                for pattern in &grok.patterns {
                    out.line(text("pattern", pattern));
                }
            }),
            CommandKind::Enrich(enrich) => self.node("enrich", |out| {
                out.maybe_identifier("mode", enrich.mode.as_ref());
                out.identifier("policy", &enrich.policy);
                out.maybe_name("on", enrich.on.as_ref());
                for (target, field) in &enrich.with {
                    out.node(format!("with {}", name(field)), |out| {
                        out.maybe_name("as", target.as_ref());
                    });
                }
            }),
            CommandKind::LookupJoin(join) => self.node("lookup-join", |out| {
                out.index(&join.index);
                out.maybe_identifier("alias", join.alias.as_ref());
                out.node("on", |out| out.exprs(&join.on));
            }),
            CommandKind::MvExpand(column) => self.line(format!("mv-expand {}", name(column))),
            CommandKind::Fork(branches) => self.node("fork", |out| {
                for branch in branches {
                    out.node("branch", |out| out.commands(branch));
                }
            }),
            CommandKind::Fuse(fuse) => self.node("fuse", |out| {
                out.maybe_identifier("method", fuse.method.as_ref());
                out.maybe_name("score", fuse.score.as_ref());
                out.maybe_name("group", fuse.group.as_ref());
                for key in &fuse.keys {
                    out.maybe_name("key", Some(key));
                }
                out.maybe_map(fuse.options.as_ref());
            }),
            CommandKind::Sample(probability) => self.node("sample", |out| out.expr(probability)),
            CommandKind::ChangePoint(change) => self.node("change-point", |out| {
                out.maybe_name("value", Some(&change.value));
                out.maybe_name("key", change.key.as_ref());
                if let Some((kind, p_value)) = &change.targets {
                    out.line(format!("targets {} {}", name(kind), name(p_value)));
                }
                if !change.by.is_empty() {
                    out.node("by", |out| out.exprs(&change.by));
                }
            }),
            CommandKind::Completion(completion) => self.node("completion", |out| {
                out.maybe_name("target", completion.target.as_ref());
                out.expr(&completion.prompt);
                out.maybe_identifier("inference-id", completion.inference_id.as_ref());
                out.maybe_map(completion.options.as_ref());
            }),
            CommandKind::Rerank(rerank) => self.node("rerank", |out| {
                out.maybe_name("target", rerank.target.as_ref());
                out.expr(&rerank.query);
                out.node("on", |out| out.fields(&rerank.fields));
                out.maybe_map(rerank.options.as_ref());
            }),
            CommandKind::Extract(extract) => {
                self.node(format!("extract {:?}", extract.kind), |out| {
                    out.maybe_name("prefix", Some(&extract.prefix));
                    out.expr(&extract.input);
                    out.maybe_map(extract.options.as_ref());
                });
            }
            CommandKind::Highlight(highlight) => self.node("highlight", |out| {
                if let Some((option, value)) = &highlight.prefix {
                    out.node(format!("option {:?}", option.text), |out| out.expr(value));
                }
                out.expr(&highlight.query);
                for field in &highlight.fields {
                    out.maybe_name("on", Some(field));
                }
                out.maybe_map(highlight.options.as_ref());
            }),
            CommandKind::Other(raw) => self.line(format!("other {} {:?}", raw.keyword, raw.text)),
            CommandKind::Error => self.line("error"),
        }
    }

    fn index(&mut self, index: &IndexPattern) {
        let mut line = format!("index {:?}", index.pattern);
        if let Some(cluster) = &index.cluster {
            line += &format!(" cluster {cluster:?}");
        }
        if let Some(selector) = &index.selector {
            line += &format!(" selector {selector:?}");
        }
        if index.quoted {
            line += " quoted";
        }
        self.line(line);
    }

    fn identifier(&mut self, role: &str, identifier: &Identifier) {
        self.line(format!("{role} {:?}", identifier.text));
    }

    fn maybe_identifier(&mut self, role: &str, identifier: Option<&Identifier>) {
        if let Some(identifier) = identifier {
            self.identifier(role, identifier);
        }
    }

    fn maybe_name(&mut self, role: &str, column: Option<&Name>) {
        if let Some(column) = column {
            self.line(format!("{role} {}", name(column)));
        }
    }

    fn maybe_map(&mut self, map: Option<&Map>) {
        if let Some(map) = map {
            self.map(map);
        }
    }

    fn limit(&mut self, limit: &Limit) {
        self.expr(&limit.count);
        if !limit.by.is_empty() {
            self.node("by", |out| out.exprs(&limit.by));
        }
    }

    fn patterns(&mut self, patterns: &[NamePattern]) {
        for one in patterns {
            self.line(pattern(one));
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            let title = match &field.name {
                Some(target) => format!("field {}", name(target)),
                None => "field".to_owned(),
            };
            self.node(title, |out| {
                out.expr(&field.value);
                if let Some(filter) = &field.filter {
                    out.node("where", |out| out.expr(filter));
                }
            });
        }
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let not = |negated: &bool| if *negated { "not " } else { "" };
        match &expr.kind {
            ExprKind::Literal(value) => self.literal(value),
            ExprKind::Column(column) => self.line(format!("column {}", name(column))),
            ExprKind::Parameter(value) => self.line(format!("parameter {}", parameter(value))),
            ExprKind::Negate(operand) => self.node("negate", |out| out.expr(operand)),
            ExprKind::Binary { op, left, right } => self.node(op.symbol(), |out| {
                out.expr(left);
                out.expr(right);
            }),
            ExprKind::And(operands) => self.node("and", |out| out.exprs(operands)),
            ExprKind::Or(operands) => self.node("or", |out| out.exprs(operands)),
            ExprKind::Not(operand) => self.node("not", |out| out.expr(operand)),
            ExprKind::In { value, negated, list } => {
                self.node(format!("{}in", not(negated)), |out| {
                    out.expr(value);
                    out.node("list", |out| out.exprs(list));
                });
            }
            ExprKind::InQuery { value, negated, query } => {
                self.node(format!("{}in", not(negated)), |out| {
                    out.expr(value);
                    out.node("subquery", |out| out.commands(query));
                });
            }
            ExprKind::Like { value, negated, language, patterns, list } => {
                let operator = match language {
                    PatternLanguage::Wildcard => "like",
                    PatternLanguage::Regex => "rlike",
                };
                let form = if *list { " list" } else { "" };
                self.node(format!("{}{operator}{form}", not(negated)), |out| {
                    out.expr(value);
                    for pattern in patterns {
                        out.expr(pattern);
                    }
                });
            }
            ExprKind::IsNull { value, negated } => {
                self.node(format!("is {}null", not(negated)), |out| out.expr(value));
            }
            ExprKind::Cast { value, ty } => {
                self.node(format!("cast {:?}", ty.text), |out| out.expr(value));
            }
            ExprKind::Match { field, query } => self.node("match", |out| {
                out.expr(field);
                out.expr(query);
            }),
            ExprKind::Call { name, args, star, options } => {
                let function = match name {
                    Ok(function) => format!("{:?}", function.text),
                    Err(value) => parameter(value),
                };
                let star = if *star { " *" } else { "" };
                self.node(format!("call {function}{star}"), |out| {
                    out.exprs(args);
                    out.maybe_map(options.as_ref());
                });
            }
            ExprKind::Error => self.line("error"),
        }
    }

    fn literal(&mut self, value: &Literal) {
        match value {
            Literal::Null => self.line("null"),
            Literal::Boolean(value) => self.line(value.to_string()),
            Literal::Integer(digits) => self.line(format!("integer {digits}")),
            Literal::Decimal(digits) => self.line(format!("decimal {digits}")),
            Literal::String(value) => self.line(format!("string {value:?}")),
            Literal::Span { amount, unit } => self.line(format!("span {amount} {}", unit.text)),
            Literal::List(items) => self.node("list", |out| out.exprs(items)),
        }
    }

    fn map(&mut self, map: &Map) {
        self.node("map", |out| {
            for (key, value) in &map.entries {
                out.node(text("key", key), |out| match value {
                    MapValue::Expr(value) => out.expr(value),
                    MapValue::Map(inner) => out.map(inner),
                });
            }
        });
    }
}

fn text(role: &str, text: &Text) -> String {
    match &text.value {
        Ok(value) => format!("{role} {value:?}"),
        Err(value) => format!("{role} {}", parameter(value)),
    }
}

fn parameter(parameter: &Parameter) -> String {
    let marks = if parameter.identifier { "??" } else { "?" };
    match &parameter.kind {
        ParameterKind::Next => marks.to_owned(),
        ParameterKind::Position(at) => format!("{marks}{at}"),
        ParameterKind::Named(name) => format!("{marks}{name}"),
    }
}

/// A name's segments, those in backquotes marked by them.
fn name(name: &Name) -> String {
    let parts: Vec<String> = name
        .parts
        .iter()
        .map(|part| match part {
            NamePart::Word { text, quoted: false } => text.clone(),
            NamePart::Word { text, quoted: true } => super::name::quote(text),
            NamePart::Parameter(value) => parameter(value),
        })
        .collect();
    parts.join(".")
}

/// A pattern's pieces, literal text in quotes.
fn pattern(pattern: &NamePattern) -> String {
    let pieces: Vec<String> = pattern
        .pieces
        .iter()
        .map(|piece| match piece {
            PatternPiece::Text(text) => format!("{text:?}"),
            PatternPiece::Star => "*".to_owned(),
            PatternPiece::Parameter(value) => parameter(value),
        })
        .collect();
    pieces.join(" ")
}
