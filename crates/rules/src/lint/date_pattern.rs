//! `date-pattern`.

use esql_diagnostics::{Code, Entry, Severity};

use super::context::{call, string};
use super::pattern_text::written;
use super::{Context, Found, Lint};

pub(super) const DATE_PATTERN: Lint = Lint {
    name: "date-pattern",
    code: Code::new(&Entry {
        name: "W2009",
        title: "letters of a date pattern that mean something else",
        explanation: "In the patterns of DATE_FORMAT and DATE_PARSE `yyyy` is the year and `YYYY` the year that \
            a week belongs to, which differs around New Year; `MM` is the month and `mm` the minute; `dd` is \
            the day of the month and `DD` that of the year.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | EVAL day = DATE_FORMAT(\"YYYY-mm-dd\", @timestamp) | KEEP day",
    good: "FROM logs-* | EVAL day = DATE_FORMAT(\"yyyy-MM-dd HH:mm\", @timestamp) | KEEP day",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    cx.each(&mut |expr| {
        let Some((name, [pattern, ..])) = call(expr) else { return };
        if name != "date_format" && name != "date_parse" {
            return;
        }
        let Some(text) = string(pattern) else { return };
        let meant = meant(text);
        if meant != text {
            let text = written(cx, pattern.span, &meant);
            found.push(
                Found::at(
                    pattern.span,
                    "the date pattern has letters that mean something else",
                    "week's year, minutes or day of the year",
                )
                .help(format!("write {text}"))
                .fix(pattern.span, text),
            );
        }
    });
    found
}

/// The pattern that was meant. Weeks go with their own years, and minutes with hours.
fn meant(pattern: &str) -> String {
    let has_week = pattern.contains(['w', 'W', 'e']);
    let mut meant = pattern.to_owned();
    if !has_week {
        meant = meant.replace("YYYY", "yyyy").replace("YY", "yy");
    }
    for separator in ["-", "/", ".", ""] {
        for year in ["yyyy", "yy"] {
            let minutes = format!("{year}{separator}mm");
            meant = meant.replace(&minutes, &format!("{year}{separator}MM"));
        }
    }
    if meant.contains("MM") && !meant.contains('d') {
        meant = meant.replace("DD", "dd");
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant() {
        assert_eq!(meant("YYYY-mm-DD"), "yyyy-MM-dd");
        assert_eq!(meant("yyyyMMdd'T'HHmm"), "yyyyMMdd'T'HHmm");
        assert_eq!(meant("YYYY-'W'ww"), "YYYY-'W'ww");
    }
}
