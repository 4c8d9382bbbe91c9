//! Any text parses as KQL without a panic; valid text prints to text that reads as the same tree.
#![no_main]

use esql_parser::kql::{dump, parse, print};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let printed = print(&parsed.query);
    if parsed.diagnostics.is_empty() {
        let again = parse(&printed);
        assert_eq!(again.diagnostics, []);
        assert_eq!(dump(&again.query), dump(&parsed.query));
    }
});
