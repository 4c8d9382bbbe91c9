//! Conditions that several of many plans ask the index: each is tested once a batch.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use esql_data::{Batch, Warnings};
use esql_functions::EvalCx;
use esql_functions::Session;
use esql_functions::call::true_rows;
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::evaluator::{Asked, Selective};

/// Conditions by what they say, with how many plans have each.
#[derive(Default)]
pub(crate) struct Counted(HashMap<String, usize>);

impl Counted {
    /// Counts a condition whose column `at` stands at `position(at)`.
    pub(crate) fn add(
        &mut self,
        condition: &Expr,
        position: &dyn Fn(usize) -> usize,
        session: &Session,
    ) {
        *self.0.entry(text(condition, position, session)).or_default() += 1;
    }
}

/// The conditions that more than one plan has.
pub(crate) struct SharedConditions<'p> {
    counted: Counted,
    numbers: HashMap<String, usize>,
    conditions: Vec<(Selective, &'p Session)>,
}

impl<'p> SharedConditions<'p> {
    pub(crate) fn new(counted: Counted) -> Self {
        SharedConditions { counted, numbers: HashMap::new(), conditions: Vec::new() }
    }

    /// The number of a condition, if others have it as well.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn number(
        &mut self,
        condition: &Expr,
        position: &dyn Fn(usize) -> usize,
        session: &'p Session,
    ) -> Result<Option<usize>, ExecError> {
        let text = text(condition, position, session);
        if self.counted.0.get(&text).is_none_or(|&count| count < 2) {
            return Ok(None);
        }
        if let Some(&number) = self.numbers.get(&text) {
            return Ok(Some(number));
        }
        let asked = Asked::FOR_CANDIDATES;
        let selective = Selective::asked(condition, session, position, asked)?;
        self.conditions.push((selective, session));
        let number = self.numbers.len();
        self.numbers.insert(text, number);
        Ok(Some(number))
    }

    /// A batch, for which no condition is tested yet.
    pub(crate) fn over<'t>(&'t self, batch: &'t Batch) -> Tested<'t> {
        let rows = self.conditions.iter().map(|_| OnceLock::new()).collect();
        Tested { conditions: &self.conditions, batch, rows }
    }
}

/// Which rows of a batch pass each condition, found out when somebody asks.
pub(crate) struct Tested<'t> {
    conditions: &'t [(Selective, &'t Session)],
    batch: &'t Batch,
    rows: Vec<OnceLock<Vec<u32>>>,
}

impl Tested<'_> {
    /// The rows that pass condition `number`, ascending.
    pub(crate) fn rows(&self, number: usize) -> &[u32] {
        let (Some(rows), Some((condition, session))) =
            (self.rows.get(number), self.conditions.get(number))
        else {
            return &[];
        };
        rows.get_or_init(|| {
            // What the index is asked for candidates never warns.
            let mut warnings = Warnings::default();
            let mut cx = EvalCx::new(session, &mut warnings, self.batch.rows);
            true_rows(&condition.evaluate(&mut cx, &self.batch.columns, None))
        })
    }
}

/// What a condition says: equal for those that mean the same. Of a session, a query chooses only
/// the zone.
fn text(condition: &Expr, position: &dyn Fn(usize) -> usize, session: &Session) -> String {
    fn write(text: &mut String, expr: &Expr, position: &dyn Fn(usize) -> usize) {
        // Writing to a String cannot fail.
        let _ = match expr {
            Expr::Column(at) => write!(text, "#{}", position(*at)),
            Expr::Literal { ty, value } => write!(text, "{value:?}::{}", ty.name()),
            Expr::Call { def, overload, args, options, .. } => {
                let _ = write!(text, "{}/{overload}(", def.name);
                for arg in args {
                    write_deep(text, arg, position);
                    text.push(',');
                }
                write!(text, "){options:?}")
            }
        };
    }
    fn write_deep(text: &mut String, expr: &Expr, position: &dyn Fn(usize) -> usize) {
        crate::evaluator::grow(|| write(text, expr, position));
    }
    let mut result = format!("{:?} ", session.zone);
    write_deep(&mut result, condition, position);
    result
}
