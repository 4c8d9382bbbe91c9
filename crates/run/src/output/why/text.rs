//! The answer of `why` for people: the funnel, the rows that came nearest, the events followed.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use esql_engine::why::{Conjunct, Finding, Missed, Report, Seen, Step, Stop, Trail};
use textwrap::WordSplitter;

use super::super::Layout;
use super::super::printable::escaped;
use super::super::width::{cut, width};
use super::{cause_text, identity, pair, truth};
use crate::terminal::DEFAULT_WIDTH;

/// The counts of a condition: true, false, null, left.
const COUNTS: usize = 4;

/// The fewest columns of a count.
const NARROWEST: usize = 5;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const ODD: Style = AnsiColor::Yellow.on_default();

/// Writes the report.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn text(
    report: &Report,
    title: &str,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = report.steps.iter().map(|step| step.rows).max().unwrap_or(0);
    let number = most.to_string().len().max(NARROWEST);
    let width = layout.width.unwrap_or(DEFAULT_WIDTH);
    let mut page = Page { out, color: layout.color, width, number };
    page.line(&[(BOLD, escaped(title).as_ref())])?;
    page.line(&[])?;
    for step in &report.steps {
        page.step(step)?;
    }
    page.nearest(report)?;
    report.trails.iter().try_for_each(|trail| page.trail(report, trail))
}

/// Text that is written line by line, each cut to the width.
struct Page<'a> {
    out: &'a mut dyn Write,
    color: bool,
    width: usize,
    /// Columns of a count.
    number: usize,
}

impl Page<'_> {
    fn line(&mut self, parts: &[(Style, &str)]) -> io::Result<()> {
        let mut room = self.width;
        for (style, text) in parts {
            let text = cut(&escaped(text), room);
            room = room.saturating_sub(width(&text));
            if self.color && *style != Style::new() {
                write!(self.out, "{style}{text}{style:#}")?;
            } else {
                write!(self.out, "{text}")?;
            }
            if room == 0 {
                break;
            }
        }
        writeln!(self.out)
    }

    fn step(&mut self, step: &Step) -> io::Result<()> {
        let rows = format!("{:>1$}  ", step.rows, self.number);
        let style = if step.rows == 0 { BAD.bold() } else { BOLD };
        let unit = if step.grouped { "groups" } else { "" };
        let place =
            format!("  {unit}{}line {}", if unit.is_empty() { "" } else { ", " }, step.line);
        let room = self.width.saturating_sub(width(&rows) + width(&place));
        let text = cut(&escaped(&step.text), room);
        self.line(&[(style, &rows), (Style::new(), &text), (DIM, &place)])?;
        if step.conjuncts.is_empty() {
            return Ok(());
        }
        let indent = " ".repeat(self.number + 2);
        let header =
            ["true", "false", "null", "left"].map(|name| format!("{name:>0$} ", self.number));
        self.line(&[(DIM, &indent), (DIM, header.concat().trim_end())])?;
        step.conjuncts.iter().try_for_each(|conjunct| self.conjunct(&indent, conjunct))
    }

    fn conjunct(&mut self, indent: &str, conjunct: &Conjunct) -> io::Result<()> {
        let Conjunct { is_true, is_false, is_null, left, .. } = conjunct;
        let number = |count: &u64| format!("{count:>0$} ", self.number);
        let (is_true, is_false, is_null_text, left_text) =
            (number(is_true), number(is_false), number(is_null), number(left));
        let null_style = if *is_null > 0 { ODD } else { DIM };
        let left_style = if *left == 0 { BAD } else { GOOD };
        self.line(&[
            (Style::new(), indent),
            (Style::new(), &is_true),
            (Style::new(), &is_false),
            (null_style, &is_null_text),
            (left_style, &left_text),
            (Style::new(), " "),
            (Style::new(), &conjunct.text),
        ])?;
        let below = " ".repeat(indent.len() + COUNTS * (self.number + 1) + 1);
        for cause in &conjunct.causes {
            self.wrapped(&below, &format!("null: {}", cause_text(cause)))?;
        }
        if conjunct.no_result > 0 {
            let text = format!("null: a function gave no value in {}", conjunct.no_result);
            self.wrapped(&below, &text)?;
        }
        Ok(())
    }

    fn nearest(&mut self, report: &Report) -> io::Result<()> {
        if report.nearest.is_empty() {
            return Ok(());
        }
        self.line(&[])?;
        self.line(&[(BOLD, "Dropped, and nearest to a match")])?;
        report.nearest.iter().try_for_each(|missed| self.missed(report, missed))
    }

    fn missed(&mut self, report: &Report, missed: &Missed) -> io::Result<()> {
        let step = report.steps.get(missed.step);
        let failed = missed.failed.len();
        let of = missed.conditions;
        let noun = if step.is_some_and(|step| step.grouped) { "group" } else { "event" };
        let line = step.map_or(0, |step| step.line);
        let head = format!("{noun} {}", identity(&missed.identity));
        let place = format!("  failed {failed} of {of}, line {line}");
        let head = cut(&escaped(&head), self.width.saturating_sub(width(&place) + 2));
        self.line(&[])?;
        self.line(&[(Style::new(), "  "), (BOLD, &head), (DIM, &place)])?;
        missed.failed.iter().try_for_each(|finding| self.finding(finding))
    }

    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let word = format!("    {:<5}  ", truth(finding.truth));
        self.line(&[(color_of(finding.truth), &word), (Style::new(), &finding.text)])?;
        if finding.truth == Some(true) {
            return Ok(());
        }
        for test in &finding.tests {
            let word = format!("           {:<5}  ", truth(test.truth));
            self.line(&[(color_of(test.truth), &word), (Style::new(), &test.text)])?;
        }
        for value in &finding.values {
            self.line(&[(DIM, "             "), (DIM, &pair(value))])?;
        }
        finding.hints.iter().try_for_each(|hint| self.wrapped("           → ", &hint.to_string()))
    }

    /// A text of which nothing may be cut, on several lines if need be.
    fn wrapped(&mut self, start: &str, text: &str) -> io::Result<()> {
        let below = " ".repeat(width(start));
        let options = textwrap::Options::new(self.width)
            .initial_indent(start)
            .subsequent_indent(&below)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        let text = escaped(text);
        let mut lines = textwrap::wrap(&text, options).into_iter();
        lines.try_for_each(|line| self.line(&[(ODD, &line)]))
    }

    fn trail(&mut self, report: &Report, trail: &Trail) -> io::Result<()> {
        self.line(&[])?;
        let end = if trail.matched { "in the answer" } else { "not in the answer" };
        let style = if trail.matched { GOOD } else { BAD };
        self.line(&[(BOLD, "Event "), (BOLD, &trail.id), (Style::new(), ": "), (style, end)])?;
        if let Some(index) = &trail.other_index {
            let text = format!("  it is in the index `{index}`, which FROM does not name");
            return self.line(&[(ODD, &text)]);
        }
        trail.stops.iter().try_for_each(|stop| self.stop(report, stop))
    }

    fn stop(&mut self, report: &Report, stop: &Stop) -> io::Result<()> {
        let Some(step) = report.steps.get(stop.step) else { return Ok(()) };
        let (style, word) = match stop.rows {
            0 if stop.step == 0 => (BAD, "not there  "),
            0 if step.conjuncts.is_empty() => (BAD, "cut off    "),
            0 => (BAD, "dropped    "),
            _ => (GOOD, "kept       "),
        };
        let place = format!("  line {}", step.line);
        let room = self.width.saturating_sub(width(word) + width(&place) + 2);
        let text = cut(&escaped(&step.text), room);
        self.line(&[(style, "  "), (style, word), (Style::new(), &text), (DIM, &place)])?;
        for (number, seen) in stop.seen.iter().enumerate() {
            // MV_EXPAND makes several rows of an event.
            if !step.grouped && stop.seen.len() > 1 {
                self.line(&[(BOLD, &format!("    row {} of {}", number + 1, stop.seen.len()))])?;
            }
            self.seen(step, seen)?;
        }
        Ok(())
    }

    fn seen(&mut self, step: &Step, seen: &Seen) -> io::Result<()> {
        if step.grouped {
            let text = format!("    group {}", identity(&seen.identity));
            self.line(&[(BOLD, &text)])?;
        }
        for value in &seen.values {
            self.line(&[(DIM, "             "), (DIM, &pair(value))])?;
        }
        seen.findings.iter().try_for_each(|finding| self.finding(finding))
    }
}

fn color_of(truth: Option<bool>) -> Style {
    match truth {
        Some(true) => GOOD,
        Some(false) => BAD,
        None => ODD,
    }
}
