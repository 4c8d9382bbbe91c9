//! The table of commands. The lexer's modes, the grammar's dispatch, suggestions and the
//! reference pages all read it; each command's row stands beside its grammar.

mod change_point;
mod completion;
mod dissect;
mod enrich;
mod explain;
mod extract;
mod fields;
mod filter;
mod fork;
mod from;
mod fuse;
mod grok;
mod highlight;
mod keep_drop;
mod limit;
mod lookup_join;
mod mv_expand;
mod raw;
mod rename;
mod rerank;
mod sample;
mod show;
mod sort;
mod stats;
mod top;

use std::fmt;

use super::ast::CommandKind;
use super::input::{PResult, Tokens};
use super::lex_mode::LexMode;
use super::token::CommandId;

/// A command of the language.
pub struct CommandDef {
    /// The keyword in upper case, one word or two.
    pub keyword: &'static str,
    /// Other spellings of the keyword.
    pub aliases: &'static [&'static str],
    /// Where it may stand.
    pub place: Place,
    /// Its syntax in one line.
    pub grammar: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// The stack version that brought it: `GA 8.11`, `preview 9.4, GA 9.5`, or `unreleased`.
    pub since: &'static str,
    /// How the text behind the keyword is cut into tokens.
    pub mode: LexMode,
    /// The grammar of what stands behind the keyword.
    pub(crate) parse: fn(Tokens<'_>) -> PResult<'_, CommandKind>,
}

/// Where a command may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// At the start of a query or subquery.
    Source,
    /// Behind a pipe, or at the start of a branch of FORK.
    Processing,
}

impl CommandDef {
    /// Whether some released version of the stack has it.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.since != UNRELEASED
    }

    /// The first word of the keyword.
    #[must_use]
    pub fn first_word(&self) -> &'static str {
        self.keyword.split(' ').next().unwrap_or(self.keyword)
    }
}

impl fmt::Debug for CommandDef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword)
    }
}

/// [`CommandDef::since`] of commands that only development builds have.
const UNRELEASED: &str = "unreleased";

/// Every command, source commands first.
pub const COMMANDS: &[CommandDef] = &[
    from::FROM,
    from::TS,
    fields::ROW,
    show::SHOW,
    raw::PROMQL,
    explain::EXPLAIN,
    raw::EQL,
    raw::EXTERNAL,
    filter::WHERE,
    fields::EVAL,
    stats::STATS,
    stats::INLINE_STATS,
    keep_drop::KEEP,
    keep_drop::DROP,
    rename::RENAME,
    sort::SORT,
    limit::LIMIT,
    limit::DEDUP,
    top::TOPK,
    top::BOTTOMK,
    top::LIMITK,
    dissect::DISSECT,
    grok::GROK,
    enrich::ENRICH,
    lookup_join::LOOKUP_JOIN,
    mv_expand::MV_EXPAND,
    fork::FORK,
    fuse::FUSE,
    sample::SAMPLE,
    change_point::CHANGE_POINT,
    completion::COMPLETION,
    rerank::RERANK,
    extract::URI_PARTS,
    extract::REGISTERED_DOMAIN,
    extract::USER_AGENT,
    extract::IP_LOCATION,
    highlight::HIGHLIGHT,
    raw::MMR,
    raw::DENSE_VECTOR,
    raw::METRICS_INFO,
    raw::TS_INFO,
    raw::TS_COLLAPSE,
    raw::FILLNULL,
    raw::DISTINCT,
    raw::INSIST,
    raw::LOOKUP,
];

/// The command whose keyword is the one word `word`, in any case.
pub(crate) fn find(word: &str) -> Option<CommandId> {
    position(|def| {
        def.keyword.eq_ignore_ascii_case(word)
            || def.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(word))
    })
}

/// The command whose keyword is `first second`, in any case.
pub(crate) fn find_two_words(first: &str, second: &str) -> Option<CommandId> {
    let length = first.len() + 1 + second.len();
    position(|def| {
        def.keyword.len() == length
            && def.keyword.split_once(' ').is_some_and(|(one, two)| {
                one.eq_ignore_ascii_case(first) && two.eq_ignore_ascii_case(second)
            })
    })
}

fn position(is: impl Fn(&CommandDef) -> bool) -> Option<CommandId> {
    COMMANDS.iter().position(is).and_then(|at| u8::try_from(at).ok()).map(CommandId)
}

/// The keyword of a released command of `place` that begins with `word`, in any case.
pub(crate) fn starting_with(word: &str, place: Place) -> Option<&'static str> {
    let mut candidates = COMMANDS.iter().filter(|def| def.place == place && def.is_released());
    candidates.find(|def| def.first_word().eq_ignore_ascii_case(word)).map(|def| def.keyword)
}

/// Help for words that other query languages have as commands.
pub(crate) fn meant_by(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_uppercase().as_str() {
        "SELECT" => "a query begins with `FROM`; `| KEEP` selects columns",
        "PROJECT" | "FIELDS" | "TABLE" => "use `KEEP`",
        "GROUP" | "SUMMARIZE" | "AGGREGATE" => "use `STATS ... BY ...`",
        "ORDER" | "ARRANGE" => "use `SORT`",
        "HAVING" => "use `WHERE` behind `STATS`",
        "FILTER" | "SEARCH" => "use `WHERE`",
        "EXTEND" | "LET" | "DERIVE" => "use `EVAL`",
        "HEAD" | "TAKE" | "TOP" => "use `LIMIT`",
        "JOIN" | "LOOKUP" => "use `LOOKUP JOIN`",
        "INLINE" | "EVENTSTATS" => "use `INLINE STATS`",
        "UNION" => "`FROM` takes several patterns and subqueries, separated by commas",
        "EXPAND" | "MVEXPAND" | "UNNEST" => "use `MV_EXPAND`",
        "PARSE" | "REX" => "use `DISSECT` or `GROK`",
        "SQL" | "ESQL" | "```" | "```SQL" | "```ESQL" => {
            "remove this line: the query begins with a command such as `FROM`"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_complete_and_keywords_unique() {
        for (at, def) in COMMANDS.iter().enumerate() {
            assert_eq!(def.keyword, def.keyword.to_uppercase(), "{def:?}");
            assert!(def.grammar.starts_with(def.keyword), "{def:?}");
            assert!(def.summary.ends_with('.') && !def.since.is_empty(), "{def:?}");
            assert!(COMMANDS[at + 1..].iter().all(|other| other.keyword != def.keyword), "{def:?}");
        }
        assert!(COMMANDS.is_sorted_by_key(|def| def.place == Place::Processing));
    }

    #[test]
    fn keywords_are_found() {
        assert_eq!(find("wHere").unwrap().def().keyword, "WHERE");
        assert_eq!(find("inlinestats").unwrap().def().keyword, "INLINE STATS");
        assert_eq!(find_two_words("lookup", "Join").unwrap().def().keyword, "LOOKUP JOIN");
        assert!(find("LOOKUP").is_none() && find_two_words("LOOKUP", "x").is_none());
    }
}
