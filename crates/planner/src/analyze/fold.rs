//! Constant folding: a call over constants is computed while the query is analyzed, by the same
//! kernel that would run it over rows, so that constant arguments are values and not expressions.

use esql_data::{Column, DataType, DatePeriod, Value};
use esql_functions::{ArgError, Call as Ready, CallSite, EvalCx, Impl, LazyArgs};

use super::Analyzer;
use crate::expr::{Call, Expr};

impl Analyzer<'_> {
    /// The value of a call whose arguments are all constants. What goes wrong with a value is
    /// null and a warning, as it would be for a row.
    pub(super) fn fold(&mut self, call: &Call, ret: DataType) -> Result<Value, ArgError> {
        let Impl::Scalar(overloads) = call.def.imp else { return Ok(Value::Null) };
        let call_args = self.call_args(&call.args);
        let site =
            CallSite { args: &call_args, options: &call.options, ret, session: self.session };
        let ready = Ready::new(&overloads[call.overload], &site, call.site)?;
        let columns = call
            .args
            .iter()
            .map(|arg| Column::constant(arg.ty, arg.as_literal().unwrap_or(&Value::Null), 1))
            .collect();
        let mut cx = EvalCx::new(self.session, &mut self.warnings, 1);
        Ok(ready.evaluate(&mut cx, &mut Constants(columns)).cell_value(0))
    }
}

/// Arguments that are all constants.
struct Constants(Vec<Column>);

impl LazyArgs for Constants {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn evaluate(&mut self, _: &mut EvalCx<'_>, at: usize, rows: &[u32]) -> Column {
        self.0[at].slice(0, rows.len())
    }
}

/// Computes over time spans, which no column can hold: sums, differences, the opposite, and the
/// choice of CASE and COALESCE among constants. `None` if that is not what is asked for.
pub(super) fn fold_spans(name: &str, args: &[Expr]) -> Option<Value> {
    if !args.iter().any(|arg| arg.ty.is_span()) {
        return None;
    }
    let values: Vec<&Value> = args.iter().map(Expr::as_literal).collect::<Option<_>>()?;
    match (name, values.as_slice()) {
        ("add", [left, right]) => add(left, right),
        ("subtract", [left, right]) => add(left, &negate(right)?),
        ("negate", [value]) => negate(value),
        ("case", values) => {
            let mut rest = values;
            while let [condition, value, others @ ..] = rest {
                if **condition == Value::Boolean(true) {
                    return Some((*value).clone());
                }
                rest = others;
            }
            rest.first().map(|value| (*value).clone())
        }
        ("coalesce", values) => {
            values.iter().find(|value| !value.is_null()).map(|&value| value.clone())
        }
        _ => None,
    }
}

fn add(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Period(a), Value::Period(b)) => Some(Value::Period(DatePeriod {
            years: a.years.checked_add(b.years)?,
            months: a.months.checked_add(b.months)?,
            days: a.days.checked_add(b.days)?,
        })),
        (Value::Duration(a), Value::Duration(b)) => a.checked_add(*b).map(Value::Duration),
        _ => None,
    }
}

fn negate(value: &Value) -> Option<Value> {
    match value {
        Value::Period(period) => Some(Value::Period(DatePeriod {
            years: period.years.checked_neg()?,
            months: period.months.checked_neg()?,
            days: period.days.checked_neg()?,
        })),
        Value::Duration(duration) => duration.checked_neg().map(Value::Duration),
        _ => None,
    }
}
