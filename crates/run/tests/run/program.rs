//! Calls the program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a call gave.
pub(crate) struct Called {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Called {
    /// All of it, for snapshots. Times differ from run to run and are taken out.
    pub(crate) fn text(&self) -> String {
        let stderr: Vec<String> = self.stderr.lines().map(without_time).collect();
        let code = self.code.map_or_else(|| "none".into(), |code| code.to_string());
        format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", self.stdout, stderr.join("\n"))
    }
}

/// The line without the time at its end.
pub(crate) fn without_time(line: &str) -> String {
    match line.rsplit_once(" in ") {
        Some((before, after)) if is_time(after) => {
            format!("{before} in ...")
        }
        _ => line.to_owned(),
    }
}

/// Whether the text begins with a number and a unit of time.
fn is_time(text: &str) -> bool {
    let unit = text.split_whitespace().nth(1);
    text.starts_with(|first: char| first.is_ascii_digit())
        && unit.is_some_and(|unit| ["µs", "ms", "s", "min"].contains(&unit))
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

/// Calls the program in `folder` with nothing on standard input.
pub(crate) fn call(folder: &Path, args: &[&str]) -> Called {
    call_with(folder, args, "")
}

/// Calls the program in `folder` with `stdin`.
pub(crate) fn call_with(folder: &Path, args: &[&str], stdin: &str) -> Called {
    let mut child = Command::new(env!("CARGO_BIN_EXE_esql-run"))
        .args(args)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that wants no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Called {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
