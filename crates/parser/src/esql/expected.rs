//! What the grammar could have gone on with, in our words and in Elasticsearch's.

use super::command::{COMMANDS, Place};
use super::token::TokenKind;

/// Something that could have stood where parsing failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Expected {
    /// A token of this kind.
    Token(TokenKind),
    /// A word that is a keyword only here.
    Word(&'static str),
    /// The start of an expression.
    Expression,
    /// A binary operator or a predicate such as IS NULL.
    Operator,
    /// A literal or a parameter.
    Constant,
    /// A number.
    Number,
    /// A string literal or a parameter.
    Text,
    /// A column's name.
    Name,
    /// A name pattern.
    NamePattern,
    /// An index pattern.
    IndexPattern,
    /// A pattern of LIKE or RLIKE.
    LikePattern,
    /// A map in braces.
    Map,
    /// A command.
    Command(Place),
}

impl Expected {
    /// In a sentence.
    pub(crate) fn describe(self) -> String {
        match self {
            Expected::Token(kind) => match kind {
                TokenKind::End => "the end of the query".to_owned(),
                TokenKind::Identifier => "a name".to_owned(),
                TokenKind::String => "a string".to_owned(),
                TokenKind::Integer => "a whole number".to_owned(),
                TokenKind::Policy => "the name of a policy".to_owned(),
                TokenKind::Pattern => "a name pattern".to_owned(),
                TokenKind::Raw => "arguments".to_owned(),
                _ => match kind.spelling() {
                    Some(spelling) => format!("`{spelling}`"),
                    None => "something else".to_owned(),
                },
            },
            Expected::Word(word) => format!("`{word}`"),
            Expected::Expression => "an expression".to_owned(),
            Expected::Operator => "an operator".to_owned(),
            Expected::Constant => "a constant".to_owned(),
            Expected::Number => "a number".to_owned(),
            Expected::Text => "a string".to_owned(),
            Expected::Name => "a name".to_owned(),
            Expected::NamePattern => "a name or pattern".to_owned(),
            Expected::IndexPattern => "an index pattern".to_owned(),
            Expected::LikePattern => "a string or a list of strings in parentheses".to_owned(),
            Expected::Map => "options in braces".to_owned(),
            Expected::Command(Place::Source) => "a source command such as `FROM`".to_owned(),
            Expected::Command(Place::Processing) => "a command".to_owned(),
        }
    }

    /// The names that Elasticsearch's grammar has for it.
    fn elastic(self) -> Vec<String> {
        let fixed: &[&str] = match self {
            Expected::Token(kind) => match kind {
                TokenKind::End => &["<EOF>"],
                TokenKind::Identifier => &["UNQUOTED_IDENTIFIER", "QUOTED_IDENTIFIER"],
                TokenKind::String => &["QUOTED_STRING"],
                TokenKind::Integer => &["INTEGER_LITERAL"],
                TokenKind::Policy => &["ENRICH_POLICY_NAME", "QUOTED_STRING"],
                TokenKind::Pattern => &["ID_PATTERN"],
                _ => {
                    let spelling = kind.spelling().map(str::to_lowercase);
                    return spelling.map(|spelling| format!("'{spelling}'")).into_iter().collect();
                }
            },
            Expected::Word(word) => return vec![format!("'{}'", word.to_lowercase())],
            Expected::Expression => &[
                "QUOTED_STRING",
                "INTEGER_LITERAL",
                "DECIMAL_LITERAL",
                "'false'",
                "'not'",
                "'null'",
                "'?'",
                "'true'",
                "'+'",
                "'-'",
                "'??'",
                "NAMED_OR_POSITIONAL_PARAM",
                "NAMED_OR_POSITIONAL_DOUBLE_PARAMS",
                "'['",
                "'('",
                "UNQUOTED_IDENTIFIER",
                "QUOTED_IDENTIFIER",
            ],
            Expected::Operator => &[
                "'and'", "'::'", "':'", "'in'", "'is'", "'like'", "'not'", "'or'", "'rlike'",
                "'=='", "'!='", "'<'", "'<='", "'>'", "'>='", "'+'", "'-'", "'*'", "'/'", "'%'",
            ],
            Expected::Constant => &[
                "QUOTED_STRING",
                "INTEGER_LITERAL",
                "DECIMAL_LITERAL",
                "'false'",
                "'null'",
                "'?'",
                "'true'",
                "'+'",
                "'-'",
                "NAMED_OR_POSITIONAL_PARAM",
                "'['",
            ],
            Expected::Number => &["INTEGER_LITERAL", "DECIMAL_LITERAL", "'+'", "'-'"],
            Expected::Text => &["QUOTED_STRING", "'?'", "NAMED_OR_POSITIONAL_PARAM"],
            Expected::LikePattern => &["QUOTED_STRING", "'?'", "NAMED_OR_POSITIONAL_PARAM", "'('"],
            Expected::Name => &[
                "'?'",
                "'??'",
                "NAMED_OR_POSITIONAL_PARAM",
                "NAMED_OR_POSITIONAL_DOUBLE_PARAMS",
                "UNQUOTED_IDENTIFIER",
                "QUOTED_IDENTIFIER",
            ],
            Expected::NamePattern => &["'?'", "'??'", "NAMED_OR_POSITIONAL_PARAM", "ID_PATTERN"],
            Expected::IndexPattern => &["QUOTED_STRING", "UNQUOTED_SOURCE"],
            Expected::Map => &["'{'"],
            Expected::Command(place) => return elastic_commands(place),
        };
        fixed.iter().map(|&name| name.to_owned()).collect()
    }
}

/// The first words of the commands, as Elasticsearch lists them.
fn elastic_commands(place: Place) -> Vec<String> {
    let mut words: Vec<String> = COMMANDS
        .iter()
        .filter(|def| def.place == place && def.is_released())
        .map(|def| format!("'{}'", def.first_word().to_lowercase()))
        .collect();
    words.sort();
    words.dedup();
    words
}

/// The names of all of them as Elasticsearch writes a set, bare if it is only one.
pub(crate) fn elastic_set(expected: &[Expected]) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in expected.iter().flat_map(|expected| expected.elastic()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [one] => one.clone(),
        _ => format!("{{{}}}", names.join(", ")),
    }
}
