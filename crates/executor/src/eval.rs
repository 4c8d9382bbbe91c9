//! EVAL: adds columns; and ROW, which is EVAL over one row without columns.

use esql_data::{Batch, Warnings};
use esql_functions::{EvalCx, Session};
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::evaluator::Evaluator;
use crate::operator::{Emit, Transform};

pub(crate) struct Eval<'p> {
    evaluators: Vec<Evaluator>,
    session: &'p Session,
}

impl<'p> Eval<'p> {
    pub(crate) fn new(exprs: &[Expr], session: &'p Session) -> Result<Self, ExecError> {
        let evaluators = exprs.iter().map(|expr| Evaluator::new(expr, session));
        Ok(Eval { evaluators: evaluators.collect::<Result<_, _>>()?, session })
    }

    /// The row of ROW.
    pub(crate) fn row(&self, warnings: &mut Warnings) -> Batch {
        self.extend(Batch::new(Vec::new(), 1), warnings)
    }

    /// The batch with a column for each expression, which may use the columns before it.
    pub(crate) fn extend(&self, mut batch: Batch, warnings: &mut Warnings) -> Batch {
        let mut cx = EvalCx::new(self.session, warnings, batch.rows);
        for evaluator in &self.evaluators {
            let column = evaluator.evaluate(&mut cx, &batch.columns);
            debug_assert_eq!(column.len(), batch.rows);
            batch.columns.push(column);
        }
        batch
    }
}

impl Transform for Eval<'_> {
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let batch = self.extend(batch, warnings);
        emit(batch, warnings)
    }
}
