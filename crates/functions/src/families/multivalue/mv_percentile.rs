//! `MV_PERCENTILE`.

use esql_data::{CellsBuilder, Column, Double, Int, Long, Problem, Storage, StorageKind, double};

use crate::typed::IntoCell;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

/// Below this all whole numbers are exact as doubles.
const SAFE: i64 = 1 << 52;

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

pub(super) const MV_PERCENTILE: FunctionDef = FunctionDef {
    name: "mv_percentile",
    family: Family::MultiValue,
    summary: "Gives the value below which a percentage of a cell's values lie.",
    detail: "Between two values it is interpolated; whole numbers are rounded towards the lower \
             one. A percentage outside 0 to 100 gives null and a warning.",
    params: &[Param::new("number", "the numbers"), Param::new("percentile", "the percentage")],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER, TypeSet::DOUBLE],
            Kernel::Plain(|cx, args| percentiles::<Int, _, _>(cx, args, int)),
        ),
        overload(
            &[TypeSet::LONG, TypeSet::DOUBLE],
            Kernel::Plain(|cx, args| percentiles::<Long, _, _>(cx, args, long)),
        ),
        overload(
            &[TypeSet::DOUBLE, TypeSet::DOUBLE],
            Kernel::Plain(|cx, args| percentiles::<Double, _, _>(cx, args, real)),
        ),
    ]),
    examples: &[Example {
        query: "ROW a = [5, 5, 10, 12, 5000] | EVAL b = MV_PERCENTILE(a, 50) | KEEP b",
        answer: "b:integer\n10",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

/// The percentile of each cell; `interpolate` gets the two values around it, in order, and how
/// far it lies between them.
fn percentiles<S, N, F>(cx: &mut EvalCx<'_>, args: &[Column], interpolate: F) -> Column
where
    S: for<'a> Storage<Item<'a> = N>,
    N: Copy + PartialOrd + IntoCell<S>,
    F: Fn(f64, N, N) -> N,
{
    if cx.ret.storage() == StorageKind::Null {
        return Column::null(cx.ret, cx.rows);
    }
    let mut cells = CellsBuilder::<S>::new();
    let mut values: Vec<N> = Vec::new();
    for row in 0..cx.rows {
        let mut percentages = args[1].items::<Double>(row);
        let percentage = percentages.next();
        if percentages.next().is_some() {
            cx.warn(Problem::multi_value);
            cells.null();
            continue;
        }
        values.clear();
        values.extend(args[0].items::<S>(row));
        match percentage {
            Some(percentage) if !values.is_empty() => {
                percentile(&mut values, percentage, &interpolate).put(cx, &mut cells);
            }
            _ => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

fn percentile<N: Copy + PartialOrd>(
    values: &mut [N],
    percentage: f64,
    interpolate: impl Fn(f64, N, N) -> N,
) -> Result<Option<N>, Problem> {
    if !(0.0..=100.0).contains(&percentage) {
        return Err(Problem::argument(format!(
            "Percentile parameter must be a number between 0 and 100, found [{}]",
            double::to_string(percentage)
        )));
    }
    values.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (lower, fraction) = {
        let index = percentage / 100.0 * (values.len() - 1) as f64;
        (index as usize, index.fract())
    };
    let Some(&low) = values.get(lower) else { return Ok(None) };
    let high = values.get(lower + 1).copied();
    Ok(Some(high.map_or(low, |high| interpolate(fraction, low, high))))
}

#[allow(clippy::cast_possible_truncation)]
fn int(fraction: f64, low: i32, high: i32) -> i32 {
    let difference = f64::from(high) - f64::from(low);
    low.wrapping_add((fraction * difference) as i32)
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn long(fraction: f64, low: i64, high: i64) -> i64 {
    if high < SAFE && low > -SAFE {
        return low + (fraction * (high - low) as f64) as i64;
    }
    // The fraction is mantissa / 2^shift exactly, so is its part of the difference.
    let bits = fraction.to_bits();
    let (exponent, mantissa) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    if exponent < 1023 - 70 {
        // Zero, or too small to reach the next number.
        return low;
    }
    let shift = 1023 + 52 - exponent;
    let part = i128::from(mantissa | (1 << 52)) * (i128::from(high) - i128::from(low));
    let whole = i128::from(low) + (part >> shift);
    let rest = part & ((1i128 << shift.min(126)) - 1) != 0;
    // Rounded towards zero, as Java does.
    let rounded = if whole < 0 && rest { whole + 1 } else { whole };
    i64::try_from(rounded).unwrap_or(low)
}

fn real(fraction: f64, low: f64, high: f64) -> f64 {
    if low < 0.0 && high > 0.0 {
        // In an order in which nothing overflows.
        return (low + fraction * high) - fraction * low;
    }
    low + fraction * (high - low)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use super::*;
    use crate::check::{check, constant};

    #[test]
    fn interpolation() {
        let of_ints = |percentage| percentile(&mut [10, 0], percentage, int).unwrap().unwrap();
        assert_eq!([of_ints(75.0), of_ints(0.0), of_ints(100.0)], [7, 0, 10]);
        let of_reals = |percentage| percentile(&mut [0.0, 10.0], percentage, real).unwrap();
        assert_eq!(of_reals(75.0), Some(7.5));
        assert_eq!(long(0.5, i64::MIN, i64::MAX), 0);
        assert_eq!(long(0.75, 0, 10), 7);
        assert_eq!(long(0.5, i64::MAX - 3, i64::MAX), i64::MAX - 2);
        assert_eq!(long(0.5, i64::MIN, i64::MIN + 3), i64::MIN + 2);
        assert_eq!(int(0.5, i32::MIN, i32::MAX), -1);
    }

    #[test]
    fn out_of_range() {
        let value = constant(DataType::Double, Value::Double(1.0));
        let percentage = constant(DataType::Integer, Value::Integer(10001));
        let (column, warnings) = check("mv_percentile", &[value, percentage]);
        assert!(column.is_null(0));
        assert_eq!(
            warnings,
            [
                "java.lang.IllegalArgumentException: Percentile parameter must be a number between 0 \
              and 100, found [10001.0]"
            ]
        );
    }
}
