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
    }
}
