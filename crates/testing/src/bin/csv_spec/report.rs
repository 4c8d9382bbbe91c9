//! What came of the cases, for people and as JSON.

use std::collections::BTreeMap;
use std::process::ExitCode;

use esql_testing::csv_spec::{Verdict, Verified};
use esql_testing::known::KnownFailures;
use serde_json::{Value, json};

use crate::{Arguments, Found};

#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed(_) => self.failed += 1,
            Verdict::Skipped(_) => self.skipped += 1,
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Prints the failures that were asked for, the counts per file, the warnings' score, what the list
/// of known failures does not say, and the sum, which is the last line.
///
/// # Errors
/// If the JSON file cannot be written.
pub(crate) fn report(
    arguments: &Arguments,
    known: Option<&KnownFailures>,
    cases: &[Found],
    verified: &[Verified],
) -> Result<ExitCode, String> {
    let both = || cases.iter().zip(verified);
    let mut shown = 0;
    for (found, verified) in both() {
        if let Verdict::Failed(why) = &verified.verdict
            && (arguments.verbose || shown < arguments.failures)
        {
            shown += 1;
            show(found, verified, why, known.and_then(|known| known.reason(&found.name)));
        }
    }
    let mut files: BTreeMap<&str, (Count, BTreeMap<&str, usize>)> = BTreeMap::new();
    let mut total = Count::default();
    for (found, Verified { verdict, .. }) in both() {
        let (count, reasons) = files.entry(&found.file).or_default();
        count.add(verdict);
        total.add(verdict);
        if let Verdict::Skipped(why) = verdict {
            *reasons.entry(why).or_default() += 1;
        }
    }
    for (file, (count, reasons)) in &files {
        println!("{file}: {count}");
        for (why, times) in reasons {
            println!("    {times} x {why}");
        }
    }
    if let Some(path) = &arguments.json {
        let text = both().map(|(found, verified)| row(found, verified)).collect::<Value>();
        std::fs::write(path, text.to_string())
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    warnings(arguments, both());
    let fails = match known {
        None => total.failed > 0,
        Some(known) => {
            let verdicts = both().map(|(found, one)| (found.name.as_str(), &one.verdict)).collect();
            let surprises = known.surprises(&verdicts, arguments.filter.is_none());
            for surprise in &surprises {
                println!("{surprise}");
            }
            !surprises.is_empty()
        }
    };
    println!("{total}");
    Ok(ExitCode::from(u8::from(fails)))
}

fn show(Found { name, case, .. }: &Found, verified: &Verified, why: &str, known: Option<&str>) {
    println!("--- {name}: {why}");
    if let Some(reason) = known {
        println!("known: {reason}");
    }
    println!("{}\nexpected:\n{}\ngot:\n{}", case.query, case.result, verified.got);
}

/// How many of the cases with the right rows have the right warnings too; and how many of those
/// that expect some.
fn warnings<'a>(arguments: &Arguments, cases: impl Iterator<Item = (&'a Found, &'a Verified)>) {
    let (mut all, mut all_right, mut warning, mut warning_right) = (0, 0, 0, 0);
    for (Found { name, case, .. }, verified) in cases {
        let (Verdict::Passed, Some(warnings)) = (&verified.verdict, &verified.warnings) else {
            continue;
        };
        let right = usize::from(warnings.is_ok());
        all += 1;
        all_right += right;
        if !case.warnings.is_empty() || !case.allowed_warnings.is_empty() {
            warning += 1;
            warning_right += right;
        }
        if let (Err(why), true) = (warnings, arguments.warnings) {
            println!("--- {name}: warnings\n{}\n{why}", case.query);
        }
    }
    println!(
        "warnings: {all_right} of {all} passed cases warn as expected, \
         {warning_right} of the {warning} that expect a warning"
    );
}

fn row(Found { file, case, .. }: &Found, verified: &Verified) -> Value {
    let (verdict, reason) = match &verified.verdict {
        Verdict::Passed => ("passed", None),
        Verdict::Failed(why) => ("failed", Some(why)),
        Verdict::Skipped(why) => ("skipped", Some(why)),
    };
    let warnings = verified.warnings.as_ref().map(Result::is_ok);
    json!({
        "file": file, "name": case.name, "verdict": verdict, "reason": reason,
        "warnings": warnings,
    })
}
