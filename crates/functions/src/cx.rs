//! What a kernel may know of its surroundings: the session, the row count, where to warn.

use esql_data::{DataType, Problem, SiteId, Warnings};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::StackVersion;

/// What holds for a whole query and comes from outside: nothing else reads a clock.
#[derive(Clone, Debug)]
pub struct Session {
    /// The instant of NOW().
    pub now: Timestamp,
    /// The zone of dates that name none, and of date truncation.
    pub zone: TimeZone,
    /// The stack version that gates what exists.
    pub stack: StackVersion,
}

impl Session {
    /// A session at `now` in UTC with the newest stack.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Session { now, zone: TimeZone::UTC, stack: StackVersion::NEWEST }
    }
}

/// The context of one evaluation.
pub struct EvalCx<'a> {
    /// The session.
    pub session: &'a Session,
    /// How many rows are evaluated.
    pub rows: usize,
    /// The type that the call must give.
    pub ret: DataType,
    warnings: &'a mut Warnings,
    site: SiteId,
}

impl<'a> EvalCx<'a> {
    /// A context for `rows` rows that records into `warnings`.
    pub fn new(session: &'a Session, warnings: &'a mut Warnings, rows: usize) -> Self {
        EvalCx { session, rows, ret: DataType::Null, warnings, site: SiteId(0) }
    }

    /// The same surroundings for a call at `site` that gives `ret` for `rows` rows.
    pub fn call(&mut self, site: SiteId, ret: DataType, rows: usize) -> EvalCx<'_> {
        EvalCx { session: self.session, rows, ret, warnings: self.warnings, site }
    }

    /// The same call for another number of rows.
    pub(crate) fn for_rows(&mut self, rows: usize) -> EvalCx<'_> {
        self.call(self.site, self.ret, rows)
    }

    /// Records that the current call failed for a value.
    pub fn warn(&mut self, problem: impl FnOnce() -> Problem) {
        self.warnings.record(self.site, problem);
    }

    /// Records that a condition of the current call failed for a value, and counts as false.
    pub fn warn_false(&mut self, problem: impl FnOnce() -> Problem) {
        self.warnings.record_false(self.site, problem);
    }

    /// Records something about the input of the current call that does not change what comes out.
    pub fn remark(&mut self, problem: impl FnOnce() -> Problem) {
        self.warnings.record_remark(self.site, problem);
    }
}
