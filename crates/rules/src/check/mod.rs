//! The check of one file: its shape, its queries on each stack version, and the lints.
//!
//! Nothing is run and no data is read: fields have the types of the field table and of the
//! mappings that are given.

pub(crate) mod catalog;
mod fix;
mod stacks;

use esql_diagnostics::{Diagnostic, Severity, SourceFile, codes};
use esql_engine::functions::{Session, StackVersion};
use esql_engine::parser::esql;
use esql_engine::sources::Mapping;
use esql_engine::{Query, Settings, on_deep_stack};
use jiff::Timestamp;
use toml::de::DeTable;

use crate::lint::{self, Lint};
use crate::{Document, Kind, Rule, shape};
pub(crate) use catalog::FieldCatalog;
pub use fix::{Edit, fixed};

/// The stack versions that rules are made for, as far as they are supported.
pub const STACKS: &[StackVersion] = &[
    StackVersion { major: 8, minor: 19 },
    StackVersion { major: 9, minor: 3 },
    StackVersion { major: 9, minor: 4 },
    StackVersion { major: 9, minor: 5 },
    StackVersion { major: 9, minor: 6 },
];

/// Something to tell the author of a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is, with places in the file.
    pub diagnostic: Diagnostic,
    /// The stack versions on which it is so; empty if it has nothing to do with them.
    pub stacks: Vec<StackVersion>,
    /// The lint that found it.
    pub lint: Option<&'static Lint>,
    /// What mends it, if that is safe to do unseen.
    pub fix: Option<Fix>,
}

/// Changes in one query of a file.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The number of the query in the file.
    pub query: usize,
    /// The changes.
    pub edits: Vec<Edit>,
}

impl Finding {
    fn of(diagnostic: Diagnostic) -> Finding {
        Finding { diagnostic, stacks: Vec::new(), lint: None, fix: None }
    }
}

/// What a check found in a file.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The file, which all places refer to.
    pub file: SourceFile,
    /// What was found, in the order of the file.
    pub findings: Vec<Finding>,
    /// What the file is; `None` if it could not be read.
    pub kind: Option<Kind>,
    /// The stack versions that its queries were checked for, ascending.
    pub stacks: Vec<StackVersion>,
}

/// Checks files.
pub struct Checker {
    catalog: FieldCatalog,
    stacks: Option<Vec<StackVersion>>,
    settings: Settings,
    levels: lint::Levels,
}

impl Checker {
    /// A checker at the time `now`, which index names with dates depend on.
    #[must_use]
    pub fn new(now: Timestamp) -> Checker {
        let settings = Settings::new(Session::at(now));
        let levels = lint::Levels::default();
        Checker { catalog: FieldCatalog::new(None), stacks: None, settings, levels }
    }

    /// Fields have the types of `mapping` before those of the field table.
    #[must_use]
    pub fn with_mapping(self, mapping: Mapping) -> Checker {
        Checker { catalog: FieldCatalog::new(Some(mapping)), ..self }
    }

    /// Queries must be valid on these stack versions, whatever rules say.
    #[must_use]
    pub fn with_stacks(self, stacks: Vec<StackVersion>) -> Checker {
        Checker { stacks: Some(stacks), ..self }
    }

    /// How bad what lints find is.
    #[must_use]
    pub fn with_levels(self, levels: lint::Levels) -> Checker {
        Checker { levels, ..self }
    }

    /// Checks the file called `name`. `None` if there is nothing in it for us, see
    /// [`Document::read`].
    #[must_use]
    pub fn check(&self, name: &str, text: &str) -> Option<Checked> {
        let file = SourceFile::new(name, text);
        let document = match Document::read(name, text) {
            Ok(document) => document?,
            Err(diagnostics) => {
                let findings = diagnostics.into_iter().map(Finding::of).collect();
                return Some(Checked { file, findings, kind: None, stacks: Vec::new() });
            }
        };
        let is_toml = document.kind() != Kind::Query;
        let toml = is_toml.then(|| DeTable::parse_recoverable(text).0);
        let toml = toml.as_ref().map(toml::Spanned::get_ref);
        let mut findings = Vec::new();
        let mut rule = None;
        match (document.kind(), toml) {
            (Kind::Rule, Some(toml)) => {
                findings.extend(shape::check(toml).into_iter().map(Finding::of));
                rule = Rule::parse(name, text).ok();
            }
            (Kind::Hunt, Some(toml)) => {
                findings.extend(shape::check_hunt(toml).into_iter().map(Finding::of));
            }
            _ => {}
        }
        let stacks = self.stacks_of(&document, rule.as_ref());
        for (number, query) in document.queries().iter().enumerate() {
            findings.extend(on_deep_stack(|| {
                self.query(&document, number, query, rule.as_ref(), toml, &stacks)
            }));
        }
        findings.sort_by_key(|finding| (finding.diagnostic.span(), finding.diagnostic.code.name()));
        Some(Checked { file, findings, kind: Some(document.kind()), stacks })
    }

    /// The versions that a file must be valid on: those asked for; else for a rule from its
    /// oldest to the newest; else the newest.
    fn stacks_of(&self, document: &Document, rule: Option<&Rule>) -> Vec<StackVersion> {
        if let Some(stacks) = &self.stacks {
            return stacks.clone();
        }
        if document.kind() != Kind::Rule {
            return vec![StackVersion::NEWEST];
        }
        let oldest = rule.and_then(Rule::oldest_stack);
        let fits = |stack: &&StackVersion| oldest.is_none_or(|oldest| **stack >= oldest);
        let mut stacks: Vec<StackVersion> = STACKS.iter().filter(fits).copied().collect();
        match oldest {
            Some(oldest) if stacks.first() != Some(&oldest) => stacks.insert(0, oldest),
            _ => {}
        }
        stacks
    }

    /// Whether nothing says from which version on a rule must be valid. Then it must be on the
    /// newest, and what older ones lack is worth a warning.
    fn is_open(&self, rule: Option<&Rule>) -> bool {
        self.stacks.is_none() && rule.is_some_and(|rule| rule.min_stack_version.is_none())
    }

    fn query(
        &self,
        document: &Document,
        number: usize,
        query: &Query,
        rule: Option<&Rule>,
        toml: Option<&DeTable<'_>>,
        stacks: &[StackVersion],
    ) -> Vec<Finding> {
        let analysis = stacks::analyze_each(query, &self.catalog, &self.settings, stacks);
        let mut findings = analysis.findings;
        let oldest = rule.and_then(Rule::oldest_stack);
        for finding in &mut findings {
            finding.diagnostic = query.place(finding.diagnostic.clone());
            let excluded = |oldest: &StackVersion| finding.stacks.iter().all(|one| one < oldest);
            if finding.diagnostic.code == codes::NOT_IN_STACK
                && let Some(oldest) = oldest.filter(excluded)
            {
                let help = format!("the rule says that it is for stacks from {oldest} on");
                finding.diagnostic.help = vec![help];
            }
            if self.is_open(rule) && finding.stacks.last() != stacks.last() {
                finding.diagnostic.severity = finding.diagnostic.severity.min(Severity::Warning);
                let help = "say in `[metadata]` from which version on the rule is for, as \
                    `min_stack_version`";
                finding.diagnostic.help.push(help.to_owned());
            }
        }
        let is_broken = findings.iter().any(|finding| {
            finding.diagnostic.is_error() && finding.diagnostic.code.name().starts_with("E01")
        });
        let parsed = esql::parse(query.text());
        let (allowed, unknown) = lint::allow::allowed(query.text());
        findings.extend(unknown.into_iter().map(|one| Finding::of(query.place(one))));
        // Of a text that is no query, nothing more can be said.
        if !is_broken {
            let cx = lint::Context {
                kind: document.kind(),
                query,
                commands: &parsed.query.commands,
                plan: analysis.plan.as_ref(),
                rule,
                toml,
                stacks,
                catalog: &self.catalog,
            };
            for lint in lint::ALL.iter().filter(|lint| !allowed.contains(&lint.name)) {
                let Some(severity) = self.levels.of(lint, document.file().name()) else { continue };
                let found = (lint.check)(&cx).into_iter();
                findings.extend(found.map(|found| found.finding(&cx, lint, severity, number)));
            }
        }
        findings
    }
}

impl Checked {
    /// How many findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }
}
