//! The newest `@timestamp` of a data set, for a clock that stands where the data end.

use esql_data::{DataType, Value};
use jiff::Timestamp;

use crate::{Control, Failure, Query, Settings, run};
use esql_sources::Dataset;

/// The newest `@timestamp` in all documents; `None` if there is none.
///
/// # Errors
/// If the data cannot be read.
pub fn latest_timestamp(
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Option<Timestamp>, Failure> {
    let query = Query::new("latest", "FROM * | STATS latest = MAX(@timestamp)");
    let outcome = run(&query, dataset, settings, control)?;
    let Some(column) = outcome.batches.first().and_then(|batch| batch.columns.first()) else {
        return Ok(None);
    };
    if column.is_empty() {
        return Ok(None);
    }
    Ok(match (column.cell_value(0), column.ty()) {
        (Value::Long(nanos), DataType::DateNanos) => Timestamp::from_nanosecond(nanos.into()).ok(),
        (Value::Long(millis), _) => Timestamp::from_millisecond(millis).ok(),
        _ => None,
    })
}
