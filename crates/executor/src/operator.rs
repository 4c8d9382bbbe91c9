//! The two kinds of operators: transforms pass batches on, breakers take all in first.

use esql_data::{Batch, Warnings};
use esql_planner::temporary::TemporaryFiles;

use crate::{ExecError, Options};

/// Takes a batch, and says whether more are wanted.
pub(crate) type Emit<'a> = dyn FnMut(Batch, &mut Warnings) -> bool + 'a;

/// An operator that needs to see only one batch at a time. All workers share it.
pub(crate) trait Transform: Send + Sync {
    /// Emits what becomes of `batch`, and says whether more are wanted: what `emit` said last.
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool;
}

/// An operator that must see all rows, or enough of them, before it gives any.
///
/// Each task of a stage fills a state of its own. The state of the first task then takes in the
/// parts that the others become, in the order of the tasks.
pub(crate) trait Breaker: Sync {
    /// What one task has collected.
    type State: Send;
    /// What a task that is not the first hands over.
    type Part: Send;

    /// The operator's name.
    fn name(&self) -> &'static str;

    /// The state before the first row.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    fn begin(&self) -> Result<Self::State, ExecError>;

    /// Takes in a batch.
    fn push(&self, state: &mut Self::State, batch: Batch, warnings: &mut Warnings);

    /// Whether later rows can change nothing any more.
    fn is_full(&self, _: &Self::State) -> bool {
        false
    }

    /// Bytes of memory that a state holds.
    fn state_bytes(&self, state: &Self::State) -> usize;

    /// Makes the state of a later task ready to be taken in; done by the task's own worker.
    fn seal(&self, state: Self::State, warnings: &mut Warnings) -> Self::Part;

    /// Bytes of memory that a part holds.
    fn part_bytes(&self, part: &Self::Part) -> usize;

    /// Takes in what the next task has collected.
    fn absorb(&self, state: &mut Self::State, part: Self::Part, warnings: &mut Warnings);

    /// Whether states can go to files.
    fn can_spill(&self) -> bool {
        false
    }

    /// Puts what `state` holds into files, and later parts as well, if they can go there.
    ///
    /// # Errors
    /// If there is no place for files.
    fn relieve(
        &self,
        _: &mut Self::State,
        _: &Relief<'_>,
        _: &mut Warnings,
    ) -> Result<(), ExecError> {
        Ok(())
    }

    /// The rows that the operator gives.
    ///
    /// # Errors
    /// If something outside of the query fails that the operator asks.
    fn finish(&self, state: Self::State, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError>;
}

/// Where a state goes when memory runs short.
#[derive(Clone, Copy)]
pub(crate) struct Relief<'a> {
    pub(crate) files: &'a dyn TemporaryFiles,
    /// The memory budget in bytes.
    pub(crate) limit: usize,
}

impl<'a> Relief<'a> {
    /// Where the states of a breaker go, if they can.
    pub(crate) fn of(breaker: &impl Breaker, options: &Options<'a>) -> Option<Self> {
        let files = options.temporary.filter(|_| breaker.can_spill())?;
        Some(Relief { files, limit: options.memory })
    }
}
