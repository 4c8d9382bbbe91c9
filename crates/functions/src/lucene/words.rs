//! The words of a text, as Lucene's standard analyzer gives them: split at the word boundaries of
//! Unicode (UAX #29), what holds no letter or digit left out, in lower case.
//!
//! Source: the Elasticsearch reference, "Standard analyzer".

use unicode_segmentation::UnicodeSegmentation;

/// Longer words are cut into pieces, as the analyzer does.
const MAX_WORD_CHARS: usize = 255;

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().flat_map(pieces)
}

/// Whether the text has the words of `phrase` one after another. An empty phrase is nowhere.
#[must_use]
pub fn has_phrase(text: &str, phrase: &[String]) -> bool {
    let Some(first) = phrase.first() else { return false };
    if phrase.len() == 1 {
        return words(text).any(|word| word == *first);
    }
    let words: Vec<String> = words(text).collect();
    words.windows(phrase.len()).any(|window| window == phrase)
}

/// Whether the text has the words of `phrase`, each at most `slop` places away from where it
/// stands in the phrase, all counted from one place. An empty phrase is nowhere.
#[must_use]
pub fn has_sloppy_phrase(text: &str, phrase: &[String], slop: usize) -> bool {
    let words: Vec<String> = words(text).collect();
    let starts = words.iter().enumerate().flat_map(|(at, word)| {
        let here = phrase.iter().enumerate().filter(move |(_, wanted)| *wanted == word);
        here.map(move |(index, _)| at.cast_signed() - index.cast_signed())
    });
    !phrase.is_empty() && starts.into_iter().any(|start| fits_from(&words, phrase, start, slop))
}

/// Whether each word of the phrase has a place of its own in the window that begins at `start`
/// for the first, one further for the second, and so on.
fn fits_from(words: &[String], phrase: &[String], start: isize, slop: usize) -> bool {
    let mut taken: Vec<usize> = Vec::with_capacity(phrase.len());
    phrase.iter().enumerate().all(|(index, wanted)| {
        let first = start + index.cast_signed();
        let end = (first + slop.cast_signed() + 1).clamp(0, words.len().cast_signed());
        let window = first.clamp(0, end).cast_unsigned()..end.cast_unsigned();
        // The first free place is best, as the window of an equal word further on ends later.
        let place = window.into_iter().find(|at| words[*at] == *wanted && !taken.contains(at));
        taken.extend(place);
        place.is_some()
    })
}

fn pieces(word: &str) -> Vec<String> {
    let mut pieces = vec![String::with_capacity(word.len())];
    let mut chars = 0;
    for char in word.chars() {
        if chars == MAX_WORD_CHARS {
            pieces.push(String::new());
            chars = 0;
        }
        chars += 1;
        // One code point stays one, as in Java.
        if let Some(piece) = pieces.last_mut() {
            piece.push(char.to_lowercase().next().unwrap_or(char));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_texts() {
        for (text, expected) in [
            ("", &[][..]),
            (
                "The QUICK brown-fox's 3.5 jumps!",
                &["the", "quick", "brown", "fox's", "3.5", "jumps"],
            ),
            ("foo_bar a.b.c x:y", &["foo_bar", "a.b.c", "x:y"]),
            (r"C:\Windows\cmd.exe /c", &["c", "windows", "cmd.exe", "c"]),
            ("ÉTÉ naïve", &["été", "naïve"]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        }
        let long: Vec<usize> = words(&"a".repeat(300)).map(|word| word.len()).collect();
        assert_eq!(long, [255, 45]);
    }

    #[test]
    fn phrases() {
        let phrase = |text: &str| words(text).collect::<Vec<_>>();
        assert!(has_phrase("The quick brown fox", &phrase("Quick Brown")));
        assert!(!has_phrase("The quick brown fox", &phrase("brown quick")));
        assert!(!has_phrase("The quick", &phrase("...")));
        for (text, wanted, slop, expected) in [
            ("quick brown fox", "quick brown fox", 0, true),
            ("quick red brown fox", "quick fox", 1, false),
            ("quick red brown fox", "quick fox", 2, true),
            ("fox quick", "quick fox", 1, false),
            ("fox quick", "quick fox", 2, true),
            ("to be", "to be to", 9, false),
            ("to be or to", "to be to", 1, true),
            ("any", "...", 9, false),
        ] {
            let found = has_sloppy_phrase(text, &phrase(wanted), slop);
            assert_eq!(found, expected, "{text}: {wanted} ~{slop}");
        }
    }
}
