//! What is wrong in a piece of the input: collected by offset, told with line and column.

use esql_planner::scan::{ScanProblem, ScanReport};

use crate::input::Block;

/// How many problems of one piece are told; all are counted.
const MOST: usize = 20;

/// The problems of one block.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<Found>,
    count: u64,
}

struct Found {
    /// Offset in the block's bytes.
    at: usize,
    field: Option<String>,
    message: String,
}

impl Problems {
    /// Records a problem at offset `at` of the block.
    pub(crate) fn push(
        &mut self,
        at: usize,
        field: Option<&str>,
        message: impl FnOnce() -> String,
    ) {
        self.count += 1;
        if self.found.len() < MOST {
            self.found.push(Found { at, field: field.map(str::to_owned), message: message() });
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The first problem with its place.
    pub(crate) fn first(&self, block: &Block<'_>) -> Option<ScanProblem> {
        self.found.first().map(|found| found.locate(block))
    }

    /// Puts the problems into a report.
    pub(crate) fn report(&self, block: &Block<'_>, report: &mut ScanReport) {
        report.problem_count += self.count;
        report.problems.extend(self.found.iter().map(|found| found.locate(block)));
    }
}

impl Found {
    fn locate(&self, block: &Block<'_>) -> ScanProblem {
        let bytes = block.bytes();
        let before = &bytes[..self.at.min(bytes.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count();
        let lines = block.lines_before() + memchr::memchr_iter(b'\n', before).count() as u64;
        ScanProblem {
            file: block.source().name().to_owned(),
            line: lines + 1,
            column: Some(column as u64 + 1),
            field: self.field.clone(),
            message: self.message.clone(),
        }
    }
}
