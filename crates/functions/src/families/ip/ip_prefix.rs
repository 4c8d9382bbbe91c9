//! `IP_PREFIX`.

use esql_data::{Bytes, DataType, Int, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const IP_PREFIX: FunctionDef = FunctionDef {
    name: "ip_prefix",
    family: Family::Ip,
    summary: "Cuts an IP address down to the network of a prefix length.",
    detail: "The bits behind the prefix become 0. Both lengths must be valid, also the one that \
             does not count for the address; else the result is null, with a warning.",
    params: &[
        Param::new("ip", "the address"),
        Param::new("prefixLengthV4", "bits kept of an IPv4 address, 0 to 32"),
        Param::new("prefixLengthV6", "bits kept of an IPv6 address, 0 to 128"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::IP, TypeSet::INTEGER, TypeSet::INTEGER]),
        ret: Ret::Type(DataType::Ip),
        lift: Lift::SingleValue,
        kernel: kernel!(prefix; Bytes, Int, Int => Bytes),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_IP("1.2.3.4"), b = TO_IP("fe80::cae2:65ff:fece:feb9")
| EVAL c = IP_PREFIX(a, 24, 0), d = IP_PREFIX(b, 0, 112) | KEEP c, d"#,
        answer: "c:ip | d:ip\n1.2.3.0 | fe80::cae2:65ff:fece:0",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

const MAPPED_V4: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

fn prefix(address: &[u8], v4: i32, v6: i32) -> Result<[u8; 16], Problem> {
    let kept = |version: &str, length: i32, most: u32| match u32::try_from(length) {
        Ok(length) if length <= most => Ok(length),
        _ => Err(Problem::argument(format!(
            "Prefix length {version} must be in range [0, {most}], found {length}"
        ))),
    };
    let (v4, v6) = (kept("v4", v4, 32)?, kept("v6", v6, 128)?);
    let octets = <[u8; 16]>::try_from(address)
        .map_err(|_| Problem::argument("an IP address must have 16 bytes"))?;
    let bits = if octets.starts_with(&MAPPED_V4) { 96 + v4 } else { v6 };
    let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
    Ok((u128::from_be_bytes(octets) & mask).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use esql_data::{Value, ip};

    use super::*;
    use crate::check::{check, constant};

    #[test]
    fn lengths_out_of_range() {
        for (v4, v6, warning) in [
            (-1, 128, "Prefix length v4 must be in range [0, 32], found -1"),
            (33, 0, "Prefix length v4 must be in range [0, 32], found 33"),
            (32, 129, "Prefix length v6 must be in range [0, 128], found 129"),
        ] {
            let int = |value| constant(DataType::Integer, Value::Integer(value));
            let address = Value::Bytes(ip::parse("1.2.3.4").unwrap().into());
            let args = [constant(DataType::Ip, address), int(v4), int(v6)];
            let (column, warnings) = check("ip_prefix", &args);
            assert_eq!(column.cell_value(0), Value::Null);
            assert_eq!(warnings, [format!("java.lang.IllegalArgumentException: {warning}")]);
        }
        let any = prefix(&ip::parse("fe80::1").unwrap(), 0, 0).unwrap();
        assert_eq!(ip::address(any).to_string(), "::");
    }
}
