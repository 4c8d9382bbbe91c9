//! A call made ready to run, and the one place where lifts are applied.

use esql_data::arrow::array::{Array, BooleanArray, UInt32Array};
use esql_data::arrow::buffer::OffsetBuffer;
use esql_data::{Column, DataType, Problem, SiteId, Value};

use crate::{ArgError, EvalCx, FunctionDef, Kernel, Lift, Matching, Overload, Session};

/// What a function may look at when it is made ready.
pub struct CallSite<'a> {
    /// The arguments.
    pub args: &'a [CallArg],
    /// The named options with their values.
    pub options: &'a [(String, Value)],
    /// The type that the call must give.
    pub ret: DataType,
    /// The session.
    pub session: &'a Session,
}

impl CallSite<'_> {
    /// The constant value of argument `at`; null if there is no such argument.
    ///
    /// # Errors
    /// If the argument is not a constant.
    pub fn constant(&self, at: usize) -> Result<&Value, ArgError> {
        match self.args.get(at) {
            None => Ok(&Value::Null),
            Some(CallArg { constant: Some(value), .. }) => Ok(value),
            Some(CallArg { text, .. }) => Err(ArgError {
                at,
                message: format!("argument must be a constant, received [{text}]"),
            }),
        }
    }

    /// The value of a named option.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Value> {
        self.options.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }
}

/// One argument of a call.
#[derive(Clone, Debug)]
pub struct CallArg {
    /// Its type.
    pub ty: DataType,
    /// Its value, if it is a constant.
    pub constant: Option<Value>,
    /// Its text in the query, for messages.
    pub text: String,
}

impl CallArg {
    /// An argument without a text whose values are those of a column, constant if that is.
    #[must_use]
    pub fn of(column: &Column) -> CallArg {
        let constant = column.is_constant().then(|| column.cell_value(0));
        CallArg { ty: column.ty(), constant, text: String::new() }
    }
}

/// A kernel that was made ready.
pub trait Evaluate: Send + Sync {
    /// Evaluates the call for `cx.rows` rows.
    fn evaluate(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column;
}

impl<F> Evaluate for F
where
    F: Fn(&mut EvalCx<'_>, &[Column]) -> Column + Send + Sync,
{
    fn evaluate(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        self(cx, args)
    }
}

/// Arguments that are evaluated on demand, for some rows only.
pub trait LazyArgs {
    /// How many arguments there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Argument `at` for the rows at `rows` (ascending), one cell each.
    fn evaluate(&mut self, cx: &mut EvalCx<'_>, at: usize, rows: &[u32]) -> Column;
}

/// A call with its kernel made ready.
pub struct Call {
    code: Code,
    lift: Lift,
    /// How the index would answer, if it is asked.
    matching: Option<Matching>,
    ret: DataType,
    site: SiteId,
}

enum Code {
    Plain(fn(&mut EvalCx<'_>, &[Column]) -> Column),
    Prepared(Box<dyn Evaluate>),
    Lazy(fn(&mut EvalCx<'_>, &mut dyn LazyArgs) -> Column),
}

impl Call {
    /// Makes a call of `def` ready for these columns, outside of any query: the signature
    /// `overload` fits them and gives `ret`.
    ///
    /// # Errors
    /// If the function is not evaluated row by row, or a constant argument cannot be used.
    pub fn of(
        def: &FunctionDef,
        overload: usize,
        ret: DataType,
        columns: &[Column],
        session: &Session,
    ) -> Result<Call, ArgError> {
        let args: Vec<CallArg> = columns.iter().map(CallArg::of).collect();
        let site = CallSite { args: &args, options: &[], ret, session };
        Call::new(def.scalar(overload)?, &site, SiteId(0))
    }

    /// Makes a call of `overload` ready; `site` is where it warns.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub fn new(
        overload: &Overload,
        call_site: &CallSite<'_>,
        site: SiteId,
    ) -> Result<Call, ArgError> {
        let code = match overload.kernel {
            Kernel::Plain(kernel) => Code::Plain(kernel),
            Kernel::Prepared(prepare) => Code::Prepared(prepare(call_site)?),
            Kernel::Lazy(kernel) => Code::Lazy(kernel),
        };
        Ok(Call { code, lift: overload.lift, matching: None, ret: call_site.ret, site })
    }

    /// The same call, answered as the index does: all arguments but one are constants.
    #[must_use]
    pub fn matching(self, matching: Matching) -> Call {
        Call { matching: Some(matching), ..self }
    }

    /// Evaluates the call; `args` are evaluated as far as the kernel asks for them.
    pub fn evaluate(&self, cx: &mut EvalCx<'_>, args: &mut dyn LazyArgs) -> Column {
        let rows = cx.rows;
        if let Code::Lazy(kernel) = self.code {
            return kernel(&mut cx.call(self.site, self.ret, rows), args);
        }
        let all: Vec<u32> = (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect();
        let args: Vec<Column> = (0..args.len()).map(|at| args.evaluate(cx, at, &all)).collect();
        self.evaluate_columns(cx, &args)
    }

    /// Whether the call evaluates its arguments itself.
    #[must_use]
    pub fn is_lazy(&self) -> bool {
        matches!(self.code, Code::Lazy(_))
    }

    /// Evaluates a call that is not lazy over columns of `cx.rows` cells each.
    pub fn evaluate_columns(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        let rows = cx.rows;
        if rows > 1 && !args.is_empty() && args.iter().all(Column::is_constant) {
            // One cell says all.
            let once: Vec<Column> = args.iter().map(|arg| arg.slice(0, 1)).collect();
            let column = self.answered(&mut cx.call(self.site, self.ret, 1), &once);
            return Column::constant(self.ret, &column.cell_value(0), rows);
        }
        self.answered(&mut cx.call(self.site, self.ret, rows), args)
    }

    fn answered(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        match self.matching {
            Some(matching) => matching.evaluate(self, cx, args),
            None => self.lifted(cx, args),
        }
    }

    /// Evaluates the call row by row.
    pub(crate) fn lifted(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        match self.lift {
            Lift::WholeCell => self.run(cx, args),
            Lift::SingleValue => match single_values(cx, args) {
                Some(singles) => self.run(cx, &singles),
                None => self.run(cx, args),
            },
            Lift::PerValue => self.per_value(cx, args),
        }
    }

    fn run(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        match &self.code {
            Code::Plain(kernel) => kernel(cx, args),
            Code::Prepared(kernel) => kernel.evaluate(cx, args),
            // `evaluate` takes lazy calls; without their arguments nothing is known.
            Code::Lazy(_) => Column::null(cx.ret, cx.rows),
        }
    }

    fn per_value(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        let Some(offsets) = args.first().and_then(Column::offsets) else {
            return self.run(cx, args);
        };
        let first = &args[0];
        // Values outside the cells, which a slice leaves around, are not looked at.
        let (start, end) = (offsets[0], offsets[offsets.len() - 1]);
        let start = usize::try_from(start).unwrap_or(0);
        let count = usize::try_from(end).unwrap_or(0) - start;
        let flat = Column::single(first.ty(), first.values().slice(start, count));
        let mut flat_args = vec![flat];
        flat_args.extend(args[1..].iter().map(|arg| arg.slice(0, count.min(arg.len()))));
        let mapped = self.run(&mut cx.call(self.site, self.ret, count), &flat_args).flattened();
        let repeat = args.iter().all(Column::is_constant).then_some(cx.rows);
        let mut ends = vec![0i32];
        let mut kept = Vec::with_capacity(count);
        for pair in offsets.windows(2) {
            let range =
                usize::try_from(pair[0]).unwrap_or(0)..usize::try_from(pair[1]).unwrap_or(0);
            for at in range {
                let at = at - start;
                if !mapped.is_null(at) {
                    kept.push(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
            ends.push(i32::try_from(kept.len()).unwrap_or(i32::MAX));
        }
        let values = if kept.len() == mapped.len() && mapped.values().null_count() == 0 {
            mapped.values().clone()
        } else {
            mapped.take(&kept).values().clone()
        };
        let column = Column::multi(cx.ret, values, OffsetBuffer::new(ends.into()));
        match repeat {
            Some(rows) => Column::constant(cx.ret, &column.cell_value(0), rows),
            None => column,
        }
    }
}

/// The arguments with every cell of several values made null, with a warning for each row whose
/// first telling argument has several; `None` if no argument has any.
///
/// Arguments are looked at in order, and the first null one ends the matter, as in Elasticsearch.
fn single_values(cx: &mut EvalCx<'_>, args: &[Column]) -> Option<Vec<Column>> {
    if !args.iter().any(Column::is_multi) {
        return None;
    }
    for row in 0..cx.rows {
        for arg in args {
            match arg.cell(row).len() {
                0 => break,
                1 => {}
                _ => {
                    cx.warn(Problem::multi_value);
                    break;
                }
            }
        }
    }
    Some(
        args.iter()
            .map(|arg| if arg.is_multi() { first_or_null(arg) } else { arg.clone() })
            .collect(),
    )
}

/// A single-valued column: cells with several values become null.
fn first_or_null(column: &Column) -> Column {
    let stored = column.slice(0, if column.is_constant() { 1 } else { column.len() });
    let indices: UInt32Array = (0..stored.len())
        .map(|row| {
            let cell = stored.cell(row);
            (cell.len() == 1).then(|| u32::try_from(cell.start).unwrap_or(0))
        })
        .collect();
    match esql_data::arrow::select::take::take(column.values().as_ref(), &indices, None) {
        Ok(values) => {
            let single = Column::single(column.ty(), values);
            if column.is_constant() {
                Column::constant(column.ty(), &single.cell_value(0), column.len())
            } else {
                single
            }
        }
        Err(error) => unreachable!("take within range: {error}"),
    }
}

/// The rows whose cell in a boolean column is true; null counts as false.
#[must_use]
pub fn true_rows(column: &Column) -> Vec<u32> {
    let Some(array) = column.array::<esql_data::Bool>() else { return Vec::new() };
    let is_true = |array: &BooleanArray, at: usize| array.is_valid(at) && array.value(at);
    if column.is_constant() {
        let all = !array.is_empty() && is_true(array, 0);
        return if all {
            (0..u32::try_from(column.len()).unwrap_or(u32::MAX)).collect()
        } else {
            Vec::new()
        };
    }
    (0..column.len())
        .filter(|&row| {
            let cell = column.cell(row);
            cell.len() == 1 && is_true(array, cell.start)
        })
        .map(|row| u32::try_from(row).unwrap_or(u32::MAX))
        .collect()
}
