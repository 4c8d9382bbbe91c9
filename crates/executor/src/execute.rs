//! Runs a plan, stage by stage.

use std::time::Instant;

use esql_data::{Batch, Warnings};
use esql_functions::Session;
use esql_planner::physical;
use esql_planner::scan::{Documents, Tasks};

use crate::answer::{Answer, Options, Scanned};
use crate::memory::{Budget, Reservation};
use crate::operator::{Breaker, Relief};
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
    options: &Options<'_>,
) -> Result<Answer, ExecError> {
    let options = Options { batch_rows: options.batch_rows.max(1), ..*options };
    let pipeline = Pipeline::new(&plan.root, &plan.session, options.batch_rows)?;
    let budget = Budget::new(options.memory);
    let mut run = Run::new(documents, &plan.session, options, &budget);
    let Rows { batches, _held } = run.pipeline(&pipeline)?;
    Ok(Answer {
        schema: plan.root.schema.clone(),
        batches,
        warnings: run.warnings.lines(&plan.sites),
        scanned: run.scanned,
        profile: run.profile,
    })
}

/// Runs the stages behind the first one, which gave `batches` and met `warnings`.
///
/// # Errors
/// As [`execute`].
pub(crate) fn go_on(
    stages: &[Stage<'_>],
    batches: Vec<Batch>,
    warnings: Warnings,
    documents: &dyn Documents,
    session: &Session,
    options: &Options<'_>,
    budget: &Budget,
) -> Result<(Vec<Batch>, Warnings), ExecError> {
    let mut run = Run::new(documents, session, *options, budget);
    run.warnings = warnings;
    let rows = run.hold(batches, "scan")?;
    let Rows { batches, _held } = run.stages(Input::Rows(rows), stages)?;
    Ok((batches, run.warnings))
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
    session: &'r Session,
    documents: &'r dyn Documents,
    budget: &'r Budget,
    warnings: Warnings,
    scanned: Scanned,
    /// How many bytes of input are done, as far as was told.
    told: u64,
    /// The sources and the operators of the stages so far.
    profile: Vec<OperatorProfile>,
}

impl<'r> Run<'r> {
    fn new(
        documents: &'r dyn Documents,
        session: &'r Session,
        options: Options<'r>,
        budget: &'r Budget,
    ) -> Self {
        Run {
            options,
            session,
            documents,
            budget,
            warnings: Warnings::default(),
            scanned: Scanned::default(),
            told: 0,
            profile: Vec::new(),
        }
    }

    /// Runs a pipeline to its end.
    fn pipeline(&mut self, pipeline: &Pipeline<'_>) -> Result<Rows<'r>, ExecError> {
        let _lookups = self.lookups(pipeline)?;
        let mut source = OperatorProfile::new(pipeline.source.name());
        let conditions = match pipeline.source {
            Source::Scan(scan) if !scan.filter.is_empty() => Some(ScanConditions::new(
                &scan.filter,
                scan.indexed,
                self.session,
                self.options.cancel,
            )?),
            _ => None,
        };
        let filter = conditions.as_ref().map(|conditions| conditions as _);
        let input = match &pipeline.source {
            Source::Scan(scan) => Input::Tasks(self.documents.scan(scan, filter)?),
            Source::Row(row) => {
                let row = row.row(&mut self.warnings);
                Input::Rows(self.hold(vec![row], source.name)?)
            }
            Source::Union(branches) => Input::Rows(self.union(branches)?),
            Source::Nothing => Input::Rows(self.hold(Vec::new(), source.name)?),
        };
        if let Input::Rows(rows) = &input {
            source.rows_out = rows.batches.iter().map(|batch| batch.rows as u64).sum();
        }
        self.profile.push(source);
        self.stages(input, &pipeline.stages)
    }

    /// Runs stages, one on what the other gave.
    fn stages(
        &mut self,
        mut input: Input<'_, 'r>,
        stages: &[Stage<'_>],
    ) -> Result<Rows<'r>, ExecError> {
        for stage in stages {
            input = Input::Rows(match &stage.breaker {
                AnyBreaker::Collect(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::Sort(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::TopN(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::Aggregate(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::InlineStats(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::LimitBy(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::Sample(breaker) => self.stage(input, stage, breaker),
                AnyBreaker::Window(breaker) => self.stage(input, stage, breaker),
            }?);
        }
        match input {
            Input::Rows(rows) => Ok(rows),
            Input::Tasks(_) => self.hold(Vec::new(), "nothing"),
        }
    }

    /// Reads the lookups that a pipeline joins with; the memory that they take is given back with
    /// the reservations.
    fn lookups(&mut self, pipeline: &Pipeline<'_>) -> Result<Vec<Reservation<'r>>, ExecError> {
        let mut held = Vec::with_capacity(pipeline.lookups.len());
        for (rows, lookup) in &pipeline.lookups {
            let before = std::mem::take(&mut self.scanned);
            let Rows { batches, _held: mut held_by_rows } = self.pipeline(rows)?;
            // What counts as read are the events.
            let Scanned { problems, problem_count, .. } =
                std::mem::replace(&mut self.scanned, before);
            self.scanned.unite(Scanned { problems, problem_count, ..Scanned::default() });
            held_by_rows.set(lookup.fill(&batches), "join")?;
            held.push(held_by_rows);
        }
        Ok(held)
    }

    /// Runs pipelines one after another.
    fn union(&mut self, branches: &[Pipeline<'_>]) -> Result<Rows<'r>, ExecError> {
        let mut batches = Vec::new();
        let mut held = self.budget.reserve();
        let mut bytes = 0;
        let mut scanned = Scanned::default();
        for branch in branches {
            let Rows { batches: more, _held: held_by_branch } = self.pipeline(branch)?;
            drop(held_by_branch);
            bytes += more.iter().map(Batch::bytes).sum::<usize>();
            held.set(bytes, "union")?;
            batches.extend(more);
            scanned.unite(std::mem::take(&mut self.scanned));
        }
        self.scanned = scanned;
        Ok(Rows { batches, _held: held })
    }

    /// Rows with their memory accounted for.
    fn hold(&self, batches: Vec<Batch>, name: &'static str) -> Result<Rows<'r>, ExecError> {
        let mut held = self.budget.reserve();
        held.set(batches.iter().map(Batch::bytes).sum(), name)?;
        Ok(Rows { batches, _held: held })
    }

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
            spills: matches!(input, Input::Tasks(_))
                && Relief::of(breaker, &self.options).is_some(),
            cancel: self.options.cancel,
        };
        self.profile.extend(stage.profile());
        let (state, mut held) = match input {
            Input::Tasks(tasks) => self.scan(tasks, &stage)?,
            Input::Rows(rows) => self.pass(&rows, &stage)?,
        };
        let began = Instant::now();
        let batches = breaker.finish(state, &mut self.warnings)?;
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
        let relief = Relief::of(breaker, &self.options);
        // The source stands in front of the stage's operators.
        let source = self.profile.len() - stage.profile().len() - 1;
        workers::run(tasks, stage, self.budget, threads, |finished| {
            let Finished { yielded, held: held_by_task, warnings, report, profile } = finished;
            self.warnings.absorb(warnings);
            self.scanned.absorb(report, profile.first().map_or(0, |scan| scan.rows_out));
            absorb_profile(&mut self.profile[source..], &profile);
            if let Some(progress) = progress {
                // Another branch begins anew.
                self.told = self.told.max(self.scanned.bytes);
                progress(self.told);
            }
            match yielded {
                Yield::First(first) => (state, held) = (first, held_by_task),
                Yield::Later(part) => {
                    breaker.absorb(&mut state, part, &mut self.warnings);
                    drop(held_by_task);
                }
            }
            stage.hold(&mut held, breaker.state_bytes(&state))?;
            // The other half is for the tasks under way.
            if let Some(relief) = relief.filter(|_| self.budget.is_half_used()) {
                breaker.relieve(&mut state, &relief, &mut self.warnings)?;
                stage.hold(&mut held, breaker.state_bytes(&state))?;
            }
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
        let relief = Relief::of(stage.breaker, &self.options);
        let mut task = TaskRun::new(*stage, self.budget)?.with_relief(relief);
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
