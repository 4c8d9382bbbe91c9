//! Conditions that must all be true, tested one after another on ever fewer rows.

use esql_data::{Column, Warnings};
use esql_functions::call::true_rows;
use esql_functions::{EvalCx, Session};
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::evaluator::Selective;

/// Conditions that must all be true.
///
/// A row for which one is false or null is not shown to the next, so it warns no more.
pub(crate) struct Conjunction<'p> {
    conditions: Vec<Selective>,
    session: &'p Session,
}

impl<'p> Conjunction<'p> {
    /// Makes conditions ready whose column `at` stands at `position(at)`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        conditions: &[Expr],
        session: &'p Session,
        position: &dyn Fn(usize) -> usize,
    ) -> Result<Self, ExecError> {
        let conditions = conditions.iter().map(|expr| Selective::over(expr, session, position));
        Ok(Conjunction { conditions: conditions.collect::<Result<_, _>>()?, session })
    }

    /// Those of the rows in `kept`, or of all `rows`, for which all conditions are true, ascending;
    /// `None` if these are all `rows`.
    pub(crate) fn keep(
        &self,
        kept: Option<Vec<u32>>,
        columns: &[Column],
        rows: usize,
        warnings: &mut Warnings,
    ) -> Option<Vec<u32>> {
        narrow(kept, &self.conditions, self.session, columns, rows, warnings)
    }
}

/// Those of the rows in `kept`, or of all `rows`, for which all `conditions` are true, ascending;
/// `None` if these are all `rows`.
pub(crate) fn narrow<'c>(
    mut kept: Option<Vec<u32>>,
    conditions: impl IntoIterator<Item = &'c Selective>,
    session: &Session,
    columns: &[Column],
    rows: usize,
    warnings: &mut Warnings,
) -> Option<Vec<u32>> {
    for condition in conditions {
        let count = kept.as_ref().map_or(rows, Vec::len);
        if count == 0 {
            break;
        }
        let mut cx = EvalCx::new(session, warnings, rows);
        let passed = true_rows(&condition.evaluate(&mut cx, columns, kept.as_deref()));
        if passed.len() < count {
            kept = Some(match kept {
                None => passed,
                Some(kept) => passed.into_iter().map(|at| kept[at as usize]).collect(),
            });
        }
    }
    kept
}
