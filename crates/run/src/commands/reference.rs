//! `esql-run reference FOLDER`: writes the reference pages of this repository.

use std::fs;
use std::path::Path;

use crate::exit::Exit;
use crate::reference;
use crate::trouble::Trouble;

/// Writes all pages into `folder`.
///
/// # Errors
/// If a page cannot be written.
pub(crate) fn run(folder: &Path) -> Result<Exit, Trouble> {
    for page in reference::pages() {
        let path = folder.join(&page.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, page.text))
            .map_err(|error| Trouble::not_written(&path.display().to_string(), &error))?;
    }
    Ok(Exit::Rows)
}
