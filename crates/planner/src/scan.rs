//! The scan: what a plan asks of documents, and the traits between executor and sources.
//!
//! A scan hands out tasks in the order of the input. Workers take tasks one by one and run them,
//! each giving batches; whoever merges puts results into the order of the tasks' numbers.
//! Everything in a [`Scan`] beyond the fields is permission to read less, never a duty.

use esql_data::{Batch, DataType, Warnings};

use crate::catalog::{FieldMapping, IndexField, IndexPattern};
use crate::physical::Expr;

/// What is read.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The patterns of FROM: a document whose index is known takes part only if they match it.
    pub indices: Vec<IndexPattern>,
    /// The columns of the batches, in order.
    pub fields: Vec<ScanField>,
    /// Conditions that all must be true, over the columns in `fields` by position. Rows that fail
    /// one need not be given; the plan no longer tests them itself.
    pub filter: Vec<Expr>,
    /// How many of the first conditions are questions to the index: they warn of several values
    /// only in documents that would pass all of them otherwise.
    pub indexed: usize,
    /// Stop after so many rows, if the plan needs no more.
    pub limit: Option<usize>,
}

/// A column of a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct ScanField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: DataType,
    /// Where its values come from.
    pub from: FieldSource,
}

/// Where a column's values come from.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldSource {
    /// A field of the document.
    Field(FieldMapping),
    /// A field of the document that is read as its index says. Documents of other indices have
    /// none; those whose index is not known belong to the first.
    ByIndex(Vec<IndexField>),
    /// A metadata field.
    Metadata(Metadata),
    /// Nowhere: null in every row.
    Null,
}

/// The metadata fields of FROM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// `_id`, keyword.
    Id,
    /// `_index`, keyword.
    Index,
    /// `_version`, long.
    Version,
    /// `_score`, double.
    Score,
    /// `_ignored`, keyword: the fields whose values were too long or malformed.
    Ignored,
    /// `_index_mode`, keyword.
    IndexMode,
    /// `_source`, the document as written.
    Source,
    /// `_size`, integer: the length of the source in bytes.
    Size,
    /// Not for queries: file number and byte offset of the document, one long.
    Origin,
    /// Not for queries: the index by which FROM decides whether the document takes part, keyword;
    /// null if nothing tells it.
    KnownIndex,
}

impl Metadata {
    /// Those that a query can name, with name and type.
    pub const NAMED: &'static [(&'static str, DataType, Metadata)] = &[
        ("_id", DataType::Keyword, Metadata::Id),
        ("_index", DataType::Keyword, Metadata::Index),
        ("_version", DataType::Long, Metadata::Version),
        ("_score", DataType::Double, Metadata::Score),
        ("_ignored", DataType::Keyword, Metadata::Ignored),
        ("_index_mode", DataType::Keyword, Metadata::IndexMode),
        ("_source", DataType::Source, Metadata::Source),
        ("_size", DataType::Integer, Metadata::Size),
    ];
}

/// The conditions of a scan, made ready by the executor.
pub trait ScanFilter: Send + Sync {
    /// The columns (positions in [`Scan::fields`]) that the conditions read, ascending.
    fn columns(&self) -> &[usize];

    /// The rows to keep, ascending. `batch` has just the columns of [`ScanFilter::columns`], in
    /// that order.
    fn keep(&self, batch: &Batch, warnings: &mut Warnings) -> Vec<u32>;
}

/// What a finished task has to tell.
#[derive(Clone, Debug, Default)]
pub struct ScanReport {
    /// Documents that were read and belong to the indices asked for.
    pub documents: u64,
    /// Lines that were ruled out unread because they lack what every row has that the filter
    /// keeps. Nobody knows whether they are documents, or of which index.
    pub unread: u64,
    /// Bytes of input (as read, so compressed if it is).
    pub bytes: u64,
    /// Lines that were left out or values that were ignored; at most some of each task.
    pub problems: Vec<ScanProblem>,
    /// How many problems there were in all.
    pub problem_count: u64,
}

/// Something in the input that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanProblem {
    /// The file, or `<stdin>`.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column in the line, from 1, if there is one.
    pub column: Option<u64>,
    /// The field, if it is about a value.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// Why a scan ends early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// A file cannot be opened or read.
    Io {
        /// The file.
        file: String,
        /// The system's words.
        message: String,
    },
    /// Compressed data is damaged or cut short.
    Compression {
        /// The file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// A problem, and the session asks for none.
    Strict(ScanProblem),
}

/// Documents that can be scanned, any number of times.
pub trait Documents: Send + Sync {
    /// Begins a scan. `filter` belongs to [`Scan::filter`]; without it nothing is filtered.
    ///
    /// # Errors
    /// If a file cannot be opened.
    fn scan<'a>(
        &'a self,
        scan: &'a Scan,
        filter: Option<&'a dyn ScanFilter>,
    ) -> Result<Box<dyn Tasks<'a> + 'a>, ScanError>;

    /// Whether a document takes part in a scan of these indices; `index` is its own, if known.
    fn takes_part(&self, indices: &[IndexPattern], index: Option<&str>) -> bool;

    /// How many bytes there are to read, if that is known.
    fn total_bytes(&self) -> Option<u64>;
}

/// The tasks of a scan, in the order of the input. Called by one worker at a time; tasks run beside
/// each other and beside further calls, so they borrow from the documents, not from here.
pub trait Tasks<'a>: Send {
    /// The next task.
    ///
    /// # Errors
    /// If the input cannot be read.
    fn next(&mut self) -> Result<Option<Box<dyn Task + 'a>>, ScanError>;
}

/// A piece of the input.
pub trait Task: Send {
    /// Reads the piece and gives its rows in batches of about `batch_rows`, in order, until
    /// `emit` says that it needs no more by giving `false`.
    ///
    /// # Errors
    /// If the input cannot be read, or a problem is found and none is allowed.
    fn run(
        self: Box<Self>,
        batch_rows: usize,
        warnings: &mut Warnings,
        emit: &mut dyn FnMut(Batch, &mut Warnings) -> bool,
    ) -> Result<ScanReport, ScanError>;
}
