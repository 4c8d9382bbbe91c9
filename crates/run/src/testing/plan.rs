//! Which tests there are: `NAME.test.toml` beside `NAME.toml`, and the files in `NAME.tests`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use esql_engine::diagnostics::codes;

use crate::trouble::Trouble;

/// The ending of a test file.
const FILE: &str = ".test.toml";

/// The ending of a folder of test files.
const FOLDER: &str = ".tests";

/// Test files, each with its rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// Ascending by the test file.
    pub(crate) files: Vec<TestFile>,
}

/// A test file and its rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TestFile {
    /// The test file.
    pub(crate) path: PathBuf,
    /// The rule.
    pub(crate) rule: PathBuf,
}

impl Plan {
    /// Finds the tests of files, rules and folders.
    ///
    /// # Errors
    /// If something does not exist, or there is no test at all.
    pub(crate) fn find(paths: &[PathBuf]) -> Result<Plan, Trouble> {
        let mut files = BTreeSet::new();
        for path in paths {
            let name = path.display().to_string();
            let metadata = fs::metadata(path).map_err(|error| Trouble::not_read(&name, &error))?;
            if metadata.is_dir() {
                folder(path, rule_of_folder(path).as_deref(), &mut files)
                    .map_err(|error| Trouble::not_read(&name, &error))?;
            } else {
                of_file(path, &mut files).map_err(|error| Trouble::not_read(&name, &error))?;
            }
        }
        if files.is_empty() {
            return Err(Trouble::error(codes::FILE_NOT_READ, "there are no tests")
                .help("tests of `rule.toml` stand in `rule.test.toml`, or in files of the folder `rule.tests`")
                .help("`esql-run test --new rule.toml` writes a first one"));
        }
        Ok(Plan { files: files.into_iter().collect() })
    }
}

/// The rules of files and folders that have no test file.
///
/// # Errors
/// If something does not exist, or there is no such rule.
pub(crate) fn untested(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let mut rules = BTreeSet::new();
    for path in paths {
        let name = path.display().to_string();
        let not_read = |error: std::io::Error| Trouble::not_read(&name, &error);
        if fs::metadata(path).map_err(not_read)?.is_dir() {
            for entry in fs::read_dir(path).map_err(not_read)? {
                let path = entry.map_err(not_read)?.path();
                let ending = path.extension().and_then(|ending| ending.to_str());
                if path.is_file() && matches!(ending, Some("toml" | "esql")) {
                    rules.insert(path);
                }
            }
        } else {
            rules.insert(path.clone());
        }
    }
    rules.retain(|rule| rule_of(rule).is_none() && !beside(rule).exists());
    if rules.is_empty() {
        return Err(Trouble::error(codes::FILE_NOT_READ, "there is no rule without a test"));
    }
    Ok(rules.into_iter().collect())
}

/// The test file of a rule.
pub(crate) fn beside(rule: &Path) -> PathBuf {
    rule.with_extension("test.toml")
}

/// The test files of a file: itself, or those of a rule.
fn of_file(path: &Path, files: &mut BTreeSet<TestFile>) -> std::io::Result<()> {
    if let Some(rule) = rule_of(path) {
        files.insert(TestFile { path: path.to_owned(), rule });
        return Ok(());
    }
    if let Some(rule) = path.parent().and_then(rule_of_folder) {
        files.insert(TestFile { path: path.to_owned(), rule });
        return Ok(());
    }
    let beside = beside(path);
    if beside.is_file() {
        files.insert(TestFile { path: beside, rule: path.to_owned() });
    }
    let tests = path.with_extension("tests");
    if tests.is_dir() { folder(&tests, Some(path), files) } else { Ok(()) }
}

/// All test files below a folder; all TOML files of one that belongs to `rule`.
fn folder(path: &Path, rule: Option<&Path>, files: &mut BTreeSet<TestFile>) -> std::io::Result<()> {
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_none_or(|name| name.starts_with('.'));
        if is_hidden {
            continue;
        }
        if path.is_dir() {
            let own = rule_of_folder(&path);
            folder(&path, own.as_deref().or(rule), files)?;
        } else if let Some(rule) = rule_of(&path) {
            files.insert(TestFile { path, rule });
        } else if let Some(rule) = rule
            && path.extension().is_some_and(|extension| extension == "toml")
        {
            files.insert(TestFile { path, rule: rule.to_owned() });
        }
    }
    Ok(())
}

/// The rule that a test file stands beside.
fn rule_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_suffix(FILE)?;
    Some(rule_called(path.parent()?, name))
}

/// The rule that a folder of tests stands beside.
fn rule_of_folder(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_suffix(FOLDER)?;
    Some(rule_called(path.parent()?, name))
}

/// A rule in TOML, or a query alone.
fn rule_called(folder: &Path, name: &str) -> PathBuf {
    let query = folder.join(format!("{name}.esql"));
    if query.is_file() { query } else { folder.join(format!("{name}.toml")) }
}
