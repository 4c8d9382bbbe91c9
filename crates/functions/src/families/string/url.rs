//! `URL_ENCODE`, `URL_ENCODE_COMPONENT` and `URL_DECODE`.

use esql_data::{DataType, Problem, Str};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(lift: Lift, kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift,
        kernel,
    }
}

pub(super) const URL_ENCODE: FunctionDef = FunctionDef {
    name: "url_encode",
    family: Family::String,
    summary: "Writes a string so that it can stand in a URL, with `+` for spaces.",
    detail: "All but letters and digits of ASCII and `.`, `-`, `_` and `~` is percent-encoded. \
             Each of several values is encoded.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Lift::PerValue, kernel!(|text| encode(text, "+"); Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = "https://example.com/?x=foo bar&y=baz" | EVAL b = URL_ENCODE(a) | KEEP b"#,
        answer: "b:keyword\nhttps%3A%2F%2Fexample.com%2F%3Fx%3Dfoo+bar%26y%3Dbaz",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};

pub(super) const URL_ENCODE_COMPONENT: FunctionDef = FunctionDef {
    name: "url_encode_component",
    family: Family::String,
    summary: "Writes a string so that it can stand in a URL, with `%20` for spaces.",
    detail: "All but letters and digits of ASCII and `.`, `-`, `_` and `~` is percent-encoded. \
             Each of several values is encoded.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Lift::PerValue, kernel!(|text| encode(text, "%20"); Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = "x=foo bar" | EVAL b = URL_ENCODE_COMPONENT(a) | KEEP b"#,
        answer: "b:keyword\nx%3Dfoo%20bar",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};

pub(super) const URL_DECODE: FunctionDef = FunctionDef {
    name: "url_decode",
    family: Family::String,
    summary: "Reads a string that is encoded for a URL.",
    detail: "`+` becomes a space. A `%` that no two hexadecimal digits follow makes the result \
             null, with a warning; bytes that are no UTF-8 become replacement characters. Each \
             of several values is decoded.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(Lift::PerValue, kernel!(decode; Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = "x%3Dfoo+bar%20baz" | EVAL b = URL_DECODE(a) | KEEP b"#,
        answer: "b:keyword\nx=foo bar baz",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};

fn encode(text: &str, space: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push_str(space),
            _ => {
                encoded.push('%');
                encoded.push(char::from(HEX[usize::from(byte >> 4)]));
                encoded.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    encoded
}

fn decode(text: &str) -> Result<String, Problem> {
    let fail = |why: String| Err(Problem::argument(format!("URLDecoder: {why}")));
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (own, behind) = rest.split_at(letter.len_utf8());
        rest = behind;
        match letter {
            '+' => decoded.push(b' '),
            '%' => {
                let digits: String = rest.chars().take(2).collect();
                if digits.chars().count() < 2 {
                    return fail("Incomplete trailing escape (%) pattern".to_owned());
                }
                match i32::from_str_radix(&digits, 16) {
                    Ok(-15..=-1) => {
                        return fail(
                            "Illegal hex characters in escape (%) pattern - negative value"
                                .to_owned(),
                        );
                    }
                    Ok(value) => decoded.push(u8::try_from(value).unwrap_or_default()),
                    Err(_) => {
                        let bad = |letter: char| !letter.is_ascii_hexdigit();
                        let at = digits.chars().position(bad).unwrap_or(0);
                        return fail(format!(
                            "Illegal hex characters in escape (%) pattern - Error at index {at} \
                             in: \"{digits}\""
                        ));
                    }
                }
                rest = &rest[digits.len()..];
            }
            _ => decoded.extend_from_slice(own.as_bytes()),
        }
    }
    Ok(String::from_utf8_lossy(&decoded).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_decoded() {
        assert_eq!(decode("%E2%82%AC+ñ%ff").unwrap(), "€ ñ\u{fffd}");
        for (text, message) in [
            ("50%", "URLDecoder: Incomplete trailing escape (%) pattern"),
            ("%2", "URLDecoder: Incomplete trailing escape (%) pattern"),
            (
                "%2x",
                "URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 1 in: \
                 \"2x\"",
            ),
            ("%-1", "URLDecoder: Illegal hex characters in escape (%) pattern - negative value"),
        ] {
            assert_eq!(decode(text).unwrap_err().message, message);
        }
        let every: String = ('\0'..='\u{ff}').collect();
        assert_eq!(decode(&encode(&every, "+")).unwrap(), every);
    }
}
