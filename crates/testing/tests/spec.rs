//! Every block of `testdata/spec`, and every example of every function, as a test of its own.
#![expect(clippy::unwrap_used, reason = "a test panics where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use esql_engine::functions::{Family, FunctionDef, registry};
use esql_testing::spec::{self, Block};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Blocks run on threads of their own already.
    arguments.test_threads.get_or_insert(2);
    let mut trials = blocks();
    trials.extend(examples());
    trials.push(Trial::test("registry::rows_are_complete", rows_are_complete));
    trials.push(Trial::test("registry::names_are_unique", names_are_unique));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// `spec::<path>::<title>` for each block.
fn blocks() -> Vec<Trial> {
    let folder = testdata().join("spec");
    let data: Arc<Path> = testdata().join("data").into();
    let mut trials = Vec::new();
    let files = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.path().extension().is_some_and(|ending| ending == "spec"))
    {
        let path = file.path().strip_prefix(&folder).unwrap().with_extension("");
        let path = path.to_str().unwrap().replace('/', "::");
        match spec::read_file(file.path()) {
            Ok(blocks) => trials.extend(blocks.into_iter().map(|block| {
                let place = format!("{}:{}", file.path().display(), block.line);
                let name = format!("spec::{path}::{}", block.title);
                let data = Arc::clone(&data);
                Trial::test(name, move || check(&block, &data, &place))
            })),
            Err(error) => {
                trials.push(Trial::test(format!("spec::{path}"), move || Err(error.into())));
            }
        }
    }
    trials
}

fn check(block: &Block, data: &Path, place: &str) -> Result<(), Failed> {
    spec::check(block, data).map_err(|error| format!("{place}\n{error}").into())
}

/// The rows that a query can reach.
fn rows() -> impl Iterator<Item = &'static FunctionDef> {
    registry::all().filter(|def| def.family != Family::Internal)
}

/// `example::<function>` for each function. What warnings an example gives is not its subject.
fn examples() -> impl Iterator<Item = Trial> {
    rows().map(|def| {
        Trial::test(format!("example::{}", def.name), || {
            let examples = def.examples.iter();
            let wrong: Vec<String> = examples
                .filter_map(|one| spec::check_example(one.query, one.answer).err())
                .collect();
            if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n\n").into()) }
        })
    })
}

fn rows_are_complete() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for def in rows() {
        let mut lacks = |what: &str| wrong.push(format!("{}: {what}", def.name));
        // An example reads no documents, and these functions read nothing else.
        let of_index = def.family == Family::Search || def.name == "field_extract";
        if def.examples.is_empty() && !of_index {
            lacks("no example");
        }
        if !def.summary.ends_with('.') {
            lacks("the summary is no sentence");
        }
        let lower_snake =
            |name: &str| name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if def.name.is_empty()
            || !lower_snake(def.name)
            || !def.aliases.iter().all(|name| lower_snake(name))
        {
            lacks("a name that is not lower_snake");
        }
        if def.params.iter().any(|param| param.name.is_empty() || param.summary.is_empty()) {
            lacks("a parameter without name or summary");
        }
        if def.options.iter().any(|option| option.name.is_empty() || option.summary.is_empty()) {
            lacks("an option without name or summary");
        }
        if def.since.first.is_empty() {
            lacks("no stack version");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn names_are_unique() -> Result<(), Failed> {
    let mut names: Vec<&str> = registry::all()
        .flat_map(|def| std::iter::once(def.name).chain(def.aliases.iter().copied()))
        .collect();
    names.sort_unstable();
    let twice: Vec<&str> =
        names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    if twice.is_empty() { Ok(()) } else { Err(format!("twice: {}", twice.join(", ")).into()) }
}
