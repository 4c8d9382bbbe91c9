//! `MV_GREATER`, `MV_LESS` and `MV_IN_RANGE`.

use esql_data::{Bool, CellsBuilder, Column, DataType, StorageKind, Value};

use crate::families::operator::relation::Relation;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet, since,
};

const fn overload(arguments: usize, kernel: Kernel) -> Overload {
    Overload {
        args: Args::Unified { set: TypeSet::ORDERED, min: arguments, max: arguments },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const ONE_SIDED: FunctionDef = FunctionDef {
    family: Family::MultiValue,
    detail: "A cell without a value is false, and so is a bound that is null or has several \
             values: the result is never null, so that NOT keeps such rows.",
    params: &[Param::new("field", "the values"), Param::new("bound", "the bound")],
    options: &[OptionDef {
        name: "include_bound",
        types: TypeSet::BOOLEAN,
        summary: "whether a value equal to the bound counts; default false",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

pub(super) const MV_GREATER: FunctionDef = FunctionDef {
    name: "mv_greater",
    summary: "Tells whether any value of a cell is greater than a bound.",
    imp: Impl::Scalar(&[overload(2, Kernel::Prepared(greater))]),
    examples: &[Example {
        query: r#"ROW a = [1, 5] | EVAL b = MV_GREATER(a, 4), c = MV_GREATER(a, 5), d = MV_GREATER(a, 5, {"include_bound": true}) | KEEP b, c, d"#,
        answer: "b:boolean | c:boolean | d:boolean\ntrue | false | true",
    }],
    ..ONE_SIDED
};

pub(super) const MV_LESS: FunctionDef = FunctionDef {
    name: "mv_less",
    summary: "Tells whether any value of a cell is less than a bound.",
    imp: Impl::Scalar(&[overload(2, Kernel::Prepared(less))]),
    examples: &[Example {
        query: "ROW a = [3, 5], n = null | EVAL b = MV_LESS(a, 4), c = MV_LESS(n, 4) | KEEP b, c",
        answer: "b:boolean | c:boolean\ntrue | false",
    }],
    ..ONE_SIDED
};

pub(super) const MV_IN_RANGE: FunctionDef = FunctionDef {
    name: "mv_in_range",
    summary: "Tells whether any value of a cell is between two bounds, or equal to one of them.",
    params: &[
        Param::new("field", "the values"),
        Param::new("lower", "the lower bound"),
        Param::new("upper", "the upper bound"),
    ],
    options: &[
        OptionDef {
            name: "include_lower",
            types: TypeSet::BOOLEAN,
            summary: "whether a value equal to the lower bound counts; default true",
        },
        OptionDef {
            name: "include_upper",
            types: TypeSet::BOOLEAN,
            summary: "whether a value equal to the upper bound counts; default true",
        },
    ],
    imp: Impl::Scalar(&[overload(3, Kernel::Prepared(in_range))]),
    examples: &[Example {
        query: r#"ROW a = [0, 100] | EVAL b = MV_IN_RANGE(a, 40, 60), c = MV_IN_RANGE(a, 60, 100), d = MV_IN_RANGE(a, 60, 100, {"include_upper": false}) | KEEP b, c, d"#,
        answer: "b:boolean | c:boolean | d:boolean\nfalse | true | false",
    }],
    ..ONE_SIDED
};

fn greater(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    one_sided(site, Relation::Greater, Relation::GreaterOrEqual)
}

fn less(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    one_sided(site, Relation::Less, Relation::LessOrEqual)
}

fn one_sided(
    site: &CallSite<'_>,
    open: Relation,
    closed: Relation,
) -> Result<Box<dyn Evaluate>, ArgError> {
    let relation = if flag(site, "include_bound", false)? { closed } else { open };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| within(cx, args, &[relation])))
}

fn in_range(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    use Relation::{Greater, GreaterOrEqual, Less, LessOrEqual};
    let lower = if flag(site, "include_lower", true)? { GreaterOrEqual } else { Greater };
    let upper = if flag(site, "include_upper", true)? { LessOrEqual } else { Less };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| within(cx, args, &[lower, upper])))
}

/// The value of an option that is on or off.
fn flag(site: &CallSite<'_>, name: &str, default: bool) -> Result<bool, ArgError> {
    match site.option(name) {
        None => Ok(default),
        Some(Value::Boolean(value)) => Ok(*value),
        Some(_) => {
            let message = format!("option [{name}] must be a boolean");
            Err(ArgError { at: site.args.len(), message })
        }
    }
}

/// Whether any value of the first argument has these relations to the others.
fn within(cx: &mut EvalCx<'_>, args: &[Column], relations: &[Relation]) -> Column {
    let (field, bounds) = (&args[0], &args[1..]);
    let ty = field.ty();
    if args.iter().any(|arg| arg.ty().storage() == StorageKind::Null) {
        return Column::constant(DataType::Boolean, &Value::Boolean(false), cx.rows);
    }
    let mut cells = CellsBuilder::<Bool>::new();
    for row in 0..cx.rows {
        let single = bounds.iter().all(|bound| bound.cell(row).len() == 1);
        let holds = |at: usize| {
            bounds.iter().zip(relations).all(|(bound, relation)| {
                relation.test(ty, field.value(at), bound.value(bound.cell(row).start))
            })
        };
        cells.single(single && field.cell(row).any(holds));
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn bounds_by_row_and_by_type() {
        let double = |value| Value::Double(value);
        let field = Column::from_values(
            DataType::Double,
            &[Value::List(vec![double(-0.0), double(f64::NAN)]), double(3.0), Value::Null],
        );
        let bound = Column::from_values(DataType::Double, &[double(0.0), Value::Null, double(1.0)]);
        let (result, warnings) = check("mv_in_range", &[field, bound.clone(), bound]);
        let expected = [true, false, false].map(Value::Boolean);
        assert_eq!(result, Column::from_values(DataType::Boolean, &expected));
        assert!(warnings.is_empty());
        let version = |text: &str| constant(DataType::Version, text.into());
        let (result, _) = check("mv_greater", &[version("1.10.0"), version("1.9.0")]);
        assert_eq!(result.cell_value(0), Value::Boolean(true));
    }
}
