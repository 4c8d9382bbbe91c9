//! What stands inside expressions and commands, for those who look through a whole tree.

use super::ast::{Command, CommandKind, Expr, ExprKind, Field, Literal, Top};

impl Expr {
    /// The expressions right inside this one. Those of a subquery are not.
    #[must_use]
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Literal(Literal::List(items)) => items.iter().collect(),
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::Parameter(_)
            | ExprKind::Error => Vec::new(),
            ExprKind::Negate(operand) | ExprKind::Not(operand) => vec![operand],
            ExprKind::Binary { left, right, .. } => vec![left, right],
            ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().collect(),
            ExprKind::In { value, list, .. } => std::iter::once(&**value).chain(list).collect(),
            ExprKind::Like { value, patterns, .. } => {
                std::iter::once(&**value).chain(patterns).collect()
            }
            ExprKind::InQuery { value, .. }
            | ExprKind::IsNull { value, .. }
            | ExprKind::Cast { value, .. } => vec![value],
            ExprKind::Match { field, query } => vec![field, query],
            ExprKind::Call { args, .. } => args.iter().collect(),
        }
    }

    /// Calls `visit` for this expression and all inside it, the outer ones first.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(self);
        for child in self.children() {
            crate::stack::grow(|| child.each(visit));
        }
    }
}

impl Command {
    /// The expressions of the command, from left to right. Those of its subqueries are not.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        match &self.kind {
            CommandKind::Row(fields) | CommandKind::Eval(fields) => of_fields(fields),
            CommandKind::Where(condition) | CommandKind::Sample(condition) => vec![condition],
            CommandKind::Stats(stats) => {
                let mut all = of_fields(&stats.aggregates);
                all.extend(of_fields(&stats.by));
                all
            }
            CommandKind::Sort(keys) => keys.iter().map(|key| &key.value).collect(),
            CommandKind::Limit(limit) => std::iter::once(&limit.count).chain(&limit.by).collect(),
            CommandKind::Top(Top { order, limit }) => {
                let value = order.as_ref().map(|order| &order.value);
                value.into_iter().chain([&limit.count]).chain(&limit.by).collect()
            }
            CommandKind::Dissect(dissect) => vec![&dissect.input],
            CommandKind::Grok(grok) => vec![&grok.input],
            CommandKind::LookupJoin(join) => join.on.iter().collect(),
            CommandKind::Completion(completion) => vec![&completion.prompt],
            CommandKind::Rerank(rerank) => {
                std::iter::once(&rerank.query).chain(of_fields(&rerank.fields)).collect()
            }
            CommandKind::Extract(extract) => vec![&extract.input],
            CommandKind::Highlight(highlight) => vec![&highlight.query],
            CommandKind::From(_)
            | CommandKind::Show(_)
            | CommandKind::PromQl(_)
            | CommandKind::Explain(_)
            | CommandKind::Keep(_)
            | CommandKind::Drop(_)
            | CommandKind::Rename(_)
            | CommandKind::Dedup
            | CommandKind::Enrich(_)
            | CommandKind::MvExpand(_)
            | CommandKind::Fork(_)
            | CommandKind::Fuse(_)
            | CommandKind::ChangePoint(_)
            | CommandKind::Other(_)
            | CommandKind::Error => Vec::new(),
        }
    }
}

fn of_fields(fields: &[Field]) -> Vec<&Expr> {
    fields.iter().flat_map(|field| [Some(&field.value), field.filter.as_ref()]).flatten().collect()
}
