//! `FMT_PERCENT`.

use esql_data::{DataType, Double, Int, Long, Str};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const FMT_PERCENT: FunctionDef = FunctionDef {
    name: "fmt_percent",
    family: Family::String,
    summary: "Shows a ratio as a percentage.",
    detail: "The ratio is multiplied by 100 and rounded to one decimal place, halves up; `.0` is \
             left out.",
    params: &[Param::new("ratio", "the ratio, 1 for 100 %")],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::DOUBLE], kernel!(percent; Double => Str)),
        overload(&[TypeSet::LONG], kernel!(whole; Long => Str)),
        overload(&[TypeSet::INTEGER], kernel!(|ratio: i32| whole(ratio.into()); Int => Str)),
    ]),
    examples: &[Example {
        query: "ROW a = 0.1236 | EVAL b = FMT_PERCENT(a), c = FMT_PERCENT(0.5) | KEEP b, c",
        answer: "b:keyword | c:keyword\n12.4% | 50%",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

#[allow(clippy::cast_precision_loss)]
fn whole(ratio: i64) -> String {
    percent(ratio as f64)
}

fn percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    if !percent.is_finite() {
        let shown = esql_data::double::to_string(percent);
        return format!("{shown}%");
    }
    let shown = format!("{:.1}", half_up(percent));
    format!("{}%", shown.strip_suffix(".0").unwrap_or(&shown))
}

/// Rounded to one decimal place, halves away from zero in the number's shortest decimal form, as
/// Java's `%.1f` does.
fn half_up(number: f64) -> f64 {
    let shortest = format!("{number}");
    let tie = shortest
        .split_once('.')
        .is_some_and(|(_, places)| places.len() == 2 && places.ends_with('5'));
    if tie {
        let tenths = (number.abs() * 10.0).floor() + 1.0;
        return (tenths / 10.0).copysign(number);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding() {
        for (ratio, shown) in [
            (0.0, "0%"),
            (0.1225, "12.3%"),
            (0.00125, "0.1%"),
            (-0.0325, "-3.3%"),
            (2.0, "200%"),
            (0.9999, "100%"),
            (f64::NAN, "NaN%"),
        ] {
            assert_eq!(percent(ratio), shown);
        }
    }
}
