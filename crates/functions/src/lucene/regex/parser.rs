//! The grammar of Lucene's regular expressions.
//!
//! ```text
//! union      = inter ['|' union]
//! inter      = sequence ['&' inter]
//! sequence   = repeat {repeat}              until ')', '|', '&' or the end
//! repeat     = complement {'?' | '*' | '+' | '{n}' | '{n,}' | '{n,m}'}
//! complement = '~' complement | class
//! class      = '[' ['^'] items ']' | simple
//! simple     = '.' | '#' | '@' | '"' text '"' | '(' [union] ')' | '<n-m>' | char
//! ```
//!
//! An operator that stands where an operand is wanted is an ordinary character: `*a`, `a||b`.

use super::{Ast, Class, ClassItem, PatternError};

/// How deeply groups may be nested.
const MAX_DEPTH: usize = 100;

/// Parses a whole pattern.
pub(super) fn parse(pattern: &str) -> Result<Ast, PatternError> {
    if pattern.is_empty() {
        return Ok(Ast::Text(String::new()));
    }
    let mut parser = Parser { rest: pattern, whole: pattern, depth: 0 };
    let ast = parser.union()?;
    if parser.rest.is_empty() { Ok(ast) } else { parser.expected("end-of-string") }
}

struct Parser<'a> {
    rest: &'a str,
    whole: &'a str,
    depth: usize,
}

type Parsed<T = Ast> = Result<T, PatternError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn peeks(&self, set: &str) -> bool {
        self.peek().is_some_and(|char| set.contains(char))
    }

    fn eat(&mut self, char: char) -> bool {
        let found = self.rest.strip_prefix(char);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn next(&mut self) -> Parsed<char> {
        let mut chars = self.rest.chars();
        let char = chars.next().ok_or_else(|| error("unexpected end-of-string".into()))?;
        self.rest = chars.as_str();
        Ok(char)
    }

    /// Everything up to `end`, which is taken as well.
    fn until(&mut self, end: char) -> Parsed<&'a str> {
        match self.rest.split_once(end) {
            Some((text, rest)) => {
                self.rest = rest;
                Ok(text)
            }
            None => {
                self.rest = "";
                self.expected(&format!("'{end}'"))
            }
        }
    }

    /// Where the parser stands, in UTF-16 units as in Java.
    fn position(&self) -> usize {
        let taken = self.whole.len() - self.rest.len();
        self.whole.get(..taken).unwrap_or_default().encode_utf16().count()
    }

    fn expected<T>(&self, what: &str) -> Parsed<T> {
        let position = self.position();
        // Lucene names what it wants before or behind the word.
        Err(error(match what {
            "integer" | "end-of-string" => format!("{what} expected at position {position}"),
            _ => format!("expected {what} at position {position}"),
        }))
    }

    fn union(&mut self) -> Parsed {
        let mut all = vec![self.inter()?];
        while self.eat('|') {
            all.push(self.inter()?);
        }
        Ok(one_or(all, Ast::Alternatives))
    }

    fn inter(&mut self) -> Parsed {
        let mut all = vec![self.sequence()?];
        while self.eat('&') {
            all.push(self.sequence()?);
        }
        Ok(one_or(all, Ast::Intersection))
    }

    fn sequence(&mut self) -> Parsed {
        let mut all: Vec<Ast> = Vec::new();
        loop {
            match (self.repeat()?, all.last_mut()) {
                (Ast::Text(text), Some(Ast::Text(before))) => before.push_str(&text),
                (next, _) => all.push(next),
            }
            if self.rest.is_empty() || self.peeks(")|&") {
                return Ok(one_or(all, Ast::Sequence));
            }
        }
    }

    fn repeat(&mut self) -> Parsed {
        let mut ast = self.complement()?;
        loop {
            let (min, max) = match self.peek() {
                Some('?') => (0, Some(1)),
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('{') => {
                    self.eat('{');
                    let min = match self.integer()? {
                        Some(min) => min,
                        None => return self.expected("integer"),
                    };
                    let max = if self.eat(',') { self.integer()? } else { Some(min) };
                    if !self.peeks("}") {
                        return self.expected("'}'");
                    }
                    (min, max)
                }
                _ => return Ok(ast),
            };
            self.next()?;
            ast = match (ast, min, max) {
                (Ast::AnyChar, 0, None) => Ast::AnyString,
                (inner, min, max) => Ast::Repeat { inner: Box::new(inner), min, max },
            };
        }
    }

    fn integer(&mut self) -> Parsed<Option<u32>> {
        let end = self.rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits.parse().map_err(|_| error(format!("For input string: \"{digits}\"")));
        number.map(Some)
    }

    fn complement(&mut self) -> Parsed {
        if self.eat('~') {
            let inner = self.nested(Self::complement)?;
            return Ok(Ast::Complement(Box::new(inner)));
        }
        if self.eat('[') {
            return self.class();
        }
        self.simple()
    }

    fn nested(&mut self, parse: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(error("pattern is too large or nested too deeply".into()));
        }
        let ast = parse(self);
        self.depth -= 1;
        ast
    }

    fn class(&mut self) -> Parsed {
        let negated = self.eat('^');
        let mut items = Vec::new();
        // The first item may be a `]`.
        loop {
            items.push(self.class_item()?);
            if self.rest.is_empty() || self.peeks("]") {
                break;
            }
        }
        if !self.eat(']') {
            return self.expected("']'");
        }
        Ok(Ast::Class(Class { negated, items }))
    }

    fn class_item(&mut self) -> Parsed<ClassItem> {
        let from = match self.escape()? {
            Some(Escape::Class(name)) => return Ok(ClassItem::Named(name)),
            // A backslash begins no range.
            Some(Escape::Backslash) => return Ok(ClassItem::Range('\\', '\\')),
            None => self.next()?,
        };
        if !self.eat('-') {
            return Ok(ClassItem::Range(from, from));
        }
        self.eat('\\');
        let to = self.next()?;
        if from > to {
            let (from, to) = (u32::from(from), u32::from(to));
            return Err(error(format!("invalid range: from ({from}) cannot be > to ({to})")));
        }
        Ok(ClassItem::Range(from, to))
    }

    /// Takes a backslash and what makes it special; `None` leaves an ordinary character to take.
    fn escape(&mut self) -> Parsed<Option<Escape>> {
        if !self.eat('\\') {
            return Ok(None);
        }
        match self.peek() {
            Some(name @ ('d' | 'D' | 's' | 'S' | 'w' | 'W')) => {
                self.next()?;
                Ok(Some(Escape::Class(name)))
            }
            Some('\\') => {
                self.next()?;
                Ok(Some(Escape::Backslash))
            }
            Some(letter) if letter.is_ascii_alphabetic() => {
                Err(error(format!("invalid character class \\{letter}")))
            }
            _ => Ok(None),
        }
    }

    fn simple(&mut self) -> Parsed {
        match self.peek() {
            Some('.') => self.next().map(|_| Ast::AnyChar),
            Some('#') => self.next().map(|_| Ast::Nothing),
            Some('@') => self.next().map(|_| Ast::AnyString),
            Some('"') => {
                self.next()?;
                Ok(Ast::Text(self.until('"')?.to_owned()))
            }
            Some('(') => {
                self.next()?;
                if self.eat(')') {
                    return Ok(Ast::Text(String::new()));
                }
                let ast = self.nested(Self::union)?;
                if self.eat(')') { Ok(ast) } else { self.expected("')'") }
            }
            Some('<') => {
                self.next()?;
                self.interval()
            }
            _ => match self.escape()? {
                Some(Escape::Class(name)) => {
                    let items = vec![ClassItem::Named(name)];
                    Ok(Ast::Class(Class { negated: false, items }))
                }
                Some(Escape::Backslash) => Ok(Ast::Text("\\".into())),
                None => self.next().map(|char| Ast::Text(char.into())),
            },
        }
    }

    fn interval(&mut self) -> Parsed {
        let text = self.until('>')?;
        let Some((from, to)) = text.split_once('-') else {
            // Lucene would look for an automaton of this name.
            return Err(error(format!("'{text}' not found")));
        };
        let number = |text: &str| text.parse::<i32>().ok().and_then(|n| u32::try_from(n).ok());
        match (number(from), number(to)) {
            (Some(a), Some(b)) => {
                let digits = if from.len() == to.len() { from.len() } else { 0 };
                Ok(Ast::Interval { min: a.min(b), max: a.max(b), digits })
            }
            _ => {
                let position = self.position() - 1;
                Err(error(format!("interval syntax error at position {position}")))
            }
        }
    }
}

enum Escape {
    Class(char),
    Backslash,
}

fn error(message: String) -> PatternError {
    PatternError(message)
}

fn one_or(mut all: Vec<Ast>, join: impl FnOnce(Vec<Ast>) -> Ast) -> Ast {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            join(all)
        }
        None => Ast::Nothing,
    }
}
