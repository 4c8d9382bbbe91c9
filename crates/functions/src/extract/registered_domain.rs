//! REGISTERED_DOMAIN: a domain name taken apart at its public suffix.
//!
//! What a suffix is says Mozilla's Public Suffix List, in the version of the `psl` crate;
//! Elasticsearch has an older copy. A suffix of the list's private section, such as `github.io`,
//! is itself the registered domain, and a name whose last label is on no list is not valid.

use std::borrow::Cow;
use std::fmt;

use esql_data::{Column, DataType, Problem};
use psl::Type;

use super::{Extractor, Row, keywords, single_value};
use crate::EvalCx;

/// Takes domain names apart.
pub struct RegisteredDomain {
    outputs: Vec<(String, DataType)>,
}

const DOMAIN: usize = 0;
const REGISTERED_DOMAIN: usize = 1;
const TOP_LEVEL_DOMAIN: usize = 2;
const SUBDOMAIN: usize = 3;

impl RegisteredDomain {
    /// An extractor.
    #[must_use]
    pub fn new() -> RegisteredDomain {
        let names = ["domain", "registered_domain", "top_level_domain", "subdomain"];
        RegisteredDomain { outputs: keywords(&names) }
    }
}

impl Default for RegisteredDomain {
    fn default() -> Self {
        RegisteredDomain::new()
    }
}

impl Extractor for RegisteredDomain {
    fn command(&self) -> &'static str {
        "REGISTERED_DOMAIN"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        single_value(&self.outputs, cx, input, take)
    }
}

impl fmt::Debug for RegisteredDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("registered_domain")
    }
}

fn take<'a>(name: &'a str, row: &mut Row<'a>) -> Result<(), Problem> {
    if name.trim().is_empty() {
        return Ok(());
    }
    let invalid = || Problem::argument(format!("Invalid domain [{name}]"));
    let lower = name.to_ascii_lowercase();
    match root(&lower).ok_or_else(invalid)? {
        Root::Suffix => {
            row.text(DOMAIN, Some(name));
            row.text(TOP_LEVEL_DOMAIN, Some(name));
        }
        Root::Registered(registered) => {
            let (_, suffix) = registered.split_once('.').ok_or_else(invalid)?;
            row.text(DOMAIN, Some(name));
            let subdomain = name.rfind(&format!(".{registered}")).filter(|at| *at > 0);
            row.text(SUBDOMAIN, subdomain.map(|at| &name[..at]));
            row.text(TOP_LEVEL_DOMAIN, Some(Cow::Owned(suffix.to_owned())));
            row.text(REGISTERED_DOMAIN, Some(Cow::Owned(registered.to_owned())));
        }
    }
    Ok(())
}

/// What a name is.
#[derive(Debug, PartialEq)]
enum Root<'a> {
    /// A public suffix; a dot may stand in front.
    Suffix,
    /// A name with this registered domain at its end.
    Registered(&'a str),
}

/// The registered domain of a name in lower case; `None` if the name is not valid.
fn root(name: &str) -> Option<Root<'_>> {
    if let Some(bare) = name.strip_prefix('.') {
        let is_suffix = root(bare).is_some_and(|root| root == Root::Suffix);
        return is_suffix.then_some(Root::Suffix);
    }
    if name.ends_with('.') {
        return None;
    }
    let suffix = psl::suffix(name.as_bytes())?;
    let start = name.len() - suffix.as_bytes().len();
    match suffix.typ()? {
        Type::Private => name.get(start..).map(Root::Registered),
        Type::Icann if start == 0 => Some(Root::Suffix),
        Type::Icann => {
            let in_front = name.get(..start - 1)?;
            let label = in_front.rfind('.').map_or(0, |dot| dot + 1);
            name.get(label..).map(Root::Registered)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::extract;

    #[test]
    fn names() {
        for (name, found) in [
            ("www.example.co.uk", "www.example.co.uk example.co.uk co.uk www"),
            ("a.b.c.example.com", "a.b.c.example.com example.com com a.b.c"),
            ("example.com", "example.com example.com com null"),
            ("https://a.b.example.com", "https://a.b.example.com example.com com https://a.b"),
            ("WWW.Example.COM", "WWW.Example.COM example.com com null"),
            ("co.uk", "co.uk null co.uk null"),
            (".com", ".com null .com null"),
            // A wildcard of the list, and an exception to it.
            ("a.b.kawasaki.jp", "a.b.kawasaki.jp a.b.kawasaki.jp b.kawasaki.jp null"),
            ("x.city.kawasaki.jp", "x.city.kawasaki.jp city.kawasaki.jp kawasaki.jp x"),
            // The private section.
            ("foo.github.io", "foo.github.io github.io io foo"),
            ("www.xn--55qx5d.cn", "www.xn--55qx5d.cn www.xn--55qx5d.cn xn--55qx5d.cn null"),
            ("  ", "null null null null"),
        ] {
            let lines = extract(&RegisteredDomain::new(), &name.into());
            let values: Vec<&str> = lines
                .iter()
                .map(|line| line.split_once('=').map_or(line.as_str(), |it| it.1))
                .collect();
            assert_eq!(values.join(" "), found, "{name}");
        }
    }

    #[test]
    fn invalid_names_warn() {
        for name in ["$", "a.example.com/path", "server.internal", "example.com.", ".example.com"] {
            let lines = extract(&RegisteredDomain::new(), &name.into());
            let warning =
                format!("Line 1:1: java.lang.IllegalArgumentException: Invalid domain [{name}]");
            assert_eq!(lines[3..], ["subdomain=null".to_owned(), warning]);
        }
    }
}
