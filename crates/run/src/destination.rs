//! Where results go: standard output, or a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use esql_engine::diagnostics::codes;

use crate::trouble::Trouble;

/// Writes to the file at `path`, or to standard output. A reader of standard output that wants no
/// more, such as `head`, is no error.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write(
    path: Option<&Path>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    match path {
        Some(path) => to_file(path, content)
            .map_err(|error| Trouble::not_written(&path.display().to_string(), &error)),
        None => to_stdout(content),
    }
}

/// Writes to standard output.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn to_stdout(
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    let mut out = BufWriter::new(io::stdout().lock());
    match content(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Trouble::error(codes::OUTPUT, format!("cannot write the result: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn to_file(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    content(&mut out)?;
    out.flush()
}
