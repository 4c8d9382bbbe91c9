//! `TO_BASE64` and `FROM_BASE64`.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};
use esql_data::{DataType, Problem, Str};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const TO_BASE64: FunctionDef = FunctionDef {
    name: "to_base64",
    family: Family::String,
    summary: "Writes a string in base64.",
    detail: "The bytes are those of UTF-8; the alphabet has `+` and `/`, and the end is padded.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(|text| ENGINE.encode(text); Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = "elastic" | EVAL b = TO_BASE64(a) | KEEP b"#,
        answer: "b:keyword\nZWxhc3RpYw==",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

pub(super) const FROM_BASE64: FunctionDef = FunctionDef {
    name: "from_base64",
    family: Family::String,
    summary: "Reads a string in base64.",
    detail: "The padding at the end may be left out. What is no base64 is null, with a warning. \
             Bytes that are no UTF-8 become replacement characters: text in UTF-16 has a `\\u0000` \
             behind each letter of ASCII.",
    params: &[Param::new("string", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(decode; Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = "ZWxhc3RpYw==" | EVAL b = FROM_BASE64(a) | KEEP b"#,
        answer: "b:keyword\nelastic",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

/// What Java's basic decoder takes: padding or none, and any bits behind the last byte.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn decode(text: &str) -> Result<String, Problem> {
    // Padding that is there must be complete.
    if text.ends_with('=') && !text.len().is_multiple_of(4) {
        return Err(Problem::argument("Input byte array has wrong 4-byte ending unit"));
    }
    match ENGINE.decode(text) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => Err(Problem::argument(java_message(text, &error))),
    }
}

fn java_message(text: &str, error: &DecodeError) -> String {
    match error {
        DecodeError::InvalidByte(at, b'=') => {
            let behind = text.len() - text[at + 1..].trim_start_matches('=').len();
            format!("Input byte array has incorrect ending byte at {behind}")
        }
        DecodeError::InvalidByte(_, byte) => format!("Illegal base64 character {byte:x}"),
        DecodeError::InvalidLength(_) => "Last unit does not have enough valid bits".to_owned(),
        DecodeError::InvalidLastSymbol(..) | DecodeError::InvalidPadding => {
            "Input byte array has wrong 4-byte ending unit".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_java_takes() {
        for (text, decoded) in [
            ("YQ==", "a"),
            ("YQ", "a"),
            ("YR==", "a"),
            ("", ""),
            ("aQBlAHgA", "i\0e\0x\0"),
            ("gICA", "\u{fffd}\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decode(text).unwrap(), decoded);
        }
        for (text, message) in [
            ("YQ=", "Input byte array has wrong 4-byte ending unit"),
            ("YWJj*", "Illegal base64 character 2a"),
            ("YWJ jZA==", "Input byte array has wrong 4-byte ending unit"),
            ("YWJjZ", "Last unit does not have enough valid bits"),
        ] {
            assert_eq!(decode(text).unwrap_err().message, message, "{text}");
        }
    }
}
