//! Compiles a plan into stages: transforms up to a breaker each.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use esql_data::Field;
use esql_functions::Session;
use esql_planner::physical::{JoinKind, Node, Operator};
use esql_planner::scan::Scan;

use crate::aggregate::Aggregation;
use crate::collect::Collect;
use crate::enrich::Enrich;
use crate::eval::Eval;
use crate::extract::Extract;
use crate::filter::Filter;
use crate::in_query::InQuery;
use crate::inline_stats::InlineStats;
use crate::limit_by::LimitBy;
use crate::lookup::Lookup;
use crate::lookup_join::LookupJoin;
use crate::memory::Reservation;
use crate::mv_expand::MvExpand;
use crate::operator::{Breaker, Transform};
use crate::project::Project;
use crate::sample::Sample;
use crate::sort::Sort;
use crate::top_n::TopN;
use crate::window::Window;
use crate::{ExecError, OperatorProfile};

/// A plan made ready.
pub(crate) struct Pipeline<'p> {
    /// Where the rows come from.
    pub(crate) source: Source<'p>,
    /// The lookups of joins, to be read first.
    pub(crate) lookups: Vec<(Pipeline<'p>, Arc<Lookup>)>,
    /// What becomes of them; at least one stage.
    pub(crate) stages: Vec<Stage<'p>>,
}

/// Where the rows of a plan come from.
pub(crate) enum Source<'p> {
    /// Documents.
    Scan(&'p Scan),
    /// One row.
    Row(Eval<'p>),
    /// Other pipelines, one after another.
    Union(Vec<Pipeline<'p>>),
    /// Nowhere.
    Nothing,
}

impl Source<'_> {
    /// The operator's name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Source::Scan(_) => "scan",
            Source::Row(_) => "row",
            Source::Union(_) => "union",
            Source::Nothing => "nothing",
        }
    }
}

/// Transforms, then a breaker.
pub(crate) struct Stage<'p> {
    pub(crate) transforms: Vec<(&'static str, Box<dyn Transform + 'p>)>,
    pub(crate) breaker: AnyBreaker<'p>,
}

/// The breakers.
pub(crate) enum AnyBreaker<'p> {
    Collect(Collect),
    Sort(Sort<'p>),
    TopN(TopN<'p>),
    Aggregate(Aggregation<'p>),
    InlineStats(InlineStats<'p>),
    LimitBy(LimitBy<'p>),
    Sample(Sample),
    Window(Window<'p>),
}

/// What all workers of a stage share.
pub(crate) struct StageRun<'r, B> {
    pub(crate) transforms: &'r [(&'static str, Box<dyn Transform + 'r>)],
    pub(crate) breaker: &'r B,
    pub(crate) batch_rows: usize,
    /// Whether the states of tasks go to files when they do not fit into memory.
    pub(crate) spills: bool,
    pub(crate) cancel: &'r AtomicBool,
}

impl<B> Clone for StageRun<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B> Copy for StageRun<'_, B> {}

impl<B: Breaker> StageRun<'_, B> {
    /// Says how much a state of the breaker holds.
    ///
    /// # Errors
    /// If that is too much. Of states that can go to files only one that is too much alone is: what
    /// others hold does not last.
    pub(crate) fn hold(&self, held: &mut Reservation<'_>, bytes: usize) -> Result<(), ExecError> {
        match self.spills {
            true => held.set_for_a_while(bytes, self.breaker.name()),
            false => held.set(bytes, self.breaker.name()),
        }
    }

    /// Blank profiles of the transforms and the breaker.
    pub(crate) fn profile(&self) -> Vec<OperatorProfile> {
        let names = self.transforms.iter().map(|(name, _)| *name);
        names.chain([self.breaker.name()]).map(OperatorProfile::new).collect()
    }
}

impl<'p> Pipeline<'p> {
    /// Makes a plan ready.
    ///
    /// # Errors
    /// If a constant argument of a call cannot be used.
    pub(crate) fn new(
        root: &'p Node,
        session: &'p Session,
        batch_rows: usize,
    ) -> Result<Self, ExecError> {
        let input = |node: &&'p Node| match node.inputs.as_slice() {
            [input] => Some(input),
            [rows, _] if matches!(node.operator, Operator::Join(_)) => Some(rows),
            _ => None,
        };
        let mut nodes: Vec<&Node> = std::iter::successors(Some(root), input).collect();
        nodes.reverse();
        let mut source = Source::Nothing;
        let mut stages = Vec::new();
        let mut lookups = Vec::new();
        let mut transforms: Vec<(&'static str, Box<dyn Transform + 'p>)> = Vec::new();
        for node in nodes {
            let breaker = match &node.operator {
                Operator::Scan(scan) => {
                    source = Source::Scan(scan);
                    continue;
                }
                Operator::Row(exprs) => {
                    source = Source::Row(Eval::new(exprs, session)?);
                    continue;
                }
                Operator::Filter(conditions) => {
                    transforms.push(("filter", Box::new(Filter::new(conditions, session)?)));
                    continue;
                }
                Operator::Eval(exprs) => {
                    transforms.push(("eval", Box::new(Eval::new(exprs, session)?)));
                    continue;
                }
                Operator::Extract { text, extractor, site } => {
                    let extract = Extract::new(text, extractor.as_ref(), *site, session)?;
                    transforms.push(("extract", Box::new(extract)));
                    continue;
                }
                Operator::Project(columns) => {
                    transforms.push(("project", Box::new(Project(columns))));
                    continue;
                }
                Operator::MvExpand(column) => {
                    let expand = MvExpand { column: *column, batch_rows };
                    transforms.push(("mv_expand", Box::new(expand)));
                    continue;
                }
                Operator::Join(join) => {
                    let [_, root] = node.inputs.as_slice() else { continue };
                    let lookup = Arc::new(Lookup::new(join, &root.schema));
                    let pipeline = Pipeline::new(root, session, batch_rows)?;
                    lookups.push((pipeline, lookup.clone()));
                    let transform: (&str, Box<dyn Transform>) = match join.kind {
                        JoinKind::Rows => {
                            let join = LookupJoin::new(join, lookup, batch_rows, session)?;
                            ("lookup_join", Box::new(join))
                        }
                        JoinKind::Values | JoinKind::Range => {
                            ("enrich", Box::new(Enrich { join, lookup }))
                        }
                        JoinKind::Member => ("in_query", Box::new(InQuery { join, lookup })),
                    };
                    transforms.push(transform);
                    continue;
                }
                Operator::Union => {
                    let branches =
                        node.inputs.iter().map(|root| Pipeline::new(root, session, batch_rows));
                    source = Source::Union(branches.collect::<Result<_, _>>()?);
                    continue;
                }
                Operator::Aggregate { keys, aggregates } => AnyBreaker::Aggregate(
                    Aggregation::new(keys, aggregates, input_schema(node), session)?,
                ),
                Operator::InlineStats { keys, aggregates, fields } => {
                    let aggregation =
                        Aggregation::new(keys, aggregates, input_schema(node), session)?;
                    AnyBreaker::InlineStats(InlineStats::new(aggregation, fields, session)?)
                }
                Operator::LimitBy { keys, count } => {
                    AnyBreaker::LimitBy(LimitBy { keys, count: *count })
                }
                Operator::Sample { probability, seed } => {
                    AnyBreaker::Sample(Sample { probability: *probability, seed: *seed })
                }
                Operator::Window { function, args, site } => AnyBreaker::Window(Window {
                    function: function.as_ref(),
                    args,
                    site: *site,
                    session,
                }),
                Operator::Sort(keys) => AnyBreaker::Sort(Sort(keys)),
                Operator::TopN { keys, count } => AnyBreaker::TopN(TopN { keys, count: *count }),
                Operator::Limit(count) => AnyBreaker::Collect(Collect::first(*count)),
            };
            stages.push(Stage { transforms: std::mem::take(&mut transforms), breaker });
        }
        if !transforms.is_empty() || stages.is_empty() {
            stages.push(Stage { transforms, breaker: AnyBreaker::Collect(Collect::all()) });
        }
        Ok(Pipeline { source, lookups, stages })
    }
}

/// The columns that go into an operator with one input.
fn input_schema(node: &Node) -> &[Field] {
    node.inputs.first().map_or(&[], |input| &input.schema)
}
