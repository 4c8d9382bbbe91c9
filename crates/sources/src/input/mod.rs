//! Input: from file names to blocks of bytes, each with whole documents.

mod blocks;
mod chunks;
mod compression;
mod cutter;
mod members;
#[cfg(feature = "parquet")]
mod parquet;
mod read_buffer;
mod resolve;
mod sequential;
mod source;
mod wanted;

pub(crate) use blocks::{Block, Blocks, Job};
pub(crate) use read_buffer::ReadBuffer;
pub(crate) use resolve::resolve;
pub(crate) use source::Source;
pub(crate) use wanted::Wanted;

/// Where documents come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// A file, a folder, a glob, or `-` for standard input.
    pub spec: String,
    /// The index that the documents belong to, unless they name one themselves.
    pub index: Option<String>,
}
