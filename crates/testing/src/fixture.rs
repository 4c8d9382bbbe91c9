//! Documents in a temporary folder, opened as a data set.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esql_engine::diagnostics::Diagnostic;
use esql_engine::sources::{Answers, Dataset, Input, Mapping, Options, Unmapped, parse_policy};
use serde_json::{Map, Value};
use tempfile::TempDir;

/// Where the documents of a test are.
#[derive(Clone, Copy, Debug)]
pub enum Documents<'a> {
    /// Lines of JSON, perhaps with a mapping.
    Inline {
        /// The documents.
        lines: &'a [String],
        /// The mapping, as JSON.
        mapping: Option<&'a str>,
    },
    /// `NAME.ndjson` in a folder, perhaps with `NAME.mapping.json`.
    Folder {
        /// The folder.
        folder: &'a Path,
        /// The name.
        name: &'a str,
    },
    /// Lines of JSON in several files.
    Files {
        /// The documents.
        lines: &'a [String],
        /// Where one file ends and the next begins: numbers of lines.
        cuts: &'a [usize],
    },
}

/// An index in a file of its own.
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its documents.
    pub path: PathBuf,
    /// Its mapping, `{"mappings": ...}`.
    pub mapping: Option<Value>,
}

/// A data set whose files live as long as this.
pub struct Fixture {
    dataset: Dataset,
    /// Removed on drop.
    _folder: Option<TempDir>,
}

impl Fixture {
    /// Opens documents.
    ///
    /// # Errors
    /// If a file cannot be written or read, or the mapping is none.
    pub fn open(documents: &Documents<'_>, options: Options) -> Result<Fixture, String> {
        let (inputs, mapping, folder) = match documents {
            Documents::Inline { lines, mapping } => {
                let (inputs, folder) = write(lines, &[])?;
                (inputs, mapping.map(str::to_owned), Some(folder))
            }
            Documents::Files { lines, cuts } => {
                let (inputs, folder) = write(lines, cuts)?;
                (inputs, None, Some(folder))
            }
            Documents::Folder { folder, name } => {
                let mapping = std::fs::read_to_string(folder.join(format!("{name}.mapping.json")));
                (vec![input(&folder.join(format!("{name}.ndjson")), None)], mapping.ok(), None)
            }
        };
        let mut dataset = Dataset::open(&inputs, options).map_err(|errors| messages(&errors))?;
        if let Some(mapping) = mapping {
            dataset =
                dataset.with_mapping(Mapping::parse(&mapping).map_err(|one| messages(&[one]))?);
        }
        Ok(Fixture { dataset, _folder: folder })
    }

    /// Adds answers for COMPLETION, as JSON.
    ///
    /// # Errors
    /// If they are none.
    pub fn with_answers(mut self, answers: &str) -> Result<Fixture, String> {
        let answers = Answers::parse("answers", answers).map_err(|one| messages(&[one]))?;
        self.dataset = self.dataset.with_completer(Arc::new(answers));
        Ok(self)
    }

    /// Adds an enrich policy, as JSON.
    ///
    /// # Errors
    /// If it is none.
    pub fn with_policy(mut self, name: &str, policy: &str) -> Result<Fixture, String> {
        let (policy, _) = parse_policy(policy).map_err(|one| messages(&[one]))?;
        self.dataset = self.dataset.with_policy(name, policy);
        Ok(self)
    }

    /// Opens indices whose files lie in `folder`; a field that none has is an error.
    ///
    /// # Errors
    /// If a file cannot be read or a mapping is none.
    pub fn of_indices(folder: TempDir, indices: &[Index]) -> Result<Fixture, String> {
        let inputs: Vec<Input> =
            indices.iter().map(|index| input(&index.path, Some(&index.name))).collect();
        let options = Options { unmapped: Unmapped::Fail, ..Options::default() };
        let dataset = Dataset::open(&inputs, options).map_err(|errors| messages(&errors))?;
        let mappings: Map<String, Value> = indices
            .iter()
            .filter_map(|index| Some((index.name.clone(), index.mapping.clone()?)))
            .collect();
        let mapping = Mapping::parse(&Value::Object(mappings).to_string());
        let mapping = mapping.map_err(|one| messages(&[one]))?;
        Ok(Fixture { dataset: dataset.with_mapping(mapping), _folder: Some(folder) })
    }

    /// The documents.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

fn write(lines: &[String], cuts: &[usize]) -> Result<(Vec<Input>, TempDir), String> {
    let text = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(text)?;
    let mut ends: Vec<usize> = cuts.iter().map(|&cut| cut.min(lines.len())).collect();
    ends.push(lines.len());
    ends.sort_unstable();
    let mut inputs = Vec::new();
    let mut start = 0;
    for (at, end) in ends.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.ndjson"));
        let mut part = lines[start..end].join("\n");
        part.push('\n');
        std::fs::write(&path, part).map_err(text)?;
        inputs.push(input(&path, None));
        start = end;
    }
    Ok((inputs, folder))
}

fn input(path: &Path, index: Option<&str>) -> Input {
    Input { spec: path.to_string_lossy().into_owned(), index: index.map(str::to_owned) }
}

fn messages(errors: &[Diagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n")
}
