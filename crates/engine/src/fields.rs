//! The fields of a data set: their types, how many events have them, some of their values.

use esql_data::{DataType, Value};
use esql_diagnostics::Span;
use esql_planner::catalog::{Catalog as _, CatalogField, IndexPattern};
use esql_planner::expr::{Attribute, Expr, ExprKind};
use esql_planner::logical::{Aggregate, Node, Plan, Scan};
use esql_sources::{Dataset, TypeSource, field_table};

use crate::compile::on_deep_stack;
use crate::observe::{Observer, Rows, eval};
use crate::{Control, Failure, Query, Settings};

/// How many values of a field are shown.
const SAMPLES: usize = 3;

/// How many events are looked at for values; of fields that have none there, the least is taken.
const SAMPLED_EVENTS: usize = 1_000;

/// How many fields are counted in one reading of the data.
const AT_A_TIME: usize = 400;

/// The fields of a data set.
#[derive(Clone, Debug)]
pub struct Fields {
    /// By name, ascending.
    pub fields: Vec<FieldSummary>,
    /// How many events there are.
    pub events: u64,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSummary {
    /// Its full name.
    pub name: String,
    /// The type that ES|QL gives it.
    pub ty: DataType,
    /// The type of the mapping, such as `wildcard`.
    pub kind: String,
    /// Who says so.
    pub source: TypeSource,
    /// How many events have a value.
    pub events: u64,
    /// How many events have several values, which `==` and most functions make null of.
    pub several: u64,
    /// Some values.
    pub samples: Vec<String>,
    /// Where it disagrees with the built-in table of ECS and package fields.
    pub conflict: Option<String>,
}

/// Looks at all fields of a data set.
///
/// # Errors
/// If the data cannot be read, memory runs out or it is cancelled.
pub fn fields(
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Fields, Failure> {
    on_deep_stack(|| {
        let query = Query::new("fields", "");
        let observer = Observer::new(&query, dataset, settings, control, &[], 0);
        let every = IndexPattern::every();
        let known = dataset.fields(std::slice::from_ref(&every));
        let mut found = Fields { fields: Vec::with_capacity(known.len()), events: 0 };
        for part in known.chunks(AT_A_TIME) {
            let columns: Vec<Attribute> =
                part.iter().map(|field| observer.attribute(&field.name, field.ty)).collect();
            let sources = part.iter().map(CatalogField::source);
            let scan = Scan {
                indices: vec![every.clone()],
                fields: columns.iter().cloned().zip(sources).collect(),
                filter: Vec::new(),
            };
            let plan = Plan { node: Node::Scan(scan), output: columns.clone() };
            let Counted { events, with, several } = count(&observer, &plan, &columns)?;
            let samples = samples(&observer, &plan, &columns, &with)?;
            found.events = events;
            for (at, field) in part.iter().enumerate() {
                let has = with.get(at).copied().unwrap_or(0);
                let source = dataset.type_source(&field.name);
                if has == 0 && source == TypeSource::Mapping {
                    // Mappings name many fields that no event has.
                    continue;
                }
                found.fields.push(FieldSummary {
                    name: field.name.clone(),
                    ty: field.ty,
                    kind: kind(field),
                    source,
                    events: has,
                    several: several.get(at).copied().unwrap_or(0),
                    samples: samples.get(at).cloned().unwrap_or_default(),
                    conflict: conflict(dataset, field, source, has),
                });
            }
        }
        Ok(found)
    })
}

/// How many events there are, and how many have each column, and several values of it.
struct Counted {
    events: u64,
    with: Vec<u64>,
    several: Vec<u64>,
}

fn count(observer: &Observer<'_>, plan: &Plan, columns: &[Attribute]) -> Result<Counted, Failure> {
    let here = Span::at(0);
    let never = || Expr::literal(DataType::Boolean, Value::Boolean(false), here);
    let one = || Expr::literal(DataType::Integer, Value::Integer(1), here);
    let mut flags: Vec<(Attribute, Expr)> = Vec::with_capacity(2 * columns.len());
    for column in columns {
        let value = || Expr::column(column, here);
        let has = Expr::call("is_not_null", vec![value()], here);
        let several = Expr::call("mv_count", vec![value()], here)
            .and_then(|count| Expr::call("greater", vec![count, one()], here));
        for flag in [has, several] {
            let name = observer.attribute("flag", DataType::Boolean);
            flags.push((name, flag.unwrap_or_else(never)));
        }
    }
    let names: Vec<Attribute> = flags.iter().map(|(name, _)| name.clone()).collect();
    let tallies = observer.tally(eval(plan.clone(), flags), &[], &names)?;
    let counts = tallies.first().map(|tally| tally.flags.clone()).unwrap_or_default();
    Ok(Counted {
        events: tallies.first().map_or(0, |tally| tally.rows),
        with: counts.iter().step_by(2).copied().collect(),
        several: counts.iter().skip(1).step_by(2).copied().collect(),
    })
}

/// The first different values of each column.
fn samples(
    observer: &Observer<'_>,
    plan: &Plan,
    columns: &[Attribute],
    with: &[u64],
) -> Result<Vec<Vec<String>>, Failure> {
    let readable: Vec<Attribute> = columns
        .iter()
        .filter(|column| !matches!(column.ty, DataType::Unsupported | DataType::Source))
        .cloned()
        .collect();
    let first = Plan {
        node: Node::Limit { input: Box::new(plan.clone()), count: SAMPLED_EVENTS },
        output: plan.output.clone(),
    };
    let rows = observer.rows(first, &readable)?;
    let mut samples: Vec<Vec<String>> =
        columns.iter().map(|column| different(&rows, column)).collect();
    // What no early event has: the least value of all.
    let late: Vec<usize> = (0..columns.len())
        .filter(|&at| samples[at].is_empty() && with.get(at).is_some_and(|count| *count > 0))
        .collect();
    let least = |at: &usize| {
        let column = &columns[*at];
        let call = Expr::call("min", vec![Expr::column(column, Span::at(0))], Span::at(0))?;
        let ExprKind::Call(call) = call.kind else { return None };
        Some((*at, observer.attribute("least", column.ty), *call))
    };
    let aggregates: Vec<_> = late.iter().filter_map(least).collect();
    if aggregates.is_empty() {
        return Ok(samples);
    }
    let output: Vec<Attribute> = aggregates.iter().map(|(_, column, _)| column.clone()).collect();
    let node = Node::Aggregate {
        input: Box::new(plan.clone()),
        keys: Vec::new(),
        aggregates: aggregates
            .iter()
            .map(|(_, column, call)| (column.clone(), Aggregate::new(call.clone(), None)))
            .collect(),
    };
    let rows = observer.rows(Plan { node, output: output.clone() }, &output)?;
    for (at, column, _) in &aggregates {
        samples[*at] = different(&rows, column);
    }
    Ok(samples)
}

fn different(rows: &Rows, column: &Attribute) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for row in 0..rows.len() {
        for value in rows.value(column.id, row).values() {
            let text = value.print(column.ty);
            if !found.contains(&text) {
                found.push(text);
                if found.len() == SAMPLES {
                    return found;
                }
            }
        }
    }
    found
}

/// The type of a field's mapping; of one that indices map differently, all of them.
fn kind(field: &CatalogField) -> String {
    if field.by_index.is_empty() {
        return field.mapping.kind.clone();
    }
    let mut kinds: Vec<&str> = field.by_index.iter().map(|one| one.mapping.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(", ")
}

fn conflict(
    dataset: &Dataset,
    field: &CatalogField,
    source: TypeSource,
    events: u64,
) -> Option<String> {
    let Some(table) = field_table::find(&field.name) else {
        return field_table::is_object(&field.name)
            .then(|| "ECS and its packages have an object of this name".to_owned());
    };
    let kind = kind(field);
    match source {
        TypeSource::Mapping if kind != table => {
            Some(format!("mapped as `{kind}`; ECS and its packages have `{table}`"))
        }
        // Numbers may stand in strings, so only values that are all no numbers tell.
        TypeSource::Table if events == 0 => {
            let found = dataset.suggested(&field.name)?.mapping.kind;
            (found != table).then(|| {
                format!("the values look like `{found}`; ECS and its packages have `{table}`")
            })
        }
        TypeSource::Mapping | TypeSource::Table | TypeSource::Data => None,
    }
}
