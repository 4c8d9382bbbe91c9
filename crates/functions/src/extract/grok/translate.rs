//! From Oniguruma's syntax to that of the engines here, which mostly share it: what differs is
//! written out.
//!
//! - `\w`, `\d`, `\s`, `\h` (a hexadecimal digit) are ASCII; `\b` and `[[:alpha:]]` are not.
//! - `^` and `$` stand at every line; `(?m)` lets `.` match line breaks.
//! - `(?i)` in the middle holds to the end of the group, and takes in the alternatives behind it.
//! - Groups may share a name. If groups have names, others are no groups.
//!
//! Source: the documentation of Oniguruma's Ruby syntax (`doc/RE`).

use super::class;
use super::escape::{digits, escaped};
use super::regex::{Error, mistake, unsupported};
use crate::regular::{Dialect, Letters, Need};

/// A translated pattern.
pub(super) struct Translation {
    pub(super) text: String,
    pub(super) need: Need,
    /// The names of the groups, from group 1 on.
    pub(super) names: Vec<String>,
}

/// Translates a pattern.
///
/// # Errors
/// A mistake in the pattern, or the name of what is not supported.
pub(super) fn translate(pattern: &str, dialect: Dialect) -> Result<Translation, Error> {
    let mut translator = Translator {
        letters: Letters { rest: pattern },
        dialect,
        flags: Flags::default(),
        open: Vec::new(),
        out: String::with_capacity(pattern.len() * 2),
        atom: None,
        quantified: false,
        need: Need::Never,
        names: Vec::new(),
    };
    translator.pattern()?;
    let Translator { out, need, names, .. } = translator;
    Ok(Translation { text: out, need, names })
}

/// The flags that hold at a place of the pattern.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `i`: case does not count.
    ignore_case: bool,
    /// `m`: `.` matches line breaks.
    dot_all: bool,
    /// `x`: blanks and comments mean nothing.
    extended: bool,
}

/// A group that is open.
struct Open {
    /// Where it begins in what was written.
    start: usize,
    /// The flags that hold behind it.
    flags: Flags,
    /// Whether it is a group of ours around what stands behind `(?i)`: it ends with the group
    /// around it.
    implied: bool,
}

struct Translator<'a> {
    letters: Letters<'a>,
    dialect: Dialect,
    flags: Flags,
    open: Vec<Open>,
    out: String,
    /// Where what a quantifier would repeat begins in `out`.
    atom: Option<usize>,
    /// Whether that has a quantifier already.
    quantified: bool,
    need: Need,
    names: Vec<String>,
}

impl Translator<'_> {
    fn need(&mut self, need: Need) {
        self.need = self.need.max(need);
    }

    fn pattern(&mut self) -> Result<(), Error> {
        while let Some(letter) = self.letters.next() {
            match letter {
                '(' => self.group()?,
                ')' => self.close()?,
                '|' => {
                    self.out.push('|');
                    self.atom = None;
                }
                '*' | '+' | '?' => self.quantifier(letter)?,
                '{' => self.interval()?,
                letter if self.flags.extended && letter.is_ascii_whitespace() => {}
                '#' if self.flags.extended => {
                    if self.letters.until("\n").is_none() {
                        self.letters.all();
                    }
                }
                _ => {
                    let start = self.out.len();
                    self.atom(letter)?;
                    self.atom = Some(start);
                    self.quantified = false;
                }
            }
        }
        self.close_implied();
        if self.open.is_empty() {
            Ok(())
        } else {
            mistake("end pattern with unmatched parenthesis")
        }
    }

    /// What a quantifier can stand behind, except groups.
    fn atom(&mut self, letter: char) -> Result<(), Error> {
        match letter {
            '\\' => return self.escape(),
            '[' => {
                let class = class::class(&mut self.letters, 0)?;
                self.out.push_str(&class);
            }
            '.' if self.flags.dot_all => self.out.push_str("(?s:.)"),
            '.' => self.out.push_str("[^\\n]"),
            '^' => match self.dialect {
                Dialect::Linear => self.out.push_str("(?m:^)"),
                Dialect::Backtracking => {
                    self.need(Need::FinalLineBreak);
                    self.out.push_str("(?:\\A|(?<=\\n)(?!\\z))");
                }
            },
            '$' => self.out.push_str("(?m:$)"),
            _ => class::push_literal(&mut self.out, letter),
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Error> {
        let Some(letter) = self.letters.next() else {
            return mistake("end pattern at escape");
        };
        if let Some(set) = class::predefined(letter, &mut self.letters)? {
            // Case does not make more letters belong to such a set.
            let around = if self.flags.ignore_case { ("(?-i:[", "])") } else { ("[", "]") };
            self.out.extend([around.0, &set, around.1]);
            return Ok(());
        }
        match letter {
            'A' => self.out.push_str("\\A"),
            'z' => self.out.push_str("\\z"),
            'Z' => {
                self.need(Need::Always);
                self.out.push_str("(?:\\z|(?=\\n\\z))");
            }
            'b' => self.out.push_str("\\b"),
            'B' => self.out.push_str("\\B"),
            'R' => {
                self.need(Need::Always);
                self.out.push_str("(?>\\r\\n|[\\n\\x0B\\x0C\\r\u{85}\u{2028}\u{2029}])");
            }
            'k' => return self.back_reference(),
            '1'..='9' => return self.number(letter),
            'G' | 'K' | 'X' | 'g' => return unsupported(&format!("`\\{letter}`")),
            _ => {
                let letter = escaped(&mut self.letters, letter)?;
                class::push_literal(&mut self.out, letter);
            }
        }
        Ok(())
    }

    /// `\1`, which needs a group without a name, or the octal code of a character.
    fn number(&mut self, first: char) -> Result<(), Error> {
        let more = self.letters.rest.starts_with(|next: char| next.is_ascii_digit());
        if !more && (self.letters.rest.contains("(?<") || !self.names.is_empty()) {
            return mistake("numbered backref/call is not allowed. (use name)");
        }
        if !more {
            return unsupported("a reference to a group without a name");
        }
        let letter = match first.to_digit(8) {
            None => first,
            Some(first) => {
                let is_octal = |byte: &u8| matches!(byte, b'0'..=b'7');
                let count = self.letters.rest.bytes().take(2).take_while(is_octal).count();
                let rest = digits(&mut self.letters, count, 8);
                let code = first * 8_u32.pow(u32::try_from(count).unwrap_or(0)) + rest;
                match char::from_u32(code).filter(char::is_ascii) {
                    Some(letter) => letter,
                    None => return unsupported("a byte that is no ASCII character"),
                }
            }
        };
        class::push_literal(&mut self.out, letter);
        Ok(())
    }

    /// `\k<name>`.
    fn back_reference(&mut self) -> Result<(), Error> {
        let name = self.letters.skip("<").then(|| self.letters.until(">")).flatten();
        let Some(name) = name else { return unsupported("`\\k` without `<name>`") };
        let mut numbers = (1..).zip(&self.names).filter(|(_, known)| *known == name);
        match (numbers.next(), numbers.next()) {
            (None, _) => mistake(&format!("undefined name <{name}> reference")),
            (Some(_), Some(_)) => unsupported("a reference to several groups of one name"),
            (Some((number, _)), None) => {
                let reference = format!("(?:\\{number})");
                self.need(Need::Always);
                self.out.push_str(&reference);
                Ok(())
            }
        }
    }

    /// `*`, `+` or `?`; behind it `?` for as little as possible, `+` for no way back.
    fn quantifier(&mut self, letter: char) -> Result<(), Error> {
        self.repeat(letter.encode_utf8(&mut [0; 4]))?;
        if self.letters.skip("?") {
            self.out.push('?');
        } else if self.letters.skip("+") {
            self.need(Need::Always);
            self.out.push('+');
        }
        Ok(())
    }

    /// `{n}`, `{n,}`, `{n,m}`, `{,m}`; all else that begins with `{` is text.
    fn interval(&mut self) -> Result<(), Error> {
        let behind = self.letters.rest;
        let interval = self.letters.until("}").and_then(|text| {
            let (least, most) = text.split_once(',').unwrap_or((text, text));
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let valid = digits(least) && digits(most) && !(least.is_empty() && most.is_empty());
            valid.then_some((least, most, text.contains(',')))
        });
        let Some((least, most, is_range)) = interval else {
            self.letters.rest = behind;
            let start = self.out.len();
            class::push_literal(&mut self.out, '{');
            self.atom = Some(start);
            self.quantified = false;
            return Ok(());
        };
        let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= 100_000);
        let too_big = |text: &str| !text.is_empty() && number(text).is_none();
        if too_big(least) || too_big(most) {
            return mistake("too big number for repeat range");
        }
        let least = number(least).unwrap_or(0);
        if number(most).is_some_and(|most| least > most) {
            return mistake("upper is smaller than lower in repeat range");
        }
        let text = if is_range { format!("{{{least},{most}}}") } else { format!("{{{least}}}") };
        self.repeat(&text)?;
        // A fixed count cannot be lazy: what follows is a quantifier of its own.
        if is_range && self.letters.skip("?") {
            self.out.push('?');
        }
        Ok(())
    }

    /// Puts a quantifier behind the atom; one that has a quantifier is held together first.
    fn repeat(&mut self, quantifier: &str) -> Result<(), Error> {
        let Some(atom) = self.atom else {
            return mistake("target of repeat operator is not specified");
        };
        if self.quantified {
            self.out.insert_str(atom, "(?:");
            self.out.push(')');
        }
        self.out.push_str(quantifier);
        self.quantified = true;
        Ok(())
    }

    fn open(&mut self, opening: &str, outer: Flags, implied: bool) {
        self.open.push(Open { start: self.out.len(), flags: outer, implied });
        self.out.push_str(opening);
        self.atom = None;
    }

    fn group(&mut self) -> Result<(), Error> {
        let outer = self.flags;
        let look = ["=", "!", "<=", "<!", ">"];
        if !self.letters.skip("?") || self.letters.skip(":") {
            self.open("(?:", outer, false);
        } else if let Some(look) = look.into_iter().find(|it| self.letters.skip(it)) {
            self.need(Need::Always);
            self.open(&format!("(?{look}"), outer, false);
        } else if self.letters.skip("<") {
            self.named(">")?;
        } else if self.letters.skip("'") {
            self.named("'")?;
        } else if self.letters.skip("#") {
            if self.letters.until(")").is_none() {
                return mistake("end pattern in group");
            }
        } else if let Some(kind) = ["~", "("].into_iter().find(|it| self.letters.skip(it)) {
            return unsupported(&format!("`(?{kind}…)`"));
        } else {
            let implied = self.inline_flags()?;
            let case = if self.flags.ignore_case { "(?i:" } else { "(?-i:" };
            self.open(case, outer, implied);
        }
        Ok(())
    }

    fn named(&mut self, end: &str) -> Result<(), Error> {
        let Some(name) = self.letters.until(end).filter(|name| !name.contains(')')) else {
            return mistake("invalid group name <>");
        };
        match name.chars().next() {
            None => return mistake("group name is empty"),
            Some(first) if first.is_numeric() || first == '-' => {
                return mistake(&format!("invalid group name <{name}>"));
            }
            Some(_) => {}
        }
        self.names.push(name.to_owned());
        self.open("(", self.flags, false);
        Ok(())
    }

    /// Reads `i-m)` or `i-m:`; true for the first, which holds to the end of the group around.
    fn inline_flags(&mut self) -> Result<bool, Error> {
        let mut on = true;
        while let Some(letter) = self.letters.next() {
            match letter {
                'i' => self.flags.ignore_case = on,
                'm' => self.flags.dot_all = on,
                'x' => self.flags.extended = on,
                '-' => on = false,
                ')' => return Ok(true),
                ':' => return Ok(false),
                'a' | 'd' | 'u' if on => return unsupported(&format!("flag `{letter}`")),
                _ => return mistake("undefined group option"),
            }
        }
        mistake("end pattern in group")
    }

    fn close(&mut self) -> Result<(), Error> {
        self.close_implied();
        let Some(open) = self.open.pop() else {
            return mistake("unmatched close parenthesis");
        };
        self.out.push(')');
        self.flags = open.flags;
        self.atom = Some(open.start);
        self.quantified = false;
        Ok(())
    }

    fn close_implied(&mut self) {
        while self.open.last().is_some_and(|open| open.implied) {
            self.open.pop();
            self.out.push(')');
        }
    }
}
