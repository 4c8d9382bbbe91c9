//! The pipeline so far: its plan, and the columns that the next command can name.

use esql_data::DataType;
use esql_diagnostics::Span;
use rustc_hash::FxHashSet;

use crate::catalog::IndexPattern;
use crate::expr::{Attribute, ColumnId, Expr};
use crate::logical::{Node, Plan};
use crate::scan::FieldSource;

/// A pipeline under analysis.
///
/// The plan's output may hold columns that no name leads to any more (shadowed ones, fields that
/// only KQL reads); `scope` has the visible ones in their order.
#[derive(Clone)]
pub(super) struct Pipeline {
    /// What is done so far.
    pub plan: Plan,
    /// The visible columns.
    pub scope: Vec<Attribute>,
    /// Whether a name that is not in scope may still be a field of the index.
    pub open: bool,
    /// Names that DROP and RENAME took away while the scope is open.
    pub hidden: FxHashSet<String>,
    /// Columns that an error was reported for.
    pub poisoned: FxHashSet<ColumnId>,
    /// Nothing is known of the columns, as the source command has an error.
    pub unknown: bool,
    /// The indices of FROM.
    pub indices: Vec<IndexPattern>,
    /// The command after which full-text search is not possible any more.
    pub search_ended_by: Option<&'static str>,
    /// The first LIMIT.
    pub limited: Option<Span>,
    /// The command that limits rows without a LIMIT.
    pub capped: Option<Span>,
    /// Whether there is a FORK, or this is a branch of one.
    pub forked: bool,
    /// What FROM united, where a search right behind it is to look.
    pub branches: Vec<Pipeline>,
    /// How likely a row was to get through SAMPLE, if aggregates are to be scaled for it.
    pub sampled: Option<f64>,
}

impl Pipeline {
    /// A pipeline that begins with `plan`, all its columns visible.
    pub(super) fn new(plan: Plan) -> Self {
        Pipeline {
            scope: plan.output.clone(),
            plan,
            open: false,
            hidden: FxHashSet::default(),
            poisoned: FxHashSet::default(),
            unknown: false,
            indices: Vec::new(),
            search_ended_by: None,
            limited: None,
            capped: None,
            forked: false,
            branches: Vec::new(),
            sampled: None,
        }
    }

    /// The visible column called `name`.
    pub(super) fn find(&self, name: &str) -> Option<&Attribute> {
        self.scope.iter().find(|column| column.name == name)
    }

    /// Puts a node on top of the plan; its output is the input's, then `added`.
    pub(super) fn push(
        mut self,
        added: &[Attribute],
        node: impl FnOnce(Box<Plan>) -> Node,
    ) -> Self {
        let mut output = self.plan.output.clone();
        output.extend_from_slice(added);
        self.plan = Plan { node: node(Box::new(self.plan)), output };
        self
    }

    /// Makes a column of the plan visible, at the end; one of its name is not visible any more.
    pub(super) fn show(&mut self, attribute: &Attribute) {
        self.scope.retain(|column| column.name != attribute.name);
        self.scope.push(attribute.clone());
    }

    /// Adds computed columns: each takes the place of a visible one of its name, at the end.
    pub(super) fn eval(mut self, fields: Vec<(Attribute, Expr)>) -> Self {
        for (attribute, value) in &fields {
            self.show(attribute);
            if value.is_poison() {
                self.poisoned.insert(attribute.id);
            }
        }
        self.computed(fields)
    }

    /// Adds computed columns that no name leads to.
    pub(super) fn computed(mut self, fields: Vec<(Attribute, Expr)>) -> Self {
        if fields.is_empty() {
            return self;
        }
        let added: Vec<Attribute> = fields.iter().map(|(attribute, _)| attribute.clone()).collect();
        if let Node::Eval { fields: earlier, .. } = &mut self.plan.node {
            // One node for what stands side by side, so that many EVALs do not make a deep plan.
            earlier.extend(fields);
            self.plan.output.extend(added);
            return self;
        }
        self.push(&added, |input| Node::Eval { input, fields })
    }

    /// A column of the scan that was not asked for so far, brought up to the top of the plan.
    pub(super) fn bring_up(&mut self, attribute: &Attribute, from: &FieldSource) {
        self.plan.bring_up(attribute, Some(from));
    }

    /// The plan with just the visible columns, in order.
    pub(super) fn visible(self) -> Plan {
        if self.plan.output == self.scope {
            return self.plan;
        }
        Plan { output: self.scope, node: Node::Project { input: Box::new(self.plan) } }
    }
}

/// A column of nulls that stands in for one that an error was reported for.
pub(super) fn poison_type() -> DataType {
    DataType::Null
}
