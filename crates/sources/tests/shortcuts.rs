//! Shortcuts change no row: lines ruled out unread hold nothing that passes, and what is passed
//! over unchecked is what the full walk passes over.

use esql_data::{DataType, SiteId, Value};
use esql_functions::registry;
use esql_planner::physical::Expr;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::fixture::{Fixture, Keep, file};
use crate::properties::{Choices, write};

const MAPPING: &str = r#"{"properties": {
    "k": {"type": "keyword"}, "t": {"type": "text"}, "o": {"properties": {"k": {"type": "keyword"}}}
}}"#;

/// The columns; conditions are about the first.
const COLUMNS: &str = "k t o.k #_source";

/// Texts of which some are in others, need escapes, are numbers, or differ only in their case.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "bash",
            "Bash",
            "BASH",
            "ba\u{17f}h",
            "rebash",
            "bash -c",
            "kill",
            "\u{212a}ill",
            "KILL",
            "a/bin/b",
            "c:\\temp\\x",
            "say \"hi\"",
            "line\nfeed",
            "true",
            "truely",
            "1234",
            "12345",
            "\u{130}stanbul",
            "istanbul",
            "gr\u{fc}n",
            "\u{1f600}smile",
        ])
        .prop_map(str::to_owned),
        "[abAB/]{0,4}",
    ]
}

fn value() -> impl Strategy<Value = Json> {
    let one = prop_oneof![
        5 => text().prop_map(Json::from),
        1 => Just(json!(1234)),
        1 => Just(json!(true)),
        1 => Just(Json::Null),
    ];
    prop_oneof![
        6 => one.clone(),
        2 => prop::collection::vec(one.clone(), 0..3).prop_map(Json::from),
        1 => one.prop_map(|value| json!({"x": value, "k": value})),
    ]
}

/// A document; `filler` stands around the fields in many forms.
fn document() -> impl Strategy<Value = Json> {
    (value(), value(), value(), value(), 0..4_u8).prop_map(|(k, t, below, filler, form)| match form
    {
        0 => json!({"k": k, "t": t, "o": {"k": below, "x": filler}}),
        1 => json!({"x": filler, "o.k": below, "t": t, "k": k}),
        2 => json!({"_index": "i", "_source": {"x": [filler], "k": k, "o": {"k": below}, "t": t}}),
        _ => json!({"o": [{"k": below}, {"x": {"k": filler}}], "t": t, "y": [{"k": k}], "k": k}),
    })
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    Expr::Call {
        def: registry::builtin(name).unwrap(),
        overload: 0,
        arg_types: vec![DataType::Keyword; args.len()],
        args,
        options: Vec::new(),
        ret: DataType::Boolean,
        site: SiteId(0),
    }
}

fn literal(text: &str) -> Expr {
    Expr::Literal { ty: DataType::Keyword, value: Value::from(text) }
}

/// A condition on the first column, and the same as a test of the cell's values.
type Condition = (Expr, Box<dyn Fn(&[String]) -> bool + Send + Sync>);

fn condition(kind: usize, a: String, b: String) -> Condition {
    let field = || Expr::Column(0);
    let lower = || call("to_lower", vec![field()]);
    let star = |text: &str| text.replace('\\', "\\\\");
    match kind {
        0 => {
            let expr = call("equal", vec![field(), literal(&a)]);
            (expr, Box::new(move |cell| cell == [a.clone()]))
        }
        1 => {
            let expr = call("in", vec![field(), literal(&a), literal(&b)]);
            (expr, Box::new(move |cell| cell == [a.clone()] || cell == [b.clone()]))
        }
        2 => {
            let expr = call("any_equal", vec![field(), literal(&a)]);
            (expr, Box::new(move |cell| cell.contains(&a)))
        }
        3 => {
            let expr =
                call("like", vec![lower(), literal(&format!("{}*", star(&a.to_lowercase())))]);
            let start = a.to_lowercase();
            let test = move |one: &String| one.to_lowercase().starts_with(&start);
            (expr, Box::new(move |cell| cell.len() == 1 && cell.iter().all(&test)))
        }
        4 => {
            let expr = call("equal", vec![literal(&a.to_lowercase()), lower()]);
            (
                expr,
                Box::new(move |cell| cell.len() == 1 && cell[0].to_lowercase() == a.to_lowercase()),
            )
        }
        5 => {
            let patterns = [literal(&format!("*{}", star(&a))), literal(&format!("{}?", star(&b)))];
            let expr = call("any_like", [vec![field()], patterns.to_vec()].concat());
            let fits = move |one: &String| {
                one.ends_with(&a)
                    || one.strip_prefix(b.as_str()).is_some_and(|rest| rest.chars().count() == 1)
            };
            (expr, Box::new(move |cell| cell.iter().any(&fits)))
        }
        _ => {
            let sides = ["contains", "starts_with"].into_iter().zip([&a, &b]);
            let sides = sides.map(|(name, text)| call(name, vec![field(), literal(text)]));
            let expr = call("or", sides.collect());
            let fits = move |one: &String| one.contains(&a) || one.starts_with(&b);
            (expr, Box::new(move |cell| cell.len() == 1 && cell.iter().all(&fits)))
        }
    }
}

fn rows(text: &str, shortcuts: bool, filter: Option<Condition>) -> Vec<String> {
    let fixture: Fixture = file(text);
    let mut fixture = Fixture { mapping: Some(MAPPING), ..fixture };
    fixture.options.shortcuts = shortcuts;
    fixture.options.rule_out = shortcuts;
    fixture.options.block_bytes = 150;
    if let Some((expr, test)) = filter {
        fixture.conditions = vec![expr];
        fixture.filter = Some(Keep { column: [0], test });
    }
    fixture.rows(COLUMNS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_the_same_without_them(
        documents in prop::collection::vec((document(), any::<u64>()), 1..8),
        kind in 0..7_usize,
        (a, b) in (text(), text()),
    ) {
        let mut lines = String::new();
        for (document, seed) in &documents {
            write(document, &mut Choices::new(*seed), false, &mut lines);
            lines.push('\n');
        }
        let filter = || Some(condition(kind, a.clone(), b.clone()));
        prop_assert_eq!(rows(&lines, true, None), rows(&lines, false, None), "{}", lines);
        // Nothing is told of lines that were not read.
        let kept = |shortcuts: bool| -> Vec<String> {
            let rows = rows(&lines, shortcuts, filter());
            rows.into_iter().filter(|row| !row.starts_with('!')).collect()
        };
        prop_assert_eq!(kept(true), kept(false), "{}", lines);
    }

    /// Where the text is still JSON, that is: else a shortcut may miss what is wrong.
    #[test]
    fn damaged_documents_are_read_the_same(
        document in document(),
        seed: u64,
        damage in prop::collection::vec((any::<usize>(), prop::sample::select(b"\"\\{}[]:, k1x\x01".to_vec())), 1..4),
    ) {
        let mut line = String::new();
        write(&document, &mut Choices::new(seed), false, &mut line);
        let mut bytes = line.into_bytes();
        for (at, byte) in damage {
            let at = at % bytes.len();
            if bytes[at].is_ascii() {
                bytes[at] = byte;
            }
        }
        let line = String::from_utf8(bytes).unwrap();
        let [fast, full] = [true, false].map(|shortcuts| rows(&line, shortcuts, None));
        if serde_json::from_str::<Json>(&line).is_ok() {
            prop_assert_eq!(fast, full, "{}", line);
        }
    }
}

#[test]
fn lines_passed_over_are_counted() {
    let text = "{\"k\":\"bash\"}\n\n{\"k\":\"sh\"}\nbroken\n{\"k\":\"\\u0062ash\"}\n{\"k\":1}\n";
    for (shortcuts, unread) in [(true, 3), (false, 0)] {
        let mut fixture = Fixture { mapping: Some(MAPPING), ..file(text) };
        fixture.options.shortcuts = shortcuts;
        fixture.options.rule_out = shortcuts;
        let (expr, test) = condition(0, "bash".into(), String::new());
        fixture.conditions = vec![expr];
        fixture.filter = Some(Keep { column: [0], test });
        let (batches, reports) = fixture.batches(&fixture.dataset(&[]), COLUMNS).unwrap();
        assert_eq!(batches.iter().map(|batch| batch.rows).sum::<usize>(), 2);
        assert_eq!(reports.iter().map(|report| report.unread).sum::<u64>(), unread);
        let documents = if shortcuts { 2 } else { 4 };
        assert_eq!(reports.iter().map(|report| report.documents).sum::<u64>(), documents);
    }
}
