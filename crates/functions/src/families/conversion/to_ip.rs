//! `TO_IP`.

use esql_data::{Bytes, Column, DataType, Problem, Str, Value, ip};

use super::unchanged;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet, typed,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Type(DataType::Ip), lift: Lift::PerValue, kernel }
}

pub(super) const TO_IP: FunctionDef = FunctionDef {
    name: "to_ip",
    family: Family::Conversion,
    summary: "Converts a string to an IP address.",
    detail: "A string that is no IPv4 or IPv6 address is null, with a warning. The numbers of \
             an IPv4 address may not begin with zeros, unless the option `leading_zeros` says \
             how such numbers are read. As in Elasticsearch, what follows the fourth number \
             behind a point is not looked at. Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    options: &[OptionDef {
        name: "leading_zeros",
        types: TypeSet::KEYWORD,
        summary: "what zeros before the numbers of an IPv4 address mean: `reject` (the default), \
                  `octal` or `decimal`",
    }],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::IP], DataType::Ip),
        overload(&[TypeSet::STRING], Kernel::Prepared(prepare)),
    ]),
    converts_to: Some(DataType::Ip),
    examples: &[
        Example {
            query: r#"ROW a = ["1.1.1.1", "foo", "FE80::1"] | EVAL b = TO_IP(a) | KEEP b"#,
            answer: "b:ip\n[1.1.1.1, fe80::1]",
        },
        Example {
            query: r#"ROW a = TO_IP("1.1.010.1", {"leading_zeros": "octal"})"#,
            answer: "a:ip\n1.1.8.1",
        },
    ],
    ..FunctionDef::SCALAR
};

/// What zeros in front of a number of an IPv4 address mean.
#[derive(Clone, Copy, PartialEq)]
enum LeadingZeros {
    Reject,
    Octal,
    Decimal,
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let zeros = match site.option("leading_zeros").and_then(Value::as_str) {
        None => LeadingZeros::Reject,
        Some(text) if text.eq_ignore_ascii_case("reject") => LeadingZeros::Reject,
        Some(text) if text.eq_ignore_ascii_case("octal") => LeadingZeros::Octal,
        Some(text) if text.eq_ignore_ascii_case("decimal") => LeadingZeros::Decimal,
        Some(text) => {
            let message = format!("Illegal leading_zeros [{text}]");
            return Err(ArgError { at: 1, message });
        }
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        typed::unary::<Str, Bytes, _>(cx, args, |text| parse(text, zeros))
    }))
}

fn parse(text: &str, zeros: LeadingZeros) -> Result<[u8; 16], Problem> {
    let address = if text.contains(':') { ip::parse(text) } else { parse_v4(text, zeros) };
    address.ok_or_else(|| Problem::argument(format!("'{text}' is not an IP string literal.")))
}

fn parse_v4(text: &str, zeros: LeadingZeros) -> Option<[u8; 16]> {
    let mut address = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0];
    let mut numbers = text.split('.');
    for byte in &mut address[12..] {
        let digits = numbers.next()?;
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let padded = digits.len() > 1 && digits.starts_with('0');
        *byte = match zeros {
            LeadingZeros::Reject if padded => return None,
            LeadingZeros::Octal if padded => u8::from_str_radix(digits, 8).ok()?,
            _ => digits.parse().ok()?,
        };
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let read = |text, zeros| {
            parse(text, zeros).map(|bytes| ip::address(bytes).to_string()).map_err(|it| it.message)
        };
        let not = |text: &str| Err(format!("'{text}' is not an IP string literal."));
        use LeadingZeros::{Decimal, Octal, Reject};
        assert_eq!(read("0.0.0.0", Reject), Ok("0.0.0.0".into()));
        assert_eq!(read("::ffff:1.2.3.4", Reject), Ok("1.2.3.4".into()));
        assert_eq!(read("1.2.3.4.5", Reject), Ok("1.2.3.4".into()));
        assert_eq!(read("192.168.010.1", Decimal), Ok("192.168.10.1".into()));
        assert_eq!(read("192.168.010.1", Octal), Ok("192.168.8.1".into()));
        for text in ["", "1.2.3", "1.2.3.", "1.2.3.256", "1.2.3.04", "1.2.3.+4", "1.2.3.4/8", ":::"]
        {
            assert_eq!(read(text, Reject), not(text));
        }
        assert_eq!(read("192.168.09.1", Octal), not("192.168.09.1"));
    }
}
