//! The blocks of a spec file.

use std::fmt::Write as _;
use std::path::Path;

use esql_engine::functions::{Session, StackVersion};
use jiff::tz::TimeZone;

/// The line between a query and its answer.
const BORDER: &str = "----";

/// The clock of blocks that set none.
const NOW: &str = "2026-03-26T10:00:00Z";

/// A test.
#[derive(Clone, Debug)]
pub struct Block {
    /// The line of its title in the file, from 1.
    pub line: usize,
    /// The title.
    pub title: String,
    /// What is set besides the query.
    pub settings: Vec<(Setting, String)>,
    /// Documents that stand in the block.
    pub documents: Vec<String>,
    /// The query.
    pub query: String,
    /// The lines of the answer; none if it was never written.
    pub answer: Option<Vec<String>>,
    /// The upper part as it stands in the file.
    head: Vec<String>,
}

/// What a block can set, each by a line `name: value`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    /// `data`: the documents are those of this file in `testdata/data`.
    Data,
    /// `mapping`: the mapping of the documents, as JSON.
    Mapping,
    /// `enrich`: the name of an enrich policy, a space, and the policy as JSON.
    Enrich,
    /// `completion`: answers for COMPLETION, as JSON.
    Completion,
    /// `now`: the clock.
    Now,
    /// `stack`: the stack version.
    Stack,
    /// `unmapped`: `null`, `fail` or `load`.
    Unmapped,
    /// `zone`: the time zone.
    Zone,
    /// `order`: `any` if the rows may come in any order.
    Order,
}

const SETTINGS: [(&str, Setting); 9] = [
    ("data: ", Setting::Data),
    ("mapping: ", Setting::Mapping),
    ("enrich: ", Setting::Enrich),
    ("completion: ", Setting::Completion),
    ("now: ", Setting::Now),
    ("stack: ", Setting::Stack),
    ("unmapped: ", Setting::Unmapped),
    ("zone: ", Setting::Zone),
    ("order: ", Setting::Order),
];

impl Block {
    fn parse(line: usize, lines: &[&str]) -> Result<Block, String> {
        let title = lines.first().and_then(|first| first.strip_prefix("# "));
        let title = title.ok_or("a block begins with `# title`")?.to_owned();
        let border = lines.iter().position(|one| *one == BORDER);
        let (head, answer) = lines.split_at(border.unwrap_or(lines.len()));
        let mut block = Block {
            line,
            title,
            settings: Vec::new(),
            documents: Vec::new(),
            query: String::new(),
            answer: border.map(|_| answer.iter().skip(1).map(|&one| one.to_owned()).collect()),
            head: head.iter().map(|&one| one.to_owned()).collect(),
        };
        let mut rest = head.iter().skip_while(|one| one.starts_with('#')).peekable();
        while let Some(one) = rest.peek() {
            let setting = SETTINGS.iter().find_map(|(name, setting)| {
                one.strip_prefix(name).map(|value| (*setting, value.to_owned()))
            });
            match setting {
                Some(setting) => block.settings.push(setting),
                None if one.starts_with('{') => block.documents.push((*one).to_string()),
                None => break,
            }
            rest.next();
        }
        block.query = rest.copied().collect::<Vec<_>>().join("\n");
        if block.query.is_empty() {
            return Err(format!("`{}` has no query", block.title));
        }
        Ok(block)
    }

    /// A query alone, which reads no documents.
    pub(super) fn of_query(query: &str) -> Block {
        Block {
            line: 1,
            title: "example".to_owned(),
            settings: Vec::new(),
            documents: Vec::new(),
            query: query.to_owned(),
            answer: None,
            head: Vec::new(),
        }
    }

    /// The value of a setting.
    #[must_use]
    pub fn setting(&self, wanted: Setting) -> Option<&str> {
        self.settings.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
    }

    /// The session that the block asks for.
    ///
    /// # Errors
    /// If a setting cannot be read.
    pub fn session(&self) -> Result<Session, String> {
        let now = self.setting(Setting::Now).unwrap_or(NOW);
        let now = now.parse().map_err(|error| format!("`now: {now}`: {error}"))?;
        let mut session = Session::at(now);
        if let Some(stack) = self.setting(Setting::Stack) {
            session.stack = stack.parse::<StackVersion>()?;
        }
        if let Some(zone) = self.setting(Setting::Zone) {
            session.zone =
                TimeZone::get(zone).map_err(|error| format!("`zone: {zone}`: {error}"))?;
        }
        Ok(session)
    }

    /// The block as text with another answer.
    #[must_use]
    pub fn with_answer(&self, answer: &str) -> String {
        let mut text = String::new();
        for line in self.head.iter().map(String::as_str).chain([BORDER]).chain(answer.lines()) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

/// The blocks of a file.
///
/// # Errors
/// If the file cannot be read or a block is malformed.
pub fn read_file(path: &Path) -> Result<Vec<Block>, String> {
    let place = |line: usize, error: String| format!("{}:{line}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| place(1, error.to_string()))?;
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut start = 0;
    for end in 0..=lines.len() {
        if lines.get(end).is_some_and(|line| !line.trim().is_empty()) {
            continue;
        }
        if end > start {
            let block = Block::parse(start + 1, &lines[start..end]);
            blocks.push(block.map_err(|error| place(start + 1, error))?);
        }
        start = end + 1;
    }
    Ok(blocks)
}
