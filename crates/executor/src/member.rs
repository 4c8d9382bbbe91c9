//! One of many plans that read the same rows: its conditions, and its first stage under way.

use std::time::{Duration, Instant};

use esql_data::{Batch, Warnings};
use esql_planner::scan::Scan;

use crate::answer::Scanned;
use crate::conjunction::Conjunction;
use crate::evaluator::index;
use crate::index_query::IndexQuery;
use crate::memory::Budget;
use crate::operator::{Breaker, Relief};
use crate::pipeline::{AnyBreaker, Stage, StageRun};
use crate::shared_conditions::Tested;
use crate::task::{TaskEnd, TaskRun};
use crate::{ExecError, Options};

/// A plan whose rows come out of a scan that it shares with others.
pub(crate) struct Member<'p, 'b> {
    /// The number of its FROM among those of all members.
    pub(crate) from: usize,
    /// The conditions that others have as well, by their numbers.
    shared: Vec<usize>,
    indexed: IndexQuery<'p>,
    others: Conjunction<'p>,
    /// Where the columns of its own scan stand in the shared one.
    columns: Vec<usize>,
    stage: Box<dyn FirstStage + 'b>,
    pub(crate) warnings: Warnings,
    pub(crate) scanned: Scanned,
    /// Time spent on it.
    pub(crate) time: Duration,
}

/// What a member needs to know of the scan that it shares.
pub(crate) struct Place {
    pub(crate) from: usize,
    pub(crate) columns: Vec<usize>,
    pub(crate) shared: Vec<usize>,
    /// Which of the conditions on the index are among the shared ones.
    pub(crate) is_shared: Vec<bool>,
}

impl<'p: 'b, 'b> Member<'p, 'b> {
    /// Makes the member ready whose plan begins with `scan` and goes on with `stage`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        scan: &'p Scan,
        stage: &'b Stage<'p>,
        place: Place,
        session: &'p esql_functions::Session,
        options: &Options<'b>,
        budget: &'b Budget,
    ) -> Result<Self, ExecError> {
        let Place { from, columns, shared, is_shared } = place;
        let position = |at: usize| columns.get(at).copied().unwrap_or(usize::MAX);
        let (indexed, others) = scan.filter.split_at(scan.indexed.min(scan.filter.len()));
        let indexed = IndexQuery::beside(indexed, &is_shared, session, &position)?;
        let others = Conjunction::new(others, session, &position)?;
        Ok(Member {
            from,
            shared,
            indexed,
            others,
            columns,
            stage: first_stage(stage, options, budget)?,
            warnings: Warnings::default(),
            scanned: Scanned::default(),
            time: Duration::ZERO,
        })
    }

    /// Takes in the rows of a batch of the shared scan that belong to its FROM: those in `rows`,
    /// or all.
    pub(crate) fn push(&mut self, batch: &Batch, rows: Option<&[u32]>, tested: &Tested<'_>) {
        let began = Instant::now();
        self.scanned.documents += rows.map_or(batch.rows, <[u32]>::len) as u64;
        if self.stage.wants_more() {
            self.take(batch, rows, tested);
        }
        self.time += began.elapsed();
    }

    fn take(&mut self, batch: &Batch, rows: Option<&[u32]>, tested: &Tested<'_>) {
        let mut kept: Option<Vec<u32>> = rows.map(<[u32]>::to_vec);
        for &condition in &self.shared {
            let passed = tested.rows(condition);
            kept = Some(kept.map_or_else(|| passed.to_vec(), |kept| both(&kept, passed)));
            if kept.as_ref().is_some_and(Vec::is_empty) {
                return;
            }
        }
        let warnings = &mut self.warnings;
        let kept = self.indexed.keep_of(kept, &batch.columns, batch.rows, warnings);
        let kept = self.others.keep(kept, &batch.columns, batch.rows, warnings);
        let kept = kept.unwrap_or_else(|| (0..batch.rows).map(index).collect());
        if kept.is_empty() {
            return;
        }
        self.scanned.matched += kept.len() as u64;
        let columns = self.columns.iter().filter_map(|&at| batch.columns.get(at));
        let columns = columns.map(|column| column.take(&kept)).collect();
        self.stage.push(Batch { columns, rows: kept.len() }, warnings);
    }

    /// The rows that its first stage gives, with all that it has met.
    ///
    /// # Errors
    /// If it was cancelled or took too much memory.
    pub(crate) fn finish(self) -> Result<(Vec<Batch>, Warnings, Scanned), ExecError> {
        let Member { stage, mut warnings, scanned, .. } = self;
        let batches = stage.finish(&mut warnings)?;
        Ok((batches, warnings, scanned))
    }
}

/// The numbers that are in both lists, which are ascending.
fn both(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut other = other.iter().peekable();
    let is_in_other = |row: &&u32| {
        while other.next_if(|at| *at < row).is_some() {}
        other.peek() == Some(row)
    };
    one.iter().filter(is_in_other).copied().collect()
}

/// The first stage of a plan under way, whatever its breaker.
trait FirstStage: Send {
    fn wants_more(&self) -> bool;
    fn push(&mut self, batch: Batch, warnings: &mut Warnings);
    fn finish(self: Box<Self>, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError>;
}

impl<B: Breaker> FirstStage for TaskRun<'_, '_, B> {
    fn wants_more(&self) -> bool {
        !self.has_failed() && TaskRun::wants_more(self)
    }

    fn push(&mut self, batch: Batch, warnings: &mut Warnings) {
        TaskRun::push(self, batch, warnings);
    }

    fn finish(self: Box<Self>, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        let breaker = self.breaker();
        let TaskEnd { state, .. } = self.end()?;
        breaker.finish(state, warnings)
    }
}

fn first_stage<'b>(
    stage: &'b Stage<'_>,
    options: &Options<'b>,
    budget: &'b Budget,
) -> Result<Box<dyn FirstStage + 'b>, ExecError> {
    fn begin<'b, B: Breaker>(
        stage: &'b Stage<'_>,
        breaker: &'b B,
        options: &Options<'b>,
        budget: &'b Budget,
    ) -> Result<Box<dyn FirstStage + 'b>, ExecError> {
        let &Options { batch_rows, cancel, .. } = options;
        let stage =
            StageRun { transforms: &stage.transforms, breaker, batch_rows, spills: false, cancel };
        let relief = Relief::of(breaker, options);
        Ok(Box::new(TaskRun::new(stage, budget)?.with_relief(relief)))
    }
    match &stage.breaker {
        AnyBreaker::Collect(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::Sort(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::TopN(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::Aggregate(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::InlineStats(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::LimitBy(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::Sample(breaker) => begin(stage, breaker, options, budget),
        AnyBreaker::Window(breaker) => begin(stage, breaker, options, budget),
    }
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn rows_in_both() {
        assert_eq!(both(&[1, 3, 5, 9], &[0, 3, 4, 9, 10]), [3, 9]);
        assert_eq!(both(&[], &[1]), Vec::<u32>::new());
        assert_eq!(both(&[1], &[]), Vec::<u32>::new());
    }
}
