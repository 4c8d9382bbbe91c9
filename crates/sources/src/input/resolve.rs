//! Files, folders and globs into the list of sources, in the order given, each sorted by name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use esql_diagnostics::{Diagnostic, codes, suggest};

use crate::input::Input;
use crate::input::source::{COMPRESSED, ENDINGS, Source, ends_in};

/// All sources of the inputs, or what is wrong with each that cannot be read.
pub(crate) fn resolve(inputs: &[Input]) -> Result<Vec<Source>, Vec<Diagnostic>> {
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    for input in inputs {
        match find(&input.spec) {
            Ok(Found::Stdin) => sources.push(Source::stdin(sources.len(), input.index.clone())),
            Ok(Found::Paths(paths)) => {
                for path in paths {
                    match Source::file(sources.len(), &path, input.index.clone()) {
                        Ok(source) => sources.push(source),
                        Err(error) => errors.push(not_read(&path.display().to_string(), &error)),
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

enum Found {
    Stdin,
    Paths(Vec<PathBuf>),
}

fn find(spec: &str) -> Result<Found, Diagnostic> {
    if spec == "-" {
        return Ok(Found::Stdin);
    }
    let path = Path::new(spec);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let files =
                event_files(path).map_err(|error| not_read(spec, &io::Error::from(error)))?;
            if files.is_empty() {
                return Err(Diagnostic::error(
                    codes::FILE_NOT_READ,
                    format!("there is no event file in `{spec}`"),
                )
                .help("files in a folder are read when they end in `.ndjson`, `.jsonl`, `.json` or `.parquet`, also with `.gz` or `.zst` behind"));
            }
            Ok(Found::Paths(files))
        }
        Ok(_) => Ok(Found::Paths(vec![path.to_owned()])),
        Err(error) if error.kind() == io::ErrorKind::NotFound && spec.contains(['*', '?', '[']) => {
            matching_files(spec).map(Found::Paths)
        }
        Err(error) => Err(not_read(spec, &error).maybe_help(similar_file(path))),
    }
}

fn event_files(folder: &Path) -> Result<Vec<PathBuf>, walkdir::Error> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() && has_ending(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn has_ending(path: &Path) -> bool {
    ends_in(path, ENDINGS)
        || ends_in(path, COMPRESSED) && ends_in(&path.with_extension(""), ENDINGS)
}

fn matching_files(pattern: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let bad = |message: String| Diagnostic::error(codes::FILE_NOT_READ, message);
    let paths = glob::glob(pattern)
        .map_err(|error| bad(format!("`{pattern}` is no pattern of file names: {}", error.msg)))?;
    let mut files = Vec::new();
    for path in paths {
        let path =
            path.map_err(|error| not_read(&error.path().display().to_string(), error.error()))?;
        if !path.is_dir() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(bad(format!("no file matches `{pattern}`")));
    }
    Ok(files)
}

fn not_read(name: &str, error: &io::Error) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error(codes::FILE_NOT_READ, format!("cannot read `{name}`: {reason}"))
}

/// Help with names in the same folder that look like the one not found.
fn similar_file(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    suggest::did_you_mean(&wanted, names.iter().map(String::as_str))
}
