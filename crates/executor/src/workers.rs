//! Runs the tasks of a scan on several threads and merges what they give, in the tasks' order.
//!
//! Workers take tasks in order and run them beside each other. They may be ahead of the merged
//! ones only by so many, so that a slow task does not make finished ones pile up.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use esql_data::Warnings;
use esql_planner::scan::{ScanReport, Task, Tasks};

use crate::memory::{Budget, Reservation};
use crate::operator::Breaker;
use crate::pipeline::StageRun;
use crate::task::{TaskEnd, TaskRun};
use crate::{ExecError, OperatorProfile};

/// What one task gives to be merged.
pub(crate) struct Finished<'b, B: Breaker> {
    /// What the stage's breaker has collected.
    pub(crate) yielded: Yield<B>,
    /// The memory that it holds.
    pub(crate) held: Reservation<'b>,
    /// What the task met.
    pub(crate) warnings: Warnings,
    /// What the scan tells.
    pub(crate) report: ScanReport,
    /// What the scan and the operators of the stage did.
    pub(crate) profile: Vec<OperatorProfile>,
}

/// What the breaker of a stage has collected in a task.
pub(crate) enum Yield<B: Breaker> {
    /// In the first task: goes on as it is.
    First(B::State),
    /// In any other task.
    Later(B::Part),
}

type Outcome<'b, B> = (u64, Result<Finished<'b, B>, ExecError>);

/// Runs `tasks` on `threads` threads; `merge` gets what they give, in the order of the tasks, and
/// says whether more is wanted.
///
/// # Errors
/// The first error in the order of the tasks, unless `merge` had enough before it.
pub(crate) fn run<'t, 'b, B: Breaker>(
    tasks: Box<dyn Tasks<'t> + 't>,
    stage: &StageRun<'_, B>,
    budget: &'b Budget,
    threads: usize,
    merge: impl FnMut(Finished<'b, B>) -> Result<bool, ExecError>,
) -> Result<(), ExecError> {
    let threads = threads.max(1);
    let queue = Mutex::new(Queue { tasks, next: 0, closed: false });
    let window = Window::new(2 * threads as u64 + 2);
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        let _guard = CloseOnPanic(&window);
        for _ in 0..threads {
            let sender = sender.clone();
            let (queue, window) = (&queue, &window);
            scope.spawn(move || work(queue, window, stage, budget, &sender));
        }
        drop(sender);
        let result = merge_in_order(&receiver, &window, merge);
        window.close();
        result
    })
}

/// The tasks that are not yet taken.
struct Queue<'t> {
    tasks: Box<dyn Tasks<'t> + 't>,
    /// The number of the next.
    next: u64,
    closed: bool,
}

/// How far the merging is, and how far ahead tasks may be taken.
struct Window {
    ahead: u64,
    merged: Mutex<Merged>,
    changed: Condvar,
}

struct Merged {
    count: u64,
    closed: bool,
}

impl Window {
    fn new(ahead: u64) -> Self {
        let merged = Mutex::new(Merged { count: 0, closed: false });
        Window { ahead, merged, changed: Condvar::new() }
    }

    /// Waits until task `number` may be taken; `false` if no more are wanted.
    fn wait_for(&self, number: u64) -> bool {
        let full = |merged: &mut Merged| !merged.closed && number >= merged.count + self.ahead;
        let merged = self.changed.wait_while(lock(&self.merged), full);
        !merged.unwrap_or_else(PoisonError::into_inner).closed
    }

    fn advance(&self, count: u64) {
        lock(&self.merged).count = count;
        self.changed.notify_all();
    }

    fn close(&self) {
        lock(&self.merged).closed = true;
        self.changed.notify_all();
    }

    fn is_closed(&self) -> bool {
        lock(&self.merged).closed
    }
}

/// Closes the window if its thread panics: the others must not wait for a task that is lost.
struct CloseOnPanic<'a>(&'a Window);

impl Drop for CloseOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A worker: takes task after task.
fn work<'b, B: Breaker>(
    queue: &Mutex<Queue<'_>>,
    window: &Window,
    stage: &StageRun<'_, B>,
    budget: &'b Budget,
    sender: &Sender<Outcome<'b, B>>,
) {
    let _guard = CloseOnPanic(window);
    loop {
        let (number, task) = {
            let mut queue = lock(queue);
            if queue.closed || !window.wait_for(queue.next) {
                return;
            }
            let task = queue.tasks.next();
            queue.closed = !matches!(task, Ok(Some(_)));
            let number = queue.next;
            queue.next += 1;
            (number, task)
        };
        let result = match task {
            Ok(Some(task)) => run_task(task, number == 0, window, stage, budget),
            Ok(None) => return,
            Err(error) => Err(error.into()),
        };
        if sender.send((number, result)).is_err() {
            return;
        }
    }
}

fn run_task<'b, B: Breaker>(
    task: Box<dyn Task + '_>,
    first: bool,
    window: &Window,
    stage: &StageRun<'_, B>,
    budget: &'b Budget,
) -> Result<Finished<'b, B>, ExecError> {
    let mut run = TaskRun::new(*stage, budget)?;
    let mut warnings = Warnings::default();
    let mut scan = OperatorProfile::new("scan");
    let (began, mut elsewhere) = (Instant::now(), Duration::ZERO);
    let report = task.run(stage.batch_rows, &mut warnings, &mut |batch, warnings| {
        let left = Instant::now();
        scan.rows_out += batch.rows as u64;
        let more = run.push(batch, warnings) && !window.is_closed();
        elsewhere += left.elapsed();
        more
    });
    scan.time = began.elapsed().saturating_sub(elsewhere);
    let TaskEnd { state, mut held, profile } = run.end()?;
    let report = report?;
    scan.rows_in = report.documents;
    let yielded = if first {
        Yield::First(state)
    } else {
        let part = stage.breaker.seal(state, &mut warnings);
        let bytes = stage.breaker.part_bytes(&part);
        stage.hold(&mut held, bytes)?;
        Yield::Later(part)
    };
    let profile = [scan].into_iter().chain(profile).collect();
    Ok(Finished { yielded, held, warnings, report, profile })
}

fn merge_in_order<'b, B: Breaker>(
    receiver: &Receiver<Outcome<'b, B>>,
    window: &Window,
    mut merge: impl FnMut(Finished<'b, B>) -> Result<bool, ExecError>,
) -> Result<(), ExecError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, result) in receiver {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            if !merge(result?)? {
                return Ok(());
            }
            next += 1;
            window.advance(next);
        }
    }
    Ok(())
}
