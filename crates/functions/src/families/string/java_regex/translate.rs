//! From Java's syntax to that of the engines here, which mostly share it: each construct is
//! written out so that no flag and no Unicode table can change what it means.

use super::class;
use super::escape::escaped;
use crate::regular::{Dialect, Letters, Need};

/// A translated pattern.
pub(super) struct Translation {
    pub(super) text: String,
    pub(super) need: Need,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

/// The flags that hold at a place of the pattern.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    /// `i`: case does not count for ASCII, and with `u` for no letter.
    pub(super) ignore_case: bool,
    pub(super) unicode_case: bool,
    dot_all: bool,
    multiline: bool,
}

/// What is not supported, by name.
pub(super) fn unsupported(construct: &str) -> String {
    format!("{construct} is not supported in regular expressions")
}

const LINE_BREAKS: &str = "\n\r\u{85}\u{2028}\u{2029}";

/// Translates a pattern.
///
/// # Errors
/// A mistake in the pattern, in Java's words, or the name of what is not supported.
pub(super) fn translate(pattern: &str, dialect: Dialect) -> Result<Translation, String> {
    let mut translator = Translator {
        letters: Letters { rest: pattern },
        dialect,
        flags: Flags::default(),
        open: Vec::new(),
        out: String::new(),
        quantifiable: false,
        result: (Need::Never, 0, Vec::new()),
    };
    translator.pattern()?;
    let (need, groups, names) = translator.result;
    Ok(Translation { text: translator.out, need, groups, names })
}

struct Translator<'a> {
    letters: Letters<'a>,
    dialect: Dialect,
    flags: Flags,
    /// For each open group, the flags that hold behind it.
    open: Vec<Flags>,
    out: String,
    /// Whether a quantifier may follow.
    quantifiable: bool,
    result: (Need, usize, Vec<(String, usize)>),
}

impl Translator<'_> {
    fn need(&mut self, need: Need) {
        self.result.0 = self.result.0.max(need);
    }

    fn pattern(&mut self) -> Result<(), String> {
        while let Some(letter) = self.letters.next() {
            let mut quantifiable = true;
            match letter {
                '\\' => self.escape()?,
                '[' => {
                    let class = class::class(&mut self.letters, self.flags, 0)?;
                    self.out.push_str(&class);
                }
                '(' => {
                    self.group()?;
                    quantifiable = false;
                }
                ')' => {
                    let Some(flags) = self.open.pop() else {
                        return Err("Unmatched closing ')'".to_owned());
                    };
                    self.flags = flags;
                    self.out.push(')');
                }
                '|' => {
                    self.out.push('|');
                    quantifiable = false;
                }
                '.' if self.flags.dot_all => self.out.push_str("(?s:.)"),
                '.' => {
                    self.out.push_str("[^");
                    self.out.push_str(LINE_BREAKS);
                    self.out.push(']');
                }
                '^' => self.line_begin(),
                '$' => self.line_end(),
                '*' | '+' | '?' | '{' => {
                    if !self.quantifiable && letter != '{' {
                        return Err(format!("Dangling meta character '{letter}'"));
                    }
                    self.quantifier(letter)?;
                    quantifiable = false;
                }
                _ => self.literal(letter),
            }
            self.quantifiable = quantifiable;
        }
        if self.open.is_empty() { Ok(()) } else { Err("Unclosed group".to_owned()) }
    }

    fn literal(&mut self, letter: char) {
        class::push_literal(&mut self.out, letter, self.flags);
    }

    fn line_begin(&mut self) {
        if self.flags.multiline {
            // Behind a line break, but neither within `\r\n` nor at the end.
            self.need(Need::Always);
            self.out.push_str("(?:\\A|(?:(?<=[\n\u{85}\u{2028}\u{2029}])|(?<=\r)(?!\n))(?!\\z))");
        } else {
            self.out.push_str("\\A");
        }
    }

    fn line_end(&mut self) {
        if self.flags.multiline {
            self.need(Need::Always);
            self.out.push_str("(?:\\z|(?=[\r\u{85}\u{2028}\u{2029}])|(?<!\r)(?=\n))");
        } else {
            self.text_end();
        }
    }

    /// The end, or before a final line break.
    fn text_end(&mut self) {
        self.need(Need::FinalLineBreak);
        match self.dialect {
            Dialect::Linear => self.out.push_str("\\z"),
            Dialect::Backtracking => self
                .out
                .push_str("(?:\\z|(?=\r\n\\z)|(?=[\r\u{85}\u{2028}\u{2029}]\\z)|(?<!\r)(?=\n\\z))"),
        }
    }

    fn quantifier(&mut self, letter: char) -> Result<(), String> {
        if letter == '{' {
            let counts = self.letters.until("}").unwrap_or_default();
            let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
            let number = |text: &str| text.parse::<u32>().ok();
            let valid = self.quantifiable
                && number(least).is_some_and(|least| {
                    most.is_empty() || number(most).is_some_and(|most| least <= most)
                });
            if !valid {
                return Err("Illegal repetition".to_owned());
            }
            self.out.push('{');
            self.out.push_str(counts);
            self.out.push('}');
        } else {
            self.out.push(letter);
        }
        if self.letters.skip("?") {
            self.out.push('?');
        } else if self.letters.skip("+") {
            self.need(Need::Always);
            self.out.push('+');
        }
        Ok(())
    }

    fn group(&mut self) -> Result<(), String> {
        let outer = self.flags;
        if !self.letters.skip("?") {
            self.result.1 += 1;
            self.out.push('(');
        } else if let Some(look) =
            ["=", "!", "<=", "<!", ">"].into_iter().find(|it| self.letters.skip(it))
        {
            self.need(Need::Always);
            self.out.push_str("(?");
            self.out.push_str(look);
        } else if self.letters.skip("<") {
            let name = self.letters.until(">").unwrap_or_default();
            let valid = name.starts_with(|first: char| first.is_ascii_alphabetic())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !valid {
                return Err("named capturing group is missing trailing '>'".to_owned());
            }
            self.result.1 += 1;
            self.result.2.push((name.to_owned(), self.result.1));
            self.out.push('(');
        } else if self.letters.skip(":") {
            self.out.push_str("(?:");
        } else {
            if self.inline_flags()? {
                return Ok(());
            }
            self.out.push_str("(?:");
        }
        self.open.push(outer);
        Ok(())
    }

    /// Reads `i-m)` or `i-m:`; true for the first, which opens no group.
    fn inline_flags(&mut self) -> Result<bool, String> {
        let mut on = true;
        while let Some(letter) = self.letters.next() {
            match letter {
                'i' => self.flags.ignore_case = on,
                'u' => self.flags.unicode_case = on,
                's' => self.flags.dot_all = on,
                'm' => self.flags.multiline = on,
                '-' => on = false,
                ')' => return Ok(true),
                ':' => return Ok(false),
                'd' | 'x' | 'U' => return Err(unsupported(&format!("flag `{letter}`"))),
                _ => break,
            }
        }
        Err("Unknown inline modifier".to_owned())
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(letter) = self.letters.next() else {
            return Err("Unexpected internal error".to_owned());
        };
        if let Some(set) = class::predefined(letter, &mut self.letters, self.flags)? {
            self.out.push('[');
            self.out.push_str(&set);
            self.out.push(']');
            return Ok(());
        }
        match letter {
            'Q' => {
                let quoted = self.letters.until("\\E").unwrap_or_else(|| self.letters.all());
                quoted.chars().for_each(|letter| self.literal(letter));
            }
            // Behind the end of a quotation that none began.
            'E' => {}
            'A' => self.out.push_str("\\A"),
            'z' => self.out.push_str("\\z"),
            'Z' => self.text_end(),
            'b' | 'B' if self.letters.peek() == Some('{') => {
                return Err(unsupported(&format!("`\\{letter}{{…}}`")));
            }
            'b' => self.out.push_str("(?-u:\\b)"),
            'B' => {
                self.need(Need::Always);
                self.out.push_str(
                    "(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))",
                );
            }
            'R' => {
                self.out.push_str("(?:\r\n|[");
                self.out.push_str(LINE_BREAKS);
                self.out.push_str("\u{b}\u{c}])");
            }
            'k' => {
                let name = self.letters.skip("<").then(|| self.letters.until(">")).flatten();
                let known = |name: &&str| self.result.2.iter().find(|(it, _)| it == name);
                let Some((_, number)) = name.as_ref().and_then(known) else {
                    let name = name.unwrap_or_default();
                    return Err(format!("named capturing group <{name}> does not exist"));
                };
                let number = *number;
                self.back_reference(number)?;
            }
            '1'..='9' => {
                let mut number = letter.to_digit(10).unwrap_or(0) as usize;
                // More digits belong to the number as long as there is such a group.
                while let Some(digit) = self.letters.peek().and_then(|next| next.to_digit(10)) {
                    let longer = number * 10 + digit as usize;
                    if longer > self.result.1 {
                        break;
                    }
                    number = longer;
                    self.letters.next();
                }
                if number > self.result.1 {
                    return Err(unsupported("a reference to a group that does not exist"));
                }
                self.back_reference(number)?;
            }
            'G' | 'X' | 'N' => return Err(unsupported(&format!("`\\{letter}`"))),
            _ => match escaped(&mut self.letters, letter)? {
                Some(letter) => self.literal(letter),
                None => return Err("Illegal/unsupported escape sequence".to_owned()),
            },
        }
        Ok(())
    }

    fn back_reference(&mut self, number: usize) -> Result<(), String> {
        if self.flags.ignore_case {
            return Err(unsupported("a back-reference without case"));
        }
        self.need(Need::Always);
        self.out.push_str(&format!("(?:\\{number})"));
        Ok(())
    }
}
