//! `integration`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{
    Command, CommandKind, Expr, ExprKind, IndexPattern, Literal, Source,
};

use super::{Context, Found, Lint};
use crate::lint::context::column;

pub(in crate::lint) const INTEGRATION: Lint = Lint {
    name: "integration",
    code: Code::new(&Entry {
        name: "W2029",
        title: "an integration that does not go with the data that the query reads",
        explanation: "`integration` in `[metadata]` lists the packages whose data the rule is for; Kibana shows \
            them as related integrations. The data streams of a package are called `logs-PACKAGE.STREAM-*`, \
            and its events say `PACKAGE.STREAM` as their dataset. A package that neither FROM nor a dataset \
            in the query names is one too many, and one that FROM names is missing in the list.",
    }),
    level: Severity::Warning,
    bad: "[metadata]\nintegration = ['okta']\n[rule]\nquery = 'FROM logs-aws.cloudtrail-* METADATA _id, _version, _index | KEEP *'",
    good: "[metadata]\nintegration = ['aws']\n[rule]\nquery = 'FROM logs-aws.cloudtrail-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// Patterns of Beats, which have the data of these packages as well.
const BEATS: &[(&str, &[&str])] = &[
    ("apm-", &["apm"]),
    ("auditbeat-", &["auditd_manager", "fim", "system"]),
    ("filebeat-", &[]),
    ("packetbeat-", &["network_traffic"]),
    ("winlogbeat-", &["windows", "system"]),
];

/// Packages that make alerts of models; their rules read the alerts.
const MODELS: &[&str] = &["lmd", "dga", "ded", "problemchild", "beaconing", "pad"];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(metadata) = cx.metadata() else { return Vec::new() };
    let integrations = metadata.texts("integration");
    let patterns = patterns(cx.commands);
    if integrations.is_empty() || patterns.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let datasets = datasets(cx);
    for (package, place) in &integrations {
        let is_of = |dataset: &String| dataset.split('.').next() == Some(package);
        let is_read = patterns.iter().any(|pattern| may_hold(&pattern.pattern, package))
            || datasets.iter().any(is_of)
            || MODELS.contains(package);
        if !is_read {
            let message = format!("the query reads no data of the integration `{package}`");
            found.push(
                Found::in_file(*place, message, "not read")
                    .help(format!("take it off the list, or read `logs-{package}.*` in FROM")),
            );
        }
    }
    for pattern in patterns {
        let Some(package) = package_of(&pattern.pattern) else { continue };
        if !integrations.iter().any(|(known, _)| *known == package) {
            found.push(
                Found::at(
                    pattern.span,
                    format!("the integration `{package}` is not in the list of the rule"),
                    "data of this integration",
                )
                .help(format!("add `\"{package}\"` to `integration` in `[metadata]`")),
            );
        }
    }
    found
}

/// The index patterns behind FROM, those of subqueries as well, but for excluded ones.
fn patterns(commands: &[Command]) -> Vec<&IndexPattern> {
    let mut all = Vec::new();
    for command in commands {
        let CommandKind::From(from) = &command.kind else { continue };
        for source in &from.sources {
            match source {
                Source::Index(pattern) if !pattern.pattern.starts_with('-') => all.push(pattern),
                Source::Index(_) => {}
                Source::Subquery { commands, .. } => all.extend(patterns(commands)),
            }
        }
    }
    all
}

/// The part of a pattern in front of its first wildcard.
fn fixed(pattern: &str) -> &str {
    pattern.split('*').next().unwrap_or(pattern)
}

/// Whether indices that a pattern matches may hold data of a package.
fn may_hold(pattern: &str, package: &str) -> bool {
    let fixed = fixed(pattern);
    let beats = BEATS.iter().find(|(name, _)| fixed.starts_with(name));
    beats.is_some_and(|(_, packages)| packages.is_empty() || packages.contains(&package))
        || ["logs", "metrics", "traces"].iter().any(|kind| {
            let stream = format!("{kind}-{package}");
            // `logs-*` and `logs-ok*` match it; `logs-okta.system-*` and `logs-okta*` are of it.
            let is_of = |rest: &str| rest.is_empty() || rest.starts_with(['.', '-']);
            (pattern.contains('*') && stream.starts_with(fixed))
                || fixed.strip_prefix(stream.as_str()).is_some_and(is_of)
        })
}

/// The package in the name of a data stream: `okta` of `logs-okta.system-*` and `logs-okta*`.
fn package_of(pattern: &str) -> Option<&str> {
    let package = fixed(pattern).strip_prefix("logs-")?.split(['.', '-']).next()?;
    let is_name = package.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (!package.is_empty() && is_name).then_some(package)
}

/// The texts that a dataset is compared with.
fn datasets(cx: &Context<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let is_dataset = |expr: &Expr| {
        column(expr).is_some_and(|name| name == "data_stream.dataset" || name == "event.dataset")
    };
    cx.each(&mut |expr| {
        let parts: Vec<&Expr> = match &expr.kind {
            ExprKind::Binary { left, right, .. } if is_dataset(left) => vec![right],
            ExprKind::In { value, list, .. } if is_dataset(value) => list.iter().collect(),
            ExprKind::Like { value, patterns, .. } if is_dataset(value) => {
                patterns.iter().collect()
            }
            // Arguments of STARTS_WITH, KQL and the like.
            ExprKind::Call { args, .. } => args.iter().collect(),
            _ => return,
        };
        for part in parts {
            if let ExprKind::Literal(Literal::String(text)) = &part.kind {
                let words =
                    text.split(|char: char| !(char.is_ascii_alphanumeric() || "_.".contains(char)));
                found.extend(words.map(str::to_owned));
            }
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_packages() {
        for pattern in ["logs-*", "logs-okta*", "logs-okta.system-*", "logs-ok*", "filebeat-*"] {
            assert!(may_hold(pattern, "okta"), "{pattern}");
        }
        for pattern in ["logs-okta_x.system-*", "logs-aws*", "logs-ok", "winlogbeat-*"] {
            assert!(!may_hold(pattern, "okta"), "{pattern}");
        }
        assert_eq!(package_of("logs-okta.system-*"), Some("okta"));
        assert_eq!(package_of("logs-okta*"), Some("okta"));
        assert_eq!(package_of("logs-*"), None);
        assert_eq!(package_of("metrics-*"), None);
    }
}
