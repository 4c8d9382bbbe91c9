//! The keys of STATS, for the expressions in front of BY.
//!
//! Outside an aggregate a key is the value that its group has; inside one, and in its WHERE, it
//! is what the row goes by. A key's name shadows a column of the input.

use rustc_hash::FxHashMap;

use crate::expr::{Attribute, ColumnId, Expr, ExprKind};

/// The keys of a STATS.
#[derive(Default)]
pub(super) struct Keys {
    /// As they come out, by name.
    out: FxHashMap<String, Attribute>,
    /// As they come out, by the column that goes in.
    by_input: FxHashMap<ColumnId, Attribute>,
    /// The columns that go in, by the key's name.
    inputs: FxHashMap<String, Attribute>,
    /// What is computed for a key, and the column that goes in.
    computed: Vec<(Expr, ColumnId)>,
}

impl Keys {
    /// Makes a key known: `input` is the column that goes in.
    pub(super) fn add(&mut self, key: &Attribute, input: ColumnId) {
        self.out.insert(key.name.clone(), key.clone());
        self.by_input.insert(input, key.clone());
        self.inputs.insert(key.name.clone(), Attribute { id: input, ..key.clone() });
    }

    /// Says what the column `input` is computed from.
    pub(super) fn computed_from(&mut self, value: &Expr, input: ColumnId) {
        self.computed.push((value.clone(), input));
    }

    /// The key called `name`, for an expression outside aggregates.
    pub(super) fn of_group(&self, name: &str) -> Option<&Attribute> {
        self.out.get(name)
    }

    /// The key called `name`, for an expression over rows.
    pub(super) fn of_row(&self, name: &str) -> Option<&Attribute> {
        self.inputs.get(name)
    }

    /// The key as it comes out that a column of the input goes into.
    pub(super) fn out_of(&self, column: &Expr) -> Option<&Attribute> {
        match column.kind {
            ExprKind::Column(id) => self.by_input.get(&id),
            _ => None,
        }
    }

    /// Whether `value` is computed for some key, perhaps as a part of it.
    pub(super) fn compute(&self, value: &Expr) -> bool {
        self.computed.iter().any(|(computed, _)| computed.contains(value))
    }

    /// The column that goes into the key which is computed like this.
    pub(super) fn input_of(&self, value: &Expr) -> Option<&Attribute> {
        let (_, input) = self.computed.iter().find(|(computed, _)| computed == value)?;
        let key = self.by_input.get(input)?;
        self.inputs.get(&key.name)
    }
}
