//! What patterns mean, and what is said of those that cannot be used.

use super::*;
use crate::extract::tests::extract;

fn grok(pattern: &str, text: &str) -> Vec<String> {
    extract(&Grok::new(&[pattern]).unwrap(), &text.into())
}

fn error(pattern: &str) -> String {
    let error = Grok::new(&[pattern]).unwrap_err();
    error.elastic.unwrap_or_else(|| format!("! {}", error.message))
}

/// The text of group `x` in each of the matches' first.
fn x(pattern: &str, text: &str) -> String {
    let found = grok(&format!("(?<x>{pattern})"), text).concat();
    found.strip_prefix("x=").unwrap().to_owned()
}

#[test]
fn takes_text_apart() {
    for (pattern, text, found) in [
        ("%{WORD:a} %{WORD:b}", "foo bar", &["a=foo", "b=bar"][..]),
        ("%{WORD:b} %{WORD:a}", "foo bar", &["a=bar", "b=foo"]),
        ("%{WORD:a} %{WORD:a}", "foo bar", &["a=[foo, bar]"]),
        ("%{WORD:a}( %{INT:b:int})?", "foo", &["a=foo", "b=null"]),
        ("%{IP:a.b}", "at 10.0.0.1:80", &["a.b=10.0.0.1"]),
        ("(?<a.b>[a-z]+)-(?<c>x)?", "ab-", &["a.b=ab", "c=null"]),
        ("x%{DATA:a}y", "xy", &["a="]),
        ("%{WORD} %{WORD:b}", "foo bar", &["b=bar"]),
        (
            "%{NUMBER:a:int} %{NUMBER:b:long} %{NUMBER:c:double}",
            "1 2 3.5",
            &["a=1", "b=2", "c=3.5"],
        ),
        ("%{NUMBER:a:float}", "0.1", &["a=0.10000000149011612"]),
        ("%{WORD:a:boolean} %{WORD:b:boolean}", "TRUE yes", &["a=true", "b=false"]),
        ("%{WORD:a:string} %{WORD:b:what}", "x y", &["a=x", "b=y"]),
        ("(?<a:int>5)", "5", &["int=5"]),
        ("%{WORD:@timestamp}", "x", &["@timestamp=x"]),
        ("%{WORD:a b}", "%{WORD:a b}", &[]),
    ] {
        assert_eq!(grok(pattern, text), found, "{pattern} in {text}");
    }
}

#[test]
fn a_value_that_is_no_number_makes_the_row_null() {
    assert_eq!(
        grok("%{WORD:a} %{NUMBER:b:int}", "x 1.5"),
        [
            "a=null",
            "b=null",
            "Line 1:1: java.lang.NumberFormatException: For input string: \"1.5\"",
        ]
    );
}

#[test]
fn several_patterns() {
    let grok = Grok::new(&["b %{WORD:x}", "a %{WORD:y}"]).unwrap();
    assert_eq!(extract(&grok, &"b 1".into()), ["x=1", "y=null"]);
    // The match that comes first in the text wins, whichever pattern it is of.
    assert_eq!(extract(&grok, &"a 1 b 2".into()), ["x=null", "y=1"]);
    let error = Grok::new(&["a", "%{NOPE}"]).unwrap_err();
    assert_eq!((error.pattern, error.at), (1, 2..6));
    let error = Grok::new(&["a", "(b"]).unwrap_err();
    assert_eq!((error.pattern, error.at), (1, 0..2));
    let error = Grok::new(&["%{UUID:def}", "%{INT:def}"]).unwrap_err();
    assert_eq!((error.pattern, error.at), (1, 6..9));
    assert_eq!(
        error.elastic.unwrap(),
        "Invalid GROK patterns [%{UUID:def}, %{INT:def}]: the attribute [def] is defined \
         multiple times with different types"
    );
}

#[test]
fn means_what_oniguruma_means() {
    for (pattern, text, found) in [
        (r"\w+", "é_1ü", "_1"),
        (r"\d\h+", "٣4fg", "4f"),
        (r"\S+", " \u{a0}b ", "\u{a0}b"),
        (r"\bb\b", "éb b", "b"),
        (r"[[:alpha:]]+", "1éb2", "éb"),
        (r"[[:^digit:]b]+", "1a2", "a"),
        (r"[[[:alnum:]]_%]+", "-é_%1-", "é_%1"),
        (r"[\p{Lu}\d]+", "aÉ1", "É1"),
        (r"\p{^Alpha}+", "a12", "12"),
        (r"[a-z&&[^aeiou]]+", "aeibc", "bc"),
        (r"[]a]+", "b]a", "]a"),
        (r"[a-]+", "b-a", "-a"),
        (r"[0-9-a]+", "b1-a", "1-a"),
        (r"(?i)straße|é", "É", "É"),
        (r"(?i:a)b", "AB Ab", "Ab"),
        (r"a(?i)b|c", "aB", "aB"),
        (r"a(?i)b|c", "aC", "aC"),
        (r"(a(?i)b)c", "aBC aBc", "aBc"),
        (r"(?im)a.b", "A\nB", "A\nB"),
        (r"a.b", "a\nb a b", "a b"),
        (r"^b$", "a\nb\nc", "b"),
        (r"^(?!a)", "a\n", "null"),
        (r"b\z|a", "ab\n", "a"),
        (r"b\Z", "ab\n", "b"),
        ("(?x) a b # c\n", "ab", "ab"),
        (r"a(?#no)b", "ab", "ab"),
        (r"(?<!a)b(?=c)", "abc bc", "b"),
        (r"(?>a|ab)c", "abc", "null"),
        (r"a++a", "aaa", "null"),
        (r"a{2}?b", "b", "b"),
        (r"a{2}+", "aaaaa", "aaaa"),
        (r"a{,2}", "aaa", "aa"),
        (r"a{,}", "a{,}", "a{,}"),
        (r"a{x}%\{}", "a{x}%{}", "a{x}%{}"),
        (r"a*?b", "aab", "aab"),
        (r"a**", "aa", "aa"),
        (r"\x41\x{e9}\101?\t", "Aé\t", "Aé\t"),
        (r"\/\-\<\>\_", "/-<>_", "/-<>_"),
        (r"<a>#&~", "<a>#&~", "<a>#&~"),
        (r"(?<q>['\x22])b\k<q>", "'b\" 'b'", "'b'"),
    ] {
        // A group of its own may be in the pattern.
        let found_x = grok(&format!("(?<x>{pattern})"), text).pop().unwrap();
        assert_eq!(found_x, format!("x={found}"), "{pattern} in {text:?}");
    }
    assert_eq!(x("a|b", "b"), "b");
}

#[test]
fn tells_what_is_wrong() {
    for (pattern, why) in [
        (
            "%{_invalid_:x}",
            "Invalid pattern [%{_invalid_:x}] for grok: Unable to find pattern [_invalid_] in Grok's pattern dictionary",
        ),
        ("(?P<j>.+)", "Invalid GROK pattern [(?P<j>.+)]: [undefined group option]"),
        ("(a", "Invalid GROK pattern [(a]: [end pattern with unmatched parenthesis]"),
        ("a)", "Invalid GROK pattern [a)]: [unmatched close parenthesis]"),
        ("[a", "Invalid GROK pattern [[a]: [premature end of char-class]"),
        ("[]", "Invalid GROK pattern [[]]: [empty char-class]"),
        ("[z-a]", "Invalid GROK pattern [[z-a]]: [empty range in char class]"),
        ("*", "Invalid GROK pattern [*]: [target of repeat operator is not specified]"),
        ("a{3,2}", "Invalid GROK pattern [a{3,2}]: [upper is smaller than lower in repeat range]"),
        ("a\\", "Invalid GROK pattern [a\\]: [end pattern at escape]"),
        ("(?<>a)", "Invalid GROK pattern [(?<>a)]: [group name is empty]"),
        ("(?<1a>a)", "Invalid GROK pattern [(?<1a>a)]: [invalid group name <1a>]"),
        ("\\k<a>", "Invalid GROK pattern [\\k<a>]: [undefined name <a> reference]"),
        (
            "(?<a>b)\\1",
            "Invalid GROK pattern [(?<a>b)\\1]: [numbered backref/call is not allowed. (use name)]",
        ),
        ("\\p{Nope}", "Invalid GROK pattern [\\p{Nope}]: [invalid character property name {Nope}]"),
        (
            "%{NUMBER:a} %{WORD:a}",
            "Invalid GROK pattern [%{NUMBER:a} %{WORD:a}]: the attribute [a] is defined multiple times with different types",
        ),
        ("\\Ga", "! `\\G` is not supported"),
        ("(?~a)", "! `(?~…)` is not supported"),
        ("(?u)a", "! flag `u` is not supported"),
    ] {
        assert_eq!(error(pattern), why);
    }
}

/// The patterns that Elasticsearch's own copy of the library cannot use, either since they have
/// lost a bracket or since ES|QL wants each column to come from one kind of group.
#[test]
fn all_patterns_of_the_bank_compile() {
    let mut failed: Vec<String> = bank::names()
        .filter_map(|name| {
            let error = Grok::new(&[&format!("%{{{name}}}")]).err()?;
            Some(format!("{name}: {}", error.message))
        })
        .collect();
    failed.sort();
    insta::assert_snapshot!(failed.join("\n"));
}

#[test]
fn what_a_text_lacks() {
    let grok = Grok::new(&["user=%{WORD:who} from %{IP:ip}"]).unwrap();
    assert_eq!(grok.unmet("session closed"), Some("user=".into()));
    assert_eq!(grok.unmet("user=- from 10.0.0.1"), Some("%{WORD:who}".into()));
    assert_eq!(grok.unmet("user=a at 10.0.0.1"), Some(" from ".into()));
    assert_eq!(grok.unmet("user=a from b"), Some("%{IP:ip}".into()));
}
