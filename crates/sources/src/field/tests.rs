//! Values of documents in fields of each mapping type.

use super::*;

/// The cell that `json`, a value or an array of values, becomes in a field of this mapping type,
/// and how many of its values did not fit.
fn cell(mapping: &FieldMapping, json: &str) -> String {
    let ty = DataType::of_mapping(&mapping.kind).unwrap();
    let text = format!("{{\"f\":{json}}}");
    let keep = if FieldColumn::reads_whole(ty) {
        crate::extract::Keep::Whole
    } else {
        crate::extract::Keep::Flat
    };
    let wanted = crate::extract::Wanted::new([(vec!["f"], keep, 0)]);
    let mut slots = crate::extract::Slots::new(1);
    crate::extract::Extractor::new(&wanted, crate::extract::Check::Everything)
        .extract(&text, &mut slots)
        .unwrap();
    let mut column = FieldColumn::new(ty, mapping);
    let mut misfits = Vec::new();
    column.push(slots.get(0), &mut |raw, reason| misfits.push(format!(" {reason:?} {}", raw.text)));
    let column = column.finish();
    assert_eq!(column.len(), 1);
    column.cell_value(0).print(ty) + &misfits.concat()
}

fn mapping(kind: &str) -> FieldMapping {
    FieldMapping {
        path: "f".into(),
        kind: kind.into(),
        ignore_above: None,
        scaling_factor: (kind == "scaled_float").then_some(100.0),
        constant: None,
        lowercase: false,
        values: Values::Usual,
    }
}

fn check(kind: &str, cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        assert_eq!(cell(&mapping(kind), json), *expected, "{kind} {json}");
    }
}

#[test]
fn keywords_are_sorted_sets_of_texts() {
    let cases = [
        (r#""a""#, "a"),
        (r#"["b","a",["b",null]]"#, "[a, b]"),
        (r#"[2,10,1.0,1e3,true]"#, "[1.0, 10, 1e3, 2, true]"),
        ("null", "null"),
        ("[]", "null"),
        (r#""""#, ""),
        (r#"["x",{"y":1}]"#, r#"x Malformed {"y":1}"#),
        (r#""\u00e9\n""#, "é\n"),
    ];
    check("keyword", &cases);
    check("wildcard", &cases);
    check("version", &[(r#"["1.10.0","1.9.0","1.9.0"]"#, "[1.9.0, 1.10.0]")]);
    check("match_only_text", &[(r#"["b","a","b",1]"#, "[b, a, b, 1]")]);
}

#[test]
fn long_keywords_are_ignored() {
    let mapping = FieldMapping { ignore_above: Some(3), ..mapping("keyword") };
    assert_eq!(cell(&mapping, r#"["abc","abcd"]"#), "abc TooLong abcd");
    // Three UTF-16 units in six bytes; then four in eight.
    assert_eq!(cell(&mapping, "\"ééé\""), "ééé");
    assert_eq!(cell(&mapping, "\"😀😀\""), "null TooLong 😀😀");
}

#[test]
fn normalizer_and_constant() {
    let lower = FieldMapping { lowercase: true, ..mapping("keyword") };
    assert_eq!(cell(&lower, r#"["ÄB","äb","ΑΣ"]"#), "[äb, ασ]");
    let constant = FieldMapping { constant: Some("k".into()), ..mapping("constant_keyword") };
    assert_eq!(cell(&constant, "[]"), "k");
}

#[test]
fn numbers() {
    check(
        "long",
        &[
            ("[3,1,3]", "[1, 3, 3]"),
            (r#""7""#, "7"),
            (r#""1.9""#, "1"),
            ("-1.9", "-1"),
            ("1e3", "1000"),
            ("12345678901234567.8", "12345678901234567"),
            ("9223372036854775807", "9223372036854775807"),
            ("9223372036854775808", "null Malformed 9223372036854775808"),
            ("1e400", "null Malformed 1e400"),
            ("1e-400", "0"),
            ("0e99999999999", "null Malformed 0e99999999999"),
            (r#""""#, "null"),
            (r#"["x",true,{}]"#, "null Malformed x Malformed true Malformed {}"),
        ],
    );
    check("integer", &[("2147483648", "null Malformed 2147483648"), ("-5", "-5")]);
    check("short", &[("32767", "32767"), ("32768", "null Malformed 32768")]);
    check("byte", &[("-128", "-128"), ("128", "null Malformed 128")]);
    check(
        "unsigned_long",
        &[
            ("18446744073709551615", "18446744073709551615"),
            ("[2,1,2.0]", "[1, 2, 2]"),
            ("[1.5,-1]", "null Malformed 1.5 Malformed -1"),
        ],
    );
    check(
        "double",
        &[
            ("[1,0.5,-0.0]", "[-0.0, 0.5, 1.0]"),
            (r#""1e2""#, "100.0"),
            ("1e999", "null Malformed 1e999"),
        ],
    );
    check("float", &[("0.1", "0.10000000149011612"), ("1e39", "null Malformed 1e39")]);
    check("half_float", &[("0.1", "0.0999755859375"), ("65520", "null Malformed 65520")]);
    check(
        "scaled_float",
        &[("0.295", "0.3"), ("0.294", "0.29"), ("-0.295", "-0.29"), ("0.07", "0.07")],
    );
}

#[test]
fn booleans_and_addresses() {
    check(
        "boolean",
        &[
            (r#"[true,"false","",true]"#, "[false, false, true, true]"),
            (r#"["yes",1]"#, "null Malformed yes Malformed 1"),
        ],
    );
    check(
        "ip",
        &[
            (r#"["10.0.0.2","10.0.0.1","10.0.0.2","::1"]"#, "[::1, 10.0.0.1, 10.0.0.2]"),
            (r#"["10.0.0.256",1]"#, "null Malformed 10.0.0.256 Malformed 1"),
        ],
    );
}

#[test]
fn dates() {
    check(
        "date",
        &[
            (
                r#"["2026-03-26T10:00:00Z",1774519200123]"#,
                "[2026-03-26T10:00:00.000Z, 2026-03-26T10:00:00.123Z]",
            ),
            ("2026", "2026-01-01T00:00:00.000Z"),
            ("12", "1970-01-01T00:00:00.012Z"),
            (r#""-1""#, "1969-12-31T23:59:59.999Z"),
            ("1774519200123.9", "2026-03-26T10:00:00.123Z"),
            ("-0.5", "1969-12-31T23:59:59.999Z"),
            (
                r#"["today",true,"2026-03-26 10:00:00"]"#,
                "null Malformed today Malformed true Malformed 2026-03-26 10:00:00",
            ),
        ],
    );
    check(
        "date_nanos",
        &[
            (r#""2026-03-26T10:00:00.123456789Z""#, "2026-03-26T10:00:00.123456789Z"),
            ("1774519200123.456", "2026-03-26T10:00:00.123456Z"),
            ("-5", "null Malformed -5"),
        ],
    );
}

#[test]
fn points() {
    check(
        "geo_point",
        &[
            (r#"{"lat":55.5,"lon":12}"#, "POINT (12.0 55.5)"),
            (r#"{"lat":"55.5","lon":"12"}"#, "POINT (12.0 55.5)"),
            (r#""55.5,12""#, "POINT (12.0 55.5)"),
            ("[12,55.5]", "POINT (12.0 55.5)"),
            (r#""POINT (12 55.5)""#, "POINT (12.0 55.5)"),
            (r#"{"type":"Point","coordinates":[12,55.5,100]}"#, "POINT (12.0 55.5)"),
            (
                r#"[[2,1],{"lat":0,"lon":1},"5,6"]"#,
                "[POINT (2.0 1.0), POINT (1.0 0.0), POINT (6.0 5.0)]",
            ),
            (r#"{"lat":91,"lon":0}"#, r#"null Malformed {"lat":91,"lon":0}"#),
            (r#"["x"]"#, r#"null Malformed ["x"]"#),
            ("[]", "null"),
            ("null", "null"),
        ],
    );
    check(
        "point",
        &[(r#"{"x":1000,"y":-2}"#, "POINT (1000.0 -2.0)"), (r#""1,2""#, "POINT (1.0 2.0)")],
    );
}
