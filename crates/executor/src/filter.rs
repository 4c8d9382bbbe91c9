//! WHERE: keeps the rows for which all conditions are true.

use esql_data::{Batch, Warnings};
use esql_functions::Session;
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::conjunction::Conjunction;
use crate::operator::{Emit, Transform};

pub(crate) struct Filter<'p>(Conjunction<'p>);

impl<'p> Filter<'p> {
    pub(crate) fn new(conditions: &[Expr], session: &'p Session) -> Result<Self, ExecError> {
        Ok(Filter(Conjunction::new(conditions, session, &|at| at)?))
    }
}

impl Transform for Filter<'_> {
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        match self.0.keep(None, &batch.columns, batch.rows, warnings) {
            None => emit(batch, warnings),
            Some(kept) if kept.is_empty() => true,
            Some(kept) => emit(batch.take(&kept), warnings),
        }
    }
}
