//! Sequential reading: compressed files, streams, and forms whose documents can only be found
//! from the start. Each block ends behind a whole document.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use esql_planner::scan::ScanError;

use crate::document::Form;
use crate::input::ReadBuffer;
use crate::input::blocks::Block;
use crate::input::compression::{Compression, Counted, MAGIC_BYTES};
use crate::input::source::Source;

/// Reads one source from its start.
pub(super) struct Sequential<'a> {
    source: &'a Source,
    reader: Box<dyn Read + Send>,
    compression: Compression,
    form: Option<Form>,
    block_bytes: usize,
    /// Bytes behind the last whole document of the block before.
    rest: ReadBuffer,
    ended: bool,
    /// Offset of `rest`.
    offset: u64,
    /// Line feeds before `rest`.
    line_feeds: u64,
    /// Bytes read from the source, compressed if they are, and how many were reported.
    taken: Arc<AtomicU64>,
    reported: u64,
}

impl<'a> Sequential<'a> {
    /// Begins to read.
    pub(super) fn new(
        source: &'a Source,
        reader: Box<dyn Read + Send>,
        block_bytes: usize,
    ) -> Result<Self, ScanError> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut counted = Counted { reader, count: taken.clone() };
        let mut head = Vec::new();
        let fail = |error: io::Error| source.io_error(&error);
        counted.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut head).map_err(fail)?;
        let compression = Compression::detect(&head);
        let reader = compression.decoder(io::Cursor::new(head).chain(counted)).map_err(fail)?;
        Ok(Sequential {
            source,
            reader,
            compression,
            form: None,
            block_bytes: block_bytes.max(1),
            rest: ReadBuffer::default(),
            ended: false,
            offset: 0,
            line_feeds: 0,
            taken,
            reported: 0,
        })
    }

    /// The next block, at least one document long.
    pub(super) fn next(&mut self) -> Result<Option<Block<'a>>, ScanError> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut goal = self.block_bytes;
        let form = loop {
            self.fill(&mut bytes, goal)?;
            if self.form.is_none() {
                self.form = Form::detect(&bytes, self.ended);
            }
            if let Some(form) = self.form {
                let end =
                    if self.ended { bytes.len() } else { form.complete(&bytes, self.offset == 0) };
                if end > 0 || self.ended {
                    let rest = bytes.get(end..).unwrap_or_default();
                    // What is read next begins a cache line, as its source does.
                    self.rest.restart((rest.len() as u64).wrapping_neg(), self.block_bytes);
                    self.rest.extend(rest);
                    bytes.truncate(end);
                    break form;
                }
            }
            goal = goal.max(bytes.len()).saturating_mul(2);
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let taken = self.taken.load(Ordering::Relaxed);
        let block = Block::sequential(
            self.source,
            form,
            bytes,
            self.offset,
            self.line_feeds,
            taken - self.reported,
        );
        self.reported = taken;
        self.offset += block.bytes().len() as u64;
        self.line_feeds += memchr::memchr_iter(b'\n', block.bytes()).count() as u64;
        Ok(Some(block))
    }

    /// Reads until there are `goal` bytes, or no more.
    fn fill(&mut self, bytes: &mut ReadBuffer, goal: usize) -> Result<(), ScanError> {
        if self.ended || bytes.len() >= goal {
            return Ok(());
        }
        let missing = goal - bytes.len();
        let read = bytes.fill(missing, |spare| self.reader.read(spare));
        let count = read.map_err(|error| match self.compression {
            Compression::None => self.source.io_error(&error),
            Compression::Gzip | Compression::Zstd => ScanError::Compression {
                file: self.source.name().to_owned(),
                message: match error.kind() {
                    io::ErrorKind::UnexpectedEof => "the compressed data is cut short".to_owned(),
                    _ => error.to_string(),
                },
            },
        })?;
        self.ended = count < missing;
        Ok(())
    }
}
