//! SAMPLE: keeps each row with a probability, by its number.
//!
//! The number of a row in a later task is known only when the tasks before it are, so a task keeps
//! its rows until it is merged.

use esql_data::{Batch, Warnings};

use crate::ExecError;
use crate::evaluator::index;
use crate::memory::compact;
use crate::operator::Breaker;

pub(crate) struct Sample {
    /// How likely a row is to be kept.
    pub(crate) probability: f64,
    /// What makes the choice repeatable.
    pub(crate) seed: u64,
}

impl Sample {
    /// Whether the row of this number is kept.
    fn keeps(&self, row: u64) -> bool {
        // 53 bits are what a double between 0 and 1 has.
        let random = mix(self.seed.wrapping_mul(GOLDEN_RATIO).wrapping_add(row)) >> 11;
        (random as f64) < self.probability * (1u64 << 53) as f64
    }

    /// Decides about the rows that wait.
    fn decide(&self, state: &mut Rows) {
        for batch in std::mem::take(&mut state.waiting) {
            let first = state.decided;
            state.decided += batch.rows as u64;
            let keeps = |row: &usize| self.keeps(first + *row as u64);
            let kept: Vec<u32> = (0..batch.rows).filter(keeps).map(index).collect();
            state.bytes -= batch.bytes();
            if !kept.is_empty() {
                let batch = compact(batch.take(&kept));
                state.bytes += batch.bytes();
                state.kept.push(batch);
            }
        }
    }
}

/// 2^64 divided by the golden ratio, odd: steps of it spread over all numbers.
const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;

/// The mixing of SplitMix64: numbers in a row become numbers without a pattern.
fn mix(number: u64) -> u64 {
    let mut bits = number.wrapping_mul(GOLDEN_RATIO);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Rows in their order.
#[derive(Default)]
pub(crate) struct Rows {
    /// Rows that nothing was decided about.
    waiting: Vec<Batch>,
    /// Rows that stay.
    kept: Vec<Batch>,
    /// How many rows were decided about.
    decided: u64,
    /// Bytes of memory.
    bytes: usize,
}

impl Breaker for Sample {
    type State = Rows;
    type Part = Rows;

    fn name(&self) -> &'static str {
        "sample"
    }

    fn begin(&self) -> Result<Rows, ExecError> {
        Ok(Rows::default())
    }

    fn push(&self, state: &mut Rows, batch: Batch, _: &mut Warnings) {
        let batch = compact(batch);
        state.bytes += batch.bytes();
        state.waiting.push(batch);
    }

    fn state_bytes(&self, state: &Rows) -> usize {
        state.bytes
    }

    fn seal(&self, state: Rows, _: &mut Warnings) -> Rows {
        state
    }

    fn part_bytes(&self, part: &Rows) -> usize {
        part.bytes
    }

    fn absorb(&self, state: &mut Rows, part: Rows, _: &mut Warnings) {
        state.waiting.extend(part.waiting);
        state.bytes += part.bytes;
        self.decide(state);
    }

    fn finish(&self, mut state: Rows, _: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        self.decide(&mut state);
        Ok(state.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_as_many_as_the_probability_says_and_others_by_another_seed() {
        for probability in [0.01, 0.5, 0.99] {
            let kept = |seed| {
                let sample = Sample { probability, seed };
                (0..100_000).filter(|row| sample.keeps(*row)).collect::<Vec<u64>>()
            };
            let share = kept(0).len() as f64 / 100_000.0;
            assert!((share - probability).abs() < 0.005, "{share}");
            assert_ne!(kept(0), kept(1));
        }
    }
}
