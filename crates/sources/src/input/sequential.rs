//! Sequential reading, of what can only be read from its start: a thread of its own reads, ahead of
//! those who parse.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use esql_planner::scan::ScanError;

use crate::document::Form;
use crate::input::ReadBuffer;
use crate::input::blocks::Block;
use crate::input::source::Source;

/// How many pieces are made before somebody takes them.
const AHEAD: usize = 2;

/// The pieces of one source, in order.
pub(super) struct Sequential<'a> {
    source: &'a Source,
    pieces: Receiver<Result<Piece, Fault>>,
    /// Buffers that are not needed any more.
    spare: Sender<ReadBuffer>,
}

/// Whole documents, and where they stand.
pub(super) struct Piece {
    pub(super) form: Form,
    pub(super) bytes: ReadBuffer,
    /// Offset in the source, decompressed.
    pub(super) offset: u64,
    /// Line feeds before it.
    pub(super) line_feeds: u64,
    /// Bytes read from the source for it, compressed if they are.
    pub(super) taken: u64,
    /// Documents that were passed over, as none can be wanted.
    pub(super) passed_over: u64,
}

/// Why reading ended early.
pub(super) enum Fault {
    Io(io::Error),
    /// What is compressed cannot be decompressed.
    Compression(String),
}

/// Something that gives pieces.
pub(super) trait Pieces {
    /// The next piece, in `buffer`, whatever that held before.
    fn next(&mut self, buffer: ReadBuffer) -> Result<Option<Piece>, Fault>;
}

impl<'a> Sequential<'a> {
    /// Begins to read what `open` opens.
    pub(super) fn new<P: Pieces>(
        source: &'a Source,
        open: impl FnOnce() -> Result<P, Fault> + Send + 'static,
    ) -> Result<Self, ScanError> {
        let (sender, pieces) = sync_channel(AHEAD);
        let (spare, spares) = channel();
        let read = move || match open() {
            Ok(pieces) => send(pieces, &sender, &spares),
            // Nobody listens if no more is wanted.
            Err(fault) => drop(sender.send(Err(fault))),
        };
        let thread = thread::Builder::new().name("reader".into()).spawn(read);
        thread.map_err(|error| source.io_error(&error))?;
        Ok(Sequential { source, pieces, spare })
    }

    /// The next block, at least one document long.
    pub(super) fn next(&mut self) -> Result<Option<Block<'a>>, ScanError> {
        match self.pieces.recv() {
            Ok(Ok(piece)) => Ok(Some(Block::sequential(self.source, piece))),
            Ok(Err(Fault::Io(error))) => Err(self.source.io_error(&error)),
            Ok(Err(Fault::Compression(message))) => {
                Err(ScanError::Compression { file: self.source.name().to_owned(), message })
            }
            Err(_) => Ok(None),
        }
    }

    /// Where a buffer goes that is not needed any more.
    pub(super) fn spare(&self) -> Sender<ReadBuffer> {
        self.spare.clone()
    }
}

/// Sends all pieces, as long as somebody takes them.
fn send(
    mut pieces: impl Pieces,
    sender: &SyncSender<Result<Piece, Fault>>,
    spares: &Receiver<ReadBuffer>,
) {
    loop {
        let buffer = spares.try_recv().unwrap_or_default();
        let Some(piece) = pieces.next(buffer).transpose() else { return };
        let is_last = piece.is_err();
        if sender.send(piece).is_err() || is_last {
            return;
        }
    }
}
