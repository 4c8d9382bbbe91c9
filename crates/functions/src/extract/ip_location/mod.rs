//! IP_LOCATION: what a database says of an address, its place above all.

mod database;
mod property;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use esql_data::{Bytes, Column, DataType, Problem, Str, ip};

use super::{Extractor, rows};
use crate::EvalCx;

pub use database::Database;
use property::Property;

/// Looks addresses up.
pub struct IpLocation {
    database: Arc<Database>,
    properties: Vec<&'static Property>,
    outputs: Vec<(String, DataType)>,
    first_only: bool,
}

impl IpLocation {
    /// Looks `properties` up in `database`. Of several addresses in a cell the first one counts,
    /// or with `first_only` switched off none.
    ///
    /// # Errors
    /// The first name that is no property of the database.
    pub fn new<'n>(
        database: Arc<Database>,
        properties: &[&'n str],
        first_only: bool,
    ) -> Result<Self, &'n str> {
        let found = properties.iter().map(|name| database.property(name).ok_or(*name));
        let properties = found.collect::<Result<Vec<_>, _>>()?;
        let output = |property: &&Property| (property.name.to_owned(), property.ty());
        let outputs = properties.iter().map(output).collect();
        Ok(IpLocation { database, properties, outputs, first_only })
    }
}

impl Extractor for IpLocation {
    fn command(&self) -> &'static str {
        "IP_LOCATION"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        rows(&self.outputs, cx, |at, row| {
            if !self.first_only && input.cell(at).len() > 1 {
                return Err(Problem::argument("This command doesn't support multi-value input"));
            }
            let Some(address) = address(input, at)? else { return Ok(()) };
            let Some(record) = self.database.find(address) else { return Ok(()) };
            for (output, property) in self.properties.iter().enumerate() {
                if let Some(value) = property.value.read(&record) {
                    row.push(output, value);
                }
            }
            Ok(())
        })
    }
}

/// The first address in a cell.
fn address(input: &Column, at: usize) -> Result<Option<IpAddr>, Problem> {
    if input.ty() == DataType::Ip {
        let octets = input.items::<Bytes>(at).next().and_then(|bytes| bytes.try_into().ok());
        return Ok(octets.map(ip::address));
    }
    let Some(text) = input.items::<Str>(at).next() else { return Ok(None) };
    let octets = ip::parse(text)
        .ok_or_else(|| Problem::argument(format!("'{text}' is not an IP string literal.")))?;
    Ok(Some(ip::address(octets)))
}

impl fmt::Debug for IpLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.properties.iter().map(|property| property.name).collect();
        write!(f, "ip_location({:?}, {names:?}, {})", self.database, self.first_only)
    }
}
