//! What an execution is told and what it gives back.

use std::sync::atomic::AtomicBool;

use esql_data::{Batch, Schema};
use esql_planner::scan::{ScanProblem, ScanReport};
use esql_planner::temporary::TemporaryFiles;

use crate::OperatorProfile;

/// How many problems of the input are kept; the rest is only counted.
const MAX_PROBLEMS: usize = 100;

/// How to run.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// How many threads read and evaluate; at least one does.
    pub threads: usize,
    /// How many rows go through the operators at a time, about.
    pub batch_rows: usize,
    /// How many bytes the operators may hold on to, all together.
    pub memory: usize,
    /// Where groups go that do not fit into memory; they end the execution if it is nowhere.
    pub temporary: Option<&'a dyn TemporaryFiles>,
    /// The execution ends soon after this becomes true.
    pub cancel: &'a AtomicBool,
    /// Is told how many bytes of input are done, ascending.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl<'a> Options<'a> {
    /// How many rows go through the operators at a time, if nothing else is said.
    pub const BATCH_ROWS: usize = 4096;

    /// One thread a processor, and no limit to memory.
    #[must_use]
    pub fn new(cancel: &'a AtomicBool) -> Self {
        Options {
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            batch_rows: Options::BATCH_ROWS,
            memory: usize::MAX,
            temporary: None,
            cancel,
            progress: None,
        }
    }
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The columns.
    pub schema: Schema,
    /// The rows, in order; how they are cut into batches means nothing.
    pub batches: Vec<Batch>,
    /// The warnings, as Elasticsearch's `Warning` headers have them.
    pub warnings: Vec<String>,
    /// What was read.
    pub scanned: Scanned,
    /// What each operator did, the source first.
    pub profile: Vec<OperatorProfile>,
}

/// What was read for an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// Documents that were read and belong to the indices asked for.
    pub documents: u64,
    /// Lines that were ruled out unread.
    pub unread: u64,
    /// Those of them that the scan's conditions kept.
    pub matched: u64,
    /// Bytes of input, as read.
    pub bytes: u64,
    /// The first problems of the input.
    pub problems: Vec<ScanProblem>,
    /// How many problems there were in all.
    pub problem_count: u64,
}

impl Scanned {
    /// Adds what was read for another branch of the same query: the same documents again.
    pub(crate) fn unite(&mut self, branch: Scanned) {
        self.documents = self.documents.max(branch.documents);
        self.unread = self.unread.max(branch.unread);
        self.matched = self.matched.max(branch.matched);
        self.bytes = self.bytes.max(branch.bytes);
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        let known = &self.problems;
        let new = branch.problems.into_iter().filter(|problem| !known.contains(problem));
        let new: Vec<ScanProblem> = new.take(room).collect();
        self.problems.extend(new);
        self.problem_count = self.problem_count.max(branch.problem_count);
    }

    /// Adds what the next task tells, out of which `matched` rows came.
    pub(crate) fn absorb(&mut self, report: ScanReport, matched: u64) {
        self.documents += report.documents;
        self.unread += report.unread;
        self.matched += matched;
        self.bytes += report.bytes;
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(report.problems.into_iter().take(room));
        self.problem_count += report.problem_count;
    }
}
