//! Compares an answer with what a csv-spec case expects.

use esql_engine::data::{DataType, DateRange, date, ip, version};

use super::expected::{Expected, ExpectedCell};
use crate::answer::{Cell, Table};

/// Sums done in another order differ in the last digits, so doubles need not be closer than this.
const DOUBLE_TOLERANCE: f64 = 1e-6;

/// What differs; `None` if nothing does.
pub(super) fn difference(expected: &Expected, actual: &Table, any_order: bool) -> Option<String> {
    if let Some(difference) = header(expected, actual) {
        return Some(difference);
    }
    if expected.rows.len() != actual.rows.len() {
        return Some(format!("{} rows instead of {}", actual.rows.len(), expected.rows.len()));
    }
    let types: Vec<DataType> = expected.columns.iter().map(|(_, ty)| *ty).collect();
    if !any_order {
        let mut rows = expected.rows.iter().zip(&actual.rows);
        let at = rows.position(|(expected, actual)| !same_row(expected, actual, &types))?;
        return Some(format!("row {} differs", at + 1));
    }
    let mut left: Vec<&Vec<Cell>> = actual.rows.iter().collect();
    for (at, row) in expected.rows.iter().enumerate() {
        match left.iter().position(|actual| same_row(row, actual, &types)) {
            Some(found) => drop(left.swap_remove(found)),
            None => return Some(format!("row {} of the expected ones is missing", at + 1)),
        }
    }
    None
}

fn header(expected: &Expected, actual: &Table) -> Option<String> {
    let same = |(name, ty): &(String, DataType), actual: &String| {
        let integer_for_long = *ty == DataType::Long && *actual == format!("{name}:integer");
        *actual == format!("{name}:{ty}") || integer_for_long
    };
    let columns = &expected.columns;
    let agrees = columns.len() == actual.header.len()
        && columns.iter().zip(&actual.header).all(|(expected, actual)| same(expected, actual));
    (!agrees).then(|| "the columns differ".to_owned())
}

fn same_row(expected: &[ExpectedCell], actual: &[Cell], types: &[DataType]) -> bool {
    expected.iter().zip(actual).zip(types).all(|((expected, actual), ty)| match expected {
        ExpectedCell::Any => true,
        ExpectedCell::Values(values) => {
            values.len() == actual.len()
                && values.iter().zip(actual).all(|(expected, actual)| same(expected, actual, *ty))
        }
    })
}

fn same(expected: &str, actual: &str, ty: DataType) -> bool {
    if expected == actual {
        return true;
    }
    match ty {
        DataType::Integer | DataType::Long | DataType::UnsignedLong => {
            in_range(expected, actual) || equal(expected, actual, |text| text.parse::<i128>().ok())
        }
        DataType::Double => in_range(expected, actual) || same_double(expected, actual),
        DataType::Date => equal(expected, actual, date::parse_millis),
        DataType::DateNanos => equal(expected, actual, date::parse_nanos),
        DataType::DateRange => equal(expected, actual, DateRange::parse),
        DataType::Ip => equal(expected, actual, ip::parse),
        DataType::Version => version::compare(expected, actual).is_eq(),
        DataType::Keyword | DataType::Text => {
            expected.replace("\\n", "\n") == actual.replace("\\n", "\n")
        }
        DataType::GeoPoint
        | DataType::CartesianPoint
        | DataType::GeoShape
        | DataType::CartesianShape => same_shape(expected, actual),
        _ => false,
    }
}

fn equal<T: PartialEq>(expected: &str, actual: &str, parse: impl Fn(&str) -> Option<T>) -> bool {
    matches!((parse(expected), parse(actual)), (Some(expected), Some(actual)) if expected == actual)
}

/// `lower..upper` takes any value between, both ends included.
fn in_range(expected: &str, actual: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let Some((lower, upper)) = expected.split_once("..") else { return false };
    matches!(
        (number(lower), number(upper), number(actual)),
        (Some(lower), Some(upper), Some(actual)) if lower <= actual && actual <= upper
    )
}

fn same_double(expected: &str, actual: &str) -> bool {
    let (Ok(expected), Ok(actual)) = (expected.parse::<f64>(), actual.parse::<f64>()) else {
        return false;
    };
    let close = (expected - actual).abs() <= DOUBLE_TOLERANCE * expected.abs().max(actual.abs());
    close || expected == actual || (expected.is_nan() && actual.is_nan())
}

/// Well-known text with coordinates that are close.
fn same_shape(expected: &str, actual: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let text = text.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
        text.split_whitespace().map(str::to_owned).collect()
    };
    let (expected, actual) = (parts(expected), parts(actual));
    expected.len() == actual.len()
        && expected.iter().zip(&actual).all(|(expected, actual)| {
            expected.eq_ignore_ascii_case(actual) || same_double(expected, actual)
        })
}
