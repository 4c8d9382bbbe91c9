//! `SPARKLINE`: another aggregate in each of a series of buckets of time.

use esql_data::{Column, ColumnBuilder, DataType, Value, ValueRef};

use crate::families::grouping::series_starts;
use crate::{
    Accumulator, ArgError, Args, CallSite, EvalCx, Example, Family, FunctionDef, Impl, Param,
    Phase, Ret, TypeSet, since,
};

/// The end of the range: a string may come out of an expression.
const LIMIT: TypeSet = TypeSet::DATE.or(TypeSet::STRING);

/// How many buckets may be asked for.
const MAX_BUCKETS: i64 = 100;

/// How many buckets a range may turn out to have: there is no size above a year.
const MAX_STARTS: usize = 10_000;

pub(super) const SPARKLINE: FunctionDef = FunctionDef {
    name: "sparkline",
    family: Family::Aggregate,
    summary: "The values of an aggregate over time, as the points of a small chart.",
    detail: "The rows are put into buckets of time as by `BUCKET(key, buckets, from, to)`, and the \
             aggregate is computed for each bucket from that of `from` to that of `to`; where it \
             has no value it counts as 0. Rows behind these buckets do not count; with a row \
             before them, all values are 0, as in Elasticsearch. All calls in one STATS take the \
             same key, buckets and range.",
    params: &[
        Param::new("aggregate", "the aggregate: an integer, long or double"),
        Param::new("key", "the date that says which bucket a row is in"),
        Param::new("buckets", "how many buckets at most, up to 100").constant(),
        Param::new("from", "the start of the range").constant(),
        Param::new("to", "the end of the range").constant(),
    ],
    imp: Impl::Lowered {
        args: Args::each(&[TypeSet::SIGNED, TypeSet::DATE, TypeSet::WHOLE, LIMIT, LIMIT]),
        ret: Ret::Arg(0),
    },
    examples: &[Example {
        query: r#"ROW day = TO_DATETIME(["2026-03-02", "2026-03-02T08:00:00Z", "2026-03-04"]) | MV_EXPAND day
| STATS s = SPARKLINE(COUNT(*), day, 5, "2026-03-01", "2026-03-05")"#,
        answer: "s:long\n[0, 2, 0, 1, 0]",
    }],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

/// The starts of the buckets in milliseconds, from the key, how many there should be at most, and
/// the range; none if one of these is null.
///
/// # Errors
/// If there are more than SPARKLINE takes.
pub fn sparkline_starts(site: &CallSite<'_>) -> Result<Vec<i64>, ArgError> {
    let asked = match site.constant(1)?.as_ref() {
        Some(ValueRef::Integer(count)) => i64::from(count),
        Some(ValueRef::Long(count)) => count,
        _ => 0,
    };
    let error = |message: String| ArgError { at: 1, message };
    if asked > MAX_BUCKETS {
        return Err(error(format!(
            "The buckets argument of SPARKLINE must not exceed {MAX_BUCKETS}"
        )));
    }
    series_starts(site, MAX_STARTS)?
        .ok_or_else(|| error(format!("the range has more than {MAX_STARTS} years")))
}

/// The accumulator of an aggregate for each bucket of a series: to the inner one each bucket of
/// each group is a group.
///
/// Its last argument is the start of the row's bucket.
pub struct Sparkline {
    inner: Box<dyn Accumulator>,
    starts: Vec<i64>,
    ret: DataType,
    /// The groups with a row before the first bucket.
    early: Vec<bool>,
}

impl Sparkline {
    /// The accumulator `inner` for each of the buckets that begin at `starts`, which ascend.
    #[must_use]
    pub fn new(inner: Box<dyn Accumulator>, starts: Vec<i64>, ret: DataType) -> Sparkline {
        Sparkline { inner, starts, ret, early: Vec::new() }
    }

    /// The group of a bucket.
    fn inner_group(&self, group: u32, bucket: usize) -> u32 {
        let group = group as usize * self.starts.len() + bucket;
        u32::try_from(group).unwrap_or(u32::MAX)
    }

    fn grow(&mut self, groups: &[u32]) {
        let count = groups.iter().max().map_or(0, |&last| last as usize + 1);
        if count > self.early.len() {
            self.early.resize(count, false);
        }
    }

    /// The rows of an inner column that are for one bucket.
    fn of_bucket(&self, bucket: usize, count: usize) -> Vec<u32> {
        let groups = 0..u32::try_from(count).unwrap_or(u32::MAX);
        groups.map(|group| self.inner_group(group, bucket)).collect()
    }
}

impl Accumulator for Sparkline {
    /// Whether there is an early row, then the state of the inner one for each bucket.
    fn state(&self) -> Vec<DataType> {
        let inner = self.inner.state();
        let buckets = self.starts.iter().flat_map(|_| inner.iter().copied());
        std::iter::once(DataType::Boolean).chain(buckets).collect()
    }

    fn accumulate(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        let Some((keys, args)) = args.split_last() else { return };
        self.grow(groups);
        let (mut rows, mut inner_groups) = (Vec::new(), Vec::new());
        for (row, (&group, number)) in groups.iter().zip(0u32..).enumerate() {
            let Some(at) = keys.cell(row).next() else { continue };
            let ValueRef::Long(start) = keys.value(at) else { continue };
            match self.starts.binary_search(&start) {
                Ok(bucket) => {
                    rows.push(number);
                    inner_groups.push(self.inner_group(group, bucket));
                }
                Err(0) => self.early[group as usize] = true,
                Err(_) => {}
            }
        }
        let args: Vec<Column> = args.iter().map(|arg| arg.take(&rows)).collect();
        self.inner.accumulate(cx, &inner_groups, &args);
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        let Some((early, partial)) = partial.split_first() else { return };
        self.grow(groups);
        for (row, &group) in groups.iter().enumerate() {
            let is_early = early.cell(row).any(|at| early.value(at) == ValueRef::Boolean(true));
            self.early[group as usize] |= is_early;
        }
        let width = self.inner.state().len();
        for bucket in 0..self.starts.len() {
            let inner_groups: Vec<u32> =
                groups.iter().map(|&group| self.inner_group(group, bucket)).collect();
            let columns = &partial[bucket * width..(bucket + 1) * width];
            self.inner.absorb(cx, &inner_groups, columns);
        }
    }

    fn emit(&mut self, cx: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let mut early = std::mem::take(&mut self.early);
        early.resize(count, false);
        let columns = self.inner.emit(cx, phase, count * self.starts.len());
        match phase {
            Phase::Partial => {
                let mut flags = ColumnBuilder::new(DataType::Boolean);
                early.iter().for_each(|&is_early| flags.push(&Value::Boolean(is_early)));
                let mut partial = vec![flags.finish()];
                for bucket in 0..self.starts.len() {
                    let rows = self.of_bucket(bucket, count);
                    partial.extend(columns.iter().map(|column| column.take(&rows)));
                }
                partial
            }
            Phase::Final => {
                let Some(values) = columns.first() else { return Vec::new() };
                let mut cells = ColumnBuilder::new(self.ret);
                for (group, is_early) in early.into_iter().enumerate() {
                    let first = group * self.starts.len();
                    let points = (first..first + self.starts.len()).map(|row| {
                        let value = values.cell(row).next().filter(|_| !is_early);
                        value.map_or_else(|| zero(self.ret), |at| values.value(at).to_value())
                    });
                    cells.push(&Value::List(points.collect()));
                }
                vec![cells.finish()]
            }
        }
    }

    fn bytes(&self) -> usize {
        self.inner.bytes() + self.early.capacity()
    }
}

fn zero(ty: DataType) -> Value {
    match ty {
        DataType::Integer => Value::Integer(0),
        DataType::Double => Value::Double(0.0),
        _ => Value::Long(0),
    }
}
