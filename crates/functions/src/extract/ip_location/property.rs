//! The properties of an address: where each stands in a record, and its type.

use esql_data::DataType;
use maxminddb::PathElement;
use serde::Deserialize;

use super::database::Record;
use crate::extract::Part;
use crate::families::spatial::write_point;

/// A property.
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) value: Source,
    /// Whether a query gets it that asks for none.
    pub(super) default: bool,
}

/// Where a value comes from. Paths lead into the record, the names of maps from the outside.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// The address itself.
    Ip,
    /// The block of addresses that the record holds for.
    Network,
    Text(&'static [&'static str]),
    Integer(&'static [&'static str]),
    Long(&'static [&'static str]),
    /// True or false; false if it is not there.
    Flag(&'static [&'static str]),
    /// As `Flag`, of a country; null if its code is not there.
    FlagOfCountry(&'static str, &'static str),
    /// The name of the innermost region.
    RegionName,
    /// The country's code and that of the innermost region.
    RegionCode,
    /// Latitude and longitude, as numbers or texts.
    Point(&'static [&'static str], &'static [&'static str]),
    /// `AS123` as a number.
    AsNumber(&'static str),
    /// IPinfo's text for true or false, the empty one for false.
    FlagText(&'static str),
}

impl Source {
    pub(super) fn ty(self) -> DataType {
        match self {
            Source::Ip
            | Source::Network
            | Source::Text(_)
            | Source::RegionName
            | Source::RegionCode => DataType::Keyword,
            Source::Integer(_) => DataType::Integer,
            Source::Long(_) | Source::AsNumber(_) => DataType::Long,
            Source::Flag(_) | Source::FlagOfCountry(..) | Source::FlagText(_) => DataType::Boolean,
            Source::Point(..) => DataType::GeoPoint,
        }
    }

    /// The value in a record.
    pub(super) fn read(self, record: &Record<'_>) -> Option<Part<'static>> {
        let text = |text: String| Part::Text(text.into());
        match self {
            Source::Ip => Some(text(record.address.to_string())),
            Source::Network => Some(text(record.found.network().ok()?.to_string())),
            Source::Text(path) => record.text(path).map(text),
            Source::Integer(path) => match record.at(path)? {
                Scalar::Number(number) => i32::try_from(number).ok().map(Part::Integer),
                _ => None,
            },
            Source::Long(path) => match record.at(path)? {
                Scalar::Number(number) => i64::try_from(number).ok().map(Part::Long),
                _ => None,
            },
            Source::Flag(path) => Some(record.flag(path)),
            Source::FlagOfCountry(country, flag) => {
                record.text(&[country, "iso_code"])?;
                Some(record.flag(&[country, flag]))
            }
            Source::RegionName => record.innermost_region(&["names", "en"]).map(text),
            Source::RegionCode => {
                let country = record.text(&["country", "iso_code"])?;
                let region = record.innermost_region(&["iso_code"])?;
                Some(text(format!("{country}-{region}")))
            }
            Source::Point(latitude, longitude) => {
                let (y, x) = (record.coordinate(latitude)?, record.coordinate(longitude)?);
                Some(text(write_point(geo::Coord { x, y })))
            }
            Source::AsNumber(name) => {
                let number = record.text(&[name])?.to_uppercase().replace("AS", "");
                number.trim().parse().ok().map(Part::Long)
            }
            Source::FlagText(name) => match record.text(&[name])?.to_lowercase().trim() {
                "true" => Some(Part::Boolean(true)),
                "false" | "" => Some(Part::Boolean(false)),
                _ => None,
            },
        }
    }
}

/// A value of a record, of whatever width it is stored in.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Boolean(bool),
    Number(u64),
    Double(f64),
    Text(String),
}

impl Record<'_> {
    /// What stands at a path, unless it is a map or a list.
    fn at(&self, path: &[&str]) -> Option<Scalar> {
        let path: Vec<PathElement<'_>> = path.iter().map(|name| PathElement::Key(name)).collect();
        self.found.decode_path(&path).ok().flatten()
    }

    fn text(&self, path: &[&str]) -> Option<String> {
        match self.at(path)? {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&self, path: &[&str]) -> Part<'static> {
        Part::Boolean(matches!(self.at(path), Some(Scalar::Boolean(true))))
    }

    fn innermost_region(&self, path: &[&str]) -> Option<String> {
        let region = [PathElement::Key("subdivisions"), PathElement::IndexFromEnd(0)];
        let path = path.iter().map(|name| PathElement::Key(name));
        let path: Vec<PathElement<'_>> = region.into_iter().chain(path).collect();
        self.found.decode_path(&path).ok().flatten()
    }

    fn coordinate(&self, path: &[&str]) -> Option<f64> {
        match self.at(path)? {
            Scalar::Double(value) => Some(value),
            Scalar::Text(text) => text.trim().parse().ok(),
            Scalar::Boolean(_) | Scalar::Number(_) => None,
        }
    }
}

const fn some(name: &'static str, value: Source) -> Property {
    Property { name, value, default: false }
}

const fn default(name: &'static str, value: Source) -> Property {
    Property { name, value, default: true }
}

const LOCATION: Source = Source::Point(&["location", "latitude"], &["location", "longitude"]);
const COUNTRY_CODE: Source = Source::Text(&["country", "iso_code"]);
const COUNTRY_NAME: Source = Source::Text(&["country", "names", "en"]);
const IN_UNION: &str = "is_in_european_union";
const CONTINENT_CODE: Source = Source::Text(&["continent", "code"]);
const CONTINENT_NAME: Source = Source::Text(&["continent", "names", "en"]);
const CITY_NAME: Source = Source::Text(&["city", "names", "en"]);
const TIMEZONE: Source = Source::Text(&["location", "time_zone"]);
const POSTAL_CODE: Source = Source::Text(&["postal", "code"]);
const RADIUS: Source = Source::Integer(&["location", "accuracy_radius"]);
const REGISTERED: &str = "registered_country";
const REGISTERED_CODE: Source = Source::Text(&[REGISTERED, "iso_code"]);
const REGISTERED_NAME: Source = Source::Text(&[REGISTERED, "names", "en"]);

pub(super) const CITY: &[Property] = &[
    some("ip", Source::Ip),
    some("country_in_european_union", Source::FlagOfCountry("country", IN_UNION)),
    default("country_iso_code", COUNTRY_CODE),
    default("country_name", COUNTRY_NAME),
    some("continent_code", CONTINENT_CODE),
    default("continent_name", CONTINENT_NAME),
    default("region_iso_code", Source::RegionCode),
    default("region_name", Source::RegionName),
    default("city_name", CITY_NAME),
    some("timezone", TIMEZONE),
    default("location", LOCATION),
    some("postal_code", POSTAL_CODE),
    some("accuracy_radius", RADIUS),
    some("registered_country_in_european_union", Source::FlagOfCountry(REGISTERED, IN_UNION)),
    some("registered_country_iso_code", REGISTERED_CODE),
    some("registered_country_name", REGISTERED_NAME),
];

pub(super) const COUNTRY: &[Property] = &[
    some("ip", Source::Ip),
    some("country_in_european_union", Source::FlagOfCountry("country", IN_UNION)),
    default("country_iso_code", COUNTRY_CODE),
    default("country_name", COUNTRY_NAME),
    some("continent_code", CONTINENT_CODE),
    default("continent_name", CONTINENT_NAME),
    some("registered_country_in_european_union", Source::FlagOfCountry(REGISTERED, IN_UNION)),
    some("registered_country_iso_code", REGISTERED_CODE),
    some("registered_country_name", REGISTERED_NAME),
];

pub(super) const ASN: &[Property] = &[
    default("ip", Source::Ip),
    default("asn", Source::Long(&["autonomous_system_number"])),
    default("organization_name", Source::Text(&["autonomous_system_organization"])),
    default("network", Source::Network),
];

pub(super) const ANONYMOUS_IP: &[Property] = &[
    some("ip", Source::Ip),
    default("hosting_provider", Source::Flag(&["is_hosting_provider"])),
    default("tor_exit_node", Source::Flag(&["is_tor_exit_node"])),
    default("anonymous_vpn", Source::Flag(&["is_anonymous_vpn"])),
    default("anonymous", Source::Flag(&["is_anonymous"])),
    default("public_proxy", Source::Flag(&["is_public_proxy"])),
    default("residential_proxy", Source::Flag(&["is_residential_proxy"])),
];

pub(super) const CONNECTION_TYPE: &[Property] =
    &[some("ip", Source::Ip), default("connection_type", Source::Text(&["connection_type"]))];

pub(super) const DOMAIN: &[Property] =
    &[some("ip", Source::Ip), default("domain", Source::Text(&["domain"]))];

pub(super) const ENTERPRISE: &[Property] = &[
    some("ip", Source::Ip),
    some("country_confidence", Source::Integer(&["country", "confidence"])),
    some("country_in_european_union", Source::FlagOfCountry("country", IN_UNION)),
    default("country_iso_code", COUNTRY_CODE),
    default("country_name", COUNTRY_NAME),
    some("continent_code", CONTINENT_CODE),
    default("continent_name", CONTINENT_NAME),
    default("region_iso_code", Source::RegionCode),
    default("region_name", Source::RegionName),
    some("city_confidence", Source::Integer(&["city", "confidence"])),
    default("city_name", CITY_NAME),
    some("timezone", TIMEZONE),
    default("location", LOCATION),
    some("asn", Source::Long(&["traits", "autonomous_system_number"])),
    some("organization_name", Source::Text(&["traits", "autonomous_system_organization"])),
    some("network", Source::Network),
    some("hosting_provider", Source::Flag(&["traits", "is_hosting_provider"])),
    some("tor_exit_node", Source::Flag(&["traits", "is_tor_exit_node"])),
    some("anonymous_vpn", Source::Flag(&["traits", "is_anonymous_vpn"])),
    some("anonymous", Source::Flag(&["traits", "is_anonymous"])),
    some("public_proxy", Source::Flag(&["traits", "is_public_proxy"])),
    some("residential_proxy", Source::Flag(&["traits", "is_residential_proxy"])),
    some("domain", Source::Text(&["traits", "domain"])),
    some("isp", Source::Text(&["traits", "isp"])),
    some("isp_organization_name", Source::Text(&["traits", "organization"])),
    some("mobile_country_code", Source::Text(&["traits", "mobile_country_code"])),
    some("mobile_network_code", Source::Text(&["traits", "mobile_network_code"])),
    some("connection_type", Source::Text(&["traits", "connection_type"])),
    some("user_type", Source::Text(&["traits", "user_type"])),
    some("postal_code", POSTAL_CODE),
    some("postal_confidence", Source::Integer(&["postal", "confidence"])),
    some("accuracy_radius", RADIUS),
    some("registered_country_in_european_union", Source::FlagOfCountry(REGISTERED, IN_UNION)),
    some("registered_country_iso_code", REGISTERED_CODE),
    some("registered_country_name", REGISTERED_NAME),
];

pub(super) const ISP: &[Property] = &[
    default("ip", Source::Ip),
    default("asn", Source::Long(&["autonomous_system_number"])),
    default("organization_name", Source::Text(&["autonomous_system_organization"])),
    default("network", Source::Network),
    default("isp", Source::Text(&["isp"])),
    default("isp_organization_name", Source::Text(&["organization"])),
    default("mobile_country_code", Source::Text(&["mobile_country_code"])),
    default("mobile_network_code", Source::Text(&["mobile_network_code"])),
];

pub(super) const IPINFO_ASN: &[Property] = &[
    default("ip", Source::Ip),
    some("country_iso_code", Source::Text(&["country"])),
    default("asn", Source::AsNumber("asn")),
    default("organization_name", Source::Text(&["name"])),
    default("network", Source::Network),
    some("domain", Source::Text(&["domain"])),
    some("type", Source::Text(&["type"])),
];

pub(super) const IPINFO_COUNTRY: &[Property] = &[
    some("ip", Source::Ip),
    default("country_iso_code", Source::Text(&["country"])),
    default("country_name", Source::Text(&["country_name"])),
    some("continent_code", Source::Text(&["continent"])),
    default("continent_name", Source::Text(&["continent_name"])),
];

pub(super) const IPINFO_LOCATION: &[Property] = &[
    some("ip", Source::Ip),
    default("country_iso_code", Source::Text(&["country"])),
    default("region_name", Source::Text(&["region"])),
    default("city_name", Source::Text(&["city"])),
    some("timezone", Source::Text(&["timezone"])),
    default("location", Source::Point(&["lat"], &["lng"])),
    some("postal_code", Source::Text(&["postal_code"])),
];

pub(super) const IPINFO_PRIVACY: &[Property] = &[
    some("ip", Source::Ip),
    default("hosting", Source::FlagText("hosting")),
    default("tor", Source::FlagText("tor")),
    default("proxy", Source::FlagText("proxy")),
    default("relay", Source::FlagText("relay")),
    default("vpn", Source::FlagText("vpn")),
    default("service", Source::Text(&["service"])),
];
