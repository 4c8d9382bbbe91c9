//! The rules of a file in uap-core's form: regular expressions with what their groups mean.
//!
//! Groups stand for the name and up to four parts of the version. A replacement takes the place of
//! a group; that of the name can hold the first group as `$1`.

use std::sync::OnceLock;

use regex::bytes::{Captures, Regex, RegexBuilder};
use yaml_rust2::{Yaml, YamlLoader};

/// How many parts a version has.
const PARTS: usize = 4;

/// The rules for programs, systems and devices.
pub struct Rules {
    name: String,
    programs: Vec<Rule>,
    systems: Vec<Rule>,
    devices: Vec<Rule>,
}

struct Rule {
    pattern: String,
    ignore_case: bool,
    /// Made when it is first wanted: most rules are never come to.
    regex: OnceLock<Option<Regex>>,
    name: Option<String>,
    parts: [Option<String>; PARTS],
}

/// What a rule found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) name: String,
    parts: [Option<String>; PARTS],
}

impl Found {
    /// The parts of the version up to the first that is missing.
    pub(super) fn version(&self) -> Option<String> {
        let parts: Vec<&str> = self.parts.iter().map_while(Option::as_deref).collect();
        (!parts.is_empty()).then(|| parts.join("."))
    }
}

impl Rules {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is no YAML or has none of the lists of rules; as half a sentence.
    pub fn parse(name: &str, text: &str) -> Result<Rules, String> {
        let documents = YamlLoader::load_from_str(text).map_err(|error| error.to_string())?;
        let root = documents.first().ok_or("it is empty")?;
        let rules = Rules {
            name: name.to_owned(),
            programs: list(root, "user_agent_parsers", "family_replacement", "")?,
            systems: list(root, "os_parsers", "os_replacement", "os_")?,
            devices: list(root, "device_parsers", "device_replacement", "device_")?,
        };
        if rules.programs.is_empty() && rules.systems.is_empty() && rules.devices.is_empty() {
            return Err("it has no rules".to_owned());
        }
        Ok(rules)
    }

    /// Makes all expressions ready, which takes a while.
    ///
    /// # Errors
    /// If there is one that cannot be used; as half a sentence.
    pub fn check(&self) -> Result<(), String> {
        let mut rules = self.programs.iter().chain(&self.systems).chain(&self.devices);
        match rules.find(|rule| rule.regex().is_none()) {
            Some(rule) => Err(format!("`{}` does not run as a regular expression", rule.pattern)),
            None => Ok(()),
        }
    }

    /// What the rules are called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn program(&self, text: &str) -> Option<Found> {
        self.programs.iter().find_map(|rule| rule.find(text))
    }

    pub(super) fn system(&self, text: &str) -> Option<Found> {
        self.systems.iter().find_map(|rule| rule.find(text))
    }

    pub(super) fn device(&self, text: &str) -> Option<Found> {
        self.devices.iter().find_map(|rule| rule.find(text))
    }
}

fn list(root: &Yaml, key: &str, name: &str, prefix: &str) -> Result<Vec<Rule>, String> {
    let rules = match &root[key] {
        Yaml::BadValue => return Ok(Vec::new()),
        Yaml::Array(rules) => rules,
        _ => return Err(format!("`{key}` is no list")),
    };
    let text = |rule: &Yaml, key: &str| match &rule[key] {
        Yaml::Integer(number) => Some(number.to_string()),
        other => other.as_str().map(str::to_owned),
    };
    let rule = |rule: &Yaml| {
        let pattern = text(rule, "regex").ok_or(format!("a rule of `{key}` has no `regex`"))?;
        Ok(Rule {
            ignore_case: text(rule, "regex_flag").as_deref() == Some("i"),
            regex: OnceLock::new(),
            name: text(rule, name),
            parts: std::array::from_fn(|at| {
                text(rule, &format!("{prefix}v{}_replacement", at + 1))
            }),
            pattern,
        })
    };
    rules.iter().map(rule).collect()
}

impl Rule {
    fn regex(&self) -> Option<&Regex> {
        let made = self.regex.get_or_init(|| {
            // Java's classes are those of ASCII, and case too.
            let mut builder = RegexBuilder::new(&self.pattern);
            builder.unicode(false).case_insensitive(self.ignore_case).build().ok()
        });
        made.as_ref()
    }

    fn find(&self, text: &str) -> Option<Found> {
        let groups = self.regex()?.captures(text.as_bytes())?;
        let name = match &self.name {
            Some(name) => match group(&groups, 1) {
                Some(first) => name.replacen("$1", &first, 1),
                None => name.clone(),
            },
            None => group(&groups, 1)?,
        };
        let part = |at: usize| self.parts[at].clone().or_else(|| group(&groups, at + 2));
        Some(Found { name, parts: std::array::from_fn(part) })
    }
}

/// What a group found; nothing is no finding.
fn group(groups: &Captures<'_>, at: usize) -> Option<String> {
    let group = groups.get(at)?.as_bytes();
    (!group.is_empty()).then(|| String::from_utf8_lossy(group).into_owned())
}
