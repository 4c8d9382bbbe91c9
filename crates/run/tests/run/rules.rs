//! The rules of this repository on the events made for them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::call;

/// The folders beside the rules.
fn cases() -> Vec<PathBuf> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut cases: Vec<PathBuf> = fs::read_dir(rules)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn rules_give_the_expected_answers() {
    for case in cases() {
        let rule = case.with_extension("toml");
        let args = [rule.to_str().unwrap(), "events.ndjson", "--format", "json"];
        for threads in ["1", "2", "8"] {
            let args: Vec<&str> = args.into_iter().chain(["--threads", threads]).collect();
            let called = call(&case, &args);
            assert!(called.code < Some(2), "{}: {}", case.display(), called.stderr);
            let actual: Value = serde_json::from_str(&called.stdout).unwrap();
            let expected = fs::read_to_string(case.join("expected.json")).unwrap();
            let expected: Value = serde_json::from_str(&expected).unwrap();
            assert_eq!(actual, expected, "{}", case.display());
        }
    }
}
