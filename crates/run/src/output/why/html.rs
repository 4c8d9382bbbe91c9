//! The answer of `why` as a page of its own: the funnel as a picture, the rest in tables.

use std::fmt::Write as _;
use std::io::{self, Write};

use esql_engine::why::{Conjunct, Finding, Missed, Report, Seen, Step, Trail};

use super::super::printable::escaped;
use super::{cause_text, identity, pair, truth};

const STYLE: &str = "\
:root{color-scheme:light dark;--bar:#4c78a8;--bad:#c0392b;--good:#2e8b57;--odd:#b8860b;--line:#8884}\
body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}\
td,th{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\
code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}\
svg{width:100%;height:auto}svg text{font:12.5px ui-monospace,monospace;fill:currentColor}\
.true{color:var(--good)}.false{color:var(--bad)}.null,.hint{color:var(--odd)}\
ul{margin:.2rem 0;padding-left:1.2rem}details{margin:.3rem 0}summary{cursor:pointer}";

/// The picture: its width, the height of a row, the room of numbers, the longest bar.
const WIDTH: u64 = 1000;
const ROW: usize = 26;
const NUMBERS: u64 = 90;
const BAR: u64 = 280;

/// How many characters of a command stand in the picture.
const MOST_CHARACTERS: usize = 72;

/// Writes the page.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn html(report: &Report, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let title = text(title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n"
    )?;
    writeln!(out, "{}", funnel(&report.steps))?;
    writeln!(out, "<h2>Conditions</h2>\n{}", conditions(&report.steps))?;
    if !report.nearest.is_empty() {
        let rows: String = report.nearest.iter().map(|one| missed(report, one)).collect();
        writeln!(
            out,
            "<h2>Dropped, and nearest to a match</h2>\n<table><tr><th>Event or group</th>\
             <th class=\"n\">Line</th><th>Failed</th></tr>\n{rows}</table>"
        )?;
    }
    for one in &report.trails {
        writeln!(out, "{}", trail(report, one))?;
    }
    writeln!(out, "</body>\n</html>")
}

/// Text that is safe in HTML.
fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in escaped(text).chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            char => safe.push(char),
        }
    }
    safe
}

/// Text in which names stand in backquotes, as HTML.
fn marked(message: &str) -> String {
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => text(part),
        _ => format!("<code>{}</code>", text(part)),
    };
    message.split('`').enumerate().map(part).collect()
}

fn funnel(steps: &[Step]) -> String {
    let most = steps.iter().map(|step| step.rows).max().unwrap_or(0).max(1);
    let height = ROW * steps.len() + ROW / 2;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"rows after each command\">"
    );
    for (at, step) in steps.iter().enumerate() {
        let y = at * ROW + 4;
        // The widest bar is that of the most rows; what is not nothing can be seen.
        let bar = if step.rows == 0 { 0 } else { (step.rows.saturating_mul(BAR) / most).max(2) };
        let mut short: String = step.text.chars().take(MOST_CHARACTERS).collect();
        if short.len() < step.text.len() {
            short.push('…');
        }
        // Writing to a String cannot fail.
        let _ = write!(
            svg,
            "<text x=\"{NUMBERS}\" y=\"{base}\" text-anchor=\"end\">{rows}</text>\
             <rect x=\"{left}\" y=\"{y}\" width=\"{bar}\" height=\"{tall}\" rx=\"2\" \
             fill=\"var(--bar)\"/><text x=\"{label}\" y=\"{base}\">{text}</text>",
            base = y + 15,
            rows = step.rows,
            left = NUMBERS + 10 + (BAR - bar) / 2,
            tall = ROW - 6,
            label = NUMBERS + BAR + 25,
            text = text(&short),
        );
    }
    svg + "</svg>"
}

fn conditions(steps: &[Step]) -> String {
    let mut table = String::from(
        "<table><tr><th class=\"n\">Line</th><th>Condition</th><th class=\"n\">true</th>\
         <th class=\"n\">false</th><th class=\"n\">null</th><th class=\"n\">left</th></tr>\n",
    );
    steps.iter().flat_map(|step| &step.conjuncts).for_each(|one| table.push_str(&conjunct(one)));
    table + "</table>"
}

fn conjunct(conjunct: &Conjunct) -> String {
    let mut causes = String::new();
    for cause in &conjunct.causes {
        // Writing to a String cannot fail.
        let _ = write!(causes, "<div class=\"null\">{}</div>", marked(&cause_text(cause)));
    }
    if conjunct.no_result > 0 {
        let _ = write!(
            causes,
            "<div class=\"null\">a function gave no value in {}</div>",
            conjunct.no_result
        );
    }
    format!(
        "<tr><td class=\"n\">{}</td><td><code>{}</code>{causes}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
        conjunct.line,
        text(&conjunct.text),
        conjunct.is_true,
        conjunct.is_false,
        conjunct.is_null,
        conjunct.left
    )
}

fn missed(report: &Report, missed: &Missed) -> String {
    let line = report.steps.get(missed.step).map_or(0, |step| step.line);
    let failed: String = missed.failed.iter().map(finding).collect();
    format!(
        "<tr><td><code>{}</code></td><td class=\"n\">{line}</td><td>{failed}</td></tr>\n",
        text(&identity(&missed.identity))
    )
}

fn finding(finding: &Finding) -> String {
    let word = truth(finding.truth);
    let mut item = format!(
        "<details{}><summary><b class=\"{word}\">{word}</b> <code>{}</code></summary><ul>",
        if finding.truth == Some(true) { "" } else { " open" },
        text(&finding.text)
    );
    for test in &finding.tests {
        let word = truth(test.truth);
        // Writing to a String cannot fail.
        let _ = write!(
            item,
            "<li><b class=\"{word}\">{word}</b> <code>{}</code></li>",
            text(&test.text)
        );
    }
    for value in &finding.values {
        let _ = write!(item, "<li><code>{}</code></li>", text(&pair(value)));
    }
    for hint in &finding.hints {
        let _ = write!(item, "<li class=\"hint\">{}</li>", marked(&hint.to_string()));
    }
    item + "</ul></details>"
}

fn trail(report: &Report, trail: &Trail) -> String {
    let (class, end) =
        if trail.matched { ("true", "in the answer") } else { ("false", "not in the answer") };
    let mut section = format!(
        "<h2>Event <code>{}</code>: <span class=\"{class}\">{end}</span></h2>\n",
        text(&trail.id)
    );
    if let Some(index) = &trail.other_index {
        // Writing to a String cannot fail.
        let _ = write!(
            section,
            "<p>It is in the index <code>{}</code>, which FROM does not name.</p>",
            text(index)
        );
        return section;
    }
    section.push_str(
        "<table><tr><th class=\"n\">Line</th><th>Command</th><th class=\"n\">Rows</th></tr>\n",
    );
    for stop in &trail.stops {
        let Some(step) = report.steps.get(stop.step) else { continue };
        let seen: String = stop.seen.iter().map(|one| seen(step, one)).collect();
        let _ = writeln!(
            section,
            "<tr><td class=\"n\">{}</td><td><code>{}</code>{seen}</td><td class=\"n\">{}</td></tr>",
            step.line,
            text(&step.text),
            stop.rows
        );
    }
    section + "</table>"
}

fn seen(step: &Step, seen: &Seen) -> String {
    let mut part = String::new();
    if step.grouped {
        // Writing to a String cannot fail.
        let _ = write!(part, "<div>group <code>{}</code></div>", text(&identity(&seen.identity)));
    }
    if !seen.values.is_empty() {
        let values = seen.values.iter();
        let items: String =
            values.map(|one| format!("<li><code>{}</code></li>", text(&pair(one)))).collect();
        let _ = write!(part, "<ul>{items}</ul>");
    }
    part + &seen.findings.iter().map(finding).collect::<String>()
}
