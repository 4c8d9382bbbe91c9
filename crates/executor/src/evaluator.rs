//! Expressions made ready to be evaluated over batches.

use std::collections::BTreeSet;

use esql_data::{Column, DataType, SiteId};
use esql_functions::{
    Call, CallArg, CallSite, EvalCx, Found, IndexQuery, LazyArgs, Matching, Session,
};
use esql_planner::physical::Expr;

use crate::ExecError;

/// An expression made ready.
pub(crate) enum Evaluator {
    /// A column of the input.
    Column(usize),
    /// A column of one repeated cell.
    Constant(Column),
    /// A call that wants its arguments evaluated for all rows.
    Call { call: Call, args: Vec<Evaluator> },
    /// A call that evaluates its arguments itself, for some rows only.
    LazyCall { call: Call, args: Vec<Selective> },
}

impl Evaluator {
    /// Makes an expression ready.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(expr: &Expr, session: &Session) -> Result<Self, ExecError> {
        Evaluator::over(expr, session, &|at| at)
    }

    /// Makes an expression ready whose column `at` stands at `position(at)`.
    fn over(
        expr: &Expr,
        session: &Session,
        position: &dyn Fn(usize) -> usize,
    ) -> Result<Self, ExecError> {
        let (call, args) = match expr {
            Expr::Column(at) => return Ok(Evaluator::Column(position(*at))),
            Expr::Literal { ty, value } => {
                return Ok(Evaluator::Constant(Column::constant(*ty, value, 1)));
            }
            Expr::Call { args, .. } => (prepare(expr, session)?, args),
        };
        grow(|| {
            if call.is_lazy() {
                let args = args.iter().map(|arg| Selective::over(arg, session, position));
                return Ok(Evaluator::LazyCall { call, args: args.collect::<Result<_, _>>()? });
            }
            let args = args.iter().map(|arg| Evaluator::over(arg, session, position));
            Ok(Evaluator::Call { call, args: args.collect::<Result<_, _>>()? })
        })
    }

    /// Makes a condition ready that the index is asked.
    fn asked(
        expr: &Expr,
        session: &Session,
        position: &dyn Fn(usize) -> usize,
        asked: Asked,
    ) -> Result<Self, ExecError> {
        let Expr::Call { def, args, .. } = expr else {
            return Evaluator::over(expr, session, position);
        };
        let parts = match def.index_query {
            IndexQuery::Connective => asked,
            IndexQuery::Negation => asked.negated(),
            IndexQuery::SingleValue(found) => {
                let call = prepare(expr, session)?.matching(asked.matching(found));
                let args = args.iter().map(|arg| Evaluator::over(arg, session, position));
                return Ok(Evaluator::Call { call, args: args.collect::<Result<_, _>>()? });
            }
            IndexQuery::WholeField | IndexQuery::None => {
                return Evaluator::over(expr, session, position);
            }
        };
        grow(|| {
            let args = args.iter().map(|arg| Evaluator::asked(arg, session, position, parts));
            let args = args.collect::<Result<_, _>>()?;
            Ok(Evaluator::Call { call: prepare(expr, session)?, args })
        })
    }

    /// The value in each of the `cx.rows` rows of `columns`.
    pub(crate) fn evaluate(&self, cx: &mut EvalCx<'_>, columns: &[Column]) -> Column {
        match self {
            Evaluator::Column(at) => columns[*at].clone(),
            Evaluator::Constant(column) => column.slice(0, cx.rows),
            Evaluator::Call { call, args } => grow(|| {
                let args: Vec<Column> = args.iter().map(|arg| arg.evaluate(cx, columns)).collect();
                call.evaluate_columns(cx, &args)
            }),
            Evaluator::LazyCall { call, args } => grow(|| {
                let rows = cx.rows;
                call.evaluate(cx, &mut Arguments { args, columns, rows })
            }),
        }
    }
}

/// What the index is asked.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    /// Whether fields that are found must have a single value.
    confirm: bool,
    /// Whether it stands under an odd number of NOT.
    negated: bool,
}

impl Asked {
    /// Documents that may pass: of fields with several values, one is enough.
    pub(crate) const FOR_CANDIDATES: Asked = Asked { confirm: false, negated: false };
    /// Which of the candidates pass.
    pub(crate) const TO_CONFIRM: Asked = Asked { confirm: true, negated: false };

    fn negated(self) -> Asked {
        Asked { negated: !self.negated, ..self }
    }

    fn matching(self, found: Found) -> Matching {
        Matching { found, warns_at: self.confirm.then_some(!self.negated) }
    }
}

/// Calls `f`, on a new segment of stack if the present one is nearly full: expressions nest as
/// deep as the parser lets them.
pub(crate) fn grow<T>(f: impl FnOnce() -> T) -> T {
    const LEFT: usize = 128 * 1024;
    const SEGMENT: usize = 2 * 1024 * 1024;
    stacker::maybe_grow(LEFT, SEGMENT, f)
}

/// The call of an [`Expr::Call`] made ready.
fn prepare(expr: &Expr, session: &Session) -> Result<Call, ExecError> {
    let Expr::Call { def, overload, args, arg_types, options, ret, site } = expr else {
        unreachable!("only calls are prepared");
    };
    let failed = |error| ExecError::Prepare { error, site: *site };
    let overload = def.scalar(*overload).map_err(failed)?;
    let args = args.iter().zip(arg_types).map(|(arg, ty)| call_arg(arg, *ty));
    let args: Vec<CallArg> = args.collect();
    let call_site = CallSite { args: &args, options, ret: *ret, session };
    Call::new(overload, &call_site, *site).map_err(failed)
}

/// What a function may know of an argument.
pub(crate) fn call_arg(arg: &Expr, ty: DataType) -> CallArg {
    match arg {
        Expr::Literal { ty, value } => {
            CallArg { ty: *ty, constant: Some(value.clone()), text: value.print(*ty) }
        }
        Expr::Column(_) | Expr::Call { .. } => CallArg { ty, constant: None, text: String::new() },
    }
}

/// The arguments of a lazy call in one batch.
struct Arguments<'a> {
    args: &'a [Selective],
    columns: &'a [Column],
    rows: usize,
}

impl LazyArgs for Arguments<'_> {
    fn len(&self) -> usize {
        self.args.len()
    }

    fn evaluate(&mut self, cx: &mut EvalCx<'_>, at: usize, rows: &[u32]) -> Column {
        let some = (rows.len() < self.rows).then_some(rows);
        self.args[at].evaluate(&mut with_rows(cx, self.rows), self.columns, some)
    }
}

/// An expression that can be evaluated for some rows of a batch: only the columns that it reads
/// are taken apart.
pub(crate) struct Selective {
    columns: Vec<usize>,
    evaluator: Evaluator,
}

impl Selective {
    /// Makes an expression ready whose column `at` stands at `position(at)`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn over(
        expr: &Expr,
        session: &Session,
        position: &dyn Fn(usize) -> usize,
    ) -> Result<Self, ExecError> {
        let read = columns_read(std::slice::from_ref(expr));
        let evaluator = Evaluator::over(expr, session, &|at| rank(&read, at))?;
        Ok(Selective { columns: read.into_iter().map(position).collect(), evaluator })
    }

    /// Makes a condition ready that the index is asked, whose column `at` stands at
    /// `position(at)`.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn asked(
        expr: &Expr,
        session: &Session,
        position: &dyn Fn(usize) -> usize,
        asked: Asked,
    ) -> Result<Self, ExecError> {
        let read = columns_read(std::slice::from_ref(expr));
        let evaluator = Evaluator::asked(expr, session, &|at| rank(&read, at), asked)?;
        Ok(Selective { columns: read.into_iter().map(position).collect(), evaluator })
    }

    /// The value in each of the rows at `rows`, or in all `cx.rows`.
    pub(crate) fn evaluate(
        &self,
        cx: &mut EvalCx<'_>,
        columns: &[Column],
        rows: Option<&[u32]>,
    ) -> Column {
        let columns = self.columns.iter().map(|&at| match rows {
            Some(rows) => columns[at].take(rows),
            None => columns[at].clone(),
        });
        let count = rows.map_or(cx.rows, <[u32]>::len);
        self.evaluator.evaluate(&mut with_rows(cx, count), &columns.collect::<Vec<_>>())
    }
}

/// The same context for another number of rows. Calls inside set their own place and type.
fn with_rows<'a>(cx: &'a mut EvalCx<'_>, rows: usize) -> EvalCx<'a> {
    cx.call(SiteId(0), DataType::Null, rows)
}

/// The columns that expressions read, ascending.
pub(crate) fn columns_read(exprs: &[Expr]) -> Vec<usize> {
    fn collect(expr: &Expr, columns: &mut BTreeSet<usize>) {
        match expr {
            Expr::Column(at) => {
                columns.insert(*at);
            }
            Expr::Literal { .. } => {}
            Expr::Call { args, .. } => args.iter().for_each(|arg| collect(arg, columns)),
        }
    }
    let mut columns = BTreeSet::new();
    exprs.iter().for_each(|expr| collect(expr, &mut columns));
    columns.into_iter().collect()
}

/// Where `column` stands among `columns`, which are ascending and have it.
pub(crate) fn rank(columns: &[usize], column: usize) -> usize {
    columns.partition_point(|&at| at < column)
}

/// The number of a row or a value, as selections keep it. Batches are far smaller than 2³² rows.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
