//! Conditions that the index is asked, which warn only where a document would pass all of them but
//! for the several values of a field.

use esql_data::{Column, Warnings};
use esql_functions::Session;
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::conjunction::narrow;
use crate::evaluator::{Asked, Selective, columns_read};

/// Conditions that the index is asked.
pub(crate) struct IndexQuery<'p> {
    clauses: Vec<Clause>,
    session: &'p Session,
}

/// A condition in both forms.
struct Clause {
    /// Where the columns stand that it reads.
    columns: Vec<usize>,
    /// True where it is true for one of several values; never warns.
    candidates: Selective,
    /// Looks at whether fields have a single value.
    confirmed: Selective,
}

impl<'p> IndexQuery<'p> {
    /// Makes conditions ready whose column `at` stands at `position(at)`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        conditions: &[Expr],
        session: &'p Session,
        position: &dyn Fn(usize) -> usize,
    ) -> Result<Self, ExecError> {
        let clause = |condition: &Expr| {
            let form = |asked| Selective::asked(condition, session, position, asked);
            Ok::<_, ExecError>(Clause {
                columns: columns_read(std::slice::from_ref(condition))
                    .into_iter()
                    .map(position)
                    .collect(),
                candidates: form(Asked::FOR_CANDIDATES)?,
                confirmed: form(Asked::TO_CONFIRM)?,
            })
        };
        Ok(IndexQuery {
            clauses: conditions.iter().map(clause).collect::<Result<_, _>>()?,
            session,
        })
    }

    /// The rows for which all conditions are true, ascending; `None` if these are all `rows`.
    pub(crate) fn keep(
        &self,
        columns: &[Column],
        rows: usize,
        warnings: &mut Warnings,
    ) -> Option<Vec<u32>> {
        let candidates = self.clauses.iter().map(|clause| &clause.candidates);
        let kept = narrow(None, candidates, self.session, columns, rows, warnings);
        let has_several =
            |clause: &&Clause| clause.columns.iter().any(|&at| columns[at].is_multi());
        let doubtful = self.clauses.iter().filter(has_several).map(|clause| &clause.confirmed);
        narrow(kept, doubtful, self.session, columns, rows, warnings)
    }
}
