//! Properties of KQL.

use esql_parser::kql::ast::{Field, Piece, Query, QueryKind, RangeOp, Value, ValueKind};
use esql_parser::kql::{dump, parse, print};
use proptest::prelude::*;

fn soup() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        prop::sample::select(vec![
            "a", "b.c", "and", "or", "not", "AND", ":", "(", ")", "{", "}", "<", "<=", ">", ">=",
            "*", "\"x y\"", "\"", "\\", "\\:", "\\and", "\\u0041", "\\ud83d", " ", "\n", "é",
            "\u{3000}", "-c", "null",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(fragment, 0..30).prop_map(|fragments| fragments.concat())
}

fn node(kind: QueryKind) -> Query {
    Query { kind, span: esql_diagnostics::Span::default() }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z.]{1,6}",
        "[ -~]{1,6}",
        "(and|or|NOT|\not|\ncd)",
        "a  b",
        "[a \u{a0}\u{3000}\n]{1,4}",
        "\\PC{1,4}"
    ]
}

/// Pieces in which texts are not empty and do not touch, as the parser makes them.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    (prop::option::of(text()), prop::collection::vec(prop::option::of(text()), 0..3)).prop_map(
        |(first, rest)| {
            let mut pieces: Vec<Piece> = first.into_iter().map(Piece::Text).collect();
            for text in rest {
                pieces.push(Piece::Star);
                pieces.extend(text.map(Piece::Text));
            }
            if pieces.is_empty() { vec![Piece::Text("x".to_owned())] } else { pieces }
        },
    )
}

fn value() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        pieces()
            .prop_filter("`*` alone is another node", |pieces| pieces != &[Piece::Star])
            .prop_map(ValueKind::Words),
        prop_oneof![Just(String::new()), text()].prop_map(ValueKind::Phrase),
    ];
    kind.prop_map(|kind| Value { kind, span: esql_diagnostics::Span::default() })
}

fn field() -> impl Strategy<Value = Field> {
    pieces().prop_map(|pieces| Field { pieces, span: esql_diagnostics::Span::default() })
}

fn query() -> impl Strategy<Value = Query> {
    let op = prop::sample::select(vec![
        RangeOp::Less,
        RangeOp::LessOrEqual,
        RangeOp::Greater,
        RangeOp::GreaterOrEqual,
    ]);
    let exists = field().prop_filter("`*: *` is all", |field| field.pieces != [Piece::Star]);
    let leaf = prop_oneof![
        Just(QueryKind::All),
        (field(), value()).prop_map(|(field, value)| QueryKind::Is { field, value }),
        exists.prop_map(QueryKind::Exists),
        (field(), op, value()).prop_map(|(field, op, value)| QueryKind::Range { field, op, value }),
        value().prop_map(QueryKind::Any),
    ];
    leaf.prop_map(node).prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several.clone().prop_map(QueryKind::And),
            several.prop_map(QueryKind::Or),
            inner.clone().prop_map(|query| QueryKind::Not(Box::new(query))),
            (field(), inner)
                .prop_map(|(path, query)| QueryKind::Nested { path, query: Box::new(query) }),
        ]
        .prop_map(node)
    })
}

proptest! {
    #[test]
    fn any_text_parses(text in soup()) {
        let parsed = parse(&text);
        if parsed.diagnostics.is_empty() {
            let again = parse(&print(&parsed.query));
            prop_assert_eq!(dump(&again.query), dump(&parsed.query), "{}", print(&parsed.query));
        }
        for diagnostic in &parsed.diagnostics {
            let span = diagnostic.span().unwrap();
            prop_assert!(text.get(span.range()).is_some());
        }
    }

    #[test]
    fn trees_read_back(query in query()) {
        let printed = print(&query);
        let parsed = parse(&printed);
        prop_assert!(parsed.diagnostics.is_empty(), "{}: {:?}", printed, parsed.diagnostics);
        prop_assert_eq!(dump(&parsed.query), dump(&query), "{}", printed);
    }
}
