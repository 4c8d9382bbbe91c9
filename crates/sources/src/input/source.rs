//! A source: one file or stream, and how its bytes are got at.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use esql_planner::scan::ScanError;

use crate::input::ReadBuffer;

/// The endings of files with events, and those that compression adds.
pub(super) const ENDINGS: &[&str] = &["ndjson", "jsonl", "json", "parquet"];
pub(super) const COMPRESSED: &[&str] = &["gz", "zst"];

/// How Parquet files begin.
pub(super) const PARQUET: &[u8] = b"PAR1";

/// A file or a stream.
pub(crate) struct Source {
    number: usize,
    name: String,
    stem: String,
    index: Option<String>,
    place: Place,
}

enum Place {
    /// A regular file, with its length when it was found.
    File(PathBuf, u64),
    /// Standard input, or a pipe with a name. It can be read only once, unless it is kept.
    Stream { path: Option<PathBuf>, state: Mutex<Stream> },
}

enum Stream {
    Untouched,
    Kept(Arc<[u8]>),
    Gone,
}

/// Bytes that can be read at any place.
pub(crate) enum Content {
    File(File, u64),
    Memory(Arc<[u8]>),
}

/// A source ready to be read.
pub(crate) enum Opened {
    Content(Content),
    Stream(Box<dyn Read + Send>),
}

impl Source {
    pub(crate) fn stdin(number: usize, index: Option<String>) -> Self {
        let state = Mutex::new(Stream::Untouched);
        let place = Place::Stream { path: None, state };
        Source { number, name: "<stdin>".into(), stem: "stdin".into(), index, place }
    }

    /// Bytes in memory, as if they were in a file of this name.
    pub(crate) fn memory(number: usize, name: &str, bytes: Vec<u8>) -> Self {
        let state = Mutex::new(Stream::Kept(bytes.into()));
        let place = Place::Stream { path: None, state };
        Source { number, name: name.into(), stem: stem(Path::new(name)), index: None, place }
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(crate) fn file(number: usize, path: &Path, index: Option<String>) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        let place = if metadata.is_file() {
            File::open(path)?;
            Place::File(path.to_owned(), metadata.len())
        } else {
            // Opening a pipe now and again later would lose its bytes.
            Place::Stream { path: Some(path.to_owned()), state: Mutex::new(Stream::Untouched) }
        };
        let stem = stem(path);
        Ok(Source { number, name: path.display().to_string(), stem, index, place })
    }

    /// Its place among all sources.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// The name for messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file's name without its endings.
    pub(crate) fn stem(&self) -> &str {
        &self.stem
    }

    /// The index given with the input.
    pub(crate) fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// How many bytes it has, if that is known.
    pub(crate) fn len(&self) -> Option<u64> {
        match &self.place {
            Place::File(_, len) => Some(*len),
            Place::Stream { state, .. } => {
                match &*state.lock().unwrap_or_else(PoisonError::into_inner) {
                    Stream::Kept(bytes) => Some(bytes.len() as u64),
                    Stream::Untouched | Stream::Gone => None,
                }
            }
        }
    }

    /// Opens it. A stream that is not kept can be opened once.
    pub(crate) fn open(&self) -> Result<Opened, ScanError> {
        match &self.place {
            Place::File(path, _) => {
                let file = File::open(path).map_err(|error| self.io_error(&error))?;
                let len = file.metadata().map_err(|error| self.io_error(&error))?.len();
                Ok(Opened::Content(Content::File(file, len)))
            }
            Place::Stream { path, state } => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                match &*state {
                    Stream::Kept(bytes) => Ok(Opened::Content(Content::Memory(bytes.clone()))),
                    Stream::Untouched => {
                        *state = Stream::Gone;
                        self.stream(path.as_deref()).map(Opened::Stream)
                    }
                    Stream::Gone => Err(ScanError::Io {
                        file: self.name.clone(),
                        message: "a stream can be read only once; save it to a file".into(),
                    }),
                }
            }
        }
    }

    /// Reads a stream into memory, so that it can be opened any number of times.
    pub(crate) fn keep(&self) -> Result<(), ScanError> {
        let Place::Stream { path, state } = &self.place else { return Ok(()) };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Stream::Untouched = *state {
            let mut bytes = Vec::new();
            let mut reader = self.stream(path.as_deref())?;
            reader.read_to_end(&mut bytes).map_err(|error| self.io_error(&error))?;
            *state = Stream::Kept(bytes.into());
        }
        Ok(())
    }

    fn stream(&self, path: Option<&Path>) -> Result<Box<dyn Read + Send>, ScanError> {
        match path {
            None => Ok(Box::new(io::stdin())),
            Some(path) => Ok(Box::new(File::open(path).map_err(|error| self.io_error(&error))?)),
        }
    }

    pub(crate) fn io_error(&self, error: &io::Error) -> ScanError {
        ScanError::Io { file: self.name.clone(), message: error.to_string() }
    }
}

/// Whether the path has one of these endings, in any case.
pub(super) fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let matches = |own: &std::ffi::OsStr| endings.iter().any(|it| own.eq_ignore_ascii_case(it));
    path.extension().is_some_and(matches)
}

/// The file's name without the endings that say how it is to be read.
fn stem(path: &Path) -> String {
    let mut name = PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
    for endings in [COMPRESSED, ENDINGS] {
        if ends_in(&name, endings) {
            name.set_extension("");
        }
    }
    name.display().to_string()
}

impl Content {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Content::File(_, len) => *len,
            Content::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// Reads up to `count` bytes from `offset` on behind those in `buffer`, and tells how many;
    /// fewer only at the end.
    pub(crate) fn read(
        &self,
        buffer: &mut ReadBuffer,
        mut offset: u64,
        count: usize,
    ) -> io::Result<usize> {
        buffer.fill(count, |spare| {
            let count = self.read_at(spare, offset)?;
            offset += count as u64;
            Ok(count)
        })
    }

    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Content::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[start..]).read(buffer)
            }
            Content::File(file, _) => read_at(file, buffer, offset),
        }
    }

    /// A reader from the start.
    pub(crate) fn into_reader(self) -> Box<dyn Read + Send> {
        match self {
            Content::File(file, _) => Box::new(file),
            Content::Memory(bytes) => Box::new(io::Cursor::new(bytes)),
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
