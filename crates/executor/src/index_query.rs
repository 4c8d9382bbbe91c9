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
    /// True where it is true for one of several values; never warns. Left out if somebody else
    /// tests it.
    candidates: Option<Selective>,
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
        IndexQuery::beside(conditions, &[], session, position)
    }

    /// The same, where somebody else finds the candidates of some of the conditions.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn beside(
        conditions: &[Expr],
        is_tested: &[bool],
        session: &'p Session,
        position: &dyn Fn(usize) -> usize,
    ) -> Result<Self, ExecError> {
        let clause = |(at, condition): (usize, &Expr)| {
            let is_tested = is_tested.get(at).is_some_and(|is_tested| *is_tested);
            let form = |asked| Selective::asked(condition, session, position, asked);
            Ok::<_, ExecError>(Clause {
                columns: columns_read(std::slice::from_ref(condition))
                    .into_iter()
                    .map(position)
                    .collect(),
                candidates: (!is_tested).then(|| form(Asked::FOR_CANDIDATES)).transpose()?,
                confirmed: form(Asked::TO_CONFIRM)?,
            })
        };
        Ok(IndexQuery {
            clauses: conditions.iter().enumerate().map(clause).collect::<Result<_, _>>()?,
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
        self.keep_of(None, columns, rows, warnings)
    }

    /// Those of the rows in `kept`, or of all `rows`, for which all conditions are true.
    pub(crate) fn keep_of(
        &self,
        kept: Option<Vec<u32>>,
        columns: &[Column],
        rows: usize,
        warnings: &mut Warnings,
    ) -> Option<Vec<u32>> {
        let candidates = self.clauses.iter().filter_map(|clause| clause.candidates.as_ref());
        let kept = narrow(kept, candidates, self.session, columns, rows, warnings);
        let has_several =
            |clause: &&Clause| clause.columns.iter().any(|&at| columns[at].is_multi());
        let doubtful = self.clauses.iter().filter(has_several).map(|clause| &clause.confirmed);
        narrow(kept, doubtful, self.session, columns, rows, warnings)
    }
}
