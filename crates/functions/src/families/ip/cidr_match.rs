//! `CIDR_MATCH`.

use std::net::IpAddr;

use esql_data::{Bool, Bytes, CellsBuilder, Column, DataType, Problem, Str, Value, ip};

use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const CIDR_MATCH: FunctionDef = FunctionDef {
    name: "cidr_match",
    family: Family::Ip,
    summary: "Tells whether an IP address is in one of some networks.",
    detail: "A block is an address with a prefix length, or a single address without one. An \
             IPv4 address also is in the IPv6 blocks that hold its mapped form, such as `::/0`. \
             A block that is null makes the result null.",
    params: &[
        Param::new("ip", "the address"),
        Param::new("blockX", "a network in CIDR notation").variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::IP], rest: TypeSet::STRING, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_IP("10.1.2.3") | EVAL b = CIDR_MATCH(a, "127.0.0.1", "10.0.0.0/8") | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};

/// A network: the addresses whose bits equal its own where `mask` has ones.
#[derive(Clone, Copy)]
pub(super) struct Block {
    bits: u128,
    mask: u128,
}

impl Block {
    /// Reads a block or a single address.
    pub(super) fn parse(text: &str) -> Result<Block, String> {
        let Some((address, length)) = text.split_once('/') else {
            return Ok(Block { bits: bits(text)?, mask: u128::MAX });
        };
        let octets = bits(address)?;
        if length.contains('/') {
            return Err(format!("Expected [ip/prefix] but was [{text}]"));
        }
        let v4 = matches!(ip::address(octets.to_be_bytes()), IpAddr::V4(_));
        if v4 && address.contains(':') {
            return Err(format!(
                "CIDR notation is not allowed with IPv6-mapped IPv4 address [{address}] as it \
                 introduces ambiguity as to whether the prefix length should be interpreted as a \
                 v4 prefix length or a v6 prefix length"
            ));
        }
        let number: i32 = length.parse().map_err(|_| format!("For input string: \"{length}\""))?;
        let most = if v4 { 32 } else { 128 };
        match u32::try_from(number) {
            Ok(length) if length <= most => {
                let mask = u128::MAX.checked_shl(most - length).unwrap_or(0);
                Ok(Block { bits: octets & mask, mask })
            }
            _ => Err(format!(
                "Illegal prefix length [{number}] in [{text}]. Must be 0-32 for IPv4 ranges, \
                 0-128 for IPv6 ranges"
            )),
        }
    }

    /// Whether it has the address.
    pub(super) fn holds(self, address: u128) -> bool {
        address & self.mask == self.bits
    }
}

fn bits(text: &str) -> Result<u128, String> {
    ip::parse(text)
        .map(u128::from_be_bytes)
        .ok_or_else(|| format!("'{text}' is not an IP string literal."))
}

/// A block of the call.
enum Source {
    Constant(Block),
    /// The argument of this number.
    Argument(usize),
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let mut sources = Vec::new();
    for (at, arg) in site.args.iter().enumerate().skip(1) {
        sources.push(match arg.constant.as_ref() {
            Some(Value::Text(text)) => {
                Source::Constant(Block::parse(text).map_err(|message| ArgError { at, message })?)
            }
            _ => Source::Argument(at),
        });
    }
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| matches(cx, args, &sources)))
}

fn matches(cx: &mut EvalCx<'_>, args: &[Column], sources: &[Source]) -> Column {
    let addresses = Cells::<Bytes>::new(&args[0]);
    let texts: Vec<Cells<'_, Str>> = args.iter().map(Cells::new).collect();
    let mut cells = CellsBuilder::<Bool>::new();
    for row in 0..cx.rows {
        let Some(address) = addresses.get(row).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
        else {
            cells.null();
            continue;
        };
        let address = u128::from_be_bytes(address);
        // A null block makes the whole null, also behind one that matches.
        let null = sources.iter().any(|source| match source {
            Source::Constant(_) => false,
            Source::Argument(at) => texts[*at].get(row).is_none(),
        });
        if null {
            cells.null();
            continue;
        }
        in_any(address, sources, |at| texts[at].get(row)).put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// Blocks are looked at in order, and the first that holds the address ends the matter.
fn in_any<'a>(
    address: u128,
    sources: &[Source],
    text: impl Fn(usize) -> Option<&'a str>,
) -> Result<bool, Problem> {
    for source in sources {
        let block = match source {
            Source::Constant(block) => *block,
            Source::Argument(at) => {
                Block::parse(text(*at).unwrap_or_default()).map_err(Problem::argument)?
            }
        };
        if block.holds(address) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, constant, text};

    fn address(text: &str) -> Column {
        constant(DataType::Ip, Value::Bytes(ip::parse(text).unwrap().into()))
    }

    #[test]
    fn blocks() {
        for (address, block, inside) in [
            ("10.1.2.3", "10.0.0.0/8", true),
            ("11.1.2.3", "10.0.0.0/8", false),
            ("10.1.2.3", "10.200.3.4/8", true),
            ("10.1.2.3", "0.0.0.0/0", true),
            ("10.1.2.3", "::/0", true),
            ("::1", "0.0.0.0/0", false),
            ("fe80::1", "fe80::/10", true),
            ("10.1.2.3", "10.1.2.3", true),
        ] {
            assert_eq!(
                Block::parse(block).unwrap().holds(bits(address).unwrap()),
                inside,
                "{address} in {block}"
            );
        }
        for (block, message) in [
            ("foo", "'foo' is not an IP string literal."),
            ("10.0.0.0/8/8", "Expected [ip/prefix] but was [10.0.0.0/8/8]"),
            ("10.0.0.0/x", "For input string: \"x\""),
            (
                "10.0.0.0/33",
                "Illegal prefix length [33] in [10.0.0.0/33]. Must be 0-32 for IPv4 ranges, 0-128 \
                 for IPv6 ranges",
            ),
        ] {
            assert_eq!(Block::parse(block).err().unwrap(), message);
        }
    }

    #[test]
    fn blocks_of_columns() {
        let blocks = ["127.0.0.2", "foo"].map(Value::from);
        let column = Column::from_values(DataType::Keyword, blocks.iter().chain([&Value::Null]));
        let (found, warnings) = check("cidr_match", &[address("127.0.0.2"), column]);
        let expected = [Value::Boolean(true), Value::Null, Value::Null];
        assert_eq!(found, Column::from_values(DataType::Boolean, &expected));
        assert_eq!(
            warnings,
            ["java.lang.IllegalArgumentException: 'foo' is not an IP string literal."]
        );
        let (found, _) = check("cidr_match", &[address("::1"), text("::1/128"), text("::2")]);
        assert_eq!(found.cell_value(0), Value::Boolean(true));
    }
}
