//! What came of all cases, and the table of those that did not come out as wanted.

use std::collections::BTreeMap;

use esql_testing::csv_spec::Verdict;
use esql_testing::known::KnownFailures;

/// Verdicts by the names of cases: `part.case`.
#[derive(Default)]
pub(crate) struct Verdicts(BTreeMap<String, Verdict>);

impl Verdicts {
    pub(crate) fn add(&mut self, name: String, verdict: Verdict) {
        self.0.insert(name, verdict);
    }

    /// How many of the cases whose names begin with `part` passed, failed, and were set aside.
    pub(crate) fn count(&self, part: &str) -> (usize, usize, usize) {
        let mut count = (0, 0, 0);
        for (_, verdict) in self.0.iter().filter(|(name, _)| name.starts_with(part)) {
            match verdict {
                Verdict::Passed => count.0 += 1,
                Verdict::Failed(_) => count.1 += 1,
                Verdict::Skipped(_) => count.2 += 1,
            }
        }
        count
    }

    /// Prints what is not as wanted, with the reasons, and compares it with what is `known`; `all`
    /// says whether all cases are here.
    ///
    /// # Errors
    /// How many cases fail without being on the list, or are on it and do not fail.
    pub(crate) fn settle(&self, known: &KnownFailures, all: bool) -> Result<(), String> {
        let mut failed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut aside: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (name, verdict) in &self.0 {
            match verdict {
                Verdict::Passed => {}
                Verdict::Failed(_) => {
                    let reason = known.reason(name).unwrap_or("UNKNOWN");
                    failed.entry(reason).or_default().push(name);
                }
                Verdict::Skipped(why) => {
                    let part = name.rsplit_once('.').map_or(name.as_str(), |(part, _)| part);
                    let part = part.split_once('/').map_or(part, |(part, _)| part);
                    *aside.entry((why, part)).or_default() += 1;
                }
            }
        }
        println!("== mismatches");
        for (reason, names) in failed {
            println!("{} x {reason}", names.len());
            names.iter().for_each(|name| println!("    {name}"));
        }
        println!("== set aside");
        aside.iter().for_each(|((why, part), times)| println!("{times} x {why} ({part})"));
        let verdicts = self.0.iter().map(|(name, verdict)| (name.as_str(), verdict)).collect();
        let surprises = known.surprises(&verdicts, all);
        if surprises.is_empty() {
            return Ok(());
        }
        println!("== surprises");
        surprises.iter().for_each(|surprise| println!("{surprise}"));
        Err(format!("{} surprises", surprises.len()))
    }
}
