//! Near misses: what would have made a condition true, and where a value is missing from.

use std::fmt;

use jiff::SignedDuration;

/// What would have changed a condition, or where a value is missing from.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// A field has no value.
    Missing {
        /// The field.
        column: String,
    },
    /// A computed column has no value.
    NotComputed {
        /// The column.
        column: String,
        /// What computes it.
        by: String,
    },
    /// A text has not what the pattern looks for that takes it apart.
    Unmet {
        /// The first part of the pattern that nothing fits.
        part: String,
    },
    /// A field is longer than its `ignore_above`, or malformed, so that it is not there.
    Ignored {
        /// The field.
        column: String,
    },
    /// A column has several values where one is wanted.
    Several {
        /// The column.
        column: String,
        /// How many.
        count: usize,
    },
    /// One of several values would do.
    AnyValue {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
    /// It would be true if upper and lower case did not count.
    Case,
    /// A pattern matches a part of the value, and the whole is wanted.
    Part,
    /// It would be true if a text were a pattern.
    Wildcard {
        /// The text, with wildcards.
        pattern: String,
    },
    /// A number is not large or not small enough.
    Short {
        /// By how much.
        by: f64,
        /// Whether it is too large.
        over: bool,
        /// What is counted, if it is an aggregate.
        of: Option<String>,
    },
    /// A time is outside of a window that depends on NOW().
    Window {
        /// The end of the window.
        bound: String,
        /// How far the time is from it.
        by: SignedDuration,
    },
    /// A value is in a list that is negated.
    Excluded {
        /// The member of the list.
        by: String,
    },
    /// An aggregate does not count rows of the group, which have no value.
    Uncounted {
        /// What has no value.
        column: String,
        /// In how many rows of the group.
        rows: u64,
        /// Of how many.
        all: u64,
        /// The aggregate.
        of: String,
    },
    /// A function gave no value.
    NoResult {
        /// Its call.
        call: String,
    },
    /// A group that differs in one key has more.
    Split {
        /// The key.
        column: String,
        /// Whether it is a time, so that groups are time buckets.
        is_time: bool,
        /// The key of the other group.
        other: String,
        /// What is counted there.
        value: String,
    },
}

impl Hint {
    /// A word for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Hint::Missing { .. } => "missing",
            Hint::NotComputed { .. } => "not_computed",
            Hint::Unmet { .. } => "unmet",
            Hint::Ignored { .. } => "ignored",
            Hint::Several { .. } => "several_values",
            Hint::AnyValue { .. } => "any_value",
            Hint::Case => "case",
            Hint::Part => "part",
            Hint::Wildcard { .. } => "wildcard",
            Hint::Short { .. } => "threshold",
            Hint::Window { .. } => "time_window",
            Hint::Excluded { .. } => "excluded",
            Hint::Uncounted { .. } => "uncounted",
            Hint::NoResult { .. } => "no_result",
            Hint::Split { is_time: true, .. } => "time_bucket",
            Hint::Split { is_time: false, .. } => "other_group",
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hint::Missing { column } => write!(f, "`{column}` has no value"),
            Hint::NotComputed { column, by } => {
                write!(f, "`{column}` has no value: `{by}` gave none")
            }
            Hint::Unmet { part } => {
                write!(f, "the text has nothing for `{part}` of the pattern, where it is wanted")
            }
            Hint::Ignored { column } => write!(
                f,
                "`{column}` is longer than its `ignore_above` or malformed, so the query does not see it"
            ),
            Hint::Several { column, count } => {
                write!(f, "`{column}` has {count} values, and a single one is wanted")
            }
            Hint::AnyValue { column, value } => {
                write!(f, "true if any value of `{column}` counted: `{value}`")
            }
            Hint::Case => write!(f, "true if upper and lower case did not count"),
            Hint::Part => {
                write!(f, "the pattern matches a part of the value, and the whole is wanted")
            }
            Hint::Wildcard { pattern } => {
                write!(f, "true if `{pattern}` were a pattern; here it stands for itself")
            }
            Hint::Short { by, over, of } => {
                write!(f, "{by} {}", if *over { "over" } else { "short" })?;
                match of {
                    Some(of) => write!(f, ": `{of}`"),
                    None => Ok(()),
                }
            }
            Hint::Window { bound, by } => {
                write!(f, "outside of the time window, which depends on NOW(): ")?;
                if by.is_zero() {
                    write!(f, "exactly its bound {bound}, which does not count")
                } else {
                    write!(f, "{by:#} from its bound {bound}")
                }
            }
            Hint::Excluded { by } => write!(f, "excluded by `{by}`"),
            Hint::Uncounted { column, rows, all, of } => write!(
                f,
                "`{column}` has no value in {rows} of the group's {all} rows, so `{of}` does not count them"
            ),
            Hint::NoResult { call } => write!(f, "`{call}` gave no value"),
            Hint::Split { column, is_time, other, value } => {
                let group = if *is_time { "time bucket" } else { "group" };
                write!(f, "another {group}, `{column}` {other}, has {value} more")
            }
        }
    }
}
