//! Overload resolution: which signature fits the argument types, and which casts it needs.
//!
//! A signature may take an argument as it is, widened (integer to long to double), `text` as
//! `keyword`, or, if it is a string literal, read as a date, an IP address, a version, a boolean
//! or a time span. The signature with the least of that wins; equal ones in the order of the row.

use esql_data::DataType;

use crate::{Args, FunctionDef, Impl, Ret, TypeSet};

/// What is known of an argument before resolution.
#[derive(Clone, Copy, Debug)]
pub struct ArgType {
    /// Its type.
    pub ty: DataType,
    /// Whether it is a string literal, which may be read as another type.
    pub literal: bool,
}

/// The signature chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Its number in the row.
    pub overload: usize,
    /// The type that each argument must be converted to, `None` if it is right as it is.
    pub casts: Vec<Option<DataType>>,
    /// The type of the result.
    pub ret: DataType,
}

/// Why no signature fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The number of arguments is wrong.
    Arity {
        /// How few it takes.
        min: usize,
        /// How many it takes, if there is a limit.
        max: Option<usize>,
    },
    /// An argument has a type that no signature takes there.
    Argument {
        /// Which argument.
        at: usize,
        /// The types that it may have.
        expected: TypeSet,
    },
    /// Two arguments must have one type.
    Different {
        /// The argument that sets the type.
        first: usize,
        /// The argument that has another.
        at: usize,
    },
}

const NO_FIT: u32 = u32::MAX;

/// Chooses the signature of `def` for these arguments.
///
/// # Errors
/// If no signature fits.
pub fn resolve(def: &FunctionDef, args: &[ArgType]) -> Result<Resolved, Mismatch> {
    let signatures: Vec<(Args, Ret)> = match def.imp {
        Impl::Scalar(overloads) => overloads.iter().map(|one| (one.args, one.ret)).collect(),
        Impl::Aggregate(overloads) => overloads.iter().map(|one| (one.args, one.ret)).collect(),
        Impl::Lowered { args, ret } => vec![(args, ret)],
    };
    let mut best: Option<(u32, Resolved)> = None;
    let mut failures = Vec::new();
    for (overload, &(signature, ret)) in signatures.iter().enumerate() {
        match fit(signature, ret, args).and_then(|fit| unwidened(def, signature, args, fit)) {
            Ok((cost, casts, ret)) => {
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, Resolved { overload, casts, ret }));
                }
            }
            Err(mismatch) => failures.push(mismatch),
        }
    }
    best.map(|(_, resolved)| resolved).ok_or_else(|| merge(&failures))
}

/// Aggregates take no `unsigned_long` for a double, as scalar functions do.
fn unwidened(
    def: &FunctionDef,
    signature: Args,
    args: &[ArgType],
    fit: Fit,
) -> Result<Fit, Mismatch> {
    let Args::Each { sets, .. } = signature else { return Ok(fit) };
    let widened = args.iter().zip(&fit.1).position(|(arg, cast)| {
        arg.ty == DataType::UnsignedLong && *cast == Some(DataType::Double)
    });
    match widened {
        Some(at) if def.is_aggregate() => Err(Mismatch::Argument { at, expected: sets[at] }),
        _ => Ok(fit),
    }
}

/// The failure that helps most: all signatures together say what they take at the argument that
/// got furthest; arity only if none takes this number.
fn merge(failures: &[Mismatch]) -> Mismatch {
    let furthest = failures
        .iter()
        .filter_map(|failure| match failure {
            Mismatch::Argument { at, .. } | Mismatch::Different { at, .. } => Some(*at),
            Mismatch::Arity { .. } => None,
        })
        .max();
    let Some(furthest) = furthest else {
        let mut limits = (usize::MAX, Some(0));
        for failure in failures {
            if let Mismatch::Arity { min, max } = failure {
                limits.0 = limits.0.min(*min);
                limits.1 = match (limits.1, max) {
                    (Some(a), Some(b)) => Some(a.max(*b)),
                    _ => None,
                };
            }
        }
        return Mismatch::Arity { min: limits.0, max: limits.1 };
    };
    let mut expected: Option<TypeSet> = None;
    let mut different = None;
    for failure in failures {
        match failure {
            Mismatch::Argument { at, expected: set } if *at == furthest => {
                expected = Some(expected.map_or(*set, |sum| sum.or(*set)));
            }
            Mismatch::Different { at, .. } if *at == furthest => different = Some(failure.clone()),
            _ => {}
        }
    }
    match (different, expected) {
        (Some(different), _) => different,
        (None, Some(expected)) => Mismatch::Argument { at: furthest, expected },
        (None, None) => Mismatch::Arity { min: 0, max: None },
    }
}

type Fit = (u32, Vec<Option<DataType>>, DataType);

fn fit(signature: Args, ret: Ret, args: &[ArgType]) -> Result<Fit, Mismatch> {
    let arity = |min: usize, max: Option<usize>| {
        let fits = args.len() >= min && max.is_none_or(|max| args.len() <= max);
        if fits { Ok(()) } else { Err(Mismatch::Arity { min, max }) }
    };
    let (cost, casts, common) = match signature {
        Args::Each { sets, required } => {
            arity(required, Some(sets.len()))?;
            let (cost, casts) = fit_each(args, |at| sets[at])?;
            (cost, casts, None)
        }
        Args::Variadic { first, rest, min } => {
            arity(first.len() + min, None)?;
            let (cost, casts) = fit_each(args, |at| first.get(at).copied().unwrap_or(rest))?;
            (cost, casts, None)
        }
        Args::Unified { set, min, max } => {
            arity(min, (max < usize::MAX).then_some(max))?;
            let all: Vec<usize> = (0..args.len()).collect();
            let (cost, casts, common) = unify(args, &all, set, common_type)?;
            (cost, casts, Some(common))
        }
        Args::Same { set, count } => {
            arity(count, Some(count))?;
            let all: Vec<usize> = (0..args.len()).collect();
            let (cost, casts, common) = unify(args, &all, set, same_type)?;
            (cost, casts, Some(common))
        }
        Args::Choice { set } => {
            arity(1, None)?;
            let all: Vec<usize> = (0..args.len()).collect();
            let (cost, casts, common) = unify(args, &all, set, first_type)?;
            (cost, casts, Some(common))
        }
        Args::Case => {
            arity(2, None)?;
            let is_condition = |at: usize| at.is_multiple_of(2) && at + 1 < args.len();
            let (mut cost, mut casts) = (0, vec![None; args.len()]);
            for at in (0..args.len()).filter(|&at| is_condition(at)) {
                let (one, cast) = fit_one(args[at], TypeSet::BOOLEAN);
                if one == NO_FIT {
                    return Err(Mismatch::Argument { at, expected: TypeSet::BOOLEAN });
                }
                cost += one;
                casts[at] = cast;
            }
            let values: Vec<usize> = (0..args.len()).filter(|&at| !is_condition(at)).collect();
            let (more, value_casts, common) = unify(args, &values, TypeSet::ANY, first_type)?;
            for &at in &values {
                casts[at] = value_casts[at];
            }
            (cost + more, casts, Some(common))
        }
    };
    let final_type =
        |at: usize| casts.get(at).copied().flatten().or(args.get(at).map(|arg| arg.ty));
    let as_keyword = |ty: DataType| if ty == DataType::Text { DataType::Keyword } else { ty };
    let ret = match ret {
        Ret::Type(ty) => ty,
        Ret::Arg(at) => as_keyword(final_type(at).unwrap_or(DataType::Null)),
        Ret::ArgExact(at) => final_type(at).unwrap_or(DataType::Null),
        Ret::Unified => as_keyword(common.unwrap_or(DataType::Null)),
    };
    Ok((cost, casts, ret))
}

fn fit_each(
    args: &[ArgType],
    set: impl Fn(usize) -> TypeSet,
) -> Result<(u32, Vec<Option<DataType>>), Mismatch> {
    let mut cost = 0;
    let mut casts = Vec::with_capacity(args.len());
    for (at, &arg) in args.iter().enumerate() {
        let (one, cast) = fit_one(arg, set(at));
        if one == NO_FIT {
            return Err(Mismatch::Argument { at, expected: set(at) });
        }
        cost += one;
        casts.push(cast);
    }
    Ok((cost, casts))
}

/// The types that a string literal can be read as, in the order in which they are tried.
const LITERAL_TYPES: [DataType; 7] = [
    DataType::Date,
    DataType::DateNanos,
    DataType::Ip,
    DataType::Version,
    DataType::Boolean,
    DataType::DatePeriod,
    DataType::TimeDuration,
];

/// What a number can be widened to.
fn wider(ty: DataType) -> &'static [DataType] {
    match ty {
        DataType::Integer => &[DataType::Long, DataType::Double],
        DataType::Long | DataType::UnsignedLong => &[DataType::Double],
        _ => &[],
    }
}

/// How well an argument fits a set, and the cast that it needs.
fn fit_one(arg: ArgType, set: TypeSet) -> (u32, Option<DataType>) {
    if arg.ty == DataType::Null || set.has(arg.ty) {
        return (0, None);
    }
    if let Some(step) = wider(arg.ty).iter().position(|&ty| set.has(ty)) {
        return (1 + u32::try_from(step).unwrap_or(0), Some(wider(arg.ty)[step]));
    }
    if arg.literal
        && arg.ty.is_string()
        && let Some(&ty) = LITERAL_TYPES.iter().find(|&&ty| set.has(ty))
    {
        return (10, Some(ty));
    }
    (NO_FIT, None)
}

/// One type for the arguments at `which`.
fn unify(
    args: &[ArgType],
    which: &[usize],
    set: TypeSet,
    join: fn(DataType, DataType) -> Option<DataType>,
) -> Result<(u32, Vec<Option<DataType>>, DataType), Mismatch> {
    // A literal string gives way to the type of the others.
    let leads = |at: &&usize| args[**at].ty != DataType::Null && !args[**at].literal;
    let mut common: Option<(usize, DataType)> = None;
    for &at in which.iter().filter(leads).chain(which.iter().filter(|at| args[**at].literal)) {
        let arg = args[at];
        let Some((first, sofar)) = common else {
            if !set.has(arg.ty) && fit_one(arg, set).0 == NO_FIT {
                return Err(Mismatch::Argument { at, expected: set });
            }
            let ty = if set.has(arg.ty) { arg.ty } else { fit_one(arg, set).1.unwrap_or(arg.ty) };
            common = Some((at, ty));
            continue;
        };
        match join(sofar, arg.ty) {
            Some(ty) if set.has(ty) => common = Some((first, ty)),
            _ if arg.literal && arg.ty.is_string() && LITERAL_TYPES.contains(&sofar) => {}
            _ if !set.has(arg.ty) => return Err(Mismatch::Argument { at, expected: set }),
            _ => {
                let (first, at) = (first.min(at), first.max(at));
                return Err(Mismatch::Different { first, at });
            }
        }
    }
    let common = common.map_or(DataType::Null, |(_, ty)| ty);
    let mut cost = 0;
    let mut casts = vec![None; args.len()];
    for &at in which {
        let ty = args[at].ty;
        if ty == common || ty == DataType::Null || (ty.is_string() && common.is_string()) {
            continue;
        }
        casts[at] = Some(common);
        cost += if args[at].literal { 10 } else { 1 };
    }
    Ok((cost, casts, common))
}

/// The type that can hold the values of both, if there is one without loss of meaning.
///
/// `unsigned_long` goes with no other number, as in Elasticsearch.
#[must_use]
pub fn common_type(left: DataType, right: DataType) -> Option<DataType> {
    use DataType::{Date, DateNanos, Double, Integer, Keyword, Long, Null};
    match (left, right) {
        (a, b) if a == b => Some(a),
        (Null, other) | (other, Null) => Some(other),
        (a, b) if a.is_string() && b.is_string() => Some(Keyword),
        (Integer, Long) | (Long, Integer) => Some(Long),
        (Integer | Long, Double) | (Double, Integer | Long) => Some(Double),
        (Date, DateNanos) | (DateNanos, Date) => Some(DateNanos),
        _ => None,
    }
}

/// The type of both, if they have the same; strings are `keyword`.
fn same_type(left: DataType, right: DataType) -> Option<DataType> {
    let numbers = TypeSet::NUMERIC.has(left) && TypeSet::NUMERIC.has(right);
    (left == right || !numbers).then(|| common_type(left, right)).flatten()
}

/// The type of the first of two values one of which is given, if the second can be widened to it.
fn first_type(left: DataType, right: DataType) -> Option<DataType> {
    let common = match (left, right) {
        (DataType::Double, DataType::UnsignedLong) => Some(DataType::Double),
        _ => choice_type(left, right),
    };
    common.filter(|&common| common == left || !TypeSet::NUMERIC.has(left))
}

/// The type of the values of a list: `unsigned_long` takes other whole numbers in.
#[must_use]
pub fn choice_type(left: DataType, right: DataType) -> Option<DataType> {
    use DataType::{Integer, Long, UnsignedLong};
    match (left, right) {
        (UnsignedLong, Integer | Long) | (Integer | Long, UnsignedLong) => Some(UnsignedLong),
        _ => common_type(left, right),
    }
}
