//! Single values: owned ones for literals, borrowed ones out of columns.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::types::DataType;
use crate::{DatePeriod, double};

/// An owned value, by storage; its [`DataType`] stands beside it where it matters.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// `boolean`
    Boolean(bool),
    /// `integer`
    Integer(i32),
    /// `long`, `date` (ms), `date_nanos` (ns)
    Long(i64),
    /// `unsigned_long`
    UnsignedLong(u64),
    /// `double`
    Double(f64),
    /// `keyword`, `text`, `version`, geometries as WKT
    Text(Arc<str>),
    /// `ip`
    Bytes(Arc<[u8]>),
    /// `date_period`
    Period(DatePeriod),
    /// `time_duration`
    Duration(SignedDuration),
    /// Several values of one type, none of them a list or null.
    List(Vec<Value>),
}

impl Value {
    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The values in it: none for null, all of a list, else itself.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        match self {
            Value::Null => &[],
            Value::List(values) => values,
            single => std::slice::from_ref(single),
        }
    }

    /// The value borrowed; `None` for null, lists and time spans.
    #[must_use]
    pub fn as_ref(&self) -> Option<ValueRef<'_>> {
        Some(match self {
            Value::Boolean(value) => ValueRef::Boolean(*value),
            Value::Integer(value) => ValueRef::Integer(*value),
            Value::Long(value) => ValueRef::Long(*value),
            Value::UnsignedLong(value) => ValueRef::UnsignedLong(*value),
            Value::Double(value) => ValueRef::Double(*value),
            Value::Text(value) => ValueRef::Text(value),
            Value::Bytes(value) => ValueRef::Bytes(value),
            Value::Null | Value::Period(_) | Value::Duration(_) | Value::List(_) => return None,
        })
    }

    /// The text of a string value.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as results show it, lists in brackets.
    #[must_use]
    pub fn print(&self, ty: DataType) -> String {
        let mut text = String::new();
        match self {
            Value::Null => text.push_str("null"),
            Value::Period(period) => text.push_str(&period.to_string()),
            Value::Duration(duration) => text.push_str(&duration.to_string()),
            Value::List(values) => {
                let items: Vec<String> = values.iter().map(|value| value.print(ty)).collect();
                text = format!("[{}]", items.join(", "));
            }
            single => {
                if let Some(value) = single.as_ref() {
                    (ty.def().print)(value, &mut text);
                }
            }
        }
        text
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.into())
    }
}

/// A value borrowed from a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueRef<'a> {
    /// `boolean`
    Boolean(bool),
    /// `integer`
    Integer(i32),
    /// `long`, `date`, `date_nanos`
    Long(i64),
    /// `unsigned_long`
    UnsignedLong(u64),
    /// `double`
    Double(f64),
    /// `keyword`, `text`, `version`, geometries as WKT
    Text(&'a str),
    /// `ip`
    Bytes(&'a [u8]),
}

impl ValueRef<'_> {
    /// The value, owned.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            ValueRef::Boolean(value) => Value::Boolean(value),
            ValueRef::Integer(value) => Value::Integer(value),
            ValueRef::Long(value) => Value::Long(value),
            ValueRef::UnsignedLong(value) => Value::UnsignedLong(value),
            ValueRef::Double(value) => Value::Double(value),
            ValueRef::Text(value) => Value::Text(value.into()),
            ValueRef::Bytes(value) => Value::Bytes(value.into()),
        }
    }

    /// Writes numbers, booleans and strings; the text form of types that need no more.
    pub fn write_plain(self, out: &mut String) {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = match self {
            ValueRef::Boolean(value) => write!(out, "{value}"),
            ValueRef::Integer(value) => write!(out, "{value}"),
            ValueRef::Long(value) => write!(out, "{value}"),
            ValueRef::UnsignedLong(value) => write!(out, "{value}"),
            ValueRef::Double(value) => {
                double::write(value, out);
                Ok(())
            }
            ValueRef::Text(value) => {
                out.push_str(value);
                Ok(())
            }
            ValueRef::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}")),
        };
    }
}
