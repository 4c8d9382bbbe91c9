//! Blocks: pieces of the input with whole documents, handed out in order.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use esql_planner::scan::ScanError;

use crate::dataset::Options;
use crate::document::{Documents, Form};
use crate::input::ReadBuffer;
use crate::input::chunks::Chunks;
use crate::input::compression::{Compression, MAGIC_BYTES};
use crate::input::cutter::Cutter;
use crate::input::sequential::{Fault, Piece, Sequential};
use crate::input::source::{Content, Opened, PARQUET, Source};
use crate::input::wanted::Wanted;

/// All blocks of some sources, in order.
pub(crate) struct Blocks<'a> {
    sources: std::vec::IntoIter<&'a Source>,
    current: Option<Current<'a>>,
    block_bytes: usize,
    threads: usize,
    wanted: Wanted,
}

enum Current<'a> {
    Chunks(Arc<Chunks<'a>>, usize),
    Sequential(Sequential<'a>),
}

/// A block that may still have to be read.
pub(crate) enum Job<'a> {
    /// A chunk, by number.
    Chunk(Arc<Chunks<'a>>, usize),
    /// Already read; a buffer that is not needed any more goes to the reader.
    Ready(Block<'a>, Sender<ReadBuffer>),
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(
        sources: impl IntoIterator<Item = &'a Source>,
        options: &Options,
        wanted: Wanted,
    ) -> Self {
        let &Options { block_bytes, threads, .. } = options;
        let sources = sources.into_iter().collect::<Vec<_>>().into_iter();
        Blocks { sources, current: None, block_bytes, threads, wanted }
    }

    /// The next block.
    pub(crate) fn next(&mut self) -> Result<Option<Job<'a>>, ScanError> {
        loop {
            if let Some(job) = self.next_chunk() {
                return Ok(Some(job));
            }
            if let Some(Current::Sequential(sequential)) = &mut self.current
                && let Some(block) = sequential.next()?
            {
                return Ok(Some(Job::Ready(block, sequential.spare())));
            }
            let Some(source) = self.sources.next() else { return Ok(None) };
            self.current = Some(self.open(source)?);
        }
    }

    /// The next block, if it is a chunk of the file that is open.
    pub(crate) fn next_chunk(&mut self) -> Option<Job<'a>> {
        let Some(Current::Chunks(chunks, next)) = &mut self.current else { return None };
        if *next >= chunks.count() {
            return None;
        }
        *next += 1;
        Some(Job::Chunk(chunks.clone(), *next - 1))
    }

    /// How many chunks the file that is open has.
    pub(crate) fn chunks(&self) -> usize {
        match &self.current {
            Some(Current::Chunks(chunks, _)) => chunks.count(),
            Some(Current::Sequential(_)) | None => 0,
        }
    }

    fn open(&self, source: &'a Source) -> Result<Current<'a>, ScanError> {
        let reader = match source.open()? {
            Opened::Stream(reader) => reader,
            Opened::Content(content) => {
                if is_parquet(&content).map_err(|error| source.io_error(&error))? {
                    let rows = columnar(source, content, self.wanted.clone())?;
                    return Ok(Current::Sequential(rows));
                }
                if is_plain_lines(&content).map_err(|error| source.io_error(&error))? {
                    let chunks = Chunks::new(source, content, self.block_bytes);
                    return Ok(Current::Chunks(Arc::new(chunks), 0));
                }
                content.into_reader()
            }
        };
        let &Blocks { block_bytes, threads, .. } = self;
        let open = move || Cutter::new(reader, block_bytes, threads).map_err(Fault::Io);
        Ok(Current::Sequential(Sequential::new(source, open)?))
    }
}

fn is_parquet(content: &Content) -> std::io::Result<bool> {
    let mut head = ReadBuffer::default();
    content.read(&mut head, 0, PARQUET.len())?;
    Ok(*head == *PARQUET)
}

/// The rows of a Parquet file.
#[cfg(feature = "parquet")]
fn columnar(
    source: &Source,
    content: Content,
    wanted: Wanted,
) -> Result<Sequential<'_>, ScanError> {
    Sequential::new(source, move || super::parquet::Rows::open(content, &wanted))
}

#[cfg(not(feature = "parquet"))]
fn columnar(source: &Source, _: Content, _: Wanted) -> Result<Sequential<'_>, ScanError> {
    let message = "this build does not read Parquet; build with `--features parquet`".to_owned();
    Err(ScanError::Io { file: source.name().to_owned(), message })
}

/// Whether lines can be read from the middle of it.
fn is_plain_lines(content: &Content) -> std::io::Result<bool> {
    let mut head = ReadBuffer::default();
    head.restart(0, 1 << 15);
    content.read(&mut head, 0, MAGIC_BYTES)?;
    if Compression::detect(&head) != Compression::None {
        return Ok(false);
    }
    loop {
        let before = head.len();
        let count = content.read(&mut head, before as u64, before.max(1 << 15))?;
        let ended = count == 0 || head.len() as u64 >= content.len();
        if let Some(form) = Form::detect(&head, ended) {
            return Ok(form == Form::Lines);
        }
        if ended {
            return Ok(true);
        }
    }
}

impl<'a> Job<'a> {
    /// Reads it, into `buffer` if it has to be read.
    pub(crate) fn load(self, buffer: ReadBuffer) -> Result<Block<'a>, ScanError> {
        match self {
            Job::Ready(block, spare) => {
                // The reader may have come to the end.
                let _ = spare.send(buffer);
                Ok(block)
            }
            Job::Chunk(chunks, number) => {
                let source = chunks.source;
                let lines = chunks.read(number, buffer).map_err(|error| source.io_error(&error))?;
                let range = chunks.range(number);
                Ok(Block {
                    source,
                    form: Form::Lines,
                    bytes: lines.bytes,
                    start: lines.start,
                    offset: lines.offset,
                    taken: range.end - range.start,
                    passed_over: 0,
                    place: Place::Chunk(chunks, number),
                })
            }
        }
    }
}

/// Bytes with whole documents.
pub(crate) struct Block<'a> {
    source: &'a Source,
    form: Form,
    bytes: ReadBuffer,
    /// Where the documents begin in `bytes`.
    start: usize,
    /// Offset of the first document's byte in the source, decompressed.
    offset: u64,
    /// Bytes taken from the source, compressed if they are.
    taken: u64,
    passed_over: u64,
    place: Place<'a>,
}

enum Place<'a> {
    Chunk(Arc<Chunks<'a>>, usize),
    /// So many line feeds stand before it.
    Behind(u64),
}

impl<'a> Block<'a> {
    pub(super) fn sequential(source: &'a Source, piece: Piece) -> Self {
        let Piece { form, bytes, offset, line_feeds, taken, passed_over } = piece;
        let place = Place::Behind(line_feeds);
        Block { source, form, bytes, start: 0, offset, taken, passed_over, place }
    }

    pub(crate) fn source(&self) -> &'a Source {
        self.source
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or(&[])
    }

    /// Offset of the bytes in the source, decompressed.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// How many documents before these were passed over, as none of them can be wanted.
    pub(crate) fn passed_over(&self) -> u64 {
        self.passed_over
    }

    pub(crate) fn documents(&self) -> Documents<'_> {
        Documents::new(self.bytes(), self.form, self.offset == 0)
    }

    /// How many lines end before the block.
    pub(crate) fn lines_before(&self) -> u64 {
        match &self.place {
            Place::Behind(count) => *count,
            Place::Chunk(chunks, number) => {
                // The byte before the chunk's range was read as well, and belongs to the one before.
                let own = if *number == 0 { 0 } else { 1.min(self.start) };
                let skipped = self.bytes.get(own..self.start).unwrap_or(&[]);
                let inside = memchr::memchr_iter(b'\n', skipped).count() as u64;
                chunks.line_feeds_before(*number) + inside
            }
        }
    }

    /// The offset in the bytes of a text that is part of them.
    pub(crate) fn position(&self, text: &str) -> usize {
        (text.as_ptr() as usize).saturating_sub(self.bytes().as_ptr() as usize)
    }

    /// The buffer, for use again.
    pub(crate) fn into_buffer(self) -> ReadBuffer {
        self.bytes
    }
}
