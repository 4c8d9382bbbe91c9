//! DISSECT, GROK and their kin: add columns taken out of a text.

use esql_data::{Batch, DataType, SiteId, Warnings};
use esql_functions::extract::Extractor;
use esql_functions::{EvalCx, Session};
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::evaluator::Evaluator;
use crate::operator::{Emit, Transform};

pub(crate) struct Extract<'p> {
    text: Evaluator,
    extractor: &'p dyn Extractor,
    site: SiteId,
    session: &'p Session,
}

impl<'p> Extract<'p> {
    pub(crate) fn new(
        text: &Expr,
        extractor: &'p dyn Extractor,
        site: SiteId,
        session: &'p Session,
    ) -> Result<Self, ExecError> {
        Ok(Extract { text: Evaluator::new(text, session)?, extractor, site, session })
    }
}

impl Transform for Extract<'_> {
    fn apply(&self, mut batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let mut cx = EvalCx::new(self.session, warnings, batch.rows);
        let text = self.text.evaluate(&mut cx, &batch.columns);
        // Each output has a type of its own.
        let mut cx = cx.call(self.site, DataType::Null, batch.rows);
        batch.columns.extend(self.extractor.extract(&mut cx, &text));
        emit(batch, warnings)
    }
}
