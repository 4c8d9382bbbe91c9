//! Addresses looked up in a small database, which is written here.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use esql_data::Value;

use super::{Database, IpLocation};
use crate::extract::tests::extract;

/// A value of a record.
enum Item {
    Text(&'static str),
    Double(f64),
    Short(u16),
    Number(u32),
    Big(u64),
    True,
    Map(Vec<(&'static str, Item)>),
    List(Vec<Item>),
}

use Item::{Big, Double, List, Map, Number, Short, Text, True};

/// Writes what <https://maxmind.github.io/MaxMind-DB/> describes: a tree over the bits of
/// addresses, whose leaves lead to records, then the records, then metadata.
fn write(ty: &'static str, blocks: &[(Ipv4Addr, u32, Item)]) -> Vec<u8> {
    /// A branch: an inner node, a record, or nothing.
    #[derive(Clone, Copy)]
    enum Branch {
        Nothing,
        Node(usize),
        Record(usize),
    }
    let mut nodes = vec![[Branch::Nothing; 2]];
    let mut records = Vec::new();
    for (address, length, record) in blocks {
        let (bits, mut node) = (address.to_bits(), 0);
        for depth in 0..*length {
            let bit = (bits >> (31 - depth)) as usize & 1;
            if depth + 1 == *length {
                nodes[node][bit] = Branch::Record(records.len());
            } else if let Branch::Node(next) = nodes[node][bit] {
                node = next;
            } else {
                nodes.push([Branch::Nothing; 2]);
                nodes[node][bit] = Branch::Node(nodes.len() - 1);
                node = nodes.len() - 1;
            }
        }
        encode(record, &mut records);
    }
    let mut bytes = Vec::new();
    for branch in nodes.iter().flatten() {
        let target = match branch {
            Branch::Nothing => nodes.len(),
            Branch::Node(node) => *node,
            Branch::Record(at) => nodes.len() + 16 + at,
        };
        bytes.extend_from_slice(&(target as u32).to_be_bytes()[1..]);
    }
    bytes.extend_from_slice(&[0; 16]);
    bytes.append(&mut records);
    bytes.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    let metadata = Map(vec![
        ("binary_format_major_version", Short(2)),
        ("binary_format_minor_version", Short(0)),
        ("build_epoch", Big(1)),
        ("database_type", Text(ty)),
        ("description", Map(vec![("en", Text("made up for tests"))])),
        ("ip_version", Short(4)),
        ("languages", List(vec![Text("en")])),
        ("node_count", Number(nodes.len() as u32)),
        ("record_size", Short(24)),
    ]);
    encode(&metadata, &mut bytes);
    bytes
}

/// A control byte with type and size, then the value; types above 7 have a byte of their own.
fn encode(item: &Item, out: &mut Vec<u8>) {
    match item {
        Text(text) => {
            assert!(text.len() < 29, "{text}");
            out.push(2 << 5 | text.len() as u8);
            out.extend_from_slice(text.as_bytes());
        }
        Double(value) => {
            out.push(3 << 5 | 8);
            out.extend_from_slice(&value.to_be_bytes());
        }
        Number(value) => {
            out.push(6 << 5 | 4);
            out.extend_from_slice(&value.to_be_bytes());
        }
        Short(value) => {
            out.push(5 << 5 | 2);
            out.extend_from_slice(&value.to_be_bytes());
        }
        Big(value) => {
            out.extend_from_slice(&[8, 2]);
            out.extend_from_slice(&value.to_be_bytes());
        }
        True => out.extend_from_slice(&[1, 7]),
        Map(entries) => {
            out.push(7 << 5 | entries.len() as u8);
            for (name, value) in entries {
                encode(&Text(name), out);
                encode(value, out);
            }
        }
        List(items) => {
            out.extend_from_slice(&[items.len() as u8, 4]);
            items.iter().for_each(|item| encode(item, out));
        }
    }
}

fn named(code: &'static str, name: &'static str) -> Item {
    Map(vec![("iso_code", Text(code)), ("names", Map(vec![("en", Text(name))]))])
}

fn places() -> Vec<u8> {
    let place = Map(vec![
        ("city", Map(vec![("names", Map(vec![("en", Text("Linköping"))]))])),
        (
            "continent",
            Map(vec![("code", Text("EU")), ("names", Map(vec![("en", Text("Europe"))]))]),
        ),
        (
            "country",
            Map(vec![
                ("is_in_european_union", True),
                ("iso_code", Text("SE")),
                ("names", Map(vec![("en", Text("Sweden"))])),
            ]),
        ),
        (
            "location",
            Map(vec![
                ("accuracy_radius", Short(76)),
                ("latitude", Double(58.4167)),
                ("longitude", Double(15.6167)),
                ("time_zone", Text("Europe/Stockholm")),
            ]),
        ),
        ("subdivisions", List(vec![named("X", "outer"), named("E", "Östergötland County")])),
    ]);
    let bare = Map(vec![("continent", Map(vec![("code", Text("NA"))]))]);
    write(
        "GeoLite2-City",
        &[(Ipv4Addr::new(192, 0, 2, 0), 25, place), (Ipv4Addr::new(198, 51, 100, 0), 24, bare)],
    )
}

fn database(bytes: Vec<u8>) -> Arc<Database> {
    Arc::new(Database::read("test.mmdb", bytes.into()).unwrap())
}

fn values(location: &IpLocation, cell: &Value) -> String {
    extract(location, cell).join(" | ")
}

#[test]
fn places_of_addresses() {
    let database = database(places());
    let all = database.default_properties();
    let location = IpLocation::new(database.clone(), &all, true).unwrap();
    assert_eq!(
        values(&location, &"192.0.2.7".into()),
        "country_iso_code=SE | country_name=Sweden | continent_name=Europe | region_iso_code=SE-E | \
         region_name=Östergötland County | city_name=Linköping | location=POINT (15.6167 58.4167)"
    );
    let names = ["ip", "accuracy_radius", "country_in_european_union", "CONTINENT_CODE"];
    let location = IpLocation::new(database.clone(), &names, true).unwrap();
    let found = |cell: &Value| values(&location, cell);
    assert_eq!(
        found(&"192.0.2.7".into()),
        "ip=192.0.2.7 | accuracy_radius=76 | country_in_european_union=true | continent_code=EU"
    );
    assert_eq!(
        found(&"198.51.100.1".into()),
        "ip=198.51.100.1 | accuracy_radius=null | country_in_european_union=null | \
         continent_code=NA"
    );
    assert!(found(&"192.0.2.128".into()).starts_with("ip=null"));
    assert!(found(&"::1".into()).starts_with("ip=null"));
    assert!(found(&"nowhere".into()).ends_with("'nowhere' is not an IP string literal."));
    let several = Value::List(vec!["198.51.100.1".into(), "nowhere".into()]);
    assert!(found(&several).starts_with("ip=198.51.100.1"));
    let single = IpLocation::new(database.clone(), &names, false).unwrap();
    assert!(values(&single, &several).contains("doesn't support multi-value input"));
    assert_eq!(IpLocation::new(database, &["asn"], true).err(), Some("asn"));
}

#[test]
fn numbers_and_flags_in_texts() {
    let record = Map(vec![("asn", Text("AS64500")), ("name", Text("Example")), ("type", Text(""))]);
    let block = [(Ipv4Addr::new(192, 0, 2, 0), 24, record)];
    let asn = database(write("ipinfo generic_asn_free.mmdb", &block));
    let location = IpLocation::new(asn.clone(), &asn.default_properties(), true).unwrap();
    assert_eq!(
        values(&location, &"192.0.2.1".into()),
        "ip=192.0.2.1 | asn=64500 | organization_name=Example | network=192.0.2.0/24"
    );
    let record = Map(vec![("vpn", Text("true")), ("tor", Text("")), ("hosting", Text("maybe"))]);
    let block = [(Ipv4Addr::new(192, 0, 2, 0), 24, record)];
    let privacy = database(write("ipinfo privacy_detection", &block));
    let location = IpLocation::new(privacy, &["vpn", "tor", "hosting", "relay"], true).unwrap();
    assert_eq!(
        values(&location, &"192.0.2.1".into()),
        "vpn=true | tor=false | hosting=null | relay=null"
    );
}

#[test]
fn what_is_no_database() {
    assert!(Database::read("x", Arc::from(*b"nothing")).is_err());
    let other = Database::read("x", write("Weather", &[]).into());
    assert_eq!(other.err().as_deref(), Some("databases of the type `Weather` are not known"));
}

/// The file that whole runs of the program are tested with is what is written here.
#[test]
fn the_file_of_places() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/data/places.mmdb");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(&path, places()).unwrap();
    }
    assert_eq!(std::fs::read(path).unwrap(), places());
}
