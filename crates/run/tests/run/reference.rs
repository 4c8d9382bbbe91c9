//! The reference pages in `docs/reference` are those that the program gives.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use esql_run::reference::pages;

#[test]
fn the_reference_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    let update = "run `cargo run -p esql-run -- reference docs/reference`";
    let mut known: BTreeSet<PathBuf> = BTreeSet::new();
    for page in pages() {
        let path = folder.join(&page.path);
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == page.text, "{} is out of date: {update}", page.path);
        known.insert(path);
    }
    for part in ["functions", "lints"] {
        for entry in fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            assert!(known.contains(&path), "nothing has the page {}", path.display());
        }
    }
}
