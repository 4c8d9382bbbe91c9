//! The crates' arrows, and what every source file has in common.
#![expect(clippy::unwrap_used, reason = "a test panics where it cannot go on")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which crates of the project each may use. Dependencies of tests are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("data", &[]),
    ("parser", &["diagnostics"]),
    ("functions", &["data"]),
    ("planner", &["parser", "functions", "data", "diagnostics"]),
    ("executor", &["planner", "functions", "data"]),
    ("sources", &["data", "planner", "diagnostics"]),
    ("engine", &["diagnostics", "data", "parser", "functions", "planner", "executor", "sources"]),
    ("rules", &["engine", "diagnostics"]),
    ("run", &["engine", "rules"]),
    ("testing", &["engine", "rules", "run"]),
];

/// How long a file may be.
const MOST_LINES: usize = 450;

/// File names that say nothing of what is inside.
const VAGUE: [&str; 4] = ["utils", "util", "helpers", "common"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

#[test]
fn crates_use_only_what_their_row_names() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut unseen: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let name = name.strip_prefix("esql-").unwrap_or(name);
        let Some((name, allowed)) = ARROWS.iter().find(|(row, _)| *row == name) else {
            wrong.push(format!("`{name}` has no row"));
            continue;
        };
        unseen.remove(name);
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            if let (Some(used), Value::Null) = (used.strip_prefix("esql-"), &dependency["kind"])
                && !allowed.contains(&used)
            {
                wrong.push(format!("`{name}` must not use `{used}`"));
            }
        }
    }
    wrong.extend(unseen.into_iter().map(|name| format!("`{name}` has a row and is no crate")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn source_files_are_tidy() {
    // Spelled apart, so that this file is no hit itself.
    let forbidden = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["/wo", "rk/"].concat()];
    let crates = root().join("crates");
    let mut wrong = Vec::new();
    let files = walkdir::WalkDir::new(&crates).into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.path().extension().is_some_and(|ending| ending == "rs")) {
        let name = file.path().strip_prefix(&crates).unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        if !text.starts_with("//! ") {
            wrong.push(format!("{name}: does not begin with `//!`"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{name}: {lines} lines, more than {MOST_LINES}"));
        }
        let stem = file.path().file_stem().unwrap().to_str().unwrap();
        if VAGUE.contains(&stem) {
            wrong.push(format!("{name}: the name says nothing"));
        }
        for word in forbidden.iter().filter(|word| text.contains(word.as_str())) {
            wrong.push(format!("{name}: contains `{word}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
