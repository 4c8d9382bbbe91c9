//! Tests of the crate from outside: files in, rows out.
#![allow(clippy::unwrap_used)]

mod catalog;
mod fixture;
mod forms;
mod metadata;
#[cfg(feature = "parquet")]
mod parquet;
mod problems;
mod properties;
mod shortcuts;
