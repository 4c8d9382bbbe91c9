//! What the extractors make of single texts; `testdata/spec/commands` has whole queries.

use esql_data::{Column, DataType, Value, Warnings};

use super::{Dissect, Extractor, Grok};
use crate::{EvalCx, Session};

/// What comes out of one cell: `name=value` for each output, then the warnings.
pub(super) fn extract(extractor: &dyn Extractor, cell: &Value) -> Vec<String> {
    let session = Session::at(jiff::Timestamp::UNIX_EPOCH);
    let mut warnings = Warnings::default();
    let mut cx = EvalCx::new(&session, &mut warnings, 1);
    let input = Column::from_values(DataType::Keyword, [cell]);
    let columns = extractor.extract(&mut cx, &input);
    let outputs = extractor.outputs().iter().zip(&columns);
    let mut lines: Vec<String> = outputs
        .map(|((name, ty), column)| {
            assert_eq!((column.ty(), column.len()), (*ty, 1));
            format!("{name}={}", column.cell_value(0).print(*ty))
        })
        .collect();
    let site = esql_data::WarningSite { line: 1, column: 1, text: "".into() };
    lines.extend(warnings.lines(&[site]).into_iter().skip(1));
    lines
}

#[test]
fn equal_if_made_of_the_same() {
    let a: &dyn Extractor = &Dissect::new("%{a}", "").unwrap();
    let b: &dyn Extractor = &Dissect::new("%{a}", ",").unwrap();
    let c: &dyn Extractor = &Grok::new(&["%{WORD:a}"]).unwrap();
    assert!(a == a && c == c);
    assert!(a != b && a != c);
}

#[test]
fn several_values_and_none() {
    let dissect = Dissect::new("%{a} %{b}", "").unwrap();
    let cell = Value::List(["1 2", "no", "3 4"].map(Value::from).to_vec());
    assert_eq!(extract(&dissect, &cell), ["a=[1, 3]", "b=[2, 4]"]);
    assert_eq!(extract(&dissect, &Value::Null), ["a=null", "b=null"]);
}
