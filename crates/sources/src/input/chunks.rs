//! Chunks: a plain file of lines cut into pieces of a fixed size that can be read in any order.
//!
//! A chunk stands for the lines that begin in its range, so it reads on behind its end until the
//! last of them is complete. Where a file is cut does not depend on the number of threads.

use std::io;
use std::sync::OnceLock;

use crate::input::ReadBuffer;
use crate::input::source::{Content, Source};

/// How far to read on at once for the end of a line.
const STEP: usize = 1 << 13;

/// A file of lines.
pub(crate) struct Chunks<'a> {
    pub(super) source: &'a Source,
    content: Content,
    chunk_bytes: u64,
    /// Line feeds in each chunk's range, counted when they are asked for.
    line_feeds: Vec<OnceLock<u64>>,
}

/// Bytes of whole lines; those before `start` are not part of them.
pub(super) struct Lines {
    pub(super) bytes: ReadBuffer,
    pub(super) start: usize,
    /// Offset in the file of the byte at `start`.
    pub(super) offset: u64,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(source: &'a Source, content: Content, chunk_bytes: usize) -> Self {
        let chunk_bytes = chunk_bytes.max(1) as u64;
        let count = usize::try_from(content.len().div_ceil(chunk_bytes)).unwrap_or(usize::MAX);
        let line_feeds = (0..count).map(|_| OnceLock::new()).collect();
        Chunks { source, content, chunk_bytes, line_feeds }
    }

    pub(super) fn count(&self) -> usize {
        self.line_feeds.len()
    }

    /// The range of a chunk in the file.
    pub(super) fn range(&self, chunk: usize) -> std::ops::Range<u64> {
        let start = (chunk as u64 * self.chunk_bytes).min(self.content.len());
        start..(start + self.chunk_bytes).min(self.content.len())
    }

    /// Reads the lines of a chunk, into `buffer`.
    pub(super) fn read(&self, chunk: usize, mut buffer: ReadBuffer) -> io::Result<Lines> {
        let range = self.range(chunk);
        // The byte before tells whether a line begins at the start.
        let from = range.start.saturating_sub(1);
        let nominal = usize::try_from(range.end - from).unwrap_or(usize::MAX);
        buffer.restart(from, nominal + STEP);
        self.content.read(&mut buffer, from, nominal)?;
        let start = match memchr::memchr(b'\n', &buffer[..buffer.len().saturating_sub(1)]) {
            _ if range.start == 0 => 0,
            Some(at) => at + 1,
            // No line begins here.
            None => {
                buffer.truncate(0);
                return Ok(Lines { bytes: buffer, start: 0, offset: range.start });
            }
        };
        if buffer.last() != Some(&b'\n') {
            let mut step = STEP;
            loop {
                let before = buffer.len();
                let count = self.content.read(&mut buffer, from + before as u64, step)?;
                if let Some(at) = memchr::memchr(b'\n', &buffer[before..]) {
                    buffer.truncate(before + at + 1);
                    break;
                }
                if count < step {
                    break;
                }
                step *= 2;
            }
        }
        Ok(Lines { offset: from + start as u64, bytes: buffer, start })
    }

    /// How many line feeds stand before a chunk. If the file cannot be read any more, those of
    /// the unreadable part are not counted: the number is for messages only.
    pub(super) fn line_feeds_before(&self, chunk: usize) -> u64 {
        let count = |at: usize| {
            let range = self.range(at);
            let mut bytes = ReadBuffer::default();
            let len = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
            bytes.restart(range.start, len);
            match self.content.read(&mut bytes, range.start, len) {
                Ok(_) => memchr::memchr_iter(b'\n', &bytes).count() as u64,
                Err(_) => 0,
            }
        };
        let before = self.line_feeds.iter().take(chunk).enumerate();
        before.map(|(at, known)| *known.get_or_init(|| count(at))).sum()
    }
}
