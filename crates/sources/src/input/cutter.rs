//! Cuts a stream of bytes, compressed or not, behind whole documents: streams, compressed files,
//! and forms whose documents can only be found from the start.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::document::Form;
use crate::input::ReadBuffer;
use crate::input::compression::{Compression, Counted, MAGIC_BYTES};
use crate::input::sequential::{Fault, Piece, Pieces};
use crate::input::source::PARQUET;

/// Reads one source from its start, and cuts it behind whole documents.
pub(super) struct Cutter {
    reader: Box<dyn Read + Send>,
    compression: Compression,
    form: Option<Form>,
    block_bytes: usize,
    /// Bytes behind the last whole document of the piece before.
    rest: Vec<u8>,
    ended: bool,
    /// Offset of `rest`.
    offset: u64,
    /// Line feeds before `rest`.
    line_feeds: u64,
    /// Bytes read from the source, and how many were reported.
    taken: Arc<AtomicU64>,
    reported: u64,
}

impl Cutter {
    /// Begins to read; several threads may decompress.
    pub(super) fn new(
        reader: Box<dyn Read + Send>,
        block_bytes: usize,
        threads: usize,
    ) -> io::Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut counted = Counted { reader, count: taken.clone() };
        let mut head = Vec::new();
        counted.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut head)?;
        if head == PARQUET {
            let message = "Parquet cannot be read from a stream; save it to a file";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let compression = Compression::detect(&head);
        let reader = compression.decoder(io::Cursor::new(head).chain(counted), threads)?;
        Ok(Cutter {
            reader,
            compression,
            form: None,
            block_bytes: block_bytes.max(1),
            rest: Vec::new(),
            ended: false,
            offset: 0,
            line_feeds: 0,
            taken,
            reported: 0,
        })
    }

    /// Reads until there are `goal` bytes, or no more.
    fn fill(&mut self, bytes: &mut ReadBuffer, goal: usize) -> Result<(), Fault> {
        if self.ended || bytes.len() >= goal {
            return Ok(());
        }
        let missing = goal - bytes.len();
        let read = bytes.fill(missing, |spare| self.reader.read(spare));
        let count = read.map_err(|error| match (self.compression, error.kind()) {
            (Compression::None, _) => Fault::Io(error),
            (_, io::ErrorKind::UnexpectedEof) => {
                Fault::Compression("the compressed data is cut short".to_owned())
            }
            _ => Fault::Compression(error.to_string()),
        })?;
        self.ended = count < missing;
        Ok(())
    }
}

impl Pieces for Cutter {
    fn next(&mut self, mut bytes: ReadBuffer) -> Result<Option<Piece>, Fault> {
        // What is read next begins a cache line, as its source does.
        bytes.restart((self.rest.len() as u64).wrapping_neg(), self.block_bytes);
        bytes.extend(&std::mem::take(&mut self.rest));
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
                    bytes.get(end..).unwrap_or_default().clone_into(&mut self.rest);
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
        let (offset, line_feeds) = (self.offset, self.line_feeds);
        self.offset += bytes.len() as u64;
        self.line_feeds += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        let before = std::mem::replace(&mut self.reported, taken);
        let taken = taken - before;
        Ok(Some(Piece { form, bytes, offset, line_feeds, taken, passed_over: 0 }))
    }
}
