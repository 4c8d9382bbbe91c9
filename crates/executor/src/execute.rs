//! Runs a plan, stage by stage.

use std::time::Instant;

use esql_data::{Batch, Warnings};
use esql_functions::Session;
use esql_planner::physical;
use esql_planner::scan::{Documents, Tasks};

use crate::answer::{Answer, Options, Scanned};
use crate::memory::{Budget, Reservation};
use crate::operator::Breaker;
use crate::pipeline::{AnyBreaker, Pipeline, Source, Stage, StageRun};
use crate::scan::ScanConditions;
use crate::task::{TaskEnd, TaskRun};
use crate::workers::{self, Finished, Yield};
use crate::{ExecError, OperatorProfile};

/// Runs `plan` over `documents`.
///
/// # Errors
/// If the documents cannot be read, memory does not suffice, the caller cancelled, or a function
/// cannot work with a constant argument. Never because of a value in a document.
pub fn execute(
    plan: &physical::Plan,
    documents: &dyn Documents,
    session: &Session,
    options: &Options<'_>,
) -> Result<Answer, ExecError> {
    let options = Options { batch_rows: options.batch_rows.max(1), ..*options };
    let pipeline = Pipeline::new(&plan.root, session, options.batch_rows)?;
    let budget = Budget::new(options.memory);
    let mut run = Run {
        options,
        budget: &budget,
        warnings: Warnings::default(),
        scanned: Scanned::default(),
        profile: vec![OperatorProfile::new(pipeline.source.name())],
    };
    let conditions = match pipeline.source {
        Source::Scan(scan) if !scan.filter.is_empty() => {
            Some(ScanConditions::new(&scan.filter, session, options.cancel)?)
        }
        _ => None,
    };
    let filter = conditions.as_ref().map(|conditions| conditions as _);
    let mut input = match &pipeline.source {
        Source::Scan(scan) => Input::Tasks(documents.scan(scan, filter)?),
        Source::Row(row) => {
            let row = row.row(&mut run.warnings);
            run.profile[0].rows_out = 1;
            Input::Rows(Rows { batches: vec![row], _held: budget.reserve() })
        }
        Source::Nothing => Input::Rows(Rows { batches: Vec::new(), _held: budget.reserve() }),
    };
    for stage in &pipeline.stages {
        input = Input::Rows(match &stage.breaker {
            AnyBreaker::Collect(breaker) => run.stage(input, stage, breaker),
            AnyBreaker::Sort(breaker) => run.stage(input, stage, breaker),
            AnyBreaker::TopN(breaker) => run.stage(input, stage, breaker),
            AnyBreaker::Aggregate(breaker) => run.stage(input, stage, breaker),
        }?);
    }
    let batches = match input {
        Input::Rows(rows) => rows.batches,
        Input::Tasks(_) => Vec::new(),
    };
    Ok(Answer {
        schema: plan.root.schema.clone(),
        batches,
        warnings: run.warnings.lines(&plan.sites),
        scanned: run.scanned,
        profile: run.profile,
    })
}

/// What goes into a stage.
enum Input<'d, 'r> {
    /// The tasks of a scan.
    Tasks(Box<dyn Tasks<'d> + 'd>),
    /// What the stage before gave.
    Rows(Rows<'r>),
}

/// Rows between two stages.
struct Rows<'r> {
    batches: Vec<Batch>,
    /// Keeps their memory accounted for.
    _held: Reservation<'r>,
}

/// An execution under way.
struct Run<'r> {
    options: Options<'r>,
    budget: &'r Budget,
    warnings: Warnings,
    scanned: Scanned,
    /// The source and the operators of the stages so far.
    profile: Vec<OperatorProfile>,
}

impl<'r> Run<'r> {
    /// Runs a stage.
    fn stage<B: Breaker>(
        &mut self,
        input: Input<'_, 'r>,
        stage: &Stage<'_>,
        breaker: &B,
    ) -> Result<Rows<'r>, ExecError> {
        let stage = StageRun {
            transforms: &stage.transforms,
            breaker,
            batch_rows: self.options.batch_rows,
            cancel: self.options.cancel,
        };
        self.profile.extend(stage.profile());
        let (state, mut held) = match input {
            Input::Tasks(tasks) => self.scan(tasks, &stage)?,
            Input::Rows(rows) => self.pass(&rows, &stage)?,
        };
        let began = Instant::now();
        let batches = breaker.finish(state, &mut self.warnings);
        held.set(batches.iter().map(Batch::bytes).sum(), breaker.name())?;
        if let Some(profile) = self.profile.last_mut() {
            profile.time += began.elapsed();
            profile.rows_out += batches.iter().map(|batch| batch.rows as u64).sum::<u64>();
        }
        Ok(Rows { batches, _held: held })
    }

    /// Runs the stage of a scan, task by task.
    fn scan<'d, B: Breaker>(
        &mut self,
        tasks: Box<dyn Tasks<'d> + 'd>,
        stage: &StageRun<'_, B>,
    ) -> Result<(B::State, Reservation<'r>), ExecError> {
        let breaker = stage.breaker;
        let (mut state, mut held) = (breaker.begin()?, self.budget.reserve());
        if breaker.is_full(&state) {
            return Ok((state, held));
        }
        let Options { threads, progress, .. } = self.options;
        workers::run(tasks, stage, self.budget, threads, |finished| {
            let Finished { yielded, held: held_by_task, warnings, report, profile } = finished;
            self.warnings.absorb(warnings);
            self.scanned.absorb(report, profile.first().map_or(0, |scan| scan.rows_out));
            absorb_profile(&mut self.profile, &profile);
            if let Some(progress) = progress {
                progress(self.scanned.bytes);
            }
            match yielded {
                Yield::First(first) => (state, held) = (first, held_by_task),
                Yield::Later(part) => {
                    breaker.absorb(&mut state, part, &mut self.warnings);
                    drop(held_by_task);
                }
            }
            held.set(breaker.state_bytes(&state), breaker.name())?;
            Ok(!breaker.is_full(&state))
        })?;
        Ok((state, held))
    }

    /// Runs a stage over the rows of the stage before.
    fn pass<B: Breaker>(
        &mut self,
        rows: &Rows<'r>,
        stage: &StageRun<'_, B>,
    ) -> Result<(B::State, Reservation<'r>), ExecError> {
        let mut task = TaskRun::new(stage, self.budget)?;
        let batch_rows = stage.batch_rows;
        let batches = rows.batches.iter().flat_map(|batch| {
            let starts = (0..batch.rows).step_by(batch_rows);
            starts.map(move |start| batch.slice(start, batch_rows.min(batch.rows - start)))
        });
        for batch in batches {
            if !task.wants_more() || !task.push(batch, &mut self.warnings) {
                break;
            }
        }
        let TaskEnd { state, held, profile } = task.end()?;
        let first = self.profile.len() - profile.len();
        absorb_profile(&mut self.profile[first..], &profile);
        Ok((state, held))
    }
}

fn absorb_profile(profile: &mut [OperatorProfile], other: &[OperatorProfile]) {
    profile.iter_mut().zip(other).for_each(|(profile, other)| profile.absorb(other));
}
