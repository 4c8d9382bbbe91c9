//! `NETWORK_DIRECTION`.

use std::net::{IpAddr, Ipv4Addr};

use esql_data::{CellsBuilder, Column, DataType, Problem, Str, ValueRef, ip};

use super::cidr_match::Block;
use crate::memo::Memo;
use crate::typed::IntoCell;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const NETWORK_DIRECTION: FunctionDef = FunctionDef {
    name: "network_direction",
    family: Family::Ip,
    summary: "Tells whether traffic is internal, external, inbound or outbound.",
    detail: "The internal networks are blocks in CIDR notation, addresses, or names: loopback, \
             unicast (or global_unicast), link_local_unicast, interface_local_multicast, \
             link_local_multicast, multicast, unspecified, private and public. A null argument \
             gives null; several addresses give null and a warning, and so does a network that is \
             none.",
    params: &[
        Param::new("source_ip", "the address that sends"),
        Param::new("destination_ip", "the address that receives"),
        Param::new("internal_networks", "the internal networks"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::IP, TypeSet::IP, TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(evaluate),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_IP("10.0.0.5"), b = TO_IP("203.0.113.7")
| EVAL c = NETWORK_DIRECTION(a, b, ["10.0.0.0/8", "loopback"]), d = NETWORK_DIRECTION(b, a, "private")
| KEEP c, d"#,
        answer: "c:keyword | d:keyword\noutbound | inbound",
    }],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

fn evaluate(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let mut cells = CellsBuilder::<Str>::new();
    let mut compiled: Vec<Memo<Result<Network, String>>> = Vec::new();
    for row in 0..cx.rows {
        let networks = args[2].cell(row);
        let (source, destination) = match (address(&args[0], row), address(&args[1], row)) {
            (Ok(Some(source)), Ok(Some(destination))) if !networks.is_empty() => {
                (source, destination)
            }
            // The first argument that tells ends the matter.
            (Err(problem), _) | (Ok(Some(_)), Err(problem)) => {
                cx.warn(|| problem);
                cells.null();
                continue;
            }
            _ => {
                cells.null();
                continue;
            }
        };
        if compiled.len() < networks.len() {
            compiled.resize_with(networks.len(), Memo::default);
        }
        let mut internal = (Ok(false), Ok(false));
        for (memo, at) in compiled.iter_mut().zip(networks) {
            let ValueRef::Text(text) = args[2].value(at) else { continue };
            let network = memo.get(text, Network::parse);
            internal.0 = either(internal.0, network, source);
            internal.1 = either(internal.1, network, destination);
        }
        direction(internal.0, internal.1).put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// The address of a row; none for null.
fn address(column: &Column, row: usize) -> Result<Option<[u8; 16]>, Problem> {
    let cell = column.cell(row);
    match cell.len() {
        0 => Ok(None),
        1 => match column.value(cell.start) {
            ValueRef::Bytes(bytes) => Ok(bytes.try_into().ok()),
            _ => Ok(None),
        },
        _ => Err(Problem::multi_value()),
    }
}

/// Whether the address is in a network so far; what stands behind one that has it is not read.
fn either(
    sofar: Result<bool, Problem>,
    network: &Result<Network, String>,
    address: [u8; 16],
) -> Result<bool, Problem> {
    match (sofar, network) {
        (Ok(false), Ok(network)) => Ok(network.holds(address)),
        (Ok(false), Err(message)) => Err(Problem::argument(message.clone())),
        (sofar, _) => sofar,
    }
}

fn direction(
    source: Result<bool, Problem>,
    destination: Result<bool, Problem>,
) -> Result<&'static str, Problem> {
    Ok(match (source?, destination?) {
        (true, true) => "internal",
        (true, false) => "outbound",
        (false, true) => "inbound",
        (false, false) => "external",
    })
}

/// A network by its blocks or by its name.
enum Network {
    Block(Block),
    Named(fn(IpAddr) -> bool),
}

impl Network {
    fn parse(text: &str) -> Result<Network, String> {
        Ok(Network::Named(match text {
            "loopback" => |address| address.is_loopback(),
            "unicast" | "global_unicast" => is_unicast,
            "link_local_unicast" => is_link_local,
            "interface_local_multicast" => |address| multicast_scope(address) == Some(1),
            "link_local_multicast" => is_link_local_multicast,
            "multicast" => |address| address.is_multicast(),
            "unspecified" => |address| address.is_unspecified(),
            "private" => is_private,
            "public" => is_public,
            block => return Block::parse(block).map(Network::Block),
        }))
    }

    fn holds(&self, address: [u8; 16]) -> bool {
        match self {
            Network::Block(block) => block.holds(u128::from_be_bytes(address)),
            Network::Named(test) => test(ip::address(address)),
        }
    }
}

fn is_unicast(address: IpAddr) -> bool {
    address != IpAddr::V4(Ipv4Addr::BROADCAST)
        && !address.is_unspecified()
        && !address.is_loopback()
        && !address.is_multicast()
        && !is_link_local(address)
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

/// The scope of an IPv6 multicast address.
fn multicast_scope(address: IpAddr) -> Option<u8> {
    match address {
        IpAddr::V6(address) if address.is_multicast() => Some(address.octets()[1] & 0xf),
        _ => None,
    }
}

fn is_link_local_multicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.octets().starts_with(&[224, 0, 0]),
        address => multicast_scope(address) == Some(2),
    }
}

/// 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fd00::/8.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.octets()[0] == 0xfd,
    }
}

fn is_public(address: IpAddr) -> bool {
    !(is_private(address)
        || address.is_loopback()
        || address.is_unspecified()
        || is_link_local(address)
        || is_link_local_multicast(address)
        || multicast_scope(address) == Some(1)
        || address == IpAddr::V4(Ipv4Addr::BROADCAST))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value, ip};

    use crate::check::{check, constant, text};

    fn ip_column(address: &str) -> Column {
        constant(DataType::Ip, Value::Bytes(ip::parse(address).unwrap().into()))
    }

    #[test]
    fn named_networks() {
        for (network, inside, outside) in [
            ("loopback", "127.0.0.2", "128.0.0.1"),
            ("unicast", "8.8.8.8", "255.255.255.255"),
            ("link_local_unicast", "fe80::1", "fd00::1"),
            ("interface_local_multicast", "ff01::1", "ff02::1"),
            ("link_local_multicast", "224.0.0.5", "224.0.1.5"),
            ("multicast", "ff0e::1", "fe80::1"),
            ("unspecified", "::", "::2"),
            ("private", "172.16.0.1", "172.32.0.1"),
            ("public", "2001:db8::1", "169.254.0.1"),
        ] {
            let args = [ip_column(inside), ip_column(outside), text(network)];
            let (result, _) = check("network_direction", &args);
            assert_eq!(result.cell_value(0), "outbound".into(), "{network}");
        }
    }

    #[test]
    fn nulls_and_problems() {
        let null = || constant(DataType::Null, Value::Null);
        let here = || ip_column("10.0.0.1");
        let (result, warnings) = check("network_direction", &[null(), here(), text("private")]);
        assert_eq!((result.cell_value(0), warnings.len()), (Value::Null, 0));
        let (result, warnings) = check("network_direction", &[here(), here(), text("nowhere")]);
        assert_eq!(result.cell_value(0), Value::Null);
        let message = "java.lang.IllegalArgumentException: 'nowhere' is not an IP string literal.";
        assert_eq!(warnings, [message]);
    }
}
