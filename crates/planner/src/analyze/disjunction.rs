//! `OR` over one field: equalities, IN and CIDR_MATCH become one IN or CIDR_MATCH.
//!
//! Elasticsearch's optimizer does so (its rule is called `CombineDisjunctions`), and it shows: what
//! is combined warns once, under the field's name alone, in place of once for each condition.

use esql_data::{DataType, Value};
use esql_diagnostics::Span;

use super::Analyzer;
use crate::expr::{Call, Expr, ExprKind};

/// A field with what it is compared with, both in the order in which they stand.
type Group = (Expr, Vec<Expr>);

/// The conditions of an OR by what can be done with them.
#[derive(Default)]
struct Terms {
    /// `field == constant`, `field IN (constants)`.
    equal: Vec<Group>,
    /// `CIDR_MATCH(field, blocks)`.
    networks: Vec<Group>,
    /// The rest.
    others: Vec<Expr>,
    /// Whether an address became a network.
    widened: bool,
}

impl Analyzer<'_> {
    /// The conditions of an OR, those over one field as one.
    pub(super) fn combine_disjunction(&mut self, conditions: Vec<Expr>, span: Span) -> Vec<Expr> {
        let mut flat = Vec::with_capacity(conditions.len());
        conditions.iter().for_each(|one| flatten(one, &mut flat));
        let mut terms = Terms::default();
        flat.iter().for_each(|&one| terms.add(one));
        if !terms.can_combine(flat.len()) {
            return conditions;
        }
        let mut combined = terms.others;
        for (field, values) in terms.equal {
            let name = if values.len() == 1 { "equal" } else { "in" };
            combined.push(self.combined(name, field, values, span));
        }
        for (field, blocks) in terms.networks {
            combined.push(self.combined("cidr_match", field, blocks, span));
        }
        combined
    }

    /// One condition over the field: it warns in the field's place.
    fn combined(&mut self, name: &str, field: Expr, values: Vec<Expr>, span: Span) -> Expr {
        let place = field.span;
        let args = std::iter::once(field).chain(values).collect();
        Expr { span, ..self.operator(name, args, place) }
    }
}

impl Terms {
    fn add(&mut self, condition: &Expr) {
        if let ExprKind::Call(call) = &condition.kind {
            match (call.def.name, call.args.as_slice()) {
                ("equal", [field, value] | [value, field])
                    if is_single(value) && !is_constant(field) =>
                {
                    return self.add_equal(field, value);
                }
                ("in", [field, values @ ..])
                    if values.iter().all(is_single) && !is_constant(field) =>
                {
                    return values.iter().for_each(|value| self.add_equal(field, value));
                }
                ("cidr_match", [field, blocks @ ..]) => {
                    return self.add_networks(field, blocks);
                }
                _ => {}
            }
        }
        self.others.push(condition.clone());
    }

    fn add_equal(&mut self, field: &Expr, value: &Expr) {
        if field.ty == DataType::Ip && !self.networks.is_empty() {
            self.widened = true;
            add(&mut self.networks, field, as_block(value));
        } else {
            add(&mut self.equal, field, value.clone());
        }
    }

    /// From the first network on, addresses are networks as well.
    fn add_networks(&mut self, field: &Expr, blocks: &[Expr]) {
        blocks.iter().for_each(|block| add(&mut self.networks, field, block.clone()));
        let (addresses, equal) = std::mem::take(&mut self.equal)
            .into_iter()
            .partition(|(field, _)| field.ty == DataType::Ip);
        self.equal = equal;
        for (field, values) in addresses {
            values.iter().for_each(|value| self.add_equal(&field, value));
        }
    }

    /// Whether something of `conditions` conditions is to be combined.
    fn can_combine(&self, conditions: usize) -> bool {
        let terms = self.equal.len() + self.networks.len() + self.others.len();
        terms < conditions || self.widened
    }
}

fn flatten<'e>(condition: &'e Expr, flat: &mut Vec<&'e Expr>) {
    match &condition.kind {
        ExprKind::Call(call) if call.def.name == "or" => {
            let Call { args, .. } = call.as_ref();
            args.iter().for_each(|one| flatten(one, flat));
        }
        _ => flat.push(condition),
    }
}

fn add(groups: &mut Vec<Group>, field: &Expr, value: Expr) {
    match groups.iter_mut().find(|(known, _)| known == field) {
        Some((_, values)) => values.push(value),
        None => groups.push((field.clone(), vec![value])),
    }
}

fn is_constant(expr: &Expr) -> bool {
    expr.as_literal().is_some()
}

/// A constant that is one value. (What null or several values are compared with is for the
/// operators to say.)
fn is_single(expr: &Expr) -> bool {
    expr.as_literal().is_some_and(|value| value.values().len() == 1)
}

/// An address as CIDR_MATCH takes it.
fn as_block(address: &Expr) -> Expr {
    match address.as_literal() {
        Some(value) => {
            let text = Value::from(value.print(DataType::Ip).as_str());
            Expr::literal(DataType::Keyword, text, address.span)
        }
        None => address.clone(),
    }
}
