//! `VARIANCE` and `STD_DEV`.

use esql_data::{Column, ColumnBuilder, DataType, Double, Long, Value};

use super::state::{PerGroup, State, each_double};
use crate::typed::Cells;
use crate::{
    AggregateOverload, Args, EvalCx, Example, FunctionDef, Impl, Param, Ret, TypeSet, since,
};

const ARGS: Args = Args::each(&[TypeSet::SIGNED]);

pub(super) const VARIANCE: FunctionDef = FunctionDef {
    name: "variance",
    summary: "The variance of numbers.",
    detail: "The population's: the mean square of the distances from the average. Every value of \
             a cell counts, nulls do not; a single value gives 0, none gives null.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Type(DataType::Double),
        new: |site| Ok(PerGroup::<_, Double>::boxed(site, feed, |moments| moments.variance())),
    }]),
    examples: &[Example {
        query: "ROW a = [1, 3, 5, 7] | STATS v = VARIANCE(a)",
        answer: "v:double\n5.0",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::AGGREGATE
};

pub(super) const STD_DEV: FunctionDef = FunctionDef {
    name: "std_dev",
    summary: "The standard deviation of numbers.",
    detail: "The population's: the square root of `VARIANCE`. Every value of a cell counts, \
             nulls do not; a single value gives 0, none gives null.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Type(DataType::Double),
        new: |site| {
            Ok(PerGroup::<_, Double>::boxed(site, feed, |moments| {
                moments.variance().map(f64::sqrt)
            }))
        },
    }]),
    examples: &[Example {
        query: "ROW a = [2, 6] | STATS s = STD_DEV(a)",
        answer: "s:double\n2.0",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::AGGREGATE
};

/// Count, mean and squared distances by Welford's method.
#[derive(Default)]
struct Moments {
    count: i64,
    mean: f64,
    /// The sum of the squared distances from the mean.
    squares: f64,
}

fn feed(_: &mut EvalCx<'_>, groups: &[u32], args: &[Column], moments: &mut [Moments]) {
    each_double(groups, &args[0], |group, number| moments[group].add(number));
}

#[allow(clippy::cast_precision_loss)]
impl Moments {
    fn add(&mut self, number: f64) {
        let distance = number - self.mean;
        self.count += 1;
        self.mean += distance / self.count as f64;
        self.squares += distance * (number - self.mean);
    }

    fn variance(&self) -> Option<f64> {
        match self.count {
            0 => None,
            1 => Some(0.0),
            count => Some(self.squares / count as f64),
        }
    }
}

impl State for Moments {
    /// Count, mean, squares.
    const PARTIAL: &'static [DataType] = &[DataType::Long, DataType::Double, DataType::Double];

    #[allow(clippy::cast_precision_loss)]
    fn merge(&mut self, later: Self) {
        if self.count == 0 {
            *self = later;
        } else if later.count > 0 {
            let (ours, theirs) = (self.count as f64, later.count as f64);
            let distance = self.mean - later.mean;
            self.squares += later.squares + distance * distance * ours * theirs / (ours + theirs);
            self.mean = (self.mean * ours + later.mean * theirs) / (ours + theirs);
            self.count += later.count;
        }
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        partial[0].push(&Value::Long(self.count));
        partial[1].push(&Value::Double(self.mean));
        partial[2].push(&Value::Double(self.squares));
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let double = |at: usize| Cells::<Double>::new(&partial[at]).get(row).unwrap_or_default();
        Moments {
            count: Cells::<Long>::new(&partial[0]).get(row).unwrap_or_default(),
            mean: double(1),
            squares: double(2),
        }
    }
}
