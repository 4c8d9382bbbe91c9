//! `JSON_EXTRACT`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str, Value};

use super::json::path::Path;
use super::json::reader::extract;
use crate::memo::Memo;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const JSON_EXTRACT: FunctionDef = FunctionDef {
    name: "json_extract",
    family: Family::String,
    summary: "Takes a value out of JSON text by a path.",
    detail: "The path has keys and places, `a.b[0]`, `a['key with. dots']`, perhaps behind `$`. \
             Strings come without their quotes, numbers and booleans as they are written, objects \
             and arrays as JSON; `null` gives null. What is no JSON, or has nothing at the path, \
             gives null and a warning. Of equal keys the first counts, and what stands behind the \
             value is not read. There are no wildcards, slices, filters or negative places.",
    params: &[
        Param::new("string", "the JSON text, or `_source`"),
        Param::new("path", "the path to the value"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING.or(TypeSet::SOURCE), TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[
        Example {
            query: r#"ROW a = """{"user":{"name":"root","ids":[0,7]}}"""
| EVAL b = JSON_EXTRACT(a, "user.name"), c = JSON_EXTRACT(a, "$.user.ids[1]"), d = JSON_EXTRACT(a, "user")
| KEEP b, c, d"#,
            answer: "b:keyword | c:keyword | d:keyword\nroot | 7 | {\"name\":\"root\",\"ids\":[0,7]}",
        },
        Example {
            query: r#"ROW a = """{"service.name":"api"}""" | EVAL b = JSON_EXTRACT(a, "['service.name']") | KEEP b"#,
            answer: "b:keyword\napi",
        },
    ],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let constant = match site.args.get(1).and_then(|arg| arg.constant.as_ref()) {
        Some(Value::Text(text)) => {
            Some(Path::parse(text).map_err(|message| ArgError { at: 1, message })?)
        }
        _ => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| evaluate(cx, args, constant.as_ref())))
}

fn evaluate(cx: &mut EvalCx<'_>, args: &[Column], constant: Option<&Path>) -> Column {
    let (texts, paths) = (Cells::<Str>::new(&args[0]), Cells::<Str>::new(&args[1]));
    let mut compiled = Memo::default();
    let mut cells = CellsBuilder::<Str>::new();
    for row in 0..cx.rows {
        let (Some(text), Some(path)) = (texts.get(row), paths.get(row)) else {
            cells.null();
            continue;
        };
        let path = match constant {
            Some(path) => Ok(path),
            None => compiled.get(path, Path::parse).as_ref().map_err(Clone::clone),
        };
        path.and_then(|path| extract(text, path)).map_err(Problem::argument).put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}
