//! Temporary files for what does not fit into memory.

use std::io;

use esql_planner::temporary::{TemporaryFile, TemporaryFiles};

/// Files without a name in the system's folder for temporary files: however the process ends, the
/// system removes them.
pub struct Unnamed;

impl TemporaryFiles for Unnamed {
    fn create(&self) -> io::Result<Box<dyn TemporaryFile>> {
        Ok(Box::new(tempfile::tempfile()?))
    }
}
