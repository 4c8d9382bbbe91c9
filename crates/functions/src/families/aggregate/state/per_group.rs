//! The accumulator of aggregates that have one small state for each group.

use esql_data::{CellsBuilder, Column, ColumnBuilder, DataType, Storage};

use crate::typed::IntoCell;
use crate::{Accumulator, CallSite, EvalCx, Phase};

/// What an aggregate knows of one group. The default is a group without a value.
pub(crate) trait State: Default + Send + 'static {
    /// The types of the columns of partial state.
    const PARTIAL: &'static [DataType];

    /// Adds what a later part of the input knows of the group.
    fn merge(&mut self, later: Self);

    /// Puts the state into one cell of each column of partial state.
    fn save(self, partial: &mut [ColumnBuilder]);

    /// The state that [`State::save`] put into row `row`.
    fn load(partial: &[Column], row: usize) -> Self;

    /// Bytes of memory besides the value itself.
    fn heap_bytes(&self) -> usize {
        0
    }
}

/// Takes in raw rows: the groups, the arguments, the states of all groups.
type Feed<S> = fn(&mut EvalCx<'_>, &[u32], &[Column], &mut [S]);

/// Puts the result of one group into the column of results.
type Finish<S, R> = Box<dyn Fn(S, &mut EvalCx<'_>, &mut CellsBuilder<R>) + Send>;

/// An accumulator with a state `S` for each group and results of storage `R`.
pub(crate) struct PerGroup<S, R: Storage> {
    states: Vec<S>,
    feed: Feed<S>,
    finish: Finish<S, R>,
    ret: DataType,
}

impl<S: State, R: Storage> PerGroup<S, R> {
    /// An accumulator that takes in rows by `feed` and gives what `finish` makes of a group.
    pub(crate) fn boxed<T: IntoCell<R>>(
        site: &CallSite<'_>,
        feed: Feed<S>,
        finish: impl Fn(S) -> T + Send + 'static,
    ) -> Box<dyn Accumulator> {
        Box::new(PerGroup {
            states: Vec::new(),
            feed,
            finish: Box::new(move |state, cx, cells| finish(state).put(cx, cells)),
            ret: site.ret,
        })
    }
}

impl<S: State, R: Storage> Accumulator for PerGroup<S, R> {
    fn state(&self) -> Vec<DataType> {
        S::PARTIAL.to_vec()
    }

    fn accumulate(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        grow(&mut self.states, groups);
        (self.feed)(cx, groups, args, &mut self.states);
    }

    fn absorb(&mut self, _: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        grow(&mut self.states, groups);
        for (row, &group) in groups.iter().enumerate() {
            self.states[group as usize].merge(S::load(partial, row));
        }
    }

    fn emit(&mut self, cx: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let mut states = std::mem::take(&mut self.states);
        states.resize_with(count, S::default);
        match phase {
            Phase::Partial => {
                let mut partial: Vec<ColumnBuilder> =
                    S::PARTIAL.iter().map(|&ty| ColumnBuilder::new(ty)).collect();
                for state in states {
                    state.save(&mut partial);
                }
                partial.into_iter().map(ColumnBuilder::finish).collect()
            }
            Phase::Final => {
                let mut cells = CellsBuilder::new();
                for state in states {
                    (self.finish)(state, cx, &mut cells);
                }
                vec![cells.finish(self.ret)]
            }
        }
    }

    fn bytes(&self) -> usize {
        self.states.capacity() * size_of::<S>()
            + self.states.iter().map(State::heap_bytes).sum::<usize>()
    }
}

/// Makes `states` hold every group of `groups`.
pub(crate) fn grow<T: Default>(states: &mut Vec<T>, groups: &[u32]) {
    let count = groups.iter().max().map_or(0, |&last| last as usize + 1);
    if count > states.len() {
        states.resize_with(count, T::default);
    }
}

/// The accumulator of an aggregate over a column of type `null`: there is never a value.
pub(crate) struct Nothing {
    /// The type of the result.
    pub(crate) ret: DataType,
}

impl Accumulator for Nothing {
    fn state(&self) -> Vec<DataType> {
        Vec::new()
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, _: &[u32], _: &[Column]) {}

    fn absorb(&mut self, _: &mut EvalCx<'_>, _: &[u32], _: &[Column]) {}

    fn emit(&mut self, _: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        match phase {
            Phase::Partial => Vec::new(),
            Phase::Final => vec![Column::null(self.ret, count)],
        }
    }

    fn bytes(&self) -> usize {
        0
    }
}
