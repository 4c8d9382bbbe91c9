//! The settings of a run, out of arguments, the clock and the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use esql_engine::diagnostics::{SourceFile, codes};
use esql_engine::functions::{Session, StackVersion};
use esql_engine::planner::Options as PlannerOptions;
use esql_engine::planner::catalog::Completer;
use esql_engine::problem::not_read;
use esql_engine::sources::{
    self, Answers, Dataset, EnrichPolicy, Input, Mapping, Service, parse_policy,
};
use esql_engine::{Control, Settings, latest_timestamp};
use jiff::Timestamp;

use crate::args::{DocumentArgs, MachineArgs, Now, SessionArgs, Unmapped};
use crate::size;
use crate::trouble::Trouble;

/// The environment variable with the key that a service behind `--completion` wants.
const COMPLETION_KEY: &str = "OPENAI_API_KEY";

/// Opens the data that the arguments name: files for no index in particular, and others.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn dataset<'d>(
    files: impl Iterator<Item = &'d str>,
    args: &DocumentArgs,
    threads: Option<usize>,
) -> Result<Dataset, Trouble> {
    let plain = files.map(|spec| Input { spec: spec.to_owned(), index: None });
    let named = args
        .index
        .iter()
        .map(|(name, path)| Input { spec: path.clone(), index: Some(name.clone()) });
    let mut inputs: Vec<Input> = plain.chain(named).collect();
    let policies = policies(args)?;
    inputs.extend(policies.iter().filter_map(|policy| policy.source.clone()));
    let unmapped = match args.unmapped {
        Unmapped::Null => sources::Unmapped::Null,
        Unmapped::Fail => sources::Unmapped::Fail,
        Unmapped::Load => sources::Unmapped::Load,
    };
    let usual = sources::Options::default();
    let threads = threads.unwrap_or(usual.threads);
    let options = sources::Options { strict: args.strict, unmapped, threads, ..usual };
    let dataset = Dataset::open(&inputs, options)
        .map_err(|diagnostics| Trouble::new(diagnostics, SourceFile::new("", "")))?;
    let dataset = policies
        .into_iter()
        .fold(dataset, |dataset, Policy { name, policy, .. }| dataset.with_policy(&name, policy));
    let dataset = match mapping(&args.mapping)? {
        Some(mapping) => dataset.with_mapping(mapping),
        None => dataset,
    };
    let dataset = user_agent_rules(args, dataset)?;
    let dataset = ip_databases(args, dataset)?;
    Ok(match completer(args)? {
        Some(completer) => dataset.with_completer(completer),
        None => dataset,
    })
}

/// The data set with all rules for USER_AGENT given, under the names of their files.
fn user_agent_rules(args: &DocumentArgs, dataset: Dataset) -> Result<Dataset, Trouble> {
    args.user_agent_regexes.iter().try_fold(dataset, |dataset, path| {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| Trouble::not_read(&shown, &error))?;
        let name = path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned());
        Ok(dataset.with_user_agent_rules(&name, text))
    })
}

/// The data set with all databases of addresses given.
fn ip_databases(args: &DocumentArgs, dataset: Dataset) -> Result<Dataset, Trouble> {
    args.ip_database.iter().try_fold(dataset, |dataset, given| {
        let (name, file) = match given.split_once('=') {
            Some((name, file)) => (name.to_owned(), file),
            None => {
                let name = Path::new(given).file_name();
                (name.map_or(given.clone(), |name| name.to_string_lossy().into_owned()), &**given)
            }
        };
        let bytes = fs::read(file).map_err(|error| Trouble::not_read(file, &error))?;
        Ok(dataset.with_ip_database(&name, bytes))
    })
}

/// What answers the prompts of COMPLETION.
fn completer(args: &DocumentArgs) -> Result<Option<Arc<dyn Completer>>, Trouble> {
    let Some(place) = &args.completion else { return Ok(None) };
    if Service::is_url(place) {
        return Ok(Some(Arc::new(Service::new(place, std::env::var(COMPLETION_KEY).ok()))));
    }
    let text = fs::read_to_string(place).map_err(|error| Trouble::not_read(place, &error))?;
    let answers = Answers::parse(place, &text)
        .map_err(|error| Trouble::new(vec![error], SourceFile::new(place.as_str(), text)))?;
    Ok(Some(Arc::new(answers)))
}

/// An enrich policy, with the documents that its file names.
struct Policy {
    name: String,
    policy: EnrichPolicy,
    source: Option<Input>,
}

/// All enrich policies given.
fn policies(args: &DocumentArgs) -> Result<Vec<Policy>, Trouble> {
    let read = |(name, path): &(String, String)| {
        let text = fs::read_to_string(path).map_err(|error| Trouble::not_read(path, &error))?;
        let (policy, source) = parse_policy(&text)
            .map_err(|error| Trouble::new(vec![error], SourceFile::new(path, text)))?;
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        let source = source.map(|file| Input {
            spec: folder.join(file).to_string_lossy().into_owned(),
            index: policy.indices.first().cloned(),
        });
        Ok(Policy { name: name.clone(), policy, source })
    };
    args.enrich.iter().map(read).collect()
}

/// All mappings given, merged.
///
/// # Errors
/// If one cannot be read.
pub(crate) fn mapping(paths: &[PathBuf]) -> Result<Option<Mapping>, Trouble> {
    let mut merged: Option<Mapping> = None;
    for path in paths {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| Trouble::not_read(&name, &error))?;
        let mapping = Mapping::parse(&text)
            .map_err(|error| Trouble::new(vec![error], SourceFile::new(name, text)))?;
        merged = Some(match merged {
            Some(earlier) => earlier.merge(mapping),
            None => mapping,
        });
    }
    Ok(merged)
}

/// The settings that the arguments ask for. `--now latest` reads the data.
///
/// # Errors
/// If the newest event cannot be found.
pub(crate) fn settings(
    args: &SessionArgs,
    machine: &MachineArgs,
    dataset: &Dataset,
    control: &Control<'_>,
) -> Result<Settings, Trouble> {
    let now = match args.now {
        Some(Now::At(now)) => now,
        Some(Now::Latest) | None => Timestamp::now(),
    };
    let session = Session {
        now,
        zone: args.time_zone.clone(),
        stack: args.stack.unwrap_or(StackVersion::NEWEST),
    };
    let mut settings = Settings::new(session);
    settings.memory = machine.memory.unwrap_or_else(size::default_budget);
    settings.optimize = !machine.no_optimize;
    if let Some(threads) = machine.threads {
        settings.threads = threads;
    }
    if let Some(batch_rows) = machine.batch_rows {
        settings.batch_rows = batch_rows;
    }
    if args.now == Some(Now::Latest) {
        settings.session.now = latest(dataset, &settings, control)?;
    }
    if let Some(limit) = args.limit {
        let usual = PlannerOptions::default();
        settings.planner =
            PlannerOptions { default_limit: limit, max_limit: limit.max(usual.max_limit), ..usual };
    }
    Ok(settings)
}

fn latest(
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Timestamp, Trouble> {
    // The data are read twice: here, and by the query.
    dataset.keep_streams().map_err(not_read)?;
    let latest = latest_timestamp(dataset, settings, control).map_err(|mut failure| {
        // The query behind it is not the author's: its text would only confuse.
        failure.diagnostics.iter_mut().for_each(|one| one.labels.clear());
        Trouble::new(failure.diagnostics, SourceFile::new("", ""))
    })?;
    latest.ok_or_else(|| {
        Trouble::error(
            codes::BAD_VALUE,
            "`--now latest` needs an event with a `@timestamp`, and there is none",
        )
    })
}
