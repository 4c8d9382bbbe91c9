//! Databases of addresses: the kinds that Elasticsearch reads, and what each has of an address.
//!
//! The kinds, their properties and the defaults are those of Elasticsearch's `geoip` processor,
//! <https://www.elastic.co/docs/reference/enrich-processor/geoip-processor>.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use esql_data::DataType;
use maxminddb::{LookupResult, Reader};

use super::property::{self, Property};

/// A database in MaxMind's format, of one of the kinds that are known.
pub struct Database {
    name: String,
    kind: &'static Kind,
    reader: Reader<Arc<[u8]>>,
}

/// What Elasticsearch takes a database for, by its type.
pub(super) struct Kind {
    /// The properties, in the order of their columns.
    properties: &'static [Property],
}

impl Database {
    /// Reads a database, which queries call `name`.
    ///
    /// # Errors
    /// If it is damaged, or of a kind that Elasticsearch does not know; the message is half a
    /// sentence.
    pub fn read(name: &str, bytes: Arc<[u8]>) -> Result<Database, String> {
        let reader = Reader::from_source(bytes).map_err(|error| error.to_string())?;
        let ty = &reader.metadata().database_type;
        let kind = kind(ty).ok_or_else(|| format!("databases of the type `{ty}` are not known"))?;
        Ok(Database { name: name.to_owned(), kind, reader })
    }

    /// The names of the properties, in the order of their columns.
    #[must_use]
    pub fn properties(&self) -> Vec<&'static str> {
        self.kind.properties.iter().map(|property| property.name).collect()
    }

    /// The properties that a query gets which asks for none.
    #[must_use]
    pub fn default_properties(&self) -> Vec<&'static str> {
        let defaults = self.kind.properties.iter().filter(|property| property.default);
        defaults.map(|property| property.name).collect()
    }

    /// The property called `name`, in any case.
    pub(super) fn property(&self, name: &str) -> Option<&'static Property> {
        self.kind.properties.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }

    /// What it has of an address.
    pub(super) fn find(&self, address: IpAddr) -> Option<Record<'_>> {
        let found = self.reader.lookup(address).ok()?;
        found.has_data().then_some(Record { address, found })
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// What a database has of an address.
pub(super) struct Record<'d> {
    pub(super) address: IpAddr,
    pub(super) found: LookupResult<'d, Arc<[u8]>>,
}

/// The kind of a database whose metadata name `ty` as its type.
fn kind(ty: &str) -> Option<&'static Kind> {
    let lower = ty.to_ascii_lowercase();
    if lower.starts_with("ipinfo") {
        return ipinfo_kind(ty);
    }
    if !lower.starts_with("geoip2") && !lower.starts_with("geolite2") {
        return None;
    }
    MAXMIND.iter().find(|(ending, _)| ty.ends_with(ending)).map(|(_, kind)| kind)
}

/// IPinfo's types are words in no fixed order.
fn ipinfo_kind(ty: &str) -> Option<&'static Kind> {
    const NOISE: [&str; 8] =
        ["ipinfo", "extended", "free", "generic", "ip", "sample", "standard", "mmdb"];
    let words = ty.split([' ', '_', '.']).filter(|word| !NOISE.contains(word));
    let cleaned = words.collect::<Vec<_>>().join("_");
    if ty.contains("extended") || cleaned.contains("country_asn") {
        return None;
    }
    IPINFO.iter().find(|(word, _)| cleaned.contains(word)).map(|(_, kind)| kind)
}

/// MaxMind's databases, by how their types end.
const MAXMIND: &[(&str, Kind)] = &[
    ("-City", Kind { properties: property::CITY }),
    ("-Country", Kind { properties: property::COUNTRY }),
    ("-ASN", Kind { properties: property::ASN }),
    ("-Anonymous-IP", Kind { properties: property::ANONYMOUS_IP }),
    ("-Connection-Type", Kind { properties: property::CONNECTION_TYPE }),
    ("-Domain", Kind { properties: property::DOMAIN }),
    ("-Enterprise", Kind { properties: property::ENTERPRISE }),
    ("-ISP", Kind { properties: property::ISP }),
];

/// IPinfo's databases, by a word in their types; the first that is there counts.
const IPINFO: &[(&str, Kind)] = &[
    ("asn", Kind { properties: property::IPINFO_ASN }),
    ("country", Kind { properties: property::IPINFO_COUNTRY }),
    ("location", Kind { properties: property::IPINFO_LOCATION }),
    ("privacy", Kind { properties: property::IPINFO_PRIVACY }),
];

impl Property {
    /// The type of its column.
    pub(super) fn ty(&self) -> DataType {
        self.value.ty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_name_kinds() {
        let properties = |ty: &str| kind(ty).map(|kind| kind.properties.len());
        assert_eq!(properties("GeoLite2-City"), Some(property::CITY.len()));
        assert_eq!(properties("geoip2-City"), properties("GeoIP2-City"));
        assert_eq!(properties("GeoIP2-city"), None);
        assert_eq!(properties("DBIP-City"), None);
        assert_eq!(properties("ipinfo free_asn_sample.mmdb"), Some(property::IPINFO_ASN.len()));
        assert_eq!(properties("ipinfo standard_location.mmdb"), properties("ipinfo geolocation"));
        assert_eq!(properties("ipinfo country_asn.mmdb"), None);
        assert_eq!(properties("ipinfo extended_privacy.mmdb"), None);
    }
}
