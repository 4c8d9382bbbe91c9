//! What the extractors make of single texts; `testdata/spec/commands` has whole queries.

use esql_data::{Column, DataType, Value, Warnings};

use proptest::prelude::*;

use super::{Dissect, Extractor, Grok, RegisteredDomain, UriParts};
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever pattern and text there are, nothing panics.
    #[test]
    fn any_pattern_and_text(
        dissect in "([ a,é]|%\\{[+/*&?]?[ab]{0,2}(/[0-9])?(->)?\\}|%|\\}){0,6}",
        grok in "([ab.é^$|*+?(){},0-9\\[\\]&:-]|\\\\[a-zA-Z0-9]|%\\{WORD(:a)?\\}|\\(\\?[imx<=!>:]|<a>){0,8}",
        text in "[ab ,é1\n]{0,12}",
    ) {
        let cell = Value::from(text.as_str());
        if let Ok(dissect) = Dissect::new(&dissect, "-") {
            extract(&dissect, &cell);
        }
        if let Ok(grok) = Grok::new(&[&grok]) {
            extract(&grok, &cell);
        }
    }

    /// Whatever text there is, nothing panics.
    #[test]
    fn any_uri_and_domain(text in "(http|file|[a.é%:/?#@\\[\\]0-9 -]|com|%[0-9a-f]{2}){0,10}") {
        let cell = Value::from(text.as_str());
        extract(&UriParts::new(), &cell);
        extract(&RegisteredDomain::new(), &cell);
    }

    /// Values without the delimiter come out of DISSECT and of GROK as they went in.
    #[test]
    fn what_was_joined_comes_apart(values in prop::collection::vec("[a-zé0-9._-]{1,6}", 3)) {
        let cell = Value::from(values.join(" ").as_str());
        let expected = ["a", "b", "c"].iter().zip(&values);
        let expected: Vec<String> = expected.map(|(name, value)| format!("{name}={value}")).collect();
        let dissect = Dissect::new("%{a} %{b} %{c}", "").unwrap();
        prop_assert_eq!(&extract(&dissect, &cell), &expected);
        let grok = Grok::new(&["^%{NOTSPACE:a} %{NOTSPACE:b} %{GREEDYDATA:c}$"]).unwrap();
        prop_assert_eq!(&extract(&grok, &cell), &expected);
    }
}
