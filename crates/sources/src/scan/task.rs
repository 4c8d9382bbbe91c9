//! Tasks: a block each, or a few of a large file.

use std::sync::{Arc, Mutex, PoisonError};

use esql_data::{Batch, Column, Warnings};
use esql_planner::scan::{Scan, ScanError, ScanFilter, ScanReport, Task, Tasks};

use crate::dataset::Options;
use crate::document::{IndexName, Row};
use crate::extract::{Check, Slots};
use crate::input::{Block, Blocks, Job, ReadBuffer, Source, Wanted};
use crate::scan::Problems;
use crate::scan::columns::{ColumnBuilder, ColumnSet};
use crate::scan::indices::Patterns;
use crate::scan::prefilter::Prefilter;
use crate::schema::Schema;

/// What all tasks of a scan share.
struct Shared<'a> {
    scan: &'a Scan,
    filter: Option<&'a dyn ScanFilter>,
    schema: &'a Schema,
    patterns: Patterns,
    /// Documents whose index is not known do not take part.
    only_known: bool,
    strict: bool,
    check: Check,
    /// Rules out lines unread, if the filter allows it.
    prefilter: Option<Prefilter>,
    /// The columns that are read of every document, and those read of documents that the filter
    /// keeps.
    first: ColumnSet<'a>,
    second: ColumnSet<'a>,
    /// Where in the batch each column of the two sets, one after the other, comes from.
    order: Vec<usize>,
    /// Buffers of finished tasks.
    buffers: Mutex<Vec<ReadBuffer>>,
}

/// The tasks of a scan.
pub(crate) struct ScanTasks<'a> {
    blocks: Blocks<'a>,
    shared: Arc<Shared<'a>>,
}

impl<'a> ScanTasks<'a> {
    pub(crate) fn new(
        sources: &'a [Source],
        schema: &'a Schema,
        options: &Options,
        scan: &'a Scan,
        filter: Option<&'a dyn ScanFilter>,
    ) -> Self {
        let all: Vec<usize> = (0..scan.fields.len()).collect();
        let first = filter.map_or(all.as_slice(), ScanFilter::columns);
        let second: Vec<usize> = all.iter().copied().filter(|at| !first.contains(at)).collect();
        let read: Vec<usize> = first.iter().chain(&second).copied().collect();
        let order = all
            .iter()
            .map(|at| read.iter().position(|read| read == at).unwrap_or(usize::MAX))
            .collect();
        let patterns = Patterns::new(&scan.indices);
        // A strict scan checks every byte.
        let shortcuts = options.shortcuts && !options.strict;
        let shared = Shared {
            scan,
            filter,
            schema,
            only_known: !patterns.admit(None),
            strict: options.strict,
            check: if shortcuts { Check::Wanted } else { Check::Everything },
            prefilter: filter
                .filter(|_| shortcuts && options.rule_out)
                .and_then(|_| Prefilter::new(scan)),
            first: ColumnSet::new(scan, first, !patterns.match_all()),
            second: ColumnSet::new(scan, &second, false),
            order,
            patterns,
            buffers: Mutex::new(Vec::new()),
        };
        let wanted = match shortcuts {
            true => Wanted::by(scan, filter.is_some() && options.rule_out),
            false => Wanted::default(),
        };
        let blocks = Blocks::new(sources, options, wanted);
        ScanTasks { blocks, shared: Arc::new(shared) }
    }
}

impl<'a> Tasks<'a> for ScanTasks<'a> {
    fn next(&mut self) -> Result<Option<Box<dyn Task + 'a>>, ScanError> {
        let Some(job) = self.blocks.next()? else { return Ok(None) };
        let most = self.blocks.chunks().div_ceil(TASKS).clamp(1, MOST_BLOCKS);
        let mut jobs = vec![job];
        while jobs.len() < most
            && let Some(job) = self.blocks.next_chunk()
        {
            jobs.push(job);
        }
        Ok(Some(Box::new(ScanTask { jobs, shared: self.shared.clone() })))
    }
}

/// How many tasks a file is made at least, if it has as many blocks.
const TASKS: usize = 64;

/// A block fits into a core's cache; what comes of a task has to be merged with what comes of
/// others. So a task of a large file has several blocks, one after another.
const MOST_BLOCKS: usize = 8;

struct ScanTask<'a> {
    jobs: Vec<Job<'a>>,
    shared: Arc<Shared<'a>>,
}

impl Task for ScanTask<'_> {
    fn run(
        self: Box<Self>,
        batch_rows: usize,
        warnings: &mut Warnings,
        emit: &mut dyn FnMut(Batch, &mut Warnings) -> bool,
    ) -> Result<ScanReport, ScanError> {
        let ScanTask { jobs, shared } = *self;
        let buffers = || shared.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut report = ScanReport::default();
        let mut left = shared.scan.limit.unwrap_or(usize::MAX);
        for job in jobs {
            let spare = buffers().pop();
            let block = job.load(spare.unwrap_or_default())?;
            let run = Run::new(&shared, &block, batch_rows, left, warnings, emit);
            left = run.run(&mut report)?;
            buffers().push(block.into_buffer());
            if left == 0 {
                break;
            }
        }
        Ok(report)
    }
}

/// The work on one block.
struct Run<'r, 'a> {
    shared: &'r Shared<'a>,
    block: &'r Block<'a>,
    batch_rows: usize,
    warnings: &'r mut Warnings,
    emit: &'r mut dyn FnMut(Batch, &mut Warnings) -> bool,
    documents: u64,
    problems: Problems,
    /// Builders of the first columns, with a cell for each of `rows`.
    first: Vec<ColumnBuilder<'r>>,
    rows: Vec<Row<'r>>,
    /// Rows that passed the filter, with their first columns.
    kept: Vec<Row<'r>>,
    kept_batches: Vec<Batch>,
    /// How many rows may still be given.
    left: usize,
    /// The receiver wants no more.
    done: bool,
    /// The last index that was matched, and whether it takes part.
    index: (String, bool),
}

impl<'r, 'a> Run<'r, 'a> {
    fn new(
        shared: &'r Shared<'a>,
        block: &'r Block<'a>,
        batch_rows: usize,
        left: usize,
        warnings: &'r mut Warnings,
        emit: &'r mut dyn FnMut(Batch, &mut Warnings) -> bool,
    ) -> Self {
        Run {
            shared,
            block,
            batch_rows: batch_rows.max(1),
            warnings,
            emit,
            documents: 0,
            problems: Problems::default(),
            first: shared.first.builders(shared.schema),
            rows: Vec::new(),
            kept: Vec::new(),
            kept_batches: Vec::new(),
            left,
            done: false,
            index: (String::new(), shared.patterns.matches("")),
        }
    }

    /// Reads the block; gives how many more rows may be given.
    fn run(mut self, report: &mut ScanReport) -> Result<usize, ScanError> {
        let block = self.block;
        let mut reader = self.shared.first.shapes.reader(self.shared.check);
        let mut slots = self.shared.first.shapes.slots();
        let sieve = self.shared.prefilter.as_ref().map(|filter| filter.sieve(block.bytes()));
        let mut documents = block.documents().sieved(sieve);
        while !self.done
            && let Some(document) = documents.next()
        {
            match document {
                Ok(document) => {
                    let read =
                        reader.read(&document, &mut slots, &mut |row, slots| self.row(row, slots));
                    if let Err((text, malformed)) = read {
                        let at = block.position(text) + malformed.at;
                        self.problems.push(at, None, || malformed.message.to_owned());
                    }
                }
                Err(fault) => self.problems.push(fault.at, None, || fault.message),
            }
            self.check_strict()?;
            if self.rows.len() >= self.batch_rows {
                self.filter()?;
            }
        }
        if !self.done {
            self.filter()?;
            self.give()?;
        }
        report.documents += self.documents;
        report.unread += documents.passed_over() + block.passed_over();
        report.bytes += block.taken();
        self.problems.report(block, report);
        Ok(if self.done { 0 } else { self.left })
    }

    fn check_strict(&self) -> Result<(), ScanError> {
        if !self.shared.strict || self.problems.is_empty() {
            return Ok(());
        }
        match self.problems.first(self.block) {
            Some(problem) => Err(ScanError::Strict(problem)),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: Row<'r>, slots: &Slots<'r>) {
        if !self.takes_part(&row, slots) {
            return;
        }
        self.documents += 1;
        for builder in &mut self.first {
            builder.push(&row, slots, self.block, &mut self.problems);
        }
        self.rows.push(row);
    }

    /// A document whose index is known takes part only if FROM asks for it.
    fn takes_part(&mut self, row: &Row<'r>, slots: &Slots<'r>) -> bool {
        if self.shared.patterns.match_all() {
            return true;
        }
        let given = || self.block.source().index().map(|name| IndexName::Whole(name.into()));
        let Some(index) = row.index(slots).or_else(given) else {
            return !self.shared.only_known;
        };
        if !index.is(&self.index.0) {
            let name = index.into_text().into_owned();
            let takes_part = self.shared.patterns.matches(&name);
            self.index = (name, takes_part);
        }
        self.index.1
    }

    /// Lets the filter choose among the rows so far.
    fn filter(&mut self) -> Result<(), ScanError> {
        let columns: Vec<Column> = self.first.iter_mut().map(ColumnBuilder::finish).collect();
        let mut batch = Batch::new(columns, self.rows.len());
        if let Some(filter) = self.shared.filter
            && batch.rows > 0
        {
            let keep = filter.keep(&batch, self.warnings);
            if keep.len() < batch.rows {
                batch = batch.take(&keep);
                let rows = keep.iter().filter_map(|&at| self.rows.get(at as usize).copied());
                self.kept.extend(rows);
                self.rows.clear();
            }
        }
        self.kept.append(&mut self.rows);
        if batch.rows > 0 {
            self.kept_batches.push(batch);
        }
        if self.kept.len() >= self.batch_rows { self.give() } else { Ok(()) }
    }

    /// Reads the other columns of the rows kept, and gives the batch.
    fn give(&mut self) -> Result<(), ScanError> {
        self.kept.truncate(self.left);
        let mut batch = Batch::concat(&std::mem::take(&mut self.kept_batches));
        let mut rows = self.kept.len();
        if rows == 0 {
            return Ok(());
        }
        if rows < batch.rows {
            batch = batch.slice(0, rows);
        }
        let second = &self.shared.second;
        if !second.is_empty() {
            let mut builders = second.builders(self.shared.schema);
            let mut reader = second.shapes.reader(self.shared.check);
            let mut slots = second.shapes.slots();
            let mut good = Vec::with_capacity(rows);
            for (at, row) in (0..).zip(std::mem::take(&mut self.kept)) {
                // What the first columns did not need was not looked at then.
                if let Err(malformed) = reader.read_again(&row, &mut slots) {
                    let at = self.block.position(row.text) + malformed.at;
                    self.problems.push(at, None, || malformed.message.to_owned());
                    self.documents -= 1;
                    continue;
                }
                good.push(at);
                for builder in &mut builders {
                    builder.push(&row, &slots, self.block, &mut self.problems);
                }
                self.check_strict()?;
            }
            if good.len() < rows {
                batch = batch.take(&good);
                rows = good.len();
            }
            batch.columns.extend(builders.iter_mut().map(ColumnBuilder::finish));
        }
        self.kept.clear();
        let read = std::mem::take(&mut batch.columns);
        let columns = self.shared.order.iter().filter_map(|&at| read.get(at).cloned()).collect();
        self.left -= rows;
        self.done = !(self.emit)(Batch::new(columns, rows), self.warnings) || self.left == 0;
        Ok(())
    }
}
