//! Constant folding: a call over constants is computed while the query is analyzed, by the same
//! kernel that would run it over rows, so that constant arguments are values and not expressions.

use esql_data::{Column, DataType, Value};
use esql_functions::{ArgError, Call as Ready, CallSite, EvalCx, Impl, LazyArgs};

use super::Analyzer;
use crate::expr::Call;

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
