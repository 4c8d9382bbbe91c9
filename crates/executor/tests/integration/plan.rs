//! Builds plans by hand, runs them and prints their answers.

use std::sync::atomic::AtomicBool;

use esql_data::{DataType, Field, Schema, SiteId, Value, WarningSite};
use esql_executor::{Answer, ExecError, Options, execute};
use esql_functions::resolve::{ArgType, resolve};
use esql_functions::{FunctionDef, Session, registry};
use esql_planner::physical::{Aggregate, Expr, Node, Operator, Plan, SortKey};

use crate::documents::Table;

/// An expression with its type.
pub(crate) type Typed = (Expr, DataType);

/// The functions that plans use; the number of each is its site.
const FUNCTIONS: &[&str] = &[
    "equal",
    "less",
    "add",
    "divide",
    "to_lower",
    "to_long",
    "case",
    "coalesce",
    "count",
    "max",
    "values",
    "mv_count",
    "count_distinct",
    "percentile",
    "median",
    "median_absolute_deviation",
    "top",
    "first",
    "last",
    "avg",
    "sum",
    "min",
    "std_dev",
    "weighted_avg",
    "present",
];

fn find(name: &str) -> (&'static FunctionDef, SiteId) {
    let site = FUNCTIONS.iter().position(|one| *one == name).unwrap();
    (registry::builtin(name).unwrap(), SiteId(site as u32))
}

pub(crate) fn literal(ty: DataType, value: Value) -> Typed {
    (Expr::Literal { ty, value }, ty)
}

pub(crate) fn long(value: i64) -> Typed {
    literal(DataType::Long, Value::Long(value))
}

pub(crate) fn text(value: &str) -> Typed {
    literal(DataType::Keyword, Value::from(value))
}

pub(crate) fn call(name: &str, args: &[Typed]) -> Typed {
    let (def, site) = find(name);
    let types: Vec<ArgType> =
        args.iter().map(|(_, ty)| ArgType { ty: *ty, literal: false }).collect();
    let resolved = resolve(def, &types).unwrap();
    assert!(resolved.casts.iter().all(Option::is_none), "{name} needs a cast");
    let expr = Expr::Call {
        def,
        overload: resolved.overload,
        args: args.iter().map(|(arg, _)| arg.clone()).collect(),
        arg_types: args.iter().map(|(_, ty)| *ty).collect(),
        options: Vec::new(),
        ret: resolved.ret,
        site,
    };
    (expr, resolved.ret)
}

pub(crate) fn aggregate(name: &str, args: &[Typed]) -> Aggregate {
    let (def, site) = find(name);
    let types: Vec<ArgType> =
        args.iter().map(|(_, ty)| ArgType { ty: *ty, literal: false }).collect();
    let resolved = resolve(def, &types).unwrap();
    Aggregate {
        def,
        overload: resolved.overload,
        args: args.iter().map(|(arg, _)| arg.clone()).collect(),
        options: Vec::new(),
        filter: None,
        series: None,
        ret: resolved.ret,
        site,
    }
}

pub(crate) fn ascending(column: usize) -> SortKey {
    SortKey { column, descending: false, nulls_first: false }
}

pub(crate) fn descending(column: usize) -> SortKey {
    SortKey { column, descending: true, nulls_first: true }
}

/// A plan that grows from its source.
#[derive(Clone)]
pub(crate) struct Chain(Node);

impl Chain {
    pub(crate) fn scan(table: &Table) -> Self {
        Chain::scan_where(table, &[])
    }

    pub(crate) fn scan_where(table: &Table, conditions: &[Typed]) -> Self {
        let mut scan = table.scan();
        scan.filter = conditions.iter().map(|(expr, _)| expr.clone()).collect();
        let schema =
            scan.fields.iter().map(|field| Field { name: field.name.clone(), ty: field.ty });
        let schema = schema.collect();
        Chain(Node { operator: Operator::Scan(scan), inputs: Vec::new(), schema })
    }

    pub(crate) fn row(exprs: &[Typed]) -> Self {
        let operator = Operator::Row(exprs.iter().map(|(expr, _)| expr.clone()).collect());
        Chain(Node { operator, inputs: Vec::new(), schema: extended(&Vec::new(), exprs) })
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.0.schema
    }

    pub(crate) fn column(&self, at: usize) -> Typed {
        (Expr::Column(at), self.schema()[at].ty)
    }

    fn then(self, operator: Operator, schema: Schema) -> Self {
        Chain(Node { operator, inputs: vec![self.0], schema })
    }

    pub(crate) fn filter(self, conditions: &[Typed]) -> Self {
        let conditions = conditions.iter().map(|(expr, _)| expr.clone()).collect();
        let schema = self.schema().clone();
        self.then(Operator::Filter(conditions), schema)
    }

    pub(crate) fn eval(self, exprs: &[Typed]) -> Self {
        let operator = Operator::Eval(exprs.iter().map(|(expr, _)| expr.clone()).collect());
        let schema = extended(self.schema(), exprs);
        self.then(operator, schema)
    }

    pub(crate) fn project(self, columns: &[usize]) -> Self {
        let schema = columns.iter().map(|&at| self.schema()[at].clone()).collect();
        self.then(Operator::Project(columns.to_vec()), schema)
    }

    pub(crate) fn stats(self, aggregates: Vec<Aggregate>, keys: &[usize]) -> Self {
        let results = aggregates
            .iter()
            .map(|aggregate| Field { name: aggregate.def.name.into(), ty: aggregate.ret });
        let schema = results.chain(keys.iter().map(|&at| self.schema()[at].clone())).collect();
        self.then(Operator::Aggregate { keys: keys.to_vec(), aggregates }, schema)
    }

    pub(crate) fn sort(self, keys: &[SortKey]) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::Sort(keys.to_vec()), schema)
    }

    pub(crate) fn top_n(self, keys: &[SortKey], count: usize) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::TopN { keys: keys.to_vec(), count }, schema)
    }

    pub(crate) fn limit(self, count: usize) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::Limit(count), schema)
    }

    pub(crate) fn mv_expand(self, column: usize) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::MvExpand(column), schema)
    }

    /// The fields see the aggregates, then the keys.
    pub(crate) fn inline_stats(
        self,
        aggregates: Vec<Aggregate>,
        fields: &[Typed],
        keys: &[usize],
    ) -> Self {
        let results = aggregates
            .iter()
            .map(|aggregate| Field { name: aggregate.def.name.into(), ty: aggregate.ret });
        let schema: Schema = self.schema().iter().cloned().chain(results).collect();
        let schema = extended(&schema, fields);
        let fields = fields.iter().map(|(expr, _)| expr.clone()).collect();
        self.then(Operator::InlineStats { keys: keys.to_vec(), aggregates, fields }, schema)
    }

    pub(crate) fn limit_by(self, count: usize, keys: &[usize]) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::LimitBy { keys: keys.to_vec(), count }, schema)
    }

    pub(crate) fn sample(self, probability: f64, seed: u64) -> Self {
        let schema = self.schema().clone();
        self.then(Operator::Sample { probability, seed }, schema)
    }

    pub(crate) fn union(chains: &[Chain]) -> Self {
        let inputs: Vec<Node> = chains.iter().map(|chain| chain.0.clone()).collect();
        let schema = inputs[0].schema.clone();
        Chain(Node { operator: Operator::Union, inputs, schema })
    }

    pub(crate) fn plan(&self) -> Plan {
        let site = |name: &&str| WarningSite { line: 1, column: 1, text: (*name).into() };
        let session = Session::at(jiff::Timestamp::UNIX_EPOCH);
        Plan { root: self.0.clone(), sites: FUNCTIONS.iter().map(site).collect(), session }
    }

    pub(crate) fn run(
        &self,
        table: &Table,
        threads: usize,
        batch_rows: usize,
    ) -> Result<Answer, ExecError> {
        let cancel = AtomicBool::new(false);
        self.run_with(table, &Options { threads, batch_rows, ..Options::new(&cancel) })
    }

    pub(crate) fn run_with(
        &self,
        table: &Table,
        options: &Options<'_>,
    ) -> Result<Answer, ExecError> {
        execute(&self.plan(), table, options)
    }

    /// Runs the plan in several ways; all must print like `expected`, a line a row.
    #[track_caller]
    pub(crate) fn check(&self, table: &Table, expected: &[&str]) {
        let ways = [(1, 1024, &[][..]), (1, 1, &[]), (2, 2, &[1, 3]), (4, 1, &[0, 1, 2, 3, 4])];
        for (threads, batch_rows, cuts) in ways {
            let answer = self.run(&table.cut(cuts), threads, batch_rows).unwrap();
            assert_eq!(lines(&answer), expected, "{threads} threads, {batch_rows} rows, {cuts:?}");
        }
    }

    /// The warnings of the plan.
    pub(crate) fn warnings(&self, table: &Table) -> Vec<String> {
        self.run(table, 1, 1024).unwrap().warnings
    }
}

fn extended(schema: &Schema, exprs: &[Typed]) -> Schema {
    let added = exprs
        .iter()
        .enumerate()
        .map(|(at, (_, ty))| Field { name: format!("e{}", schema.len() + at), ty: *ty });
    schema.iter().cloned().chain(added).collect()
}

/// The rows of an answer, printed.
pub(crate) fn lines(answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    for batch in &answer.batches {
        for (column, field) in batch.columns.iter().zip(&answer.schema) {
            assert_eq!((column.ty(), column.len()), (field.ty, batch.rows), "{}", field.name);
        }
        for row in 0..batch.rows {
            let cells = batch.columns.iter();
            let cells: Vec<String> =
                cells.map(|column| column.cell_value(row).print(column.ty())).collect();
            lines.push(cells.join(" | "));
        }
    }
    lines
}

/// Cells out of short texts: numbers are longs, others keywords, `null` is null, blanks part the
/// values of a cell.
pub(crate) fn cells(texts: &[&str]) -> (DataType, Vec<Value>) {
    let words = || texts.iter().flat_map(|text| text.split(' ')).filter(|word| *word != "null");
    let numbers = words().all(|word| word.parse::<i64>().is_ok());
    let ty = if numbers { DataType::Long } else { DataType::Keyword };
    let cell = |text: &&str| {
        let mut values: Vec<Value> = text
            .split(' ')
            .filter(|word| *word != "null")
            .map(|word| match word.parse() {
                Ok(number) if numbers => Value::Long(number),
                _ => Value::from(word),
            })
            .collect();
        match values.len() {
            0 => Value::Null,
            1 => values.remove(0),
            _ => Value::List(values),
        }
    };
    (ty, texts.iter().map(cell).collect())
}
