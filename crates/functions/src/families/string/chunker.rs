//! Cutting texts into pieces of a number of words.
//!
//! Source: the chunkers of Elasticsearch's inference, whose results these give.

use std::ops::Range;

use esql_data::Problem;
use unicode_segmentation::UnicodeSegmentation;

use super::java_regex::{Groups, JavaRegex};

/// Between paragraphs, then between lines.
pub(super) const PLAIN_TEXT: &[&str] = &[r"(?<!\n)\n\n(?!\n)", r"(?<!\n)\n(?!\n)"];

/// In front of headings, from large to small, then of underlined ones.
pub(super) const MARKDOWN: &[&str] = &[
    "\n# ",
    "\n## ",
    "\n### ",
    "\n#### ",
    "\n##### ",
    "\n###### ",
    "\n^(?!\\s*$).*\\n-{1,}\\n",
    "\n^(?!\\s*$).*\\n={1,}\\n",
];

/// How many words pieces share at most where one sentence is too long.
const MOST_SHARED: usize = 20;

/// How a text is cut.
pub(super) enum Chunker {
    /// Not at all.
    Whole,
    /// Every so many words.
    Words { most: usize, overlap: usize },
    /// At the ends of sentences.
    Sentences { most: usize, overlap: bool },
    /// At the first of these that make pieces small enough.
    Recursive { most: usize, separators: Vec<JavaRegex> },
}

impl Chunker {
    /// The pieces of a text.
    ///
    /// # Errors
    /// If a regular expression gives up.
    pub(super) fn chunks(&self, text: &str) -> Result<Vec<Range<usize>>, Problem> {
        match self {
            Chunker::Whole => Ok(std::iter::once(0..text.len()).collect()),
            Chunker::Words { most, overlap } => {
                Ok(by_words(text, *most, *overlap).into_iter().map(|piece| piece.range).collect())
            }
            Chunker::Sentences { most, overlap } => Ok(by_sentences(text, *most, *overlap)),
            Chunker::Recursive { most, separators } => {
                recursive(text, 0..text.len(), separators, *most)
            }
        }
    }
}

/// A piece with the number of its words.
struct Piece {
    range: Range<usize>,
    words: usize,
}

/// The boundaries of a text with what stands before each: a word, or something between words.
struct Boundaries(Vec<(usize, bool)>);

impl Boundaries {
    fn of(text: &str) -> Boundaries {
        let segments = text.split_word_bound_indices().map(|(start, segment)| {
            (start + segment.len(), segment.contains(char::is_alphanumeric))
        });
        Boundaries(std::iter::once((0, false)).chain(segments).collect())
    }

    /// The boundaries from the last one before `start`. What stands before that one counts too:
    /// so Elasticsearch counts a word twice at whose end a sentence begins.
    fn before(&self, start: usize) -> &[(usize, bool)] {
        let at = self.0.partition_point(|(end, _)| *end < start);
        &self.0[at.saturating_sub(1)..]
    }

    fn words(&self, range: Range<usize>) -> usize {
        let inside = self.before(range.start).iter().take_while(|(end, _)| *end <= range.end);
        inside.filter(|(_, is_word)| *is_word).count()
    }

    /// Where the text goes on behind `count` words from `start`.
    fn skip(&self, start: usize, count: usize) -> usize {
        let (mut seen, mut last) = (0, start);
        for &(end, is_word) in self.before(start) {
            last = end;
            if seen == count {
                break;
            }
            seen += usize::from(is_word);
        }
        last
    }
}

fn by_words(text: &str, most: usize, overlap: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut words, mut since_mark) = (0, 0);
    let (mut start, mut next_start) = (0, 0);
    for &(end, _) in Boundaries::of(text).0.iter().filter(|(_, is_word)| *is_word) {
        words += 1;
        since_mark += 1;
        if words >= most {
            pieces.push(Piece { range: start..end, words });
            words = overlap;
            if overlap == 0 {
                next_start = end;
            }
            start = next_start;
        }
        if since_mark == most - overlap {
            next_start = end;
            since_mark = 0;
        }
    }
    if words > overlap || pieces.is_empty() {
        pieces.push(Piece { range: start..text.len(), words });
    }
    pieces
}

fn by_sentences(text: &str, most: usize, overlap: bool) -> Vec<Range<usize>> {
    let boundaries = Boundaries::of(text);
    let mut chunks = Vec::new();
    // The chunk in the making, and the sentence before the one looked at.
    let (mut start, mut end, mut words) = (0, 0, 0);
    let mut previous = Piece { range: 0..0, words: 0 };
    for (from, sentence) in text.split_sentence_bound_indices() {
        let to = from + sentence.len();
        let in_sentence = boundaries.words(from..to);
        if words + in_sentence <= most {
            words += in_sentence;
        } else {
            let mut next = in_sentence;
            if words > 0 {
                chunks.push(start..end);
                if overlap {
                    let shared = if previous.words + in_sentence > most {
                        previous.words.min((most / 2).min(MOST_SHARED))
                    } else {
                        previous.words
                    };
                    let skipped = previous.words - shared;
                    start = match skipped {
                        0 if previous.words + in_sentence <= most => previous.range.start,
                        _ => boundaries.skip(previous.range.start, skipped),
                    };
                    words = shared + in_sentence;
                    next = words;
                } else {
                    start = end;
                    words = in_sentence;
                }
            }
            if next > most {
                let mut pieces = by_words(&text[start..to], most, MOST_SHARED.min((most - 1) / 2));
                let last = pieces.pop();
                chunks.extend(
                    pieces.iter().map(|piece| start + piece.range.start..start + piece.range.end),
                );
                if let Some(last) = last {
                    start += last.range.start;
                    words = last.words;
                }
            }
        }
        previous = Piece { range: from..to, words: in_sentence };
        end = to;
    }
    if words > 0 || chunks.is_empty() {
        let start = if words > 0 { start } else { 0 };
        chunks.push(start..text.len());
    }
    chunks
}

fn recursive(
    text: &str,
    range: Range<usize>,
    separators: &[JavaRegex],
    most: usize,
) -> Result<Vec<Range<usize>>, Problem> {
    let boundaries = Boundaries::of(text);
    if range.is_empty() || boundaries.words(range.clone()) <= most {
        return Ok(vec![range]);
    }
    let Some((separator, others)) = separators.split_first() else {
        let offset = range.start;
        let chunks = by_sentences(&text[range], most, false).into_iter();
        return Ok(chunks.map(|chunk| offset + chunk.start..offset + chunk.end).collect());
    };
    let mut chunks = Vec::new();
    for piece in merged(split(text, range, separator, &boundaries)?, most) {
        if piece.words <= most {
            chunks.push(piece.range);
        } else {
            chunks.extend(recursive(text, piece.range, others, most)?);
        }
    }
    Ok(chunks)
}

/// The pieces in front of, between and behind the matches of a separator, which belongs to the
/// piece behind it.
fn split(
    text: &str,
    range: Range<usize>,
    separator: &JavaRegex,
    boundaries: &Boundaries,
) -> Result<Vec<Piece>, Problem> {
    let region = &text[range.clone()];
    let (mut starts, mut groups, mut at) = (vec![0], Groups::new(), 0);
    while at <= region.len() {
        separator.find_at(region, at, false, &mut groups)?;
        let Some(found) = groups.first().cloned().flatten() else { break };
        starts.push(found.start);
        at = match found.is_empty() {
            false => found.end,
            true => found.end + region[found.end..].chars().next().map_or(1, char::len_utf8),
        };
    }
    starts.push(region.len());
    let pieces = starts.windows(2).filter(|ends| ends[0] < ends[1]).map(|ends| {
        let range = range.start + ends[0]..range.start + ends[1];
        Piece { words: boundaries.words(range.clone()), range }
    });
    Ok(pieces.collect())
}

/// Neighbours together, as long as they are small enough.
fn merged(pieces: Vec<Piece>, most: usize) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match merged.last_mut() {
            Some(last) if last.words + piece.words <= most => {
                last.range.end = piece.range.end;
                last.words += piece.words;
            }
            _ => merged.push(piece),
        }
    }
    merged
}
