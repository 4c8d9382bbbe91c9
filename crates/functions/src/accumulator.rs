//! Accumulators: the state of an aggregate for all groups at once.
//!
//! A worker accumulates raw rows, gives out its partial state as columns, and another absorbs
//! it. `absorb` must get the parts in the order of the input, so that first-seen order holds
//! however the input was cut.

use esql_data::{Column, DataType};

use crate::EvalCx;

/// What [`Accumulator::emit`] gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// The state, for another accumulator of the same kind to absorb.
    Partial,
    /// The result, one column.
    Final,
}

/// The state of one aggregate for all groups.
///
/// Groups are numbered from 0; the state grows to hold every number that was seen.
pub trait Accumulator: Send {
    /// The types of the columns of partial state.
    fn state(&self) -> Vec<DataType>;

    /// Takes in raw rows: row `i` of `args` belongs to group `groups[i]`. `args` are the
    /// arguments that are not constant. A cell may hold several values: each counts.
    fn accumulate(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], args: &[Column]);

    /// Takes in state that another accumulator gave out: row `i` is for group `groups[i]`.
    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]);

    /// Gives out the state or the result for groups `0..count`, and is empty thereafter.
    fn emit(&mut self, cx: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column>;

    /// Bytes of memory that the state takes.
    fn bytes(&self) -> usize;
}
