//! The modes of the lexer: which words are keywords, and how names are cut.

use super::token::Keyword;

/// How the words of a command are cut into tokens. Punctuation, strings, numbers, blanks and
/// comments are the same in all modes but [`LexMode::Raw`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LexMode {
    /// At the start of the query and behind a pipe: the keyword of a command.
    Command,
    /// Behind SET, up to the semicolon.
    Setting,
    /// Names, literals, operators and the keywords of expressions.
    Expression,
    /// Index patterns; METADATA turns to [`LexMode::Name`].
    Source,
    /// One index pattern and an alias; ON turns to [`LexMode::Expression`].
    Join,
    /// The name of an enrich policy; ON and WITH turn to [`LexMode::EnrichField`].
    Policy,
    /// Name patterns and WITH.
    EnrichField,
    /// Name patterns; no word is a keyword.
    Pattern,
    /// Name patterns and AS.
    Rename,
    /// Names; no word is a keyword.
    Name,
    /// Names, ON, AS and BY, which turns to [`LexMode::Expression`].
    ChangePoint,
    /// Pipelines in parentheses.
    Subquery,
    /// Everything up to the next pipe outside brackets and quotes is one token.
    Raw,
}

impl LexMode {
    /// The words that are keywords.
    pub(crate) fn keywords(self) -> &'static [Keyword] {
        match self {
            LexMode::Expression => Keyword::OF_EXPRESSIONS,
            LexMode::Setting => &[Keyword::Null, Keyword::True, Keyword::False],
            LexMode::Source => &[Keyword::Metadata],
            LexMode::Join => &[Keyword::As, Keyword::On],
            LexMode::Policy => &[Keyword::On, Keyword::With],
            LexMode::EnrichField => &[Keyword::With],
            LexMode::Rename => &[Keyword::As],
            LexMode::ChangePoint => &[Keyword::On, Keyword::As, Keyword::By],
            LexMode::Command
            | LexMode::Pattern
            | LexMode::Name
            | LexMode::Subquery
            | LexMode::Raw => &[],
        }
    }

    /// The mode behind `keyword`.
    pub(crate) fn after(self, keyword: Keyword) -> LexMode {
        match (self, keyword) {
            (LexMode::Source, Keyword::Metadata) => LexMode::Name,
            (LexMode::Join, Keyword::On) | (LexMode::ChangePoint, Keyword::By) => {
                LexMode::Expression
            }
            (LexMode::Policy, Keyword::On | Keyword::With) => LexMode::EnrichField,
            _ => self,
        }
    }
}
