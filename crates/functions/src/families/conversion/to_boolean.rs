//! `TO_BOOLEAN`.

use esql_data::{Bool, DataType, Double, Int, Long, Str, ULong};

use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_BOOLEAN: FunctionDef = FunctionDef {
    name: "to_boolean",
    aliases: &["to_bool"],
    family: Family::Conversion,
    summary: "Converts a value to a boolean.",
    detail: "The string `true`, in any case, is true, and every other string false; 0 is false \
             and every other number true. Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::BOOLEAN], DataType::Boolean),
        overload(&[TypeSet::INTEGER], kernel!(|value| value != 0; Int => Bool)),
        overload(&[TypeSet::LONG], kernel!(|value| value != 0; Long => Bool)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(|value| value != 0; ULong => Bool)),
        overload(&[TypeSet::DOUBLE], kernel!(|value| value != 0.0; Double => Bool)),
        overload(
            &[TypeSet::STRING],
            kernel!(|text| text.eq_ignore_ascii_case("true"); Str => Bool),
        ),
    ]),
    converts_to: Some(DataType::Boolean),
    examples: &[Example {
        query: r#"ROW a = ["true", "TRUE", "yes", "", "1"] | EVAL b = TO_BOOLEAN(a) | KEEP b"#,
        answer: "b:boolean\n[true, true, false, false, false]",
    }],
    ..FunctionDef::SCALAR
};
