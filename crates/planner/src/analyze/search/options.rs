//! The options of a search: how its terms are compared.

use esql_data::{Value, double};
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::FunctionDef;
use esql_parser::query_string::ast::Operator;
use jiff::tz::TimeZone;

use super::super::Analyzer;
use super::super::command::set;
use super::super::expression::FunctionCall;

/// The options of a search.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// Whether the query gives any.
    pub given: bool,
    /// Compare strings without regard to case.
    pub case_insensitive: bool,
    /// The fields of terms without a field; all if none.
    pub default_field: Option<String>,
    /// Whether a value that a field cannot hold matches nothing instead of being an error.
    pub lenient: Option<bool>,
    /// How the words of a term, and clauses without an operator, are joined.
    pub operator: Operator,
    /// How many of the alternatives must match.
    pub minimum: Option<Minimum>,
    /// In how many characters words may differ.
    pub fuzziness: Option<Fuzziness>,
    /// How many characters at the beginning must be equal all the same.
    pub prefix_length: i32,
    /// Whether two neighbors that change places count as one difference.
    pub transpositions: bool,
    /// How many places the words of a phrase may be away from their own.
    pub slop: i32,
    /// Whether text without a word matches everything.
    pub all_without_words: bool,
    /// Whether text is a phrase.
    pub phrase: bool,
    /// Whether the query names an analyzer for its text.
    pub analyzer: bool,
    /// The time zone of dates.
    pub zone: TimeZone,
}

impl Options {
    /// What holds where a query says nothing, with dates in `zone`.
    pub(super) fn new(zone: TimeZone) -> Options {
        Options {
            given: false,
            case_insensitive: false,
            default_field: None,
            lenient: None,
            operator: Operator::Or,
            minimum: None,
            fuzziness: None,
            prefix_length: 0,
            transpositions: true,
            slop: 0,
            all_without_words: false,
            phrase: false,
            analyzer: false,
            zone,
        }
    }

    /// The same for comparisons that are lenient or not.
    pub(super) fn lenient(&self, lenient: bool) -> Options {
        Options { lenient: Some(self.lenient.unwrap_or(lenient)), ..self.clone() }
    }
}

/// In how many characters a word may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fuzziness {
    /// Always in so many.
    Edits(u8),
    /// In none if it is shorter than the first number of characters, in one if it is shorter than
    /// the second, else in two.
    Auto(usize, usize),
}

/// `AUTO`
pub(super) const AUTO: Fuzziness = Fuzziness::Auto(3, 6);

impl Fuzziness {
    fn parse(text: &str) -> Option<Fuzziness> {
        let lower = text.to_ascii_lowercase();
        if lower == "auto" {
            return Some(AUTO);
        }
        if let Some(limits) = lower.strip_prefix("auto:") {
            let (low, high) = limits.split_once(',')?;
            let limits = (low.trim().parse().ok()?, high.trim().parse().ok()?);
            return (limits.0 <= limits.1).then_some(Fuzziness::Auto(limits.0, limits.1));
        }
        let edits = text.strip_suffix(".0").unwrap_or(text).parse().ok()?;
        (edits <= 2).then_some(Fuzziness::Edits(edits))
    }

    /// In how many characters this word may differ.
    pub(super) fn edits(self, word: &str) -> u8 {
        match self {
            Fuzziness::Edits(edits) => edits,
            Fuzziness::Auto(low, high) => {
                let length = word.chars().count();
                u8::from(length >= low) + u8::from(length >= high)
            }
        }
    }
}

/// How many of some alternatives must match: `minimum_should_match`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Minimum {
    /// What holds for so many alternatives or fewer: all of them must match.
    conditions: Vec<(usize, Amount)>,
    /// What holds without conditions.
    amount: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Amount {
    Count(i64),
    Percent(i64),
}

impl Amount {
    fn parse(text: &str) -> Option<Amount> {
        match text.strip_suffix('%') {
            Some(percent) => percent.trim().parse().ok().map(Amount::Percent),
            None => text.parse().ok().map(Amount::Count),
        }
    }

    /// A negative amount is what may be missing.
    fn of(self, alternatives: usize) -> usize {
        let all = i64::try_from(alternatives).unwrap_or(i64::MAX);
        let (given, amount) = match self {
            Amount::Count(count) => (count, count),
            // Towards zero, as in Java.
            Amount::Percent(percent) => (percent, all.saturating_mul(percent) / 100),
        };
        let needed = if given < 0 { all.saturating_add(amount) } else { amount };
        usize::try_from(needed).unwrap_or(0)
    }
}

impl Minimum {
    /// Reads `2`, `-1`, `75%`, `-25%`, `3<90%` and several of the last in ascending order.
    pub(super) fn parse(text: &str) -> Option<Minimum> {
        let text = text.trim();
        if !text.contains('<') {
            return Some(Minimum { conditions: Vec::new(), amount: Some(Amount::parse(text)?) });
        }
        let tight: Vec<&str> = text.split('<').map(str::trim).collect();
        let mut conditions = Vec::new();
        for condition in tight.join("<").split_whitespace() {
            let (limit, amount) = condition.split_once('<')?;
            conditions.push((limit.parse().ok()?, Amount::parse(amount)?));
        }
        Some(Minimum { conditions, amount: None })
    }

    /// How many of so many alternatives must match.
    pub(super) fn of(&self, alternatives: usize) -> usize {
        let mut needed = self.amount.map_or(alternatives, |amount| amount.of(alternatives));
        for (limit, amount) in &self.conditions {
            if alternatives <= *limit {
                break;
            }
            needed = amount.of(alternatives);
        }
        needed
    }
}

impl Analyzer<'_> {
    /// The options of a call of a search function; `None` after an error, which is reported.
    pub(super) fn search_options(
        &mut self,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Option<Options> {
        let given = self.options(def, call.options.as_ref());
        let span = call.options.as_ref().map_or(call.span, |map| map.span);
        let mut options = Options::new(self.session.zone.clone());
        options.given = !given.is_empty();
        let mut good = true;
        for (name, value) in &given {
            match set_option(&mut options, name, value) {
                Ok(()) => {}
                Err(Refusal::Value) => {
                    good = false;
                    let shown = text(value);
                    self.report(
                        Diagnostic::error(
                            codes::BAD_VALUE,
                            format!("option `{name}` cannot be `{shown}`"),
                        )
                        .label(span, format!("`{name}` here"))
                        .elastic(format!("Invalid option [{name}] in [{}]", self.text(call.span))),
                    );
                }
                Err(Refusal::NotHere) => {
                    good = false;
                    let shown = text(value);
                    self.refuse(&format!("option `{name}` with `{shown}`"), span);
                }
            }
        }
        good.then_some(options)
    }
}

/// Why an option cannot be used.
enum Refusal {
    /// Elasticsearch does not take the value.
    Value,
    /// It does, and the value changes the answer in a way that does not run here.
    NotHere,
}

fn set_option(options: &mut Options, name: &str, value: &Value) -> Result<(), Refusal> {
    let shown = text(value);
    let lower = shown.to_lowercase();
    let boolean = || match lower.as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Refusal::Value),
    };
    let count = || shown.parse::<i32>().ok().filter(|count| *count >= 0).ok_or(Refusal::Value);
    let only = |wanted: bool| match boolean()? == wanted {
        true => Ok(()),
        false => Err(Refusal::NotHere),
    };
    match name {
        "case_insensitive" => options.case_insensitive = boolean()?,
        "default_field" => options.default_field = Some(shown),
        "lenient" => options.lenient = Some(boolean()?),
        "operator" | "default_operator" => {
            options.operator = match lower.as_str() {
                "and" => Operator::And,
                "or" => Operator::Or,
                _ => return Err(Refusal::Value),
            }
        }
        "minimum_should_match" => {
            options.minimum = Some(Minimum::parse(&shown).ok_or(Refusal::Value)?);
        }
        "fuzziness" => options.fuzziness = Some(Fuzziness::parse(&shown).ok_or(Refusal::Value)?),
        "prefix_length" | "fuzzy_prefix_length" => options.prefix_length = count()?,
        "fuzzy_transpositions" => options.transpositions = boolean()?,
        "slop" | "phrase_slop" => {
            options.slop = count()?;
            // The values of a cell are 100 places apart: only then can a phrase span two.
            if options.slop >= 100 {
                return Err(Refusal::NotHere);
            }
        }
        "zero_terms_query" => {
            options.all_without_words = match lower.as_str() {
                "all" => true,
                "none" => false,
                _ => return Err(Refusal::Value),
            }
        }
        "type" => match lower.as_str() {
            "best_fields" | "most_fields" => {}
            "phrase" => options.phrase = true,
            "cross_fields" | "phrase_prefix" | "bool_prefix" => return Err(Refusal::NotHere),
            _ => return Err(Refusal::Value),
        },
        "analyzer" | "quote_analyzer" if lower == "standard" => options.analyzer = true,
        "analyzer" | "quote_analyzer" | "quote_field_suffix" => return Err(Refusal::NotHere),
        "allow_leading_wildcard" => only(true)?,
        "analyze_wildcard" => only(false)?,
        "time_zone" => options.zone = set::zone(&shown).ok_or(Refusal::Value)?,
        "boost" | "tie_breaker" => {
            double::parse(&shown).ok_or(Refusal::Value)?;
        }
        "max_expansions" | "fuzzy_max_expansions" | "max_determinized_states" => {
            count()?;
        }
        "auto_generate_synonyms_phrase_query" | "enable_position_increments" => {
            boolean()?;
        }
        // How matches are scored: nothing is scored here.
        _ => {}
    }
    Ok(())
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Double(value) => value.to_string(),
        other => other.print(esql_data::DataType::Long),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimum_should_match() {
        for (text, of) in [
            ("2", [2, 2, 2]),
            ("-1", [0, 3, 9]),
            ("75%", [0, 3, 7]),
            ("-25%", [1, 3, 8]),
            ("3<90%", [1, 3, 9]),
            ("2<-25% 9 < -3", [1, 3, 7]),
            ("-20", [0, 0, 0]),
        ] {
            let minimum = Minimum::parse(text).unwrap();
            assert_eq!([1, 4, 10].map(|alternatives| minimum.of(alternatives)), of, "{text}");
        }
        for bad in ["", "x", "1%%", "<2", "2<"] {
            assert_eq!(Minimum::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn fuzziness() {
        for (text, edits) in [
            ("AUTO", Some([0, 1, 2])),
            ("auto:2,4", Some([1, 2, 2])),
            ("1", Some([1, 1, 1])),
            ("3", None),
            ("AUTO:4,2", None),
        ] {
            let read = Fuzziness::parse(text);
            assert_eq!(
                read.map(|read| ["ab", "abcd", "abcdef"].map(|word| read.edits(word))),
                edits
            );
        }
    }
}
