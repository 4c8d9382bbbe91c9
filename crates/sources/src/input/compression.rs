//! Compression, told by the first bytes.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::input::members::Members;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// How many bytes [`Compression::detect`] needs.
pub(super) const MAGIC_BYTES: usize = 4;

/// How a gzip member begins, the one method of compression with it.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b, 8];

impl Compression {
    pub(super) fn detect(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Compression::Gzip,
            // A frame, or one to be skipped, as `pzstd` begins.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// A reader of what is inside; members or frames one after another are all read, on so many
    /// threads.
    pub(super) fn decoder<'r>(
        self,
        reader: impl Read + Send + 'r,
        threads: usize,
    ) -> io::Result<Box<dyn Read + Send + 'r>> {
        // Zstd is about as fast as two threads scan what comes out.
        let is_slow = match self {
            Compression::None => false,
            Compression::Gzip => threads > 1,
            Compression::Zstd => threads > 2,
        };
        match is_slow {
            true => Ok(Box::new(Members::new(self, reader, threads))),
            false => self.stream(reader),
        }
    }

    /// A reader of what is inside, from the start to the end.
    pub(super) fn stream<'r>(
        self,
        reader: impl Read + Send + 'r,
    ) -> io::Result<Box<dyn Read + Send + 'r>> {
        Ok(match self {
            Compression::None => Box::new(reader),
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(
                BufReader::with_capacity(1 << 16, reader),
            )),
            Compression::Zstd => Box::new(zstd::stream::read::Decoder::new(reader)?),
        })
    }

    /// Where a member or frame seems to end, at least `least` bytes behind the start.
    pub(super) fn boundary(self, bytes: &[u8], least: usize) -> Option<usize> {
        match self {
            Compression::None => None,
            Compression::Gzip => {
                let found = memchr::memmem::find_iter(bytes.get(least..)?, GZIP_MAGIC);
                let mut starts = found.map(|at| least + at);
                starts.find(|&at| bytes.get(at..).is_some_and(is_gzip_header))
            }
            Compression::Zstd => {
                let mut end = 0;
                while end < least {
                    let rest = bytes.get(end..)?;
                    end += zstd::zstd_safe::find_frame_compressed_size(rest).ok()?.max(1);
                }
                Some(end)
            }
        }
    }
}

/// Whether a gzip member may begin with these bytes: that of RFC 1952 which is the same in all.
fn is_gzip_header(bytes: &[u8]) -> bool {
    match bytes {
        [0x1f, 0x8b, 8, flags, _, _, _, _, effort, system, ..] => {
            *flags < 32 && matches!(effort, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
        }
        _ => false,
    }
}

/// A reader that counts what passes through it.
pub(super) struct Counted<R> {
    pub(super) reader: R,
    pub(super) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
