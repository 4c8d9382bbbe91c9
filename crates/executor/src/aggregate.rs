//! STATS: groups rows and aggregates each group.

use std::ops::Range;

use esql_data::{Batch, Column, DataType, Field, ValueRef, Warnings};
use esql_functions::call::true_rows;
use esql_functions::{
    Accumulator, AggregateOverload, ArgError, CallArg, CallSite, EvalCx, Impl, Phase, Session,
    Sparkline,
};
use esql_planner::physical::{self, Expr};

use crate::ExecError;
use crate::evaluator::{Evaluator, call_arg, index};
use crate::grouping::{Assignment, Grouping, fan_out};
use crate::memory::compact;
use crate::operator::{Breaker, Relief};
use crate::spill::{Groups, Spill};

/// How many rows, counted once for each of their groups, are aggregated at a time. Only rows with
/// several values in keys can make it more.
const MAX_FAN_OUT: usize = 1 << 16;

pub(crate) struct Aggregation<'p> {
    keys: &'p [usize],
    key_types: Vec<DataType>,
    aggregates: Vec<Prepared<'p>>,
    session: &'p Session,
}

/// An aggregate made ready.
struct Prepared<'p> {
    plan: &'p physical::Aggregate,
    overload: &'static AggregateOverload,
    /// All arguments, for the accumulator's maker.
    call_args: Vec<CallArg>,
    /// The arguments that reach the accumulator; the bucket of a series is the last.
    args: Vec<Evaluator>,
    filter: Option<Evaluator>,
}

/// The groups and their aggregates so far.
pub(crate) struct State {
    grouping: Grouping,
    accumulators: Vec<Box<dyn Accumulator>>,
    /// Bytes of memory at the last measurement.
    bytes: usize,
    /// Rows taken in since.
    unmeasured: usize,
    /// Where earlier groups are, and later parts go, since memory ran short.
    spill: Option<Spill>,
}

impl State {
    /// Takes note of `rows` rows more. Measuring looks at every group, so it waits for half as many
    /// rows as there are groups: each row may have brought one.
    fn measure_after(&mut self, rows: usize) {
        self.unmeasured += rows;
        if 2 * self.unmeasured >= self.grouping.len() {
            self.unmeasured = 0;
            let accumulators = self.accumulators.iter().map(|accumulator| accumulator.bytes());
            self.bytes = self.grouping.bytes() + accumulators.sum::<usize>();
        }
    }
}

/// The groups and their aggregates of a later task.
pub(crate) struct Part {
    grouping: Grouping,
    /// The state of each accumulator.
    columns: Vec<Vec<Column>>,
}

impl<'p> Aggregation<'p> {
    /// Makes an aggregation ready over columns as in `input`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        keys: &'p [usize],
        aggregates: &'p [physical::Aggregate],
        input: &[Field],
        session: &'p Session,
    ) -> Result<Self, ExecError> {
        let key_types = keys.iter().map(|&at| input[at].ty).collect();
        let aggregates = aggregates.iter().map(|plan| Prepared::new(plan, input, session));
        let aggregates = aggregates.collect::<Result<_, _>>()?;
        Ok(Aggregation { keys, key_types, aggregates, session })
    }

    /// Takes in rows, a piece at a time if they belong to very many groups; `grouped` is told the
    /// groups of each piece.
    pub(crate) fn accumulate(
        &self,
        state: &mut State,
        batch: &Batch,
        warnings: &mut Warnings,
        grouped: &mut dyn FnMut(&Batch, Assignment),
    ) {
        let keys: Vec<&Column> = self.keys.iter().map(|&at| &batch.columns[at]).collect();
        if batch.rows > 1 && fan_out(&keys, batch.rows) > MAX_FAN_OUT {
            let half = batch.rows / 2;
            self.accumulate(state, &batch.slice(0, half), warnings, grouped);
            self.accumulate(state, &batch.slice(half, batch.rows - half), warnings, grouped);
            return;
        }
        let assignment = state.grouping.assign(&keys, batch.rows);
        for (aggregate, accumulator) in self.aggregates.iter().zip(&mut state.accumulators) {
            let mut cx = EvalCx::new(self.session, warnings, batch.rows);
            match &aggregate.filter {
                None => aggregate.accumulate(accumulator.as_mut(), &mut cx, batch, &assignment),
                Some(filter) => {
                    let kept = true_rows(&filter.evaluate(&mut cx, &batch.columns));
                    let kept = assignment.narrow(&kept);
                    aggregate.accumulate(accumulator.as_mut(), &mut cx, batch, &kept);
                }
            }
        }
        grouped(batch, assignment);
        state.measure_after(batch.rows);
    }

    /// Takes in the groups of a later task; gives the number here of each.
    pub(crate) fn merge(
        &self,
        state: &mut State,
        part: &Part,
        warnings: &mut Warnings,
    ) -> Vec<u32> {
        let groups = state.grouping.absorb(&part.grouping);
        let mut cx = EvalCx::new(self.session, warnings, groups.len());
        let accumulators = self.aggregates.iter().zip(&mut state.accumulators);
        for ((aggregate, accumulator), columns) in accumulators.zip(&part.columns) {
            accumulator.absorb(&mut aggregate.cx(&mut cx, groups.len()), &groups, columns);
        }
        state.measure_after(groups.len());
        groups
    }

    /// The aggregates of all groups, then their keys.
    pub(crate) fn groups(&self, mut state: State, warnings: &mut Warnings) -> Batch {
        let groups = state.grouping.len();
        let columns = self.emit(&mut state.accumulators, Phase::Final, groups, warnings);
        let mut columns: Vec<Column> = columns.into_iter().flatten().collect();
        columns.extend(state.grouping.columns());
        Batch::new(columns, groups)
    }

    /// Puts groups into files, behind those that are there.
    fn put_away(&self, state: State, mut spill: Spill, warnings: &mut Warnings) -> Spill {
        if state.grouping.len() > 0 {
            let part = self.seal(state, warnings);
            spill.write(part.grouping.columns(), part.columns.iter().flatten());
        }
        spill
    }

    /// What [`Aggregation::groups`] gives, of groups in files.
    fn spilled_groups(&self, spill: Spill, warnings: &mut Warnings) -> Result<Batch, ExecError> {
        let limit = spill.limit();
        let (mut numbers, mut batches, mut bytes) = (Vec::new(), Vec::new(), 0);
        spill.read(|next| {
            let mut state = self.begin()?;
            let mut numbers_of_file: Vec<i64> = Vec::new();
            while let Some(Groups { numbers, mut columns }) = next()? {
                let mut states = columns.split_off(self.keys.len()).into_iter();
                let part = Part {
                    grouping: Grouping::of_keys(&self.key_types, &columns, numbers.len()),
                    columns: state
                        .accumulators
                        .iter()
                        .map(|accumulator| {
                            states.by_ref().take(accumulator.state().len()).collect()
                        })
                        .collect(),
                };
                for (group, number) in self.merge(&mut state, &part, warnings).iter().zip(numbers) {
                    if *group as usize == numbers_of_file.len() {
                        numbers_of_file.push(number);
                    }
                }
                if bytes + state.bytes > limit {
                    return Err(ExecError::Memory { limit, operator: self.name() });
                }
            }
            let batch = compact(self.groups(state, warnings));
            bytes += batch.bytes();
            batches.push(batch);
            numbers.append(&mut numbers_of_file);
            Ok(())
        })?;
        let mut order: Vec<u32> = (0..numbers.len()).map(index).collect();
        order.sort_unstable_by_key(|&row| numbers[row as usize]);
        Ok(Batch::concat(&batches).take(&order))
    }

    /// Where the keys stand in [`Aggregation::groups`].
    pub(crate) fn key_columns(&self) -> Range<usize> {
        let first = self.aggregates.len();
        first..first + self.keys.len()
    }

    /// What the accumulators give out.
    fn emit(
        &self,
        accumulators: &mut [Box<dyn Accumulator>],
        phase: Phase,
        groups: usize,
        warnings: &mut Warnings,
    ) -> Vec<Vec<Column>> {
        let mut cx = EvalCx::new(self.session, warnings, groups);
        let pairs = self.aggregates.iter().zip(accumulators);
        pairs
            .map(|(aggregate, accumulator)| {
                accumulator.emit(&mut aggregate.cx(&mut cx, groups), phase, groups)
            })
            .collect()
    }
}

impl<'p> Prepared<'p> {
    fn new(
        plan: &'p physical::Aggregate,
        input: &[Field],
        session: &Session,
    ) -> Result<Self, ExecError> {
        let overload = match plan.def.imp {
            Impl::Aggregate(overloads) => overloads.get(plan.overload),
            Impl::Scalar(_) | Impl::Lowered { .. } => None,
        };
        let Some(overload) = overload else {
            let message = format!("`{}` cannot be evaluated over groups", plan.def.name);
            let error = ArgError { at: 0, message };
            return Err(ExecError::Prepare { error, site: plan.site });
        };
        let ty = |arg: &Expr| match arg {
            Expr::Column(at) => input[*at].ty,
            Expr::Literal { ty, .. } | Expr::Call { ret: ty, .. } => *ty,
        };
        let call_args = plan.args.iter().map(|arg| call_arg(arg, ty(arg))).collect();
        let params = plan.def.params;
        let is_constant = |at: usize| {
            let variadic = params.last().filter(|param| param.variadic);
            params.get(at).or(variadic).is_some_and(|param| param.constant)
        };
        let args = plan.args.iter().enumerate().filter(|(at, _)| !is_constant(*at));
        let args = args.map(|(_, arg)| arg).chain(plan.series.as_ref().map(|(key, _)| key));
        let args = args.map(|arg| Evaluator::new(arg, session)).collect::<Result<_, _>>()?;
        let filter =
            plan.filter.as_ref().map(|filter| Evaluator::new(filter, session)).transpose()?;
        Ok(Prepared { plan, overload, call_args, args, filter })
    }

    fn accumulator(&self, session: &Session) -> Result<Box<dyn Accumulator>, ExecError> {
        let physical::Aggregate { options, series, ret, site, .. } = self.plan;
        let call_site = CallSite { args: &self.call_args, options, ret: *ret, session };
        let accumulator = (self.overload.new)(&call_site)
            .map_err(|error| ExecError::Prepare { error, site: *site })?;
        Ok(match series {
            None => accumulator,
            Some((_, starts)) => Box::new(Sparkline::new(accumulator, starts.clone(), *ret)),
        })
    }

    fn cx<'a>(&self, cx: &'a mut EvalCx<'_>, rows: usize) -> EvalCx<'a> {
        cx.call(self.plan.site, self.plan.ret, rows)
    }

    fn accumulate(
        &self,
        accumulator: &mut dyn Accumulator,
        cx: &mut EvalCx<'_>,
        batch: &Batch,
        Assignment { rows, groups }: &Assignment,
    ) {
        if groups.is_empty() {
            return;
        }
        let args = self.args.iter().map(|arg| {
            let column = arg.evaluate(cx, &batch.columns);
            match rows {
                Some(rows) => column.take(rows),
                None => column,
            }
        });
        let args: Vec<Column> = args.collect();
        accumulator.accumulate(&mut self.cx(cx, groups.len()), groups, &args);
    }
}

impl Breaker for Aggregation<'_> {
    type State = State;
    type Part = Part;

    fn name(&self) -> &'static str {
        "aggregate"
    }

    fn begin(&self) -> Result<State, ExecError> {
        let accumulators =
            self.aggregates.iter().map(|prepared| prepared.accumulator(self.session));
        Ok(State {
            grouping: Grouping::new(&self.key_types),
            accumulators: accumulators.collect::<Result<_, _>>()?,
            bytes: 0,
            unmeasured: 0,
            spill: None,
        })
    }

    fn push(&self, state: &mut State, batch: Batch, warnings: &mut Warnings) {
        self.accumulate(state, &batch, warnings, &mut |_, _| {});
    }

    fn state_bytes(&self, state: &State) -> usize {
        state.bytes
    }

    fn seal(&self, mut state: State, warnings: &mut Warnings) -> Part {
        let groups = state.grouping.len();
        let columns = self.emit(&mut state.accumulators, Phase::Partial, groups, warnings);
        Part { grouping: state.grouping, columns }
    }

    fn part_bytes(&self, part: &Part) -> usize {
        part.grouping.bytes() + part.columns.iter().flatten().map(Column::bytes).sum::<usize>()
    }

    fn absorb(&self, state: &mut State, part: Part, warnings: &mut Warnings) {
        match &mut state.spill {
            Some(spill) => spill.write(part.grouping.columns(), part.columns.iter().flatten()),
            None => drop(self.merge(state, &part, warnings)),
        }
    }

    fn is_full(&self, state: &State) -> bool {
        state.spill.as_ref().is_some_and(Spill::has_failed)
    }

    fn can_spill(&self) -> bool {
        !self.keys.is_empty()
    }

    fn relieve(
        &self,
        state: &mut State,
        relief: &Relief<'_>,
        warnings: &mut Warnings,
    ) -> Result<(), ExecError> {
        if !self.can_spill() || state.grouping.len() == 0 {
            return Ok(());
        }
        let mut rest = std::mem::replace(state, self.begin()?);
        let spill = match rest.spill.take() {
            Some(spill) => spill,
            None => {
                let states = rest.accumulators.iter().flat_map(|accumulator| accumulator.state());
                let types = self.key_types.iter().copied().chain(states);
                Spill::new(relief.files, types, relief.limit)?
            }
        };
        state.spill = Some(self.put_away(rest, spill, warnings));
        Ok(())
    }

    fn finish(&self, mut state: State, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        let groups = match state.spill.take() {
            Some(spill) => {
                let spill = self.put_away(state, spill, warnings);
                self.spilled_groups(spill, warnings)?
            }
            None if state.grouping.len() == 0 => return Ok(Vec::new()),
            None => self.groups(state, warnings),
        };
        let order = match self.keys {
            [_] => single_key_order(&groups.columns[self.key_columns().start]),
            _ => None,
        };
        Ok(vec![match order {
            Some(order) => groups.take(&order),
            None => groups,
        }])
    }
}

/// The order of groups by one key, where it is not that in which they were first seen: null is
/// the first group, and false comes before true, as Elasticsearch numbers its groups.
fn single_key_order(key: &Column) -> Option<Vec<u32>> {
    let rank = |row: usize| match key.cell(row).next() {
        None => 0,
        Some(at) if key.ty() == DataType::Boolean => match key.value(at) {
            ValueRef::Boolean(true) => 2,
            _ => 1,
        },
        Some(_) => 1,
    };
    let ranks: Vec<u8> = (0..key.len()).map(rank).collect();
    if ranks.is_sorted() {
        return None;
    }
    let mut order: Vec<u32> = (0..u32::try_from(key.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by_key(|&row| ranks[row as usize]);
    Some(order)
}
