//! The files with rules and queries that paths name: files, folders, globs.

use std::fs;
use std::path::Path;

use esql_engine::diagnostics::codes;
use walkdir::WalkDir;

use crate::trouble::Trouble;

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// The files that `paths` name, in their order; those of folders and globs by name.
///
/// # Errors
/// If a path names nothing.
pub(crate) fn find(paths: &[String]) -> Result<Vec<String>, Trouble> {
    let mut files = Vec::new();
    for path in paths {
        if path == STDIN || Path::new(path).is_file() {
            files.push(path.clone());
        } else if Path::new(path).is_dir() {
            files.extend(below(path));
        } else {
            files.extend(of_glob(path)?);
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(file.clone()));
    if files.is_empty() {
        let trouble = Trouble::error(codes::FILE_NOT_READ, "no rules and no queries are there");
        return Err(trouble.help("a rule is a `.toml` file, a query alone an `.esql` file"));
    }
    Ok(files)
}

/// The rules and queries below a folder, by name.
pub(crate) fn below(folder: &str) -> Vec<String> {
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let rules = files.filter(|file| file.file_type().is_file() && is_rule(file.path()));
    let shown = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned();
    rules.map(|file| shown(file.path())).collect()
}

/// Whether a file is called as a rule or a query is.
pub(crate) fn is_rule(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    name.is_some_and(|name| {
        name.ends_with(".esql")
            || name.ends_with(".toml") && !name.ends_with(".test.toml") && name != "esql-run.toml"
    })
}

fn of_glob(pattern: &str) -> Result<Vec<String>, Trouble> {
    let found = glob::glob(pattern).map_err(|error| {
        Trouble::error(codes::FILE_NOT_READ, format!("`{pattern}` is no glob: {}", error.msg))
    })?;
    let mut files = Vec::new();
    for path in found.flatten() {
        if path.is_dir() {
            files.extend(below(&path.to_string_lossy()));
        } else if is_rule(&path) {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    if files.is_empty() {
        let message = format!("cannot read `{pattern}`: there is no such file or folder");
        return Err(Trouble::error(codes::FILE_NOT_READ, message));
    }
    Ok(files)
}

/// The text of a file; [`STDIN`] is standard input.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn read(path: &str) -> Result<String, Trouble> {
    let text = if path == STDIN {
        std::io::read_to_string(std::io::stdin())
    } else {
        fs::read_to_string(path)
    };
    text.map_err(|error| Trouble::not_read(path, &error))
}
