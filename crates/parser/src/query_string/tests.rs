//! Query strings and what they mean, in one line each.

use super::ast::{Bound, Occur, Operator, Query, QueryKind, Value};
use super::parse;

/// The tree in one line: `+` must, `-` must not, `field:value`.
fn shown(text: &str, default: Operator) -> String {
    let parsed = parse(text, default);
    if let Some(error) = parsed.diagnostics.first() {
        return format!("error: {}", error.message);
    }
    show(&parsed.query)
}

fn show(query: &Query) -> String {
    match &query.kind {
        QueryKind::All => "all".to_owned(),
        QueryKind::Nothing => "nothing".to_owned(),
        QueryKind::Error => "error".to_owned(),
        QueryKind::Exists(field) => format!("exists {}", field.name),
        QueryKind::Is { field, value } => {
            let field = field.as_ref().map_or(String::new(), |field| format!("{}:", field.name));
            format!("{field}{}", show_value(value))
        }
        QueryKind::Clauses(clauses) => {
            let clauses: Vec<String> = clauses
                .iter()
                .map(|clause| {
                    let sign = match clause.occur {
                        Occur::Must => "+",
                        Occur::MustNot => "-",
                        Occur::Should => "",
                    };
                    format!("{sign}{}", show(&clause.query))
                })
                .collect();
            format!("({})", clauses.join(", "))
        }
    }
}

fn show_value(value: &Value) -> String {
    let bound = |bound: &Option<Bound>| match bound {
        None => "*".to_owned(),
        Some(bound) => format!("{}{}", bound.text, if bound.inclusive { "" } else { "!" }),
    };
    match value {
        Value::Words(text) => text.clone(),
        Value::Phrase { text, slop } => format!("{text:?}~{slop:?}"),
        Value::Wildcard(pattern) => format!("like {pattern}"),
        Value::Regex(pattern) => format!("/{pattern}/"),
        Value::Fuzzy { text, edits } => format!("{text}~{edits:?}"),
        Value::Range { low, high } => format!("{}..{}", bound(low), bound(high)),
    }
}

#[test]
fn clauses() {
    for (text, or, and) in [
        ("", "nothing", "nothing"),
        ("*:*", "all", "all"),
        ("a", "a", "a"),
        ("a b", "a b", "a b"),
        ("f:a b c", "(f:a, b c)", "(+f:a, +b c)"),
        ("f:(a b)", "f:a b", "f:a b"),
        ("a AND b", "(+a, +b)", "(+a, +b)"),
        ("a OR b AND c", "(a, +b, +c)", "(a, +b, +c)"),
        ("a && b || c", "(+a, +b, c)", "(+a, b, c)"),
        ("a b c AND d", "(a b, +c, +d)", "(+a b, +c, +d)"),
        ("a OR b", "(a, b)", "(a, b)"),
        ("NOT a", "(-a)", "(-a)"),
        ("+a -b !c", "(+a, -b, -c)", "(+a, -b, -c)"),
        ("a - b", "(a, -, b)", "(+a, +-, +b)"),
        ("f:(a OR -b)^2 c^3", "((f:a, -f:b), c)", "(+(f:a, -f:b), +c)"),
        ("a and g:F", "(a and, g:F)", "(+a and, +g:F)"),
    ] {
        assert_eq!(shown(text, Operator::Or), or, "{text}");
        assert_eq!(shown(text, Operator::And), and, "{text}");
    }
}

#[test]
fn values() {
    for (text, expected) in [
        (r#""a \"b\" c"~3"#, r#""a \"b\" c"~Some(3)"#),
        (r#"f:"a""#, r#"f:"a"~None"#),
        ("f:ab*", "f:like ab*"),
        (r"f:a\*b*", r"f:like a\*b*"),
        ("f:*b?c", "f:like *b?c"),
        ("f:*", "exists f"),
        ("_exists_:a.b", "exists a.b"),
        ("a.\\*:x", "a.*:x"),
        ("hobbjt~", "hobbjt~None"),
        ("hobbjt~1", "hobbjt~Some(1)"),
        ("f:/a[bc]\\/d/", "f:/a[bc]/d/"),
        ("f:[1 TO 2}", "f:1..2!"),
        ("f:{* TO \"b c\"]", "f:*..b c"),
        ("f:>=10", "f:10..*"),
        ("f:(>10 AND <=20)", "(+f:10!..*, +f:*..20)"),
        (r"f:C\:\\Temp", r"f:C:\Temp"),
        (r"\u0041b", "Ab"),
    ] {
        assert_eq!(shown(text, Operator::Or), expected, "{text}");
    }
}

#[test]
fn errors() {
    for (text, expected) in [
        ("(a", "error: expected `)`"),
        ("a)", "error: expected a clause or the end"),
        ("a AND", "error: expected a value"),
        ("f:", "error: expected a value"),
        ("\"a", "error: a phrase without an end"),
        ("/usr", "error: a regular expression without an end"),
        ("f:[1 2]", "error: expected `TO`"),
        ("f:[1 TO 2", "error: expected `]` or `}`"),
        ("a]", "error: unexpected character"),
        ("a~3", "error: a distance out of range"),
        ("a\\", "error: a backslash that escapes nothing"),
    ] {
        assert_eq!(shown(text, Operator::Or), expected, "{text}");
    }
    let deep = format!("{}a{}", "(".repeat(2000), ")".repeat(2000));
    assert_eq!(shown(&deep, Operator::Or), "error: the query is nested too deep");
}
