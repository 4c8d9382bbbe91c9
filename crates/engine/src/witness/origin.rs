//! Where columns come from: the fields of documents, and the literals on the way.

use esql_data::{DataType, Value};
use esql_planner::expr::{ColumnId, Expr};
use esql_planner::logical::{Node, Plan};
use esql_planner::scan::{FieldSource, Metadata};
use rustc_hash::{FxHashMap, FxHashSet};

use super::values::{Literal, literals};

/// A field of the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Where it stands in a document; multi-fields stand at their parent's place.
    pub(super) path: String,
    /// Its type.
    pub(super) ty: DataType,
}

/// Where the columns of a plan come from.
#[derive(Default)]
pub(super) struct Origins {
    fields: FxHashMap<ColumnId, Field>,
    made: FxHashMap<ColumnId, Made>,
}

/// What a column is made of.
#[derive(Clone, Default)]
struct Made {
    columns: Vec<ColumnId>,
    literals: Vec<Literal>,
}

impl Made {
    fn of<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> Made {
        let mut made = Made::default();
        for expr in exprs {
            expr.columns(&mut |id| made.columns.push(id));
            literals(expr, &mut made.literals);
        }
        made
    }
}

/// Fields, and the literals that they meet.
#[derive(Default)]
pub(super) struct Met {
    /// The fields, the nearest first.
    pub(super) fields: Vec<Field>,
    /// The literals, the nearest first.
    pub(super) literals: Vec<Literal>,
}

impl Origins {
    /// The origins of all columns of a plan.
    pub(super) fn of(plan: &Plan) -> Origins {
        let mut origins = Origins::default();
        origins.add(plan);
        origins
    }

    fn add(&mut self, plan: &Plan) {
        match &plan.node {
            Node::Scan(scan) => {
                for (column, source) in &scan.fields {
                    let path = match source {
                        FieldSource::Field(mapping) => mapping.path.clone(),
                        FieldSource::Metadata(Metadata::Index) => column.name.clone(),
                        _ => continue,
                    };
                    self.fields.insert(column.id, Field { path, ty: column.ty });
                }
            }
            Node::Eval { fields, .. } => self.eval(fields),
            Node::Extract { text, extractor, targets, .. } => {
                let mut made = Made::of([text]);
                made.literals.extend(quoted(&format!("{extractor:?}")));
                for target in targets {
                    self.made.insert(target.id, made.clone());
                }
            }
            Node::MvExpand { column, target, .. } => {
                let made = Made { columns: vec![*column], literals: Vec::new() };
                self.made.insert(target.id, made);
            }
            Node::Window { args, targets, .. } => {
                let made = Made { columns: args.clone(), literals: Vec::new() };
                for target in targets {
                    self.made.insert(target.id, made.clone());
                }
            }
            Node::Aggregate { keys, aggregates, .. } => self.groups(keys, aggregates),
            Node::InlineStats { keys, aggregates, fields, .. } => {
                self.groups(keys, aggregates);
                self.eval(fields);
            }
            Node::Join { inputs, join } => {
                let columns = join.keys.iter().map(|(column, _)| *column).collect();
                let made = Made { columns, literals: Vec::new() };
                for column in inputs.iter().skip(1).flat_map(|lookup| &lookup.output) {
                    self.made.insert(column.id, made.clone());
                }
            }
            Node::Row(_)
            | Node::Filter { .. }
            | Node::Project { .. }
            | Node::Sort { .. }
            | Node::Limit { .. }
            | Node::TopN { .. }
            | Node::LimitBy { .. }
            | Node::Sample { .. }
            | Node::Union { .. } => {}
        }
        plan.node.inputs().iter().take(1).for_each(|input| self.add(input));
    }

    fn eval(&mut self, fields: &[(esql_planner::expr::Attribute, Expr)]) {
        for (column, expr) in fields {
            self.made.insert(column.id, Made::of([expr]));
        }
    }

    fn groups(
        &mut self,
        keys: &[(esql_planner::expr::Attribute, ColumnId)],
        aggregates: &[(esql_planner::expr::Attribute, esql_planner::logical::Aggregate)],
    ) {
        for (key, column) in keys {
            let made = Made { columns: vec![*column], literals: Vec::new() };
            self.made.insert(key.id, made);
        }
        for (column, aggregate) in aggregates {
            let mut made = Made::of(aggregate.reads());
            // What is in a group depends on its keys.
            made.columns.extend(keys.iter().map(|(_, column)| *column));
            self.made.insert(column.id, made);
        }
    }

    /// The fields behind columns, with the literals on the way to them.
    pub(super) fn met(&self, columns: impl IntoIterator<Item = ColumnId>) -> Met {
        let mut met = Met::default();
        let mut seen = FxHashSet::default();
        let mut next: Vec<ColumnId> = columns.into_iter().collect();
        while !next.is_empty() {
            for id in std::mem::take(&mut next) {
                if !seen.insert(id) {
                    continue;
                }
                if let Some(field) = self.fields.get(&id)
                    && !met.fields.contains(field)
                {
                    met.fields.push(field.clone());
                }
                if let Some(made) = self.made.get(&id) {
                    next.extend(&made.columns);
                    for literal in &made.literals {
                        if !met.literals.contains(literal) {
                            met.literals.push(literal.clone());
                        }
                    }
                }
            }
        }
        met
    }

    /// The fields behind an expression, with the literals in it and on the way.
    pub(super) fn met_by(&self, expr: &Expr) -> Met {
        let made = Made::of([expr]);
        let met = self.met(made.columns);
        let mut all = made.literals;
        all.extend(met.literals);
        Met { fields: met.fields, literals: all }
    }
}

/// The texts in quotes in what an extractor says of itself: its patterns.
fn quoted(debug: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut rest = debug;
    while let Some(start) = rest.find('"') {
        let Some(quoted) = rest.get(start..) else { break };
        let mut texts = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
        match texts.next() {
            Some(Ok(text)) => {
                found.push((DataType::Keyword, Value::from(text.as_str())));
                rest = quoted.get(texts.byte_offset()..).unwrap_or("");
            }
            _ => rest = quoted.get(1..).unwrap_or(""),
        }
    }
    found
}
