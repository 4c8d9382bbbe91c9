//! The registry of codes. A code is given once and never reused.
//!
//! Ranges: `E01xx` lexer and parser, `E02xx` names, `E03xx` types, `E04xx` checks, `E05xx` KQL and
//! query strings, `E06xx` rule files, `E07xx` documents and sources, `E08xx` execution, `W1xxx`
//! warnings. Lints have theirs in their own table: `E061x` and `E062x` what rules must keep to,
//! `W2xxx` what is suspicious.

use std::fmt;

/// A stable code such as `E0201`, with a title and an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(&'static Entry);

/// What there is to say of a code.
#[derive(PartialEq, Eq, Hash)]
pub struct Entry {
    /// The code as it is printed, for example `E0201`.
    pub name: &'static str,
    /// A short title.
    pub title: &'static str,
    /// What it means and what to do, in a few sentences.
    pub explanation: &'static str,
}

impl Code {
    /// A code that has its place in a table of its own, such as that of the lints.
    #[must_use]
    pub const fn new(entry: &'static Entry) -> Code {
        Code(entry)
    }

    /// The code as it is printed, for example `E0201`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// A short title.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// What it means and what to do, in a few sentences.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        self.0.explanation
    }

    /// The code called `name`, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Code> {
        ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

macro_rules! codes {
    ($($constant:ident = $name:ident, $title:literal, $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "`: ", $title)]
            pub const $constant: Code = Code(&Entry {
                name: stringify!($name),
                title: $title,
                explanation: $explanation,
            });
        )*
        /// Every code, in order.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    SYNTAX = E0101, "unexpected input",
        "The query does not follow the grammar here. The message says what was found and what could have stood there.";
    BAD_TOKEN = E0102, "text that is no token",
        "A character that cannot begin any word of the language, such as a stray quote or a control character.";
    UNTERMINATED = E0103, "a string or comment without an end",
        "A string literal, a quoted name or a comment begins here and never ends.";
    BAD_ESCAPE = E0104, "unknown escape sequence",
        "Inside \"...\" a backslash may be followed by t, n, r, a double quote or a backslash. Use \"\"\"...\"\"\" for text with many backslashes.";
    BAD_NUMBER = E0105, "a number that cannot be read",
        "The literal is outside the range of its type, or not a number at all.";
    UNKNOWN_COMMAND = E0106, "unknown command",
        "After a pipe, only a processing command can follow; at the start, only a source command such as FROM or ROW.";
    TOO_DEEP = E0107, "expression too deep",
        "Expressions may be nested 1,000 levels deep.";
    UNKNOWN_COLUMN = E0201, "unknown column",
        "No field of the data, no mapping and no earlier command gives this name.";
    UNKNOWN_FUNCTION = E0202, "unknown function",
        "No function of this name exists in ES|QL. `esql-run functions` lists all.";
    UNKNOWN_INDEX = E0203, "unknown index",
        "No document of the data belongs to an index that the pattern in FROM matches.";
    AMBIGUOUS_TYPE = E0204, "a field with different types",
        "The indices map this field to different types. Convert it explicitly, for example with `::keyword`.";
    UNKNOWN_OPTION = E0205, "unknown option",
        "The command or function has no option of this name.";
    UNKNOWN_TYPE = E0206, "unknown type",
        "The name behind `::` is no ES|QL data type.";
    TYPE_MISMATCH = E0301, "wrong type",
        "An argument has a type that the function or operator does not take. Convert it explicitly, for example with TO_STRING.";
    WRONG_ARITY = E0302, "wrong number of arguments",
        "The function takes another number of arguments. `esql-run functions NAME` shows its signature.";
    BAD_LITERAL = E0303, "a literal that does not fit",
        "A string literal stands where a date, an IP address, a version or a time span is wanted, and cannot be read as one.";
    NOT_CONSTANT = E0304, "a constant is needed",
        "This argument must be known before the query runs: a literal or an expression over literals.";
    BAD_PATTERN = E0305, "a pattern that cannot be read",
        "The regular expression, wildcard, GROK or DISSECT pattern is not valid.";
    MISPLACED_AGGREGATE = E0401, "an aggregate in the wrong place",
        "Aggregates such as COUNT stand only in STATS and INLINE STATS, and not inside one another.";
    NOT_AN_AGGREGATE = E0402, "a column that is neither aggregated nor a key",
        "In STATS every column must stand inside an aggregate or behind BY.";
    MISPLACED_SEARCH = E0403, "a full-text function in the wrong place",
        "KQL, MATCH, QSTR and the `:` operator look things up in the index. They stand in WHERE, before commands such as STATS, LIMIT or MV_EXPAND.";
    NOT_SUPPORTED = E0404, "not supported",
        "The construct exists in ES|QL, but esql-run does not run it. It is refused rather than answered differently.";
    NOT_IN_STACK = E0405, "not in this stack version",
        "The construct exists in ES|QL, but not in the stack version asked for.";
    BAD_VALUE = E0406, "a value that is not allowed here",
        "The argument of the command or function is outside what it takes.";
    BAD_COLUMN_TYPE = E0407, "a type that cannot be used here",
        "The command cannot sort, group by or return this type.";
    MISSING_PARAMETER = E0408, "a parameter without a value",
        "The query has a parameter such as `?name`, and no value was given for it.";
    MISPLACED_COMMAND = E0409, "a command in the wrong place",
        "Elasticsearch refuses the command here, such as INLINE STATS behind LIMIT, or a second FORK.";
    NOT_GIVEN = E0410, "something that the command needs and that is not given",
        "Some commands read what a cluster has and a query alone has not: the answers of a language model, a database of IP addresses, rules for user agents. The help says with which option it is given.";
    MISPLACED_QUERY = E0411, "a subquery in the wrong place",
        "A subquery behind `IN` stands in WHERE or EVAL, in no function, and gives one column.";
    KQL_SYNTAX = E0501, "KQL that cannot be read",
        "The text inside KQL(\"...\") does not follow the Kibana Query Language.";
    QUERY_STRING_SYNTAX = E0502, "a query string that cannot be read",
        "The text inside QSTR(\"...\") does not follow Lucene's query string syntax.";
    RULE_FILE = E0601, "a rule file that cannot be read",
        "The file is no TOML, or lacks the parts of a detection rule.";
    RULE_TYPE = E0602, "a rule of another type",
        "Only rules whose type is esql have an ES|QL query.";
    RULE_KEY = E0603, "an entry that no rule has",
        "The table has no entry of this name, so that what it says has no effect. Often it is a slip.";
    RULE_ENTRY = E0604, "an entry that is missing",
        "A rule cannot be installed without this entry.";
    RULE_VALUE = E0605, "an entry with a wrong value",
        "The entry is of another type, or its value is not among those that it can have.";
    CONFIG = E0606, "a configuration that cannot be read",
        "The file `esql-run.toml` is no TOML, or says something that is not understood.";
    TEST_FILE = E0607, "a test file that cannot be read",
        "The file is no TOML, or has an entry that no test has, or one of another type.";
    FILE_NOT_READ = E0701, "a file that cannot be read",
        "The file or folder does not exist, or may not be read.";
    BAD_DOCUMENT = E0702, "a line that is no document",
        "The line is not a JSON object. It is left out; `--strict` makes it an error.";
    BAD_FIELD_VALUE = E0703, "a value that does not fit its field",
        "Elasticsearch would reject or ignore this value, as the field's type cannot hold it. It is left out; `--strict` makes it an error.";
    BAD_COMPRESSION = E0704, "compressed data that cannot be read",
        "The gzip or zstd data is damaged or cut short.";
    BAD_MAPPING = E0705, "a mapping that cannot be read",
        "The file given with `--mapping` is not an Elasticsearch mapping or index template.";
    OUT_OF_MEMORY = E0801, "memory budget reached",
        "The query needs more memory than `--memory` allows, and what it holds cannot wait in temporary files. Narrow the WHERE, group by fewer keys, or raise the budget.";
    INTERRUPTED = E0802, "interrupted",
        "The query was stopped before it ended.";
    OUTPUT = E0803, "output that cannot be written",
        "The result could not be written to its file or to standard output.";
    SERVICE = E0804, "what a command asks gives no answer",
        "COMPLETION asks something outside of the query: the file or the model given with `--completion`. It could not be reached, or it has no answer for one of the prompts.";
    TEMPORARY_FILE = E0805, "a temporary file that failed",
        "Groups that do not fit into the memory budget wait in temporary files. One could not be written or read. Make room in the folder for temporary files, or raise `--memory`.";
    INTERNAL = E0899, "internal error",
        "A bug in esql-run. Please report it with the query.";
    RUNTIME = W1001, "warning of the query",
        "Elasticsearch gives the same warning in the `Warning` header of its answer.";
    UNMAPPED_FIELD = W1002, "a field that no event has",
        "The field is in no event, in no mapping and in no field table, so it is null for every event. `--unmapped fail` makes it an error, as in Elasticsearch.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_explained() {
        for (at, code) in ALL.iter().enumerate() {
            assert!(ALL[at + 1..].iter().all(|other| other.name() != code.name()), "{code}");
            assert!(!code.title().is_empty() && code.explanation().ends_with('.'), "{code}");
            assert_eq!(Code::find(&code.name().to_lowercase()), Some(*code));
        }
    }
}
