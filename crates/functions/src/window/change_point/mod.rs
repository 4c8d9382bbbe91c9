//! CHANGE_POINT: where a metric changes its behavior.
//!
//! Rows come sorted: by groups, then by the key. Each group is a series of its own. Nulls and cells
//! with several values are left out of it, and of a group only the first 1,000 rows count. The
//! row at which the series changes gets the kind of the change and its p-value, others get null.
//!
//! What a change is says Elasticsearch's detector for the aggregation of this name; here are its
//! statistics, computed anew. Up to stack 9.5 a series has at most one change.

mod kernel_density;
mod kolmogorov_smirnov;
mod moments;
mod pulse;
mod regression;
mod shift;

use esql_data::{Column, ColumnBuilder, DataType, Problem, Value, ValueRef};

use super::WindowFunction;
use crate::EvalCx;

/// How many rows of a group count.
pub const MAX_ROWS: usize = 1_000;

/// How many values a series must have.
const MIN_VALUES: usize = 2 * MARGIN + 2;

/// How many values must be on each side of a change.
const MARGIN: usize = 10;

/// How unlikely a change by chance must be.
const THRESHOLD: f64 = 0.01;

/// Finds changes. The first input is the metric, the others are the groups' keys.
#[derive(Debug)]
pub struct ChangePoint;

/// What can happen to a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    Stationary,
    /// It follows a trend all along.
    NonStationary,
    /// Its level changes.
    Step,
    /// Its trend changes.
    Trend,
    /// The distribution of its values changes.
    Distribution,
    /// A value is high for a moment.
    Spike,
    /// A value is low for a moment.
    Dip,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Stationary => "stationary",
            Kind::NonStationary => "non_stationary",
            Kind::Step => "step_change",
            Kind::Trend => "trend_change",
            Kind::Distribution => "distribution_change",
            Kind::Spike => "spike",
            Kind::Dip => "dip",
        }
    }
}

/// A finding.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    kind: Kind,
    p_value: f64,
    /// At which value of the series, if at any.
    at: Option<usize>,
}

impl Change {
    const NONE: Change = Change { kind: Kind::Stationary, p_value: 1.0, at: None };
}

/// A series under collection.
#[derive(Default)]
struct Series {
    values: Vec<f64>,
    /// The row of each value.
    rows: Vec<usize>,
    /// How many rows there were, those left out included.
    length: usize,
}

/// What there is to warn of.
#[derive(Default)]
struct Findings {
    changes: Vec<(usize, Change)>,
    too_many: bool,
    nulls: bool,
    several: bool,
    too_few: Option<usize>,
}

impl WindowFunction for ChangePoint {
    fn outputs(&self) -> &[DataType] {
        &[DataType::Keyword, DataType::Double]
    }

    fn compute(&self, cx: &mut EvalCx<'_>, inputs: &[Column]) -> Result<Vec<Column>, String> {
        let Some((metric, keys)) = inputs.split_first() else { return Ok(Vec::new()) };
        let mut found = Findings::default();
        let mut series = Series::default();
        let mut group: Vec<Value> = Vec::new();
        for row in 0..cx.rows {
            let of_row: Vec<Value> = keys.iter().map(|key| key.cell_value(row)).collect();
            if row > 0 && of_row != group {
                found.detect(&std::mem::take(&mut series));
            }
            group = of_row;
            found.add(&mut series, metric, row);
        }
        // Without groups there is a series even if there are no rows.
        if series.length > 0 || keys.is_empty() {
            found.detect(&series);
        }
        found.warn(cx);
        Ok(found.columns(cx.rows))
    }
}

impl Findings {
    /// Adds a row to the series.
    fn add(&mut self, series: &mut Series, metric: &Column, row: usize) {
        if series.length >= MAX_ROWS {
            self.too_many = true;
            return;
        }
        series.length += 1;
        let cell = metric.cell(row);
        match cell.len() {
            0 => self.nulls = true,
            1 => {
                if let Some(value) = number(metric.value(cell.start)) {
                    series.values.push(value);
                    series.rows.push(row);
                }
            }
            _ => self.several = true,
        }
    }

    /// Looks at a whole series.
    fn detect(&mut self, series: &Series) {
        if series.values.len() < MIN_VALUES {
            self.too_few = Some(series.values.len());
            return;
        }
        let change = detect(&series.values);
        if let Some(row) = change.at.and_then(|at| series.rows.get(at)) {
            self.changes.push((*row, change));
        }
    }

    fn warn(&self, cx: &mut EvalCx<'_>) {
        let mut problems: Vec<(bool, String)> = Vec::new();
        if self.too_many {
            problems.push((true, format!("too many values; keeping only first {MAX_ROWS} values")));
        }
        if let Some(count) = self.too_few {
            problems.push((
                false,
                format!(
                    "not enough buckets to calculate change_point. Requires at least \
                     [{MIN_VALUES}]; found [{count}]"
                ),
            ));
        }
        if self.nulls {
            problems.push((true, "values contain nulls; skipping them".to_owned()));
        }
        if self.several {
            problems.push((
                true,
                "values contains multivalued entries; skipping them (please consider reducing \
                 them with e.g. MV_AVG or MV_SUM)"
                    .to_owned(),
            ));
        }
        // The first one decides how the line above all of them reads.
        let goes_on = problems.first().is_some_and(|(goes_on, _)| *goes_on);
        for (_, message) in problems {
            if goes_on {
                cx.remark(|| Problem::argument(message));
            } else {
                cx.warn(|| Problem::argument(message));
            }
        }
    }

    fn columns(&self, rows: usize) -> Vec<Column> {
        let mut kinds = ColumnBuilder::new(DataType::Keyword);
        let mut p_values = ColumnBuilder::new(DataType::Double);
        let mut changes = self.changes.iter().peekable();
        for row in 0..rows {
            match changes.next_if(|(at, _)| *at == row) {
                Some((_, change)) => {
                    kinds.push_many(std::iter::once(ValueRef::Text(change.kind.name())));
                    p_values.push_many(std::iter::once(ValueRef::Double(change.p_value)));
                }
                None => {
                    kinds.push_null();
                    p_values.push_null();
                }
            }
        }
        vec![kinds.finish(), p_values.finish()]
    }
}

fn number(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Integer(value) => Some(f64::from(value)),
        ValueRef::Long(value) => Some(value as f64),
        ValueRef::UnsignedLong(value) => Some(value as f64),
        ValueRef::Double(value) => value.is_finite().then_some(value),
        ValueRef::Boolean(_) | ValueRef::Text(_) | ValueRef::Bytes(_) => None,
    }
}

/// The most significant change of a series.
fn detect(values: &[f64]) -> Change {
    let pulse = pulse::detect(values, THRESHOLD);
    let shift = shift::detect(values, THRESHOLD);
    match pulse {
        Some(pulse) if pulse.p_value < shift.p_value => pulse,
        _ => shift,
    }
}

/// The chance that at least one of so many independent trials succeeds.
fn any_of(p_value: f64, trials: usize) -> f64 {
    let trials = trials as f64;
    if p_value > 1e-10 { 1.0 - (1.0 - p_value).powf(trials) } else { trials * p_value }
}

#[cfg(test)]
mod tests;
