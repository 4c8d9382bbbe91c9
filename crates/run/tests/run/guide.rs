//! The console blocks of `docs/guide` are run, and must give what stands there.
//!
//! A block is a fence of the language `console`: lines `$ command`, each followed by its standard
//! output; `$TMP` is an empty folder. With `BLESS_GUIDE=1` in the environment the output is written anew.
//! The steps of workflows and the scripts there are run as well, and must succeed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::without_time;

const FENCE: &str = "```console\n";

/// A command for the shell, to be run in `folder` with the program in its path.
fn shell(command: &str, folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_esql-run")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", command]).current_dir(folder).env("PATH", path);
    shell
}

/// The standard output of a command of the shell, in the root of the repository.
fn output(command: &str, root: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = shell(command, root).env("TMP", folder.path()).output().unwrap();
    assert!(
        output.status.code() < Some(2),
        "{command}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    // Blanks at the ends of lines do not survive editors, and times differ from run to run.
    text.lines().map(|line| without_time(line.trim_end()) + "\n").collect()
}

/// A page with the output of its commands written anew.
fn executed(page: &str, root: &Path) -> String {
    let mut parts = page.split(FENCE);
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (block, rest) = part.split_once("```\n").unwrap();
        text.push_str(FENCE);
        for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            text.push_str(&format!("$ {command}\n{}", output(command, root)));
        }
        text.push_str("```\n");
        text.push_str(rest);
    }
    text
}

#[test]
#[cfg(unix)]
fn commands_give_what_the_guide_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages: Vec<_> = fs::read_dir(root.join("docs/guide"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    for path in pages {
        let page = fs::read_to_string(&path).unwrap();
        let executed = executed(&page, &root);
        if std::env::var_os("BLESS_GUIDE").is_some() {
            fs::write(&path, executed).unwrap();
        } else {
            assert_eq!(page, executed, "{}", path.display());
        }
    }
}

/// The blocks of a language in a page.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    let parts = page.split(fence.as_str()).skip(1);
    parts.filter_map(|part| Some(part.split_once("```")?.0)).collect()
}

/// The steps of the workflow and the hook, in a repository that has nothing but our rules.
#[test]
#[cfg(unix)]
fn steps_of_the_workflow_succeed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/guide/ci.md")).unwrap();
    let steps = blocks(&page, "yaml").into_iter().flat_map(str::lines);
    let steps = steps.filter_map(|line| line.trim_start().strip_prefix("run: "));
    let commands: Vec<&str> = steps.chain(blocks(&page, "sh")).collect();
    assert!(commands.len() >= 6, "{commands:?}");
    let repository = tempfile::tempdir().unwrap();
    let copy = format!("cp -R '{}' .", root.join("rules").display());
    // Rules that others have written are kept as they are, so ours are not in one layout.
    let layout = "esql-run fmt rules";
    for command in [copy.as_str(), layout].into_iter().chain(commands) {
        let output = shell(command, repository.path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {text}");
    }
    let sarif = fs::read_to_string(repository.path().join("rules.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}
