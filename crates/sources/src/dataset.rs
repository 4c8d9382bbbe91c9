//! The dataset: sources with their schema, as the planner's catalog and the executor's documents.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, suggest};
use esql_planner::catalog::{
    Catalog, CatalogField, Completer, EnrichPolicy, IndexPattern, Lookup, Unmapped,
};
use esql_planner::scan::{Documents, Scan, ScanError, ScanFilter, Tasks};

use crate::input::{Input, Source, resolve};
use crate::scan::ScanTasks;
use crate::scan::indices::Patterns;
use crate::schema::discovery::Discovery;
use crate::schema::{self, Known, Mapping, Schema, TypeSource, ancestors, table};

/// How many similar names are told.
const MOST_SIMILAR: usize = 3;

/// How many names before one are taken as its neighbors.
const NEIGHBORS: usize = 50;

/// How documents are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Lines that are no documents and values that do not fit end the scan with an error.
    pub strict: bool,
    /// What a field is that nothing knows.
    pub unmapped: Unmapped,
    /// How many threads decompress a file that consists of several members or frames.
    pub threads: usize,
    /// The size in bytes of the pieces that files are cut into. Results do not depend on it.
    #[doc(hidden)]
    pub block_bytes: usize,
    /// Whether what is not wanted is passed over unchecked. Rows do not depend on it.
    #[doc(hidden)]
    pub shortcuts: bool,
    /// Whether lines may be ruled out unread, by bytes that every match must hold. Rows and warnings
    /// do not depend on it.
    #[doc(hidden)]
    pub rule_out: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            strict: false,
            unmapped: Unmapped::Null,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            block_bytes: 1 << 20,
            shortcuts: true,
            rule_out: true,
        }
    }
}

/// Documents in files or streams, with what is known of their fields.
pub struct Dataset {
    sources: Vec<Source>,
    schema: Schema,
    options: Options,
    policies: BTreeMap<String, EnrichPolicy>,
    completer: Option<Arc<dyn Completer>>,
    user_agent_rules: BTreeMap<String, String>,
    ip_databases: BTreeMap<String, Arc<[u8]>>,
    /// What fields there are: in all inputs, or in those of an index alone.
    discovered: Mutex<BTreeMap<Option<String>, Arc<Discovery>>>,
    /// The fields of the indices that were asked for.
    listed: Mutex<HashMap<Vec<IndexPattern>, Arc<[CatalogField]>>>,
    /// Names in the table that look like those asked for: finding them takes a walk through all.
    similar_in_table: Mutex<HashMap<String, Vec<&'static str>>>,
}

impl Dataset {
    /// Finds the files of all inputs. Nothing is read yet.
    ///
    /// # Errors
    /// If a file or folder cannot be opened, or nothing matches a glob: one for each such input.
    pub fn open(inputs: &[Input], options: Options) -> Result<Dataset, Vec<Diagnostic>> {
        let sources = resolve(inputs)?;
        Ok(Dataset::of(sources, options))
    }

    fn of(sources: Vec<Source>, options: Options) -> Dataset {
        Dataset {
            sources,
            schema: Schema::default(),
            options,
            policies: BTreeMap::new(),
            completer: None,
            user_agent_rules: BTreeMap::new(),
            ip_databases: BTreeMap::new(),
            discovered: Mutex::default(),
            listed: Mutex::default(),
            similar_in_table: Mutex::default(),
        }
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
        Dataset::of(sources, options)
    }

    /// Adds documents in memory, under the name of a file.
    #[must_use]
    pub fn with_documents(mut self, name: &str, bytes: Vec<u8>) -> Dataset {
        (self.discovered, self.listed) = Default::default();
        self.sources.push(Source::memory(self.sources.len(), name, bytes));
        self
    }

    /// Adds an enrich policy.
    #[must_use]
    pub fn with_policy(mut self, name: &str, policy: EnrichPolicy) -> Dataset {
        self.policies.insert(name.to_owned(), policy);
        self
    }

    /// Says what answers the prompts of COMPLETION.
    #[must_use]
    pub fn with_completer(mut self, completer: Arc<dyn Completer>) -> Dataset {
        self.completer = Some(completer);
        self
    }

    /// Adds rules for USER_AGENT, as YAML, under the name that queries know them by.
    #[must_use]
    pub fn with_user_agent_rules(mut self, name: &str, yaml: String) -> Dataset {
        self.user_agent_rules.insert(name.to_owned(), yaml);
        self
    }

    /// Adds a database of addresses for IP_LOCATION, under the name that queries know it by.
    #[must_use]
    pub fn with_ip_database(mut self, name: &str, bytes: Vec<u8>) -> Dataset {
        self.ip_databases.insert(name.to_owned(), bytes.into());
        self
    }

    /// Adds a mapping, which comes before the built-in field table.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Dataset {
        self.listed = Mutex::default();
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

    /// Who says which type a field has.
    pub fn type_source(&self, name: &str) -> TypeSource {
        self.schema.type_source(&Patterns::new(&[IndexPattern::every()]), name)
    }

    /// The field as its values suggest it, whatever mappings and the table say.
    pub fn suggested(&self, name: &str) -> Option<CatalogField> {
        let every = Patterns::new(&[IndexPattern::every()]);
        self.discovery(&every).field(&every, name)
    }

    /// What fields the data has. If it cannot be read there are none; the scan will say why.
    fn discovery(&self, patterns: &Patterns) -> Arc<Discovery> {
        let mut discovered = self.discovered.lock().unwrap_or_else(PoisonError::into_inner);
        let discovery = discovered.entry(patterns.known()).or_insert_with(|| {
            let is_known = patterns.known().is_some();
            let is_named = self.has_source(patterns);
            // An index that no input is for can be among the documents of those for none.
            let wanted = |source: &&Source| match source.index() {
                _ if !is_known => true,
                Some(index) => is_named && patterns.matches(index),
                None => !is_named,
            };
            let sources: Vec<&Source> = self.sources.iter().filter(wanted).collect();
            Arc::new(Discovery::run(&sources, &self.options).unwrap_or_default())
        });
        discovery.clone()
    }

    /// Whether an input is for one of these indices.
    fn has_source(&self, patterns: &Patterns) -> bool {
        self.sources.iter().filter_map(Source::index).any(|index| patterns.matches(index))
    }

    /// What mappings and table say of a field.
    fn known(&self, patterns: &Patterns, name: &str) -> Known {
        self.schema.lookup(patterns, name, &Others { dataset: self, patterns })
    }

    /// All fields of these indices, by name.
    fn list(&self, indices: &[IndexPattern]) -> Arc<[CatalogField]> {
        let patterns = Patterns::new(indices);
        let mut names = self.schema.mapped_names(&patterns);
        let discovery = self.discovery(&patterns);
        let in_data = discovery.names(&patterns).into_iter();
        names.extend(in_data.map(|name| self.owner(&patterns, name).to_owned()));
        names.sort_unstable();
        names.dedup();
        let field = |name: &String| match self.known(&patterns, name) {
            Known::Field(field) => Some(field),
            Known::Unreadable | Known::LeftOut => None,
            Known::Unknown => discovery.field(&patterns, name),
        };
        names.iter().filter_map(field).collect()
    }

    fn similar_in_table(&self, name: &str) -> Vec<&'static str> {
        let known = || self.similar_in_table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(similar) = known().get(name) {
            return similar.clone();
        }
        // Found without the lock, which other threads would wait for.
        // Its neighbors come first: once some are very similar, most others need no closer look.
        let names = table::names();
        let place = names.partition_point(|other| other.as_str() < name).saturating_sub(NEIGHBORS);
        let (before, after) = names.split_at(place);
        let names = after.iter().chain(before).map(String::as_str);
        let similar = suggest::closest(name, names, MOST_SIMILAR);
        known().insert(name.to_owned(), similar.clone());
        similar
    }

    /// The field whose values `name`'s are a part of: a known one that takes whole objects, such
    /// as a point, else `name` itself.
    fn owner<'n>(&self, patterns: &Patterns, name: &'n str) -> &'n str {
        let takes = |parent: &&str| match self.known(patterns, parent) {
            Known::Field(field) => takes_objects(&field),
            Known::Unreadable | Known::LeftOut | Known::Unknown => false,
        };
        ancestors(name).filter(takes).last().unwrap_or(name)
    }
}

/// The indices of a dataset that no mapping is for.
struct Others<'d> {
    dataset: &'d Dataset,
    patterns: &'d Patterns,
}

impl schema::Unmapped for Others<'_> {
    /// Those that inputs were given. Documents may name others: the data is not read for that.
    fn indices(&self, covered: &dyn Fn(&str) -> bool) -> Vec<String> {
        let names = self.dataset.sources.iter().filter_map(Source::index);
        let mut names: Vec<String> = names
            .filter(|name| self.patterns.matches(name) && !covered(name))
            .map(str::to_owned)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn field(&self, index: &str, name: &str) -> Option<CatalogField> {
        let index = IndexPattern { pattern: index.to_owned(), exclude: false, known: true };
        let patterns = Patterns::new(&[index]);
        self.dataset.discovery(&patterns).field(&patterns, name)
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
    /// Where the index of documents must be known, the data is read if no input is for it.
    fn has_indices(&self, indices: &[IndexPattern]) -> bool {
        let patterns = Patterns::new(indices);
        if patterns.known().is_some() {
            return self.has_source(&patterns)
                || self.discovery(&patterns).has_documents(&patterns);
        }
        self.sources.is_empty()
            || self.has_source(&patterns)
            || self.sources.iter().any(|source| source.index().is_none())
    }

    fn unmapped(&self) -> Unmapped {
        self.options.unmapped
    }

    fn field(&self, indices: &[IndexPattern], name: &str) -> Lookup {
        let patterns = Patterns::new(indices);
        match self.known(&patterns, name) {
            Known::Field(field) => return Lookup::Found(field),
            Known::Unreadable => return Lookup::Missing,
            Known::LeftOut => return Lookup::Unmapped,
            Known::Unknown => {}
        }
        if self.owner(&patterns, name) == name
            && let Some(field) = self.discovery(&patterns).field(&patterns, name)
        {
            return Lookup::Found(field);
        }
        // An object is never a column, so naming one is a mistake, not a field without values.
        let is_object =
            table::is_object(name) || self.discovery(&patterns).is_object(&patterns, name);
        if is_object { Lookup::Missing } else { Lookup::Unmapped }
    }

    fn fields(&self, indices: &[IndexPattern]) -> Arc<[CatalogField]> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fields) = listed.get(indices) {
            return fields.clone();
        }
        let fields = self.list(indices);
        listed.insert(indices.to_vec(), fields.clone());
        fields
    }

    fn policy(&self, name: &str) -> Option<&EnrichPolicy> {
        self.policies.get(name)
    }

    fn policies(&self) -> Vec<&str> {
        self.policies.keys().map(String::as_str).collect()
    }

    fn completer(&self) -> Option<Arc<dyn Completer>> {
        self.completer.clone()
    }

    fn user_agent_rules(&self, name: &str) -> Option<&str> {
        self.user_agent_rules.get(name).map(String::as_str)
    }

    fn ip_database(&self, name: &str) -> Option<Arc<[u8]>> {
        self.ip_databases.get(name).cloned()
    }

    fn similar(&self, indices: &[IndexPattern], name: &str) -> Vec<String> {
        let fields = self.fields(indices);
        let names = fields.iter().map(|field| field.name.as_str());
        let in_data = suggest::closest(name, names, MOST_SIMILAR);
        let mut similar: Vec<String> = in_data.into_iter().map(str::to_owned).collect();
        for found in self.similar_in_table(name) {
            if similar.len() < MOST_SIMILAR && !similar.iter().any(|known| known == found) {
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

    fn takes_part(&self, indices: &[IndexPattern], index: Option<&str>) -> bool {
        Patterns::new(indices).admit(index)
    }

    fn total_bytes(&self) -> Option<u64> {
        self.sources.iter().map(Source::len).sum()
    }
}
