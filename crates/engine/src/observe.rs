//! Runs plans that were changed so that something can be seen.

use std::cell::Cell;

use esql_data::{Batch, DataType, Value};
use esql_diagnostics::Span;
use esql_executor::execute;
use esql_planner::expr::{Attribute, ColumnId, Expr, ExprKind};
use esql_planner::logical::{Aggregate, Node, Plan};
use esql_planner::scan::{FieldSource, Metadata};
use esql_planner::{lower, optimize};
use esql_sources::Dataset;
use rustc_hash::FxHashMap;

use crate::run::executor_options;
use crate::{Control, Failure, Query, Settings};

/// How long a shown value or text may be, in characters.
const MOST_CHARACTERS: usize = 300;

/// Runs plans over the documents.
pub(crate) struct Observer<'a> {
    pub(crate) query: &'a Query,
    dataset: &'a Dataset,
    pub(crate) settings: &'a Settings,
    control: &'a Control<'a>,
    sites: &'a [Span],
    next: Cell<u32>,
}

/// What tells rows apart.
pub(crate) struct Identity {
    /// The columns, which the plan gives.
    pub(crate) columns: Vec<Attribute>,
    /// Whether rows are groups.
    pub(crate) grouped: bool,
}

impl<'a> Observer<'a> {
    /// The session of `settings` is the one that the query runs with; `next` is the first column id
    /// that is free.
    pub(crate) fn new(
        query: &'a Query,
        dataset: &'a Dataset,
        settings: &'a Settings,
        control: &'a Control<'a>,
        sites: &'a [Span],
        next: u32,
    ) -> Self {
        Observer { query, dataset, settings, control, sites, next: Cell::new(next) }
    }

    /// The first column id that is free.
    pub(crate) fn next_column(&self) -> u32 {
        self.next.get()
    }

    /// A new column.
    pub(crate) fn attribute(&self, name: &str, ty: DataType) -> Attribute {
        let id = ColumnId(self.next.get());
        self.next.set(id.0 + 1);
        Attribute { id, name: name.to_owned(), ty }
    }

    /// Runs a plan for some of its columns.
    pub(crate) fn rows(&self, plan: Plan, columns: &[Attribute]) -> Result<Rows, Failure> {
        let plan = Plan { node: Node::Project { input: Box::new(plan) }, output: columns.to_vec() };
        let (sites, session) = (self.sites, &self.settings.session);
        let physical =
            lower(optimize(optimize::push_filters(plan)), sites, self.query.source(), session);
        let options = executor_options(self.settings, self.control);
        let answer = execute(&physical, self.dataset, &options)
            .map_err(|error| Failure::of_execution(self.query, error, Vec::new()))?;
        let at = columns.iter().enumerate().map(|(at, column)| (column.id, at)).collect();
        Ok(Rows { batch: Batch::concat(&answer.batches), columns: columns.to_vec(), at })
    }

    /// Counts the rows of a plan by the values of `keys`, and those among them where each of
    /// `flags` is true. Both are columns of the plan.
    pub(crate) fn tally(
        &self,
        plan: Plan,
        keys: &[Attribute],
        flags: &[Attribute],
    ) -> Result<Vec<Tally>, Failure> {
        let Some(count) = Expr::call("count", Vec::new(), Span::at(0)) else {
            return Ok(Vec::new());
        };
        let ExprKind::Call(count) = count.kind else { return Ok(Vec::new()) };
        let aggregate = |flag: Option<&Attribute>| {
            let filter = flag.map(|flag| Expr::column(flag, Span::at(0)));
            let column = self.attribute("count", DataType::Long);
            (column, Aggregate::new((*count).clone(), filter))
        };
        let aggregates: Vec<(Attribute, Aggregate)> =
            std::iter::once(None).chain(flags.iter().map(Some)).map(aggregate).collect();
        let keys: Vec<(Attribute, ColumnId)> =
            keys.iter().map(|key| (self.attribute(&key.name, key.ty), key.id)).collect();
        let counts: Vec<Attribute> = aggregates.iter().map(|(column, _)| column.clone()).collect();
        let groups: Vec<Attribute> = keys.iter().map(|(key, _)| key.clone()).collect();
        let output = [counts.as_slice(), groups.as_slice()].concat();
        let node = Node::Aggregate { input: Box::new(plan), keys, aggregates };
        let rows = self.rows(Plan { node, output: output.clone() }, &output)?;
        let number = |column: &Attribute, row| match rows.value(column.id, row) {
            Value::Long(count) => u64::try_from(count).unwrap_or(0),
            _ => 0,
        };
        let tally = |row| Tally {
            keys: groups.iter().map(|key| rows.value(key.id, row)).collect(),
            rows: counts.first().map_or(0, |count| number(count, row)),
            flags: counts.iter().skip(1).map(|count| number(count, row)).collect(),
        };
        Ok((0..rows.len()).map(tally).collect())
    }

    /// How many rows a plan gives.
    pub(crate) fn count(&self, plan: Plan) -> Result<u64, Failure> {
        Ok(self.tally(plan, &[], &[])?.first().map_or(0, |tally| tally.rows))
    }

    /// What expressions come to where columns have these values.
    pub(crate) fn evaluate(&self, known: &Cells, exprs: &[Expr]) -> Result<Vec<Value>, Failure> {
        let fields: Vec<(Attribute, Expr)> =
            exprs.iter().map(|expr| (self.attribute("value", expr.ty), expr.clone())).collect();
        let wanted: Vec<Attribute> = fields.iter().map(|(column, _)| column.clone()).collect();
        let rows = self.rows(eval(row_of(known), fields), &wanted)?;
        Ok(wanted.iter().map(|column| rows.value(column.id, 0)).collect())
    }

    /// Brings up what tells the rows of a plan apart.
    pub(crate) fn identify(&self, plan: &mut Plan) -> Identity {
        let mut below = &*plan;
        let keys = loop {
            match &below.node {
                Node::Aggregate { keys, .. } => break Some(keys),
                node => match node.inputs() {
                    [] => break None,
                    _ if matches!(node, Node::Union { .. }) => break None,
                    [rows, ..] => below = rows,
                },
            }
        };
        if let Some(keys) = keys {
            let mut columns: Vec<Attribute> = keys.iter().map(|(key, _)| key.clone()).collect();
            columns.retain(|key| plan.bring_up(key, None));
            return Identity { columns, grouped: true };
        }
        let metadata = [Metadata::Id, Metadata::Index];
        let columns = metadata.iter().filter_map(|one| self.metadata(plan, *one)).collect();
        Identity { columns, grouped: false }
    }

    /// Brings up a metadata field of the documents.
    pub(crate) fn metadata(&self, plan: &mut Plan, metadata: Metadata) -> Option<Attribute> {
        let (name, ty, _) = Metadata::NAMED.iter().find(|(.., one)| *one == metadata)?;
        let from = FieldSource::Metadata(metadata);
        let known = scan_fields(plan)?.iter().find(|(_, source)| *source == from);
        let column = match known {
            Some((column, _)) => column.clone(),
            None => self.attribute(name, *ty),
        };
        plan.bring_up(&column, Some(&from)).then_some(column)
    }

    /// The text of a part of the query, on one line.
    pub(crate) fn text(&self, span: Span) -> String {
        one_line(span.text(self.query.text()))
    }

    /// The text of the place that a call warns at.
    pub(crate) fn site(&self, site: esql_data::SiteId) -> Option<String> {
        self.sites.get(site.0 as usize).map(|span| self.text(*span))
    }
}

/// Values by column.
pub(crate) type Cells = Vec<(Attribute, Value)>;

/// A count of rows.
pub(crate) struct Tally {
    /// What they have in common.
    pub(crate) keys: Vec<Value>,
    /// How many there are.
    pub(crate) rows: u64,
    /// How many of them have each flag.
    pub(crate) flags: Vec<u64>,
}

/// Rows that came out of a plan.
pub(crate) struct Rows {
    batch: Batch,
    columns: Vec<Attribute>,
    at: FxHashMap<ColumnId, usize>,
}

impl Rows {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.batch.rows
    }

    /// A cell; null if there is no such column.
    pub(crate) fn value(&self, id: ColumnId, row: usize) -> Value {
        let column = self.at.get(&id).and_then(|&at| self.batch.columns.get(at));
        match column {
            Some(column) if row < column.len() => column.cell_value(row),
            _ => Value::Null,
        }
    }

    /// All cells of a row.
    pub(crate) fn cells(&self, row: usize) -> Cells {
        let cell = |column: &Attribute| (column.clone(), self.value(column.id, row));
        self.columns.iter().map(cell).collect()
    }
}

/// A plan of one row with these cells.
pub(crate) fn row_of(known: &Cells) -> Plan {
    let cell = |(column, value): &(Attribute, Value)| {
        (column.clone(), Expr::literal(column.ty, value.clone(), Span::at(0)))
    };
    let (columns, values): (Vec<Attribute>, Vec<Expr>) = known.iter().map(cell).unzip();
    Plan { node: Node::Row(values), output: columns }
}

/// A plan with computed columns.
pub(crate) fn eval(input: Plan, fields: Vec<(Attribute, Expr)>) -> Plan {
    let mut output = input.output.clone();
    output.extend(fields.iter().map(|(column, _)| column.clone()));
    Plan { node: Node::Eval { input: Box::new(input), fields }, output }
}

/// The rows of a plan for which a condition is true.
pub(crate) fn filter(input: Plan, condition: Expr) -> Plan {
    let output = input.output.clone();
    Plan { node: Node::Filter { input: Box::new(input), condition }, output }
}

/// The fields that the scan below a plan reads.
pub(crate) fn scan_fields(plan: &Plan) -> Option<&[(Attribute, FieldSource)]> {
    match &plan.node {
        Node::Scan(scan) => Some(&scan.fields),
        Node::Union { .. } => None,
        node => scan_fields(node.inputs().first()?),
    }
}

/// A text with blanks for line ends, cut where it is long.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(MOST_CHARACTERS));
    for (at, char) in text.split_whitespace().collect::<Vec<_>>().join(" ").chars().enumerate() {
        if at == MOST_CHARACTERS {
            line.push('…');
            break;
        }
        line.push(char);
    }
    line
}
