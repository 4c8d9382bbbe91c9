//! `TOP`.

use std::cmp::Ordering;

use esql_data::{CellsBuilder, Column, DataType, Value, compare, with_storage};

use super::state::{Keep, Nothing, each_value, grow};
use super::top_by::TopBy;
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, EvalCx, Example, FunctionDef, Impl,
    Param, Phase, Ret, TypeSet, since,
};

const FIELD: TypeSet =
    TypeSet::SIGNED.or(TypeSet::STRING).or(TypeSet::IP).or(TypeSet::DATE).or(TypeSet::BOOLEAN);

/// What goes with an output field, as either.
const ORDERING: TypeSet = TypeSet::SIGNED.or(TypeSet::DATE);

pub(super) const TOP: FunctionDef = FunctionDef {
    name: "top",
    summary: "The least or the greatest values, in order, in one cell.",
    detail: "Equal values are all kept. Every value of a cell counts, nulls do not; without \
             values the answer is null. Without an order the least come first. With an output field \
             its values are given instead, from the rows with the least or greatest values; rows \
             without it do not count.",
    params: &[
        Param::new("field", "whose values"),
        Param::new("limit", "how many at most").constant(),
        Param::new("order", "`asc` or `desc`, in any case").optional().constant(),
        Param::new("output", "the field to give instead").optional(),
    ],
    imp: Impl::Aggregate(&[
        AggregateOverload {
            args: Args::Each { sets: &[FIELD, TypeSet::INTEGER, TypeSet::STRING], required: 2 },
            ret: Ret::Arg(0),
            new: accumulator,
        },
        AggregateOverload {
            args: Args::each(&[ORDERING, TypeSet::INTEGER, TypeSet::STRING, ORDERING]),
            ret: Ret::Arg(3),
            new: accumulator_by,
        },
    ]),
    examples: &[Example {
        query: r#"ROW a = [3, 9, 1, 9] | STATS t = TOP(a, 3, "desc"), b = TOP(a, 2)"#,
        answer: "t:integer | b:integer\n[9, 9, 3] | [1, 3]",
    }],
    since: since!(8.15),
    ..FunctionDef::AGGREGATE
};

fn accumulator(site: &CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError> {
    let (limit, wanted) = limits(site)?;
    let ty = site.ret;
    Ok(with_storage!(ty.storage(),
        S => Box::new(Top::<S> { lists: Vec::new(), ty, limit, wanted }),
        none => Box::new(Nothing { ret: ty })))
}

fn accumulator_by(site: &CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError> {
    let (limit, wanted) = limits(site)?;
    let key_type = site.args.first().map_or(DataType::Null, |arg| arg.ty);
    if key_type == DataType::Null || site.ret == DataType::Null {
        return Ok(Box::new(Nothing { ret: site.ret }));
    }
    Ok(Box::new(TopBy::new(key_type, site.ret, limit, wanted)))
}

/// How many, and how a better value compares with a worse one.
fn limits(site: &CallSite<'_>) -> Result<(usize, Ordering), ArgError> {
    let limit = match site.constant(1)? {
        Value::Integer(limit) => match usize::try_from(*limit) {
            Ok(limit) if limit > 0 => limit,
            _ => {
                let message = format!("Limit must be greater than 0, found [{limit}]");
                return Err(ArgError { at: 1, message });
            }
        },
        other => {
            let found = other.print(DataType::Integer);
            let message = format!("Limit must be a constant integer, found [{found}]");
            return Err(ArgError { at: 1, message });
        }
    };
    let order = match site.constant(2)? {
        Value::Null if site.args.len() < 3 => "asc",
        order => order.as_str().unwrap_or("null"),
    };
    let wanted = match order.to_ascii_lowercase().as_str() {
        "asc" => Ordering::Less,
        "desc" => Ordering::Greater,
        _ => {
            let message = format!("Invalid order value, expected [ASC, DESC] but got [{order}]");
            return Err(ArgError { at: 2, message });
        }
    };
    Ok((limit, wanted))
}

/// The best values of each group.
struct Top<S: Keep> {
    lists: Vec<List<S>>,
    ty: DataType,
    limit: usize,
    /// How a better value compares with a worse one.
    wanted: Ordering,
}

/// The best values of a group, and some more.
struct List<S: Keep> {
    values: Vec<S::Kept>,
    /// Whether the first `limit` values are the best of some, in order.
    sorted: bool,
}

impl<S: Keep> Default for List<S> {
    fn default() -> Self {
        List { values: Vec::new(), sorted: false }
    }
}

impl<S: Keep> List<S> {
    /// Keeps only the best, in order.
    fn cut(&mut self, limit: usize, better: impl Fn(S::Item<'_>, S::Item<'_>) -> Ordering) {
        self.values.sort_by(|a, b| better(S::item(a), S::item(b)));
        self.values.truncate(limit);
        self.sorted = self.values.len() == limit;
    }
}

/// The order of the wanted list: the better value is less.
fn by_worth<S: Keep>(
    ty: DataType,
    wanted: Ordering,
) -> impl Fn(S::Item<'_>, S::Item<'_>) -> Ordering {
    move |a, b| {
        let order = compare(ty, S::value_ref(a), S::value_ref(b));
        if wanted == Ordering::Less { order } else { order.reverse() }
    }
}

impl<S: Keep> Accumulator for Top<S> {
    fn state(&self) -> Vec<DataType> {
        vec![self.ty]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        let limit = self.limit;
        let order = by_worth::<S>(self.ty, self.wanted);
        grow(&mut self.lists, groups);
        each_value::<S>(groups, &args[0], |group, item| {
            let list = &mut self.lists[group];
            if list.sorted && order(item, S::item(&list.values[limit - 1])) != Ordering::Less {
                return;
            }
            list.values.push(S::keep(item));
            // Sorting only once the list has doubled keeps the cost for each value small.
            if list.values.len() >= limit.saturating_mul(2) {
                list.cut(limit, &order);
            }
        });
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.accumulate(cx, groups, partial);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, _: Phase, count: usize) -> Vec<Column> {
        let mut lists = std::mem::take(&mut self.lists);
        lists.resize_with(count, List::default);
        let mut cells = CellsBuilder::<S>::new();
        for list in &mut lists {
            list.cut(self.limit, by_worth::<S>(self.ty, self.wanted));
            cells.many(list.values.iter().map(S::item));
        }
        vec![cells.finish(self.ty)]
    }

    fn bytes(&self) -> usize {
        self.lists.capacity() * size_of::<List<S>>()
            + self
                .lists
                .iter()
                .map(|list| {
                    list.values.capacity() * size_of::<S::Kept>()
                        + list.values.iter().map(S::heap_bytes).sum::<usize>()
                })
                .sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column, constant, try_aggregate};
    use esql_data::{DataType, Value};

    #[test]
    fn keeps_the_best_of_many() {
        let field = column(DataType::Integer, (0..100).map(|at| [Value::Integer((at * 37) % 50)]));
        let limit = constant(DataType::Integer, Value::Integer(3));
        for (order, answer) in [("ASC", "[[0, 0, 1], null]"), ("desc", "[[49, 49, 48], null]")] {
            let args = [field.clone(), limit.clone(), constant(DataType::Keyword, order.into())];
            assert_eq!(aggregate("top", &[0; 100], &args, 2).0, answer);
        }
    }

    #[test]
    fn constants_that_cannot_be_used() {
        let field = column(DataType::Integer, [[Value::Integer(1)]]);
        for (limit, order, at, message) in [
            (0, "asc", 1, "Limit must be greater than 0, found [0]"),
            (1, "up", 2, "Invalid order value, expected [ASC, DESC] but got [up]"),
        ] {
            let args = [
                field.clone(),
                constant(DataType::Integer, Value::Integer(limit)),
                constant(DataType::Keyword, order.into()),
            ];
            let error = try_aggregate("top", &[0], &args, 1).unwrap_err();
            assert_eq!((error.at, error.message.as_str()), (at, message));
        }
    }
}
