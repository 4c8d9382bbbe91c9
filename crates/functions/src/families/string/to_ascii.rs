//! `TO_ASCII`.

use std::borrow::Cow;
use std::fmt::Write as _;

use esql_data::DataType;

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
    typed,
};

pub(super) const TO_ASCII: FunctionDef = FunctionDef {
    name: "to_ascii",
    family: Family::String,
    summary: "Writes all but printable ASCII characters as escapes.",
    detail: "An escape begins with two backslashes: `\\\\n`, `\\\\r`, `\\\\t`, `\\\\b`, `\\\\f` and \
             quotes, four backslashes for a backslash, `\\\\xHH`, `\\\\uHHHH` and `\\\\UHHHHHHHH` \
             for other characters by their code point. Several values are written each on its own.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::PerValue,
        kernel: Kernel::Plain(|cx, args| typed::text(cx, args, escape)),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["naïve €", "plain"] | EVAL b = TO_ASCII(a) | KEEP b"#,
        answer: r"b:keyword
[na\\xefve \\u20ac, plain]",
    }],
    since: since!(9.4),
    ..FunctionDef::SCALAR
};

fn escape(text: &str) -> Cow<'_, str> {
    let plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '\\' | '\'' | '"');
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let code = u32::from(c);
        // Writing to a String cannot fail.
        let _ = match c {
            c if plain(c) => write!(escaped, "{c}"),
            '\n' => write!(escaped, r"\\n"),
            '\r' => write!(escaped, r"\\r"),
            '\t' => write!(escaped, r"\\t"),
            '\u{8}' => write!(escaped, r"\\b"),
            '\u{c}' => write!(escaped, r"\\f"),
            '\\' | '\'' | '"' => write!(escaped, r"\\{}{c}", if c == '\\' { r"\" } else { "" }),
            _ if code <= 0xff => write!(escaped, r"\\x{code:02x}"),
            _ if code <= 0xffff => write!(escaped, r"\\u{code:04x}"),
            _ => write!(escaped, r"\\U{code:08x}"),
        };
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (text, expected) in [
            ("a\tb\n", r"a\\tb\\n"),
            ("it's \"x\"", r#"it\\'s \\"x\\""#),
            ("\\", r"\\\\"),
            ("\u{7f}\u{0}", r"\\x7f\\x00"),
            ("\u{1f600}", r"\\U0001f600"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }
}
