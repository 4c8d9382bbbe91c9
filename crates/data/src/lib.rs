//! The data that a query works on: types, values, columns, batches, warnings.
//!
//! The terms of Elasticsearch's engine: a *block* is a [`Column`] here, a *page* a [`Batch`].
//! Everything that depends on a data type stands in one table, [`types::TYPES`].

mod batch;
mod builder;
mod column;
#[cfg(test)]
mod column_tests;
mod compare;
pub mod date;
pub mod date_range;
pub mod double;
pub mod grid;
pub mod ip;
pub mod ipc;
mod precision;
mod storage;
mod table;
pub mod types;
mod value;
pub mod version;
mod warnings;

pub use batch::{Batch, Field, Schema};
pub use builder::{CellsBuilder, ColumnBuilder};
pub use column::Column;
pub use compare::compare;
pub use date::DatePeriod;
pub use date_range::DateRange;
pub use precision::Precision;
pub use storage::{Bool, Bytes, Double, Int, Long, Storage, Str, ULong};
pub use types::{DataType, StorageKind};
pub use value::{Value, ValueRef};
pub use warnings::{Problem, SiteId, WarningSite, Warnings};

/// Re-exported so that all crates use the same Arrow.
pub mod arrow {
    pub use arrow_array as array;
    pub use arrow_buffer as buffer;
    pub use arrow_schema as schema;
    pub use arrow_select as select;
}
