//! One task of a stage: batches go through the transforms into a state of the breaker.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use esql_data::{Batch, Warnings};

use crate::memory::{Budget, Reservation};
use crate::operator::Breaker;
use crate::pipeline::StageRun;
use crate::{ExecError, OperatorProfile};

pub(crate) struct TaskRun<'s, 'b, B: Breaker> {
    stage: StageRun<'s, B>,
    state: B::State,
    held: Reservation<'b>,
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
        Ok(TaskRun { stage, state, held: budget.reserve(), profile, error: None })
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
        let bytes = breaker.state_bytes(&self.state);
        match self.stage.hold(&mut self.held, bytes) {
            Ok(()) => self.wants_more(),
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
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
