//! What each operator of a plan did.

use std::time::Duration;

/// What an operator did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorProfile {
    /// Its name.
    pub name: &'static str,
    /// Rows that went in; for a scan, documents.
    pub rows_in: u64,
    /// Rows that came out.
    pub rows_out: u64,
    /// Time spent in it, summed over all threads.
    pub time: Duration,
}

impl OperatorProfile {
    /// The profile of an operator that has done nothing yet.
    pub(crate) fn new(name: &'static str) -> Self {
        OperatorProfile { name, rows_in: 0, rows_out: 0, time: Duration::ZERO }
    }

    /// Adds what the same operator did elsewhere.
    pub(crate) fn absorb(&mut self, other: &OperatorProfile) {
        self.rows_in += other.rows_in;
        self.rows_out += other.rows_out;
        self.time += other.time;
    }
}
