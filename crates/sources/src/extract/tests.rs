//! Tests of extraction.

use proptest::prelude::*;

use super::*;

/// The values of `paths` (`=` before a path keeps it whole), written one path after another.
fn extract(paths: &[&str], text: &str) -> Result<String, Malformed> {
    let wanted = Wanted::new(paths.iter().enumerate().map(|(slot, path)| {
        let keep = if path.starts_with('=') { Keep::Whole } else { Keep::Flat };
        (path.trim_start_matches('=').split('.').collect(), keep, slot)
    }));
    let [all, some] = [Check::Everything, Check::Wanted].map(|check| {
        let mut slots = Slots::new(paths.len());
        Extractor::new(&wanted, check).extract(text, &mut slots)?;
        let all = (0..paths.len())
            .map(|slot| slots.get(slot).iter().map(|raw| raw.text).collect::<Vec<_>>().join(","));
        Ok(all.collect::<Vec<_>>().join("|"))
    });
    if all.is_ok() {
        assert_eq!(all, some, "{text}");
    }
    all
}

#[test]
fn spellings_of_a_path_add_up() {
    let paths = ["a.b.c", "d"];
    for text in [
        r#"{"a":{"b":{"c":"x"}},"d":1}"#,
        r#"{"a.b.c":"x","d":1}"#,
        r#"{"d":1,"a.b":{"c":"x"}}"#,
        r#"{"a":{"b.c":"x","b":null},"d":[1]}"#,
        r#"{"\u0061.b":{"c":["x"]},"d":[[],[1]]}"#,
        r#"{"a":[{"b":[{"c":"x"},5]},null,"no"],"d":1}"#,
    ] {
        assert_eq!(extract(&paths, text).as_deref(), Ok("x|1"), "{text}");
    }
    let mixed = r#"{"a":{"b":{"c":1}},"a.b.c":2,"a.b":{"c":[3,null]},"a":{"b.c":4}}"#;
    assert_eq!(extract(&["a.b.c"], mixed).as_deref(), Ok("2,3,4"));
}

#[test]
fn the_last_of_two_equal_keys_counts() {
    for (text, expected) in [
        (r#"{"a":1,"a":2}"#, "2|"),
        (r#"{"a":[1,2],"x":0,"\u0061":[3],"a":[4,5]}"#, "4,5|"),
        (r#"{"a":1,"a":null}"#, "|"),
        (r#"{"b":{"c":1,"c":2},"b":{"d":1}}"#, "|"),
        (r#"{"b":{"c":1,"c":2}}"#, "|2"),
        (r#"{"b":[{"c":1},{"c":2}]}"#, "|1,2"),
    ] {
        assert_eq!(extract(&["a", "b.c"], text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn leaf_and_parent_and_whole_values() {
    let text = r#"{"a":{"b":1},"a":{"b":{"c":2}},"p":[1,[2,{"x":[]}]]}"#;
    assert_eq!(
        extract(&["a", "a.b", "a.b.c", "=a", "=p", "p"], text).as_deref(),
        Ok(r#"||2|{"b":{"c":2}}|[1,[2,{"x":[]}]]|1,2,{"x":[]}"#)
    );
    assert_eq!(extract(&["a"], r#"{"a":{"b":1}}"#).as_deref(), Ok(r#"{"b":1}"#));
}

#[test]
fn many_wanted_keys() {
    let names: Vec<String> = (0..40).map(|at| format!("k{at}")).collect();
    let paths: Vec<&str> = names.iter().map(String::as_str).collect();
    let members: Vec<String> = (0..80).rev().map(|at| format!("\"k{at}\":{at}")).collect();
    let expected: Vec<String> = (0..40).map(|at: usize| at.to_string()).collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(extract(&paths, &text), Ok(expected.join("|")));
}

#[test]
fn everything_passed_over_is_checked() {
    for text in ["[]", "1", "", "{\"x\":}", "{\"x\":[1,]}", "{\"x\":1} x", "{\"x\":\"\u{1}\"}"] {
        assert!(extract(&["a"], text).is_err(), "{text}");
    }
}

/// Objects with few keys in any order, written in any way.
fn object() -> impl Strategy<Value = String> {
    let key = || {
        prop::sample::select(vec![
            "a",
            "b",
            "c",
            "a.b",
            "\\u0061",
            "other",
            "x\\\"a",
            "rather long",
        ])
    };
    let space = || prop::sample::select(vec!["", "", "", " "]);
    let long = r#""\"a\":{ a text that is longer than sixty-four bytes: [\\ \"b\":1 } ,\\""#;
    let scalar = prop::sample::select(vec![
        "1",
        "\"x\"",
        "\"\\n\"",
        "null",
        "[1,2]",
        "{}",
        "[{}]",
        "[{\"b\":1}]",
        long,
    ]);
    scalar.prop_map(str::to_owned).prop_recursive(3, 24, 6, move |value| {
        let member = (space(), key(), space(), value).prop_map(|(before, key, space, value)| {
            format!("{before}\"{key}\"{space}:{space}{value}")
        });
        prop::collection::vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(",")))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_learnt_of_earlier_documents_changes_nothing(
        documents in prop::collection::vec(object(), 1..12)
    ) {
        let paths = ["a.b.c", "a.b", "b", "c.a", "c.rather long", "other.a"];
        let wanted = Wanted::new(paths.iter().enumerate().map(|(slot, path)| {
            (path.split('.').collect(), Keep::Flat, slot)
        }));
        let mut learning = Extractor::new(&wanted, Check::Wanted);
        let (mut found, mut expected) = (Slots::new(paths.len()), Slots::new(paths.len()));
        for document in &documents {
            let result = learning.extract(document, &mut found);
            let mut full = Extractor::new(&wanted, Check::Everything);
            prop_assert_eq!(result, full.extract(document, &mut expected));
            if result.is_ok() {
                prop_assert_eq!(&found.values, &expected.values, "{}", document);
            }
        }
    }
}
