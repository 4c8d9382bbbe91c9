//! The list of cases that are known to fail, held against what came of them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::csv_spec::Verdict;

/// Names of cases that fail, each with the reason.
#[derive(Debug, Default)]
pub struct KnownFailures(BTreeMap<String, String>);

impl KnownFailures {
    /// Reads a TOML file of `"case" = "reason"`.
    ///
    /// # Errors
    /// If the file cannot be read or is something else.
    pub fn read(path: &Path) -> Result<KnownFailures, String> {
        let place = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| place(&error))?;
        KnownFailures::parse(&text).map_err(|error| place(&error))
    }

    fn parse(text: &str) -> Result<KnownFailures, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
        let reasons = table.into_iter().map(|(name, reason)| match reason {
            toml::Value::String(reason) if !reason.is_empty() => Ok((name, reason)),
            _ => Err(format!("`{name}` has no reason")),
        });
        reasons.collect::<Result<_, _>>().map(KnownFailures)
    }

    /// Why a case is known to fail, if it is.
    #[must_use]
    pub fn reason(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// What the list does not say truly: failures that are not on it, cases on it that pass or do
    /// not run, and, if `all` cases are here, names of no case.
    #[must_use]
    pub fn surprises(&self, verdicts: &BTreeMap<&str, &Verdict>, all: bool) -> Vec<String> {
        let mut surprises = Vec::new();
        for (name, verdict) in verdicts {
            match (verdict, self.0.contains_key(*name)) {
                (Verdict::Failed(why), false) => {
                    surprises.push(format!("{name} fails and is not on the list: {why}"));
                }
                (Verdict::Passed, true) => {
                    surprises.push(format!("{name} passes and is on the list"));
                }
                (Verdict::Skipped(_), true) => {
                    surprises.push(format!("{name} is skipped and is on the list"));
                }
                _ => {}
            }
        }
        let missing = self.0.keys().filter(|name| all && !verdicts.contains_key(name.as_str()));
        surprises.extend(missing.map(|name| format!("{name} is on the list and no case")));
        surprises
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_does_not_say() {
        let known = KnownFailures::parse("'a.x' = 'old'\n'a.y' = 'old'\n'a.z' = 'old'").unwrap();
        let failed = Verdict::Failed("row 1 differs".to_owned());
        let verdicts = BTreeMap::from([
            ("a.x", &failed),
            ("a.y", &Verdict::Passed),
            ("b.v", &failed),
            ("b.w", &Verdict::Passed),
        ]);
        let surprises = [
            "a.y passes and is on the list",
            "b.v fails and is not on the list: row 1 differs",
            "a.z is on the list and no case",
        ];
        assert_eq!(known.surprises(&verdicts, true), surprises);
        assert_eq!(known.surprises(&verdicts, false), surprises[..2]);
        assert_eq!(known.reason("a.x"), Some("old"));
        assert!(KnownFailures::parse("a = ''").is_err());
    }
}
