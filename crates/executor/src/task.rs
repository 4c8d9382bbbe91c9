//! One task of a stage: batches go through the transforms into a state of the breaker.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use esql_data::{Batch, Warnings};

use crate::memory::{Budget, Reservation};
use crate::operator::{Breaker, Relief};
use crate::pipeline::StageRun;
use crate::{ExecError, OperatorProfile};

/// A state that holds less than this part of the memory budget does not go to files: there may be
/// thousands of them.
const SMALL: usize = 16;

pub(crate) struct TaskRun<'s, 'b, B: Breaker> {
    stage: StageRun<'s, B>,
    state: B::State,
    budget: &'b Budget,
    held: Reservation<'b>,
    /// Where the state goes when memory runs short; not if it is merged with those of other tasks.
    relief: Option<Relief<'b>>,
    profile: Vec<OperatorProfile>,
    error: Option<ExecError>,
}

/// What a task has come to.
pub(crate) struct TaskEnd<'b, S> {
    /// What the breaker has collected.
    pub(crate) state: S,
    /// The memory that it holds.
    pub(crate) held: Reservation<'b>,
    /// What the transforms and the breaker did.
    pub(crate) profile: Vec<OperatorProfile>,
}

impl<'s, 'b, B: Breaker> TaskRun<'s, 'b, B> {
    pub(crate) fn new(stage: StageRun<'s, B>, budget: &'b Budget) -> Result<Self, ExecError> {
        let state = stage.breaker.begin()?;
        let profile = stage.profile();
        let held = budget.reserve();
        Ok(TaskRun { stage, state, budget, held, relief: None, profile, error: None })
    }

    /// The same with a place for the state when memory runs short.
    pub(crate) fn with_relief(self, relief: Option<Relief<'b>>) -> Self {
        TaskRun { relief, ..self }
    }

    /// Takes in a batch, and says whether more are wanted; none are after an error.
    pub(crate) fn push(&mut self, batch: Batch, warnings: &mut Warnings) -> bool {
        self.push_at(0, batch, warnings)
    }

    /// What collects the rows.
    pub(crate) fn breaker(&self) -> &'s B {
        self.stage.breaker
    }

    /// Whether it takes nothing more because it was cancelled or took too much memory.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Whether rows can still change anything.
    pub(crate) fn wants_more(&self) -> bool {
        !self.stage.breaker.is_full(&self.state)
    }

    /// Gives a batch to the transform numbered `at`, or to the breaker behind the last.
    fn push_at(&mut self, at: usize, batch: Batch, warnings: &mut Warnings) -> bool {
        if self.stage.cancel.load(Ordering::Relaxed) {
            self.error = Some(ExecError::Interrupted);
            return false;
        }
        if batch.rows == 0 {
            return true;
        }
        let stage = self.stage;
        let began = Instant::now();
        let (rows_in, mut rows_out, mut elsewhere) = (batch.rows, 0, Duration::ZERO);
        let more = match stage.transforms.get(at) {
            Some((_, transform)) => transform.apply(batch, warnings, &mut |batch, warnings| {
                let left = Instant::now();
                rows_out += batch.rows;
                let more = self.push_at(at + 1, batch, warnings);
                elsewhere += left.elapsed();
                more
            }),
            None => self.collect(batch, warnings),
        };
        let profile = &mut self.profile[at];
        profile.rows_in += rows_in as u64;
        profile.rows_out += rows_out as u64;
        profile.time += began.elapsed().saturating_sub(elsewhere);
        more
    }

    fn collect(&mut self, batch: Batch, warnings: &mut Warnings) -> bool {
        let breaker = self.stage.breaker;
        breaker.push(&mut self.state, batch, warnings);
        match self.hold(warnings) {
            Ok(()) => self.wants_more(),
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }

    /// Says how much the state holds, and lets it go to files if that is too much.
    fn hold(&mut self, warnings: &mut Warnings) -> Result<(), ExecError> {
        let breaker = self.stage.breaker;
        let bytes = breaker.state_bytes(&self.state);
        if let Some(relief) = self.relief.filter(|relief| bytes >= relief.limit / SMALL) {
            self.held.set_for_a_while(bytes, breaker.name())?;
            if self.budget.is_half_used() {
                breaker.relieve(&mut self.state, &relief, warnings)?;
            }
        }
        self.stage.hold(&mut self.held, breaker.state_bytes(&self.state))
    }

    /// What the task has come to.
    ///
    /// # Errors
    /// If it was cancelled or took too much memory.
    pub(crate) fn end(self) -> Result<TaskEnd<'b, B::State>, ExecError> {
        match self.error {
            Some(error) => Err(error),
            None if self.stage.cancel.load(Ordering::Relaxed) => Err(ExecError::Interrupted),
            None => Ok(TaskEnd { state: self.state, held: self.held, profile: self.profile }),
        }
    }
}
