//! Members decompressed ahead: a compressed file that consists of several parts, gzip members or
//! zstd frames, is decompressed by several threads and read in order.
//!
//! Where the parts end is found without decompressing: a zstd frame tells how long its blocks are;
//! of gzip members (as BGZF has them, or files written one behind another) the next header is
//! searched for, and that it is one shows when the part before ends there. What is not so is read
//! from there on as the stream that it is, so that all bytes come out, and all errors, as a plain
//! decoder has them.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::input::ReadBuffer;
use crate::input::compression::Compression;

/// The least compressed size of a part; members that are smaller go together.
const PART_BYTES: usize = 1 << 17;

/// How far to look for the end of a part.
const MOST_PART_BYTES: usize = 1 << 22;

/// The most that a part may decompress to, so that the parts ahead take only so much memory.
const MOST_TEXT_BYTES: usize = 1 << 23;

/// The most threads: one that copies what comes out cannot keep up with more.
const MOST_THREADS: usize = 8;

/// How much is decompressed at a time.
const STEP: usize = 1 << 18;

/// A reader of what is inside.
pub(super) struct Members<'r> {
    compression: Compression,
    compressed: Box<dyn Read + Send + 'r>,
    /// Bytes behind the parts that were handed out.
    buffer: Vec<u8>,
    ended: bool,
    threads: usize,
    jobs: Option<Sender<Job>>,
    /// The parts that are being decompressed.
    pending: VecDeque<Part>,
    /// What the part before consisted of, and how much of it was read.
    text: ReadBuffer,
    read: usize,
    /// Memory that is not needed any more.
    spare: Vec<ReadBuffer>,
    /// All that is left, once it does not come in parts.
    rest: Option<Box<dyn Read + Send + 'r>>,
}

/// Whole members.
struct Part {
    compressed: Arc<Vec<u8>>,
    /// What is inside, or nothing if they are not whole members or too large.
    text: Receiver<Option<ReadBuffer>>,
}

struct Job {
    compressed: Arc<Vec<u8>>,
    buffer: ReadBuffer,
    text: SyncSender<Option<ReadBuffer>>,
}

impl<'r> Members<'r> {
    /// Reads what is compressed, on so many threads at most besides the one that reads.
    pub(super) fn new(
        compression: Compression,
        compressed: impl Read + Send + 'r,
        threads: usize,
    ) -> Self {
        Members {
            compression,
            compressed: Box::new(compressed),
            buffer: Vec::new(),
            ended: false,
            threads: threads.min(MOST_THREADS),
            jobs: None,
            pending: VecDeque::new(),
            text: ReadBuffer::default(),
            read: 0,
            spare: Vec::new(),
            rest: None,
        }
    }

    /// Hands out parts until enough are ahead.
    fn hand_out(&mut self) -> io::Result<()> {
        while self.pending.len() <= self.threads {
            let Some(compressed) = self.split()? else { return Ok(()) };
            let compressed = Arc::new(compressed);
            let (sender, text) = sync_channel(1);
            let buffer = self.spare.pop().unwrap_or_default();
            let job = Job { compressed: compressed.clone(), buffer, text: sender };
            self.pending.push_back(Part { compressed, text });
            let jobs = match self.jobs.take() {
                Some(jobs) => jobs,
                None => start(self.compression, self.threads)?,
            };
            // A part that nobody takes is read as a stream.
            let _ = jobs.send(job);
            self.jobs = Some(jobs);
        }
        Ok(())
    }

    /// Takes the next part off, if its end is near enough.
    fn split(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(end) = self.compression.boundary(&self.buffer, PART_BYTES) {
                let behind = self.buffer.split_off(end);
                return Ok(Some(std::mem::replace(&mut self.buffer, behind)));
            }
            if self.ended || self.buffer.len() >= MOST_PART_BYTES {
                return Ok(None);
            }
            let missing = self.buffer.len().max(2 * PART_BYTES);
            let mut more = self.compressed.by_ref().take(missing as u64);
            self.ended = more.read_to_end(&mut self.buffer)? < missing;
        }
    }

    /// Reads a part, and all that is behind it, as a stream.
    fn give_up(&mut self, part: Option<&Part>) -> io::Result<()> {
        let parts = part.into_iter().chain(&self.pending);
        let mut bytes: Vec<u8> = parts.flat_map(|part| part.compressed.iter()).copied().collect();
        self.pending.clear();
        bytes.append(&mut self.buffer);
        let compressed = std::mem::replace(&mut self.compressed, Box::new(io::empty()));
        self.rest = Some(self.compression.stream(Cursor::new(bytes).chain(compressed))?);
        Ok(())
    }
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(rest) = &mut self.rest {
                return rest.read(buffer);
            }
            let mut text = self.text.get(self.read..).unwrap_or_default();
            let count = text.read(buffer)?;
            self.read += count;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.spare.push(std::mem::take(&mut self.text));
            self.hand_out()?;
            let part = self.pending.pop_front();
            match part.as_ref().and_then(|part| part.text.recv().ok().flatten()) {
                Some(text) => (self.text, self.read) = (text, 0),
                None if part.is_none() && self.buffer.is_empty() => return Ok(0),
                None => self.give_up(part.as_ref())?,
            }
        }
    }
}

/// Starts threads that decompress; they end when the sender is dropped.
fn start(compression: Compression, threads: usize) -> io::Result<Sender<Job>> {
    let (sender, jobs) = channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..threads {
        let jobs = jobs.clone();
        let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let work = move || {
            while let Ok(Job { compressed, buffer, text }) = next() {
                // Nobody listens if no more is wanted.
                let _ = text.send(whole(compression, &compressed, buffer));
            }
        };
        thread::Builder::new().name("decompressor".into()).spawn(work)?;
    }
    Ok(sender)
}

/// What is inside of a part, if that is whole members and not too large.
fn whole(
    compression: Compression,
    compressed: &[u8],
    mut buffer: ReadBuffer,
) -> Option<ReadBuffer> {
    let mut reader = compression.stream(compressed).ok()?;
    buffer.restart(0, STEP);
    while buffer.len() <= MOST_TEXT_BYTES {
        if buffer.fill(STEP, |spare| reader.read(spare)).ok()? < STEP {
            return Some(buffer);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(text, 1).unwrap()
    }

    type Pack = fn(&[u8]) -> Vec<u8>;

    const PACKS: [(Compression, Pack); 2] = [(Compression::Gzip, gzip), (Compression::Zstd, zstd)];

    /// Bytes that do not compress well.
    fn text(bytes: usize) -> Vec<u8> {
        let mut state = 1_u64;
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            b' ' + (state >> 58) as u8
        })
        .take(bytes)
        .collect()
    }

    /// What comes out, the number of parts that were decompressed ahead, and the error.
    fn read(compression: Compression, packed: &[u8]) -> (Vec<u8>, usize, Option<String>) {
        let mut members = Members::new(compression, packed, 2);
        let (mut out, mut piece, mut parts) = (Vec::new(), vec![0; 1 << 16], 0);
        loop {
            match members.read(&mut piece) {
                Ok(0) => return (out, parts, None),
                Ok(count) => {
                    parts += usize::from(members.read == count);
                    out.extend_from_slice(&piece[..count]);
                }
                Err(error) => return (out, parts, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn members_come_out_in_their_order() {
        let text = text(3 << 20);
        for (compression, pack) in PACKS {
            for (member, is_ahead) in [(60_000, true), (1 << 20, true), (8 << 20, false)] {
                let packed: Vec<u8> = text.chunks(member).flat_map(pack).collect();
                let (out, parts, error) = read(compression, &packed);
                assert!(out == text && error.is_none(), "{compression:?} {member} {error:?}");
                assert_eq!(parts > 1, is_ahead, "{compression:?} {member} {parts}");
            }
        }
    }

    #[test]
    fn a_part_that_is_too_large_is_read_as_a_stream() {
        let spaces = vec![b' '; 9 << 20];
        let text = text(1 << 19);
        let packed = [zstd(&text), zstd(&spaces), zstd(&text), zstd(&text)].concat();
        let (out, _, error) = read(Compression::Zstd, &packed);
        let whole = [&*text, &spaces, &text, &text].concat();
        assert!(out == whole && error.is_none(), "{error:?}");
    }

    #[test]
    fn damage_gives_what_a_stream_gives() {
        let text = text(1 << 20);
        for (compression, pack) in PACKS {
            let packed: Vec<u8> = text.chunks(200_000).flat_map(pack).collect();
            let mut damaged: Vec<Vec<u8>> = vec![
                packed[..packed.len() - 1].to_vec(),
                packed[..packed.len() / 2].to_vec(),
                [&packed, b"something else".as_slice()].concat(),
            ];
            for at in [3, packed.len() / 3, packed.len() / 2, packed.len() - 6] {
                let mut bytes = packed.clone();
                bytes[at] ^= 0x55;
                damaged.push(bytes);
            }
            for packed in damaged {
                let (out, _, error) = read(compression, &packed);
                let mut expected = Vec::new();
                let result =
                    compression.stream(packed.as_slice()).unwrap().read_to_end(&mut expected);
                assert_eq!(error, result.err().map(|error| error.to_string()));
                // Before an error not all need come out that could.
                let common = out.len().min(expected.len());
                assert!(out[..common] == expected[..common], "{compression:?}");
            }
        }
    }

    #[test]
    fn a_header_inside_of_a_member_is_none() {
        // Stored, not compressed, so that what looks like a header stands in the file.
        let mut text = text(1 << 20);
        for at in (PART_BYTES / 2..text.len() - 100).step_by(PART_BYTES / 3) {
            text[at..at + 10].copy_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
        }
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(&text).unwrap();
        let packed = encoder.finish().unwrap();
        assert!(Compression::Gzip.boundary(&packed, PART_BYTES).is_some());
        let (out, _, error) = read(Compression::Gzip, &packed);
        assert!(out == text && error.is_none());
    }
}
