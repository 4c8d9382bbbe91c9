//! `REPLACE`.

use esql_data::{CellsBuilder, Column, DataType, Problem, Str, Value};

use super::MAX_BYTES;
use super::java_regex::{Groups, JavaRegex};
use crate::memo::Memo;
use crate::typed::Cells;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const REPLACE: FunctionDef = FunctionDef {
    name: "replace",
    family: Family::String,
    summary: "Replaces all matches of a regular expression in a string.",
    detail: "The expression is one of Java's: `(?i)` ignores the case of ASCII, `\\d`, `\\w` and \
             `\\s` are ASCII. In the replacement `$1` or `${name}` puts in what a group matched, \
             and a backslash takes the next character as it is, so that `\\\\$` is a dollar. A \
             replacement that makes no sense, and more than one megabyte, give null and a \
             warning; a constant expression that cannot be used is an error.",
    params: &[
        Param::new("string", "the string"),
        Param::new("regex", "the regular expression"),
        Param::new("newString", "the replacement"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[
        Example {
            query: r#"ROW a = "This is some text" | EVAL b = REPLACE(a, "\\s", "") | KEEP b"#,
            answer: "b:keyword\nThisissometext",
        },
        Example {
            query: r#"ROW a = "curl -H 'Authorization: Basic Zm9v'"
| EVAL b = REPLACE(a, "(?i)(authorization: *[a-z]+ +)[^' ]+", "$1<REDACTED>") | KEEP b"#,
            answer: "b:keyword\ncurl -H 'Authorization: Basic <REDACTED>'",
        },
    ],
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let constant = match site.args[1].constant.as_ref().and_then(Value::as_str) {
        Some(text) => Some(JavaRegex::new(text).map_err(|message| ArgError { at: 1, message })?),
        None => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        replace_each(cx, args, constant.as_ref())
    }))
}

fn replace_each(cx: &mut EvalCx<'_>, args: &[Column], constant: Option<&JavaRegex>) -> Column {
    let texts = Cells::<Str>::new(&args[0]);
    let patterns = Cells::<Str>::new(&args[1]);
    let replacements = Cells::<Str>::new(&args[2]);
    let mut regexes: Memo<Result<JavaRegex, Problem>> = Memo::default();
    let mut work = Work::default();
    let mut cells = CellsBuilder::<Str>::new();
    for row in 0..cx.rows {
        let (Some(text), Some(pattern), Some(replacement)) =
            (texts.get(row), patterns.get(row), replacements.get(row))
        else {
            cells.null();
            continue;
        };
        let regex = match constant {
            Some(regex) => Ok(regex),
            None => regexes
                .get(pattern, |pattern| {
                    JavaRegex::new(pattern).map_err(|message| Problem {
                        class: "java.util.regex.PatternSyntaxException",
                        message,
                    })
                })
                .as_ref()
                .map_err(Clone::clone),
        };
        match regex.and_then(|regex| work.replace(text, regex, replacement)) {
            Ok(replaced) => cells.single(replaced),
            Err(problem) => {
                cx.warn(|| problem);
                cells.null();
            }
        }
    }
    cells.finish(cx.ret)
}

/// Room that is used again for every row.
#[derive(Default)]
struct Work {
    pieces: Vec<Piece>,
    groups: Groups,
    out: String,
}

impl Work {
    fn replace<'a>(
        &'a mut self,
        text: &'a str,
        regex: &JavaRegex,
        replacement: &str,
    ) -> Result<&'a str, Problem> {
        let with_groups = replacement.contains('$');
        regex.find_at(text, 0, with_groups, &mut self.groups)?;
        if self.groups.is_empty() {
            // A replacement is only looked at where something matches.
            return Ok(text);
        }
        compile(replacement, regex, &mut self.pieces)?;
        self.out.clear();
        let mut copied = 0;
        while let Some(found) = self.groups.first().cloned().flatten() {
            self.out.push_str(&text[copied..found.start]);
            for piece in &self.pieces {
                match piece {
                    Piece::Text(piece) => self.out.push_str(piece),
                    Piece::Group(number) => {
                        if let Some(Some(group)) = self.groups.get(*number) {
                            self.out.push_str(&text[group.clone()]);
                        }
                    }
                }
            }
            if self.out.len() + (text.len() - found.end) > MAX_BYTES {
                return Err(Problem::argument(format!(
                    "Creating strings with more than [{MAX_BYTES}] bytes is not supported"
                )));
            }
            copied = found.end;
            // An empty match is not found again at its place.
            let start = if found.is_empty() {
                match text[found.end..].chars().next() {
                    Some(letter) => found.end + letter.len_utf8(),
                    None => break,
                }
            } else {
                found.end
            };
            regex.find_at(text, start, with_groups, &mut self.groups)?;
        }
        self.out.push_str(&text[copied..]);
        Ok(&self.out)
    }
}

/// A piece of a replacement.
#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    Group(usize),
}

/// Reads a replacement the way Java's `Matcher.appendReplacement` does.
fn compile(replacement: &str, regex: &JavaRegex, pieces: &mut Vec<Piece>) -> Result<(), Problem> {
    pieces.clear();
    let mut text = String::new();
    let mut letters = replacement.chars().peekable();
    while let Some(letter) = letters.next() {
        let group = match letter {
            '\\' => {
                let escaped = letters.next();
                let missing = || Problem::argument("character to be escaped is missing");
                text.push(escaped.ok_or_else(missing)?);
                continue;
            }
            '$' => match letters.next() {
                None => {
                    return Err(Problem::argument(
                        "Illegal group reference: group index is missing",
                    ));
                }
                Some('{') => named(&mut letters, regex)?,
                Some(first) => {
                    let illegal = || Problem::argument("Illegal group reference");
                    let mut number = first.to_digit(10).ok_or_else(illegal)? as usize;
                    if number > regex.groups() {
                        return Err(Problem {
                            class: "java.lang.IndexOutOfBoundsException",
                            message: format!("No group {number}"),
                        });
                    }
                    // More digits belong to the number as long as there is such a group.
                    while let Some(digit) = letters.peek().and_then(|next| next.to_digit(10)) {
                        let longer = number * 10 + digit as usize;
                        if longer > regex.groups() {
                            break;
                        }
                        number = longer;
                        letters.next();
                    }
                    number
                }
            },
            _ => {
                text.push(letter);
                continue;
            }
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Group(group));
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(())
}

/// The group of `${name}`, behind its opening brace.
fn named(letters: &mut impl Iterator<Item = char>, regex: &JavaRegex) -> Result<usize, Problem> {
    let mut name = String::new();
    loop {
        match letters.next() {
            Some('}') if !name.is_empty() => break,
            Some(letter) if letter.is_ascii_alphanumeric() => name.push(letter),
            _ => {
                return Err(Problem::argument("named capturing group is missing trailing '}'"));
            }
        }
    }
    regex.group(&name).ok_or_else(|| Problem::argument(format!("No group with name {{{name}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, text};

    fn replace(value: &str, pattern: &str, replacement: &str) -> (Value, Vec<String>) {
        let (column, warnings) = check("replace", &[text(value), text(pattern), text(replacement)]);
        (column.cell_value(0), warnings)
    }

    #[test]
    fn replacements() {
        for (value, pattern, replacement, replaced) in [
            ("Hello World", "World", "Universe", "Hello Universe"),
            ("abc", "x*", "-", "-a-b-c-"),
            ("xabc", "x*", "-", "--a-b-c-"),
            ("a🔥", "", ".", ".a.🔥."),
            ("ab", "(a)(b)?", "$2$1$0", "baab"),
            ("ac", "(a)(b)?", "[$2]", "[]c"),
            ("a1", "(a)", "$11", "a11"),
            ("ab", "(?<first>a)", "${first}${first}", "aab"),
            ("a", "a", r"\$1\\", r"$1\"),
            ("C:\\Users\\me\\x", r"[cC]:\\[uU]sers\\[a-z]+\\", r"C:\\u\\", r"C:\u\x"),
            ("10.0.0.1:443", ":[0-9]+$", "", "10.0.0.1"),
            ("h:1\n", ":[0-9]+$", "", "h\n"),
        ] {
            assert_eq!(
                replace(value, pattern, replacement),
                (replaced.into(), vec![]),
                "{pattern} by {replacement} in {value}"
            );
        }
    }

    #[test]
    fn replacements_that_make_no_sense() {
        for (replacement, warning) in [
            (
                "$",
                "java.lang.IllegalArgumentException: Illegal group reference: group index is missing",
            ),
            ("$x", "java.lang.IllegalArgumentException: Illegal group reference"),
            ("$2", "java.lang.IndexOutOfBoundsException: No group 2"),
            ("\\", "java.lang.IllegalArgumentException: character to be escaped is missing"),
            ("${x}", "java.lang.IllegalArgumentException: No group with name {x}"),
        ] {
            assert_eq!(replace("a", "(a)", replacement), (Value::Null, vec![warning.to_owned()]));
            // Where nothing matches, nobody looks at it.
            assert_eq!(replace("b", "(a)", replacement), ("b".into(), vec![]));
        }
    }

    #[test]
    fn patterns_of_columns() {
        let patterns = ["a", "(", "b"].map(Value::from);
        let patterns = Column::from_values(DataType::Keyword, &patterns);
        let (column, warnings) = check("replace", &[text("ab"), patterns, text("")]);
        let expected = ["b".into(), Value::Null, "a".into()];
        assert_eq!(column, Column::from_values(DataType::Keyword, &expected));
        assert_eq!(warnings, ["java.util.regex.PatternSyntaxException: Unclosed group"]);
    }
}
