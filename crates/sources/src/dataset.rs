//! The dataset: sources with their schema, as the planner's catalog and the executor's documents.

use std::sync::OnceLock;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, suggest};
use esql_planner::catalog::{Catalog, CatalogField, IndexPattern, Lookup};
use esql_planner::scan::{Documents, Scan, ScanError, ScanFilter, Tasks};

use crate::input::{Input, Source, resolve};
use crate::scan::ScanTasks;
use crate::scan::indices::Patterns;
use crate::schema::discovery::Discovery;
use crate::schema::{Known, Mapping, Schema, ancestors, table};

/// How documents are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Lines that are no documents and values that do not fit end the scan with an error.
    pub strict: bool,
    /// What a field is that nothing knows.
    pub unmapped: Unmapped,
    /// The size in bytes of the pieces that files are cut into. Results do not depend on it.
    #[doc(hidden)]
    pub block_bytes: usize,
}

/// What a field is that no event, mapping or table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unmapped {
    /// Null in every row.
    #[default]
    Null,
    /// Unknown, an error, as in Elasticsearch.
    Fail,
}

impl Default for Options {
    fn default() -> Self {
        Options { strict: false, unmapped: Unmapped::Null, block_bytes: 4 << 20 }
    }
}

/// Documents in files or streams, with what is known of their fields.
pub struct Dataset {
    sources: Vec<Source>,
    schema: Schema,
    options: Options,
    discovery: OnceLock<Discovery>,
}

impl Dataset {
    /// Finds the files of all inputs. Nothing is read yet.
    ///
    /// # Errors
    /// If a file or folder cannot be opened, or nothing matches a glob: one for each such input.
    pub fn open(inputs: &[Input], options: Options) -> Result<Dataset, Vec<Diagnostic>> {
        let sources = resolve(inputs)?;
        Ok(Dataset { sources, schema: Schema::default(), options, discovery: OnceLock::new() })
    }

    /// Documents in memory: names, which stand for those of files, and their bytes.
    #[must_use]
    pub fn in_memory(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        options: Options,
    ) -> Dataset {
        let source = |(number, (name, bytes)): (usize, (String, Vec<u8>))| {
            Source::memory(number, &name, bytes)
        };
        let sources = files.into_iter().enumerate().map(source).collect();
        Dataset { sources, schema: Schema::default(), options, discovery: OnceLock::new() }
    }

    /// Adds a mapping, which comes before the built-in field table.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Dataset {
        self.schema.mapping = Some(match self.schema.mapping.take() {
            Some(earlier) => earlier.merge(mapping),
            None => mapping,
        });
        self
    }

    /// The names of the files, in the order of their numbers in [`Metadata::Origin`], whose value
    /// is the number in the bits from 40 on and the document's byte offset below.
    ///
    /// [`Metadata::Origin`]: esql_planner::scan::Metadata::Origin
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(Source::name)
    }

    /// Reads standard input and other streams into memory, so that they can be scanned more than
    /// once. Without it they are not held, and only the first scan can read them.
    ///
    /// # Errors
    /// If a stream cannot be read.
    pub fn keep_streams(&self) -> Result<(), ScanError> {
        self.sources.iter().try_for_each(Source::keep)
    }

    /// What fields the data has. If it cannot be read there are none; the scan will say why.
    fn discovery(&self) -> &Discovery {
        self.discovery.get_or_init(|| {
            Discovery::run(&self.sources, self.options.block_bytes).unwrap_or_default()
        })
    }

    /// The field whose values `name`'s are a part of: a known one that takes whole objects, such
    /// as a point, else `name` itself.
    fn owner<'n>(&self, patterns: &Patterns, name: &'n str) -> &'n str {
        let takes = |parent: &&str| match self.schema.lookup(patterns, parent) {
            Known::Field(field) => takes_objects(&field),
            Known::Unreadable | Known::Unknown => false,
        };
        ancestors(name).filter(takes).last().unwrap_or(name)
    }
}

/// Whether the values of a field are objects as a whole: points, `flattened`, ranges and such.
fn takes_objects(field: &CatalogField) -> bool {
    matches!(field.ty, DataType::GeoPoint | DataType::CartesianPoint)
        || field.ty == DataType::Unsupported
            && field
                .original_types
                .iter()
                .all(|kind| DataType::of_mapping(kind).is_none_or(is_shape))
}

fn is_shape(ty: DataType) -> bool {
    matches!(ty, DataType::GeoShape | DataType::CartesianShape)
}

impl Catalog for Dataset {
    /// Only inputs that were all given an index can lack one, as documents may name their own.
    fn has_indices(&self, indices: &[IndexPattern]) -> bool {
        let patterns = Patterns::new(indices);
        let mut sources = self.sources.iter();
        self.sources.is_empty()
            || sources.any(|source| source.index().is_none_or(|index| patterns.matches(index)))
    }

    fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup {
        let patterns = Patterns::new(indices);
        match self.schema.lookup(&patterns, name) {
            Known::Field(field) => return Lookup::Found(field),
            Known::Unreadable => return Lookup::Missing,
            Known::Unknown => {}
        }
        if self.owner(&patterns, name) == name
            && let Some(field) = self.discovery().field(&patterns, name)
        {
            return Lookup::Found(field);
        }
        // An object is never a column, so naming one is a mistake, not a field without values.
        let is_object = table::is_object(name) || self.discovery().is_object(&patterns, name);
        match self.options.unmapped {
            Unmapped::Null if !is_object => Lookup::Unmapped,
            Unmapped::Null | Unmapped::Fail => Lookup::Missing,
        }
    }

    fn fields(&self, indices: &[IndexPattern]) -> Vec<CatalogField> {
        let patterns = Patterns::new(indices);
        let mut names = self.schema.mapped_names(&patterns);
        let in_data = self.discovery().names(&patterns).into_iter();
        names.extend(in_data.map(|name| self.owner(&patterns, name).to_owned()));
        names.sort_unstable();
        names.dedup();
        let field = |name: &String| match self.schema.lookup(&patterns, name) {
            Known::Field(field) => Some(field),
            Known::Unreadable => None,
            Known::Unknown => self.discovery().field(&patterns, name),
        };
        names.iter().filter_map(field).collect()
    }

    fn similar(&self, indices: &[IndexPattern], name: &str) -> Vec<String> {
        const MOST: usize = 3;
        let fields = self.fields(indices);
        let in_data = suggest::closest(name, fields.iter().map(|field| field.name.as_str()), MOST);
        let mut similar: Vec<String> = in_data.into_iter().map(str::to_owned).collect();
        let table: Vec<String> = table::all().map(|(name, _)| name).collect();
        for found in suggest::closest(name, table.iter().map(String::as_str), MOST) {
            if similar.len() < MOST && !similar.iter().any(|known| known == found) {
                similar.push(found.to_owned());
            }
        }
        similar
    }
}

impl Documents for Dataset {
    fn scan<'a>(
        &'a self,
        scan: &'a Scan,
        filter: Option<&'a dyn ScanFilter>,
    ) -> Result<Box<dyn Tasks<'a> + 'a>, ScanError> {
        Ok(Box::new(ScanTasks::new(&self.sources, &self.schema, &self.options, scan, filter)))
    }

    fn total_bytes(&self) -> Option<u64> {
        self.sources.iter().map(Source::len).sum()
    }
}
