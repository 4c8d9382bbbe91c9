//! Runs blocks, each in several configurations that must not matter.

use std::path::Path;

use esql_engine::sources::{Options, Unmapped};
use esql_engine::{Control, Many, Outcome, Query, Settings, run, run_many};

use super::block::{Block, Setting};
use super::reply::Reply;
use crate::fixture::{Documents, Fixture};

/// What must not change an answer.
#[derive(Clone, Copy, Debug)]
pub struct Configuration {
    /// Whether plans are optimized.
    pub optimize: bool,
    /// Rows of a batch.
    pub batch_rows: usize,
    /// Threads.
    pub threads: usize,
    /// How many times the query runs over one reading of the documents.
    pub copies: usize,
}

impl Configuration {
    /// The one that spec files are written with.
    pub const USUAL: Configuration =
        Configuration { optimize: true, batch_rows: 4096, threads: 1, copies: 1 };

    /// All that are tried.
    pub fn all() -> impl Iterator<Item = Configuration> {
        let options = [true, false].into_iter();
        let alone = options.flat_map(|optimize| {
            [4096, 3, 1].into_iter().flat_map(move |batch_rows| {
                [1, 4].map(|threads| Configuration { optimize, batch_rows, threads, copies: 1 })
            })
        });
        let together = [(4096, 1), (3, 4)].map(|(batch_rows, threads)| Configuration {
            optimize: true,
            batch_rows,
            threads,
            copies: 2,
        });
        alone.chain(together)
    }

    /// These settings with this configuration.
    pub fn apply(self, settings: &mut Settings) {
        let Configuration { optimize, batch_rows, threads, copies: _ } = self;
        settings.optimize = optimize;
        settings.batch_rows = batch_rows;
        settings.threads = threads;
    }
}

/// The engine's reply to a block. `data` is the folder of data files.
///
/// # Errors
/// If a setting of the block cannot be used.
pub fn reply(block: &Block, data: &Path, configuration: Configuration) -> Result<Reply, String> {
    replies(block, data, &mut std::iter::once(configuration), &mut |_, _| Ok(()))
}

/// Runs a block in every configuration and compares.
///
/// # Errors
/// What is wrong, to be shown.
pub fn check(block: &Block, data: &Path) -> Result<(), String> {
    let Some(answer) = &block.answer else {
        return Err("the block has no answer; write it, or let `spec bless` do it".to_owned());
    };
    let expected = Reply::parse(answer.iter().map(String::as_str))?;
    let any_order = block.setting(Setting::Order) == Some("any");
    compare(block, data, &expected, &|reply| expected.accepts(reply, any_order))
}

/// Runs the example of a function in every configuration and compares the table, not warnings.
///
/// # Errors
/// What is wrong, to be shown.
pub fn check_example(query: &str, answer: &str) -> Result<(), String> {
    let expected = Reply::parse(answer.lines())?;
    let block = Block::of_query(query);
    compare(&block, Path::new(""), &expected, &|reply| expected.table() == reply.table())
}

/// Whether the usual configuration gives what is expected, and all others the same.
fn compare(
    block: &Block,
    data: &Path,
    expected: &Reply,
    accepts: &dyn Fn(&Reply) -> bool,
) -> Result<(), String> {
    let mut usual = None;
    let mut see = |configuration: Configuration, reply: &Reply| {
        let text = reply.print();
        match &usual {
            None if !accepts(reply) => {
                let expected = expected.print();
                return Err(format!("{}\nexpected:\n{expected}got:\n{text}", block.query));
            }
            None => usual = Some(text),
            Some(usual) if *usual != text => {
                return Err(format!(
                    "{}\nanother answer with {configuration:?}\nusual:\n{usual}got:\n{text}",
                    block.query
                ));
            }
            Some(_) => {}
        }
        Ok(())
    };
    replies(block, data, &mut Configuration::all(), &mut see).map(drop)
}

/// The text of a file with the answers that the engine gives now; with `missing` only blocks
/// without an answer get one.
///
/// # Errors
/// If a setting of a block cannot be used.
pub fn bless(blocks: &[Block], data: &Path, missing: bool) -> Result<String, String> {
    let mut texts = Vec::new();
    for block in blocks {
        if let Some(answer) = block.answer.as_ref().filter(|_| missing) {
            texts.push(block.with_answer(&answer.join("\n")));
            continue;
        }
        let reply = reply(block, data, Configuration::USUAL)
            .map_err(|error| format!("`{}`: {error}", block.title))?;
        texts.push(block.with_answer(&reply.print()));
    }
    Ok(texts.join("\n"))
}

/// The replies in each configuration, shown to `see` one by one; gives the last.
fn replies(
    block: &Block,
    data: &Path,
    configurations: &mut dyn Iterator<Item = Configuration>,
    see: &mut dyn FnMut(Configuration, &Reply) -> Result<(), String>,
) -> Result<Reply, String> {
    let session = block.session()?;
    let documents = match block.setting(Setting::Data) {
        Some(name) => Documents::Folder { folder: data, name },
        None => {
            Documents::Inline { lines: &block.documents, mapping: block.setting(Setting::Mapping) }
        }
    };
    let unmapped = match block.setting(Setting::Unmapped) {
        None | Some("null") => Unmapped::Null,
        Some("fail") => Unmapped::Fail,
        Some("load") => Unmapped::Load,
        Some(other) => return Err(format!("`unmapped: {other}` is not `null`, `fail` or `load`")),
    };
    let options = Options { unmapped, ..Options::default() };
    let mut fixture = Fixture::open(&documents, options)?;
    for (_, policy) in block.settings.iter().filter(|(setting, _)| *setting == Setting::Enrich) {
        let (name, json) = policy.split_once(' ').unwrap_or((policy, ""));
        fixture = fixture.with_policy(name, json)?;
    }
    if let Some(answers) = block.setting(Setting::Completion) {
        fixture = fixture.with_answers(answers)?;
    }
    let query = Query::new(block.title.as_str(), block.query.as_str());
    let mut settings = Settings::new(session);
    let mut last = Reply::Errors(Vec::new());
    for configuration in configurations {
        configuration.apply(&mut settings);
        let (dataset, control) = (fixture.dataset(), Control::default());
        let outcomes = match configuration.copies {
            1 => vec![run(&query, dataset, &settings, &control)],
            copies => match run_many(&vec![query.clone(); copies], dataset, &settings, &control) {
                // What is wrong with the data is told once for all.
                Ok(Many { each, scanned }) => each
                    .into_iter()
                    .map(|one| {
                        one.outcome.map(|outcome| Outcome {
                            problems: scanned.problems.clone(),
                            problem_count: scanned.problem_count,
                            ..outcome
                        })
                    })
                    .collect(),
                Err(failure) => vec![Err(failure)],
            },
        };
        for outcome in outcomes {
            last = Reply::of(&outcome);
            see(configuration, &last)?;
        }
    }
    Ok(last)
}
