//! Conditional functions.

mod branches;
mod case;
mod clamp;
mod coalesce;
mod extreme;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[
    &case::CASE,
    &coalesce::COALESCE,
    &extreme::GREATEST,
    &extreme::LEAST,
    &clamp::CLAMP,
    &clamp::CLAMP_MIN,
    &clamp::CLAMP_MAX,
];

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, SiteId, WarningSite, Warnings};

    use crate::check::session;
    use crate::{Call, CallSite, EvalCx, Impl, LazyArgs, registry};

    /// Columns that record for which rows they were asked.
    struct Recorded<'a> {
        columns: &'a [Column],
        asked: Asked,
    }

    impl LazyArgs for Recorded<'_> {
        fn len(&self) -> usize {
            self.columns.len()
        }

        fn evaluate(&mut self, cx: &mut EvalCx<'_>, at: usize, rows: &[u32]) -> Column {
            assert_eq!(cx.rows, rows.len());
            self.asked.push((at, rows.to_vec()));
            self.columns[at].take(rows)
        }
    }

    /// The arguments that were asked for, each with the rows.
    type Asked = Vec<(usize, Vec<u32>)>;

    /// What a lazy function gives, which rows it asked for, and its warnings.
    pub(super) fn lazy(
        name: &str,
        ret: DataType,
        columns: &[Column],
    ) -> (Column, Asked, Vec<String>) {
        let def = registry::builtin(name).unwrap();
        let Impl::Scalar([overload]) = def.imp else { panic!("{name} has one overload") };
        let session = session();
        let site = CallSite { args: &[], options: &[], ret, session: &session };
        let call = Call::new(overload, &site, SiteId(0)).unwrap();
        let mut warnings = Warnings::default();
        let mut args = Recorded { columns, asked: Vec::new() };
        let mut cx = EvalCx::new(&session, &mut warnings, columns[0].len());
        let column = call.evaluate(&mut cx, &mut args);
        let sites = [WarningSite { line: 1, column: 1, text: name.into() }];
        let lines = warnings.lines(&sites).into_iter().skip(1);
        let lines = lines.map(|line| line.trim_start_matches("Line 1:1: ").to_owned()).collect();
        (column, args.asked, lines)
    }
}
