//! Runs many plans over one scan: documents are read and decoded once, for all.
//!
//! The scan reads the columns that any plan wants and filters nothing. Each batch then goes to
//! every plan, which takes the documents of its own FROM, tests its own conditions, and runs its
//! first stage; conditions that several plans have are tested once. Workers read ahead meanwhile.
//! A plan sees the batches in their order, on one thread at a time, so that its answer is the one
//! that it gives alone. Plans that do not begin with one plain scan (FORK, joins, ROW) run alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use esql_data::{Batch, DataType, Value};
use esql_functions::Session;
use esql_planner::catalog::IndexPattern;
use esql_planner::physical;
use esql_planner::scan::{Documents, FieldSource, Metadata, Scan, ScanField};

use crate::ExecError;
use crate::answer::{Answer, Options, Scanned};
use crate::collect::Collect;
use crate::evaluator::index;
use crate::execute::{execute, go_on};
use crate::member::{Member, Place};
use crate::memory::Budget;
use crate::operator::Breaker as _;
use crate::pipeline::{Pipeline, Source, StageRun};
use crate::shared_conditions::{Counted, SharedConditions};
use crate::workers::{self, Finished, Yield};

/// The answers to many plans.
#[derive(Debug)]
pub struct Answers {
    /// One a plan, in the order of the plans.
    pub answers: Vec<Timed>,
    /// What was read for all.
    pub scanned: Scanned,
}

/// The answer to one of many plans.
#[derive(Debug)]
pub struct Timed {
    /// The answer.
    pub answer: Result<Answer, ExecError>,
    /// Time spent on this plan alone; reading is not in it, if it is shared.
    pub time: Duration,
}

/// Runs `plans` over `documents`, which are read once. Each answer is that of [`execute`].
///
/// # Errors
/// If the documents cannot be read or the caller cancelled. What ends one plan only stands in its
/// answer.
pub fn execute_many<'p>(
    plans: &[&'p physical::Plan],
    documents: &dyn Documents,
    options: &Options<'_>,
) -> Result<Answers, ExecError> {
    let options = Options { batch_rows: options.batch_rows.max(1), ..*options };
    let pipeline =
        |plan: &&'p physical::Plan| Pipeline::new(&plan.root, &plan.session, options.batch_rows);
    let pipelines: Vec<Result<Pipeline<'p>, ExecError>> = plans.iter().map(pipeline).collect();
    let mut together = Together::default();
    for (number, (pipeline, plan)) in pipelines.iter().zip(plans).enumerate() {
        if let Ok(Pipeline { source: Source::Scan(scan), lookups, .. }) = pipeline
            && lookups.is_empty()
        {
            together.add(number, scan, &plan.session);
        }
    }
    let budget = Budget::new(options.memory);
    let (mut answers, scanned) = together.run(plans, &pipelines, documents, &options, &budget)?;
    let answers = plans.iter().zip(pipelines).enumerate().map(|(number, (plan, pipeline))| {
        if let Some(answer) = answers.remove(&number) {
            return answer;
        }
        let began = Instant::now();
        let alone = Options { progress: None, ..options };
        let answer = pipeline.and_then(|_| execute(plan, documents, &alone));
        Timed { answer, time: began.elapsed() }
    });
    Ok(Answers { answers: answers.collect(), scanned })
}

/// The plans that share a scan.
#[derive(Default)]
struct Together<'p> {
    /// All columns that any plan wants.
    scan: Scan,
    by_name: HashMap<&'p str, Vec<usize>>,
    /// The different FROMs.
    froms: Vec<&'p [IndexPattern]>,
    plans: Vec<Sharing<'p>>,
    counted: Counted,
}

/// A plan that shares a scan.
struct Sharing<'p> {
    number: usize,
    scan: &'p Scan,
    session: &'p Session,
    from: usize,
    /// Where its columns stand.
    columns: Vec<usize>,
}

impl<'p> Together<'p> {
    fn add(&mut self, number: usize, scan: &'p Scan, session: &'p Session) {
        let from = self.froms.iter().position(|from| *from == scan.indices.as_slice());
        let from = from.unwrap_or(self.froms.len());
        if from == self.froms.len() {
            self.froms.push(&scan.indices);
        }
        let columns: Vec<usize> = scan.fields.iter().map(|field| self.column(field)).collect();
        let position = |at: usize| columns.get(at).copied().unwrap_or(usize::MAX);
        let indexed = scan.filter.iter().take(scan.indexed);
        indexed.for_each(|condition| self.counted.add(condition, &position, session));
        self.plans.push(Sharing { number, scan, session, from, columns });
    }

    /// Where a column stands that may be new.
    fn column(&mut self, field: &'p ScanField) -> usize {
        let fields = &mut self.scan.fields;
        let known = self.by_name.entry(field.name.as_str()).or_default();
        let found = known.iter().copied().find(|&at| fields.get(at) == Some(field));
        found.unwrap_or_else(|| {
            known.push(fields.len());
            fields.push(field.clone());
            fields.len() - 1
        })
    }

    /// Reads the documents, and gives the answers by the plans' numbers.
    fn run(
        mut self,
        plans: &[&'p physical::Plan],
        pipelines: &'p [Result<Pipeline<'p>, ExecError>],
        documents: &dyn Documents,
        options: &Options<'p>,
        budget: &'p Budget,
    ) -> Result<(BTreeMap<usize, Timed>, Scanned), ExecError> {
        if self.plans.is_empty() {
            return Ok((BTreeMap::new(), Scanned::default()));
        }
        self.scan.fields.push(ScanField {
            name: String::new(),
            ty: DataType::Keyword,
            from: FieldSource::Metadata(Metadata::KnownIndex),
        });
        let Together { scan, froms, plans: sharing, counted, .. } = self;
        let mut shared = SharedConditions::new(counted);
        let mut members = Vec::with_capacity(sharing.len());
        let mut failed = Vec::new();
        for plan in sharing {
            let number = plan.number;
            let Some(Ok(pipeline)) = pipelines.get(number) else { continue };
            match member(plan, pipeline, &mut shared, options, budget) {
                Ok(Some(member)) => members.push((number, Mutex::new(member))),
                Ok(None) => {}
                Err(error) => failed.push((number, error)),
            }
        }
        let scanned = read(&scan, documents, options, budget, |batch| {
            let selections = select(batch, &froms, documents);
            let tested = shared.over(batch);
            let next = AtomicUsize::new(0);
            let work = || {
                while let Some((_, member)) = members.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut member = member.lock().unwrap_or_else(PoisonError::into_inner);
                    match selections.get(member.from) {
                        Some(Rows::All) => member.push(batch, None, &tested),
                        Some(Rows::Some(rows)) => member.push(batch, Some(rows), &tested),
                        Some(Rows::None) | None => {}
                    }
                }
            };
            std::thread::scope(|scope| {
                (1..options.threads).for_each(|_| {
                    scope.spawn(work);
                });
                work();
            });
        })?;
        let mut answers = BTreeMap::new();
        for (number, error) in failed {
            answers.insert(number, Timed { answer: Err(error), time: Duration::ZERO });
        }
        for (number, member) in members {
            let member = member.into_inner().unwrap_or_else(PoisonError::into_inner);
            let (Some(Ok(pipeline)), Some(plan)) = (pipelines.get(number), plans.get(number))
            else {
                continue;
            };
            let (began, before) = (Instant::now(), member.time);
            let answer = member.finish().and_then(|(batches, warnings, scanned)| {
                let (rest, session) = (pipeline.stages.get(1..).unwrap_or_default(), &plan.session);
                let (batches, warnings) =
                    go_on(rest, batches, warnings, documents, session, options, budget)?;
                Ok(Answer {
                    schema: plan.root.schema.clone(),
                    batches,
                    warnings: warnings.lines(&plan.sites),
                    scanned,
                    profile: Vec::new(),
                })
            });
            answers.insert(number, Timed { answer, time: before + began.elapsed() });
        }
        Ok((answers, scanned))
    }
}

fn member<'p: 'b, 'b>(
    plan: Sharing<'p>,
    pipeline: &'b Pipeline<'p>,
    shared: &mut SharedConditions<'p>,
    options: &Options<'b>,
    budget: &'b Budget,
) -> Result<Option<Member<'p, 'b>>, ExecError> {
    let Sharing { scan, session, from, columns, .. } = plan;
    let Some(stage) = pipeline.stages.first() else { return Ok(None) };
    let position = |at: usize| columns.get(at).copied().unwrap_or(usize::MAX);
    let numbers: Vec<Option<usize>> = scan
        .filter
        .iter()
        .take(scan.indexed)
        .map(|condition| shared.number(condition, &position, session))
        .collect::<Result<_, _>>()?;
    let is_shared = numbers.iter().map(Option::is_some).collect();
    let place = Place { from, columns, shared: numbers.into_iter().flatten().collect(), is_shared };
    Member::new(scan, stage, place, session, options, budget).map(Some)
}

/// Reads documents and gives their batches, in their order.
fn read(
    scan: &Scan,
    documents: &dyn Documents,
    options: &Options<'_>,
    budget: &Budget,
    mut each: impl FnMut(&Batch),
) -> Result<Scanned, ExecError> {
    let mut scanned = Scanned::default();
    let breaker = Collect::all();
    let &Options { threads, batch_rows, cancel, progress, .. } = options;
    let stage = StageRun { transforms: &[], breaker: &breaker, batch_rows, spills: false, cancel };
    let tasks = documents.scan(scan, None)?;
    workers::run(tasks, &stage, budget, threads, |finished| {
        let Finished { yielded, held: _held, mut warnings, report, .. } = finished;
        scanned.absorb(report, 0);
        let (Yield::First(rows) | Yield::Later(rows)) = yielded;
        breaker.finish(rows, &mut warnings)?.iter().for_each(&mut each);
        if let Some(progress) = progress {
            progress(scanned.bytes);
        }
        Ok(true)
    })?;
    Ok(scanned)
}

/// The rows of a batch that belong to a FROM.
enum Rows {
    All,
    None,
    Some(Vec<u32>),
}

/// The rows of a batch that belong to each FROM. The last column tells their indices.
fn select(batch: &Batch, froms: &[&[IndexPattern]], documents: &dyn Documents) -> Vec<Rows> {
    let mut by_index: BTreeMap<Option<Arc<str>>, Vec<u32>> = BTreeMap::new();
    if let Some(column) = batch.columns.last() {
        for row in 0..batch.rows {
            let name = match column.cell_value(row) {
                Value::Text(name) => Some(name),
                _ => None,
            };
            by_index.entry(name).or_default().push(index(row));
        }
    }
    let rows_of = |from: &&[IndexPattern]| {
        let taken = by_index.iter().filter(|(name, _)| documents.takes_part(from, name.as_deref()));
        let mut rows: Vec<u32> = taken.flat_map(|(_, rows)| rows.iter().copied()).collect();
        rows.sort_unstable();
        match rows.len() {
            0 => Rows::None,
            count if count == batch.rows => Rows::All,
            _ => Rows::Some(rows),
        }
    };
    froms.iter().map(rows_of).collect()
}
