//! What the executor asks for when memory does not suffice.

use std::io::{self, Read, Seek, Write};

/// A file that is gone when it is dropped, or when the process ends.
pub trait TemporaryFile: Read + Write + Seek + Send {}

impl<F: Read + Write + Seek + Send> TemporaryFile for F {}

/// Where temporary files come from.
pub trait TemporaryFiles: Sync {
    /// A new, empty file.
    ///
    /// # Errors
    /// If there is no place for it.
    fn create(&self) -> io::Result<Box<dyn TemporaryFile>>;
}
