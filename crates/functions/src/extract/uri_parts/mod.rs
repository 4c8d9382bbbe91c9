//! URI_PARTS: a URI taken apart.
//!
//! Source: the references of URI_PARTS and of the `uri_parts` processor, which takes what
//! `java.net.URI` reads, and else what `java.net.URL` reads.

mod uri;
mod url;

use std::borrow::Cow;
use std::fmt;

use esql_data::{Column, DataType, Problem};

use super::{Extractor, Part, Row, keywords, single_value};
use crate::EvalCx;

/// Takes URIs apart.
pub struct UriParts {
    outputs: Vec<(String, DataType)>,
}

const DOMAIN: usize = 0;
const FRAGMENT: usize = 1;
const PATH: usize = 2;
const EXTENSION: usize = 3;
const PORT: usize = 4;
const QUERY: usize = 5;
const SCHEME: usize = 6;
const USER_INFO: usize = 7;
const USERNAME: usize = 8;
const PASSWORD: usize = 9;

/// The parts of a URI, escapes decoded.
#[derive(Debug, Default, PartialEq)]
struct Parts<'a> {
    scheme: Option<Cow<'a, str>>,
    user_info: Option<Cow<'a, str>>,
    host: Option<Cow<'a, str>>,
    port: Option<i32>,
    path: Option<Cow<'a, str>>,
    query: Option<Cow<'a, str>>,
    fragment: Option<Cow<'a, str>>,
}

impl UriParts {
    /// An extractor.
    #[must_use]
    pub fn new() -> UriParts {
        let mut outputs = keywords(&[
            "domain",
            "fragment",
            "path",
            "extension",
            "port",
            "query",
            "scheme",
            "user_info",
            "username",
            "password",
        ]);
        outputs[PORT].1 = DataType::Integer;
        UriParts { outputs }
    }
}

impl Default for UriParts {
    fn default() -> Self {
        UriParts::new()
    }
}

impl Extractor for UriParts {
    fn command(&self) -> &'static str {
        "URI_PARTS"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        single_value(&self.outputs, cx, input, take)
    }
}

impl fmt::Debug for UriParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("uri_parts")
    }
}

fn take<'a>(text: &'a str, row: &mut Row<'a>) -> Result<(), Problem> {
    let parts = uri::parse(text)
        .or_else(|| url::parse(text))
        .ok_or_else(|| Problem::argument(format!("unable to parse URI [{text}]")))?;
    if let Some(path) = &parts.path {
        row.text(EXTENSION, extension(path));
    }
    if let Some((username, password)) = parts.user_info.as_ref().and_then(|it| it.split_once(':')) {
        row.text(USERNAME, Some(username.to_owned()));
        row.text(PASSWORD, Some(password.to_owned()));
    }
    row.text(DOMAIN, parts.host);
    row.text(FRAGMENT, parts.fragment);
    row.text(PATH, parts.path);
    row.text(QUERY, parts.query);
    row.text(SCHEME, parts.scheme);
    row.text(USER_INFO, parts.user_info);
    if let Some(port) = parts.port {
        row.push(PORT, Part::Integer(port));
    }
    Ok(())
}

/// What stands behind the last dot of the last segment, if there is a slash and a dot.
fn extension(path: &str) -> Option<String> {
    let (_, segment) = path.rsplit_once('/')?;
    let (_, extension) = segment.rsplit_once('.')?;
    Some(extension.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::extract;

    /// The parts that are there.
    fn parts(text: &str) -> String {
        let lines = extract(&UriParts::new(), &text.into());
        let there: Vec<String> =
            lines.into_iter().filter(|line| !line.ends_with("=null")).collect();
        there.join(" ")
    }

    #[test]
    fn uris() {
        for (text, found) in [
            (
                "http://me:pw@www.example.com:80/a/foo.gif?k=v&l=w#frag",
                "domain=www.example.com fragment=frag path=/a/foo.gif extension=gif port=80 \
                 query=k=v&l=w scheme=http user_info=me:pw username=me password=pw",
            ),
            ("http://me@h/", "domain=h path=/ scheme=http user_info=me"),
            ("http://me:@h", "domain=h path= scheme=http user_info=me: username=me password="),
            ("/app/login?x=1", "path=/app/login query=x=1"),
            ("", "path="),
            ("a.b/c.d/e", "path=a.b/c.d/e"),
            ("mailto:a@b.c", "scheme=mailto"),
            ("file:///etc/x.conf", "path=/etc/x.conf extension=conf scheme=file"),
            ("//h/p", "domain=h path=/p"),
            ("HTTP://h:/", "domain=h path=/ scheme=HTTP"),
            ("http://[::1]:8080/", "domain=[::1] path=/ port=8080 scheme=http"),
            ("http://10.0.0.1:1", "domain=10.0.0.1 path= port=1 scheme=http"),
            ("http://h/%41%20%C3%A9?%3D#%23", "domain=h fragment=# path=/A é query== scheme=http"),
            ("http://h/%ff", "domain=h path=/\u{fffd} scheme=http"),
            ("http://é.de/é", "path=/é scheme=http"),
            // No host name: what is in front of the path names a registry.
            ("http://my_host:80/", "path=/ scheme=http"),
            ("http://1.2.3.4.5/", "path=/ scheme=http"),
            ("http://h:99999999999/", "path=/ scheme=http"),
            // Not for java.net.URI, but for java.net.URL.
            ("http:", "domain= path= scheme=http"),
            ("http://h/a b?c d#e f", "domain=h fragment=e f path=/a b query=c d scheme=http"),
            (
                "https://u:p@h:1/a|b/../c/./d",
                "domain=h path=/c/d port=1 scheme=https user_info=u:p username=u password=p",
            ),
            (" ftp://h/x", "domain=h path=/x scheme=ftp"),
        ] {
            assert_eq!(parts(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_no_uri_warns() {
        for text in ["not a valid uri", ":a", "a:", "gopher://h/a b", "http://h:x y/"] {
            let warning = format!(
                "Line 1:1: java.lang.IllegalArgumentException: unable to parse URI [{text}]"
            );
            assert_eq!(parts(text), warning);
        }
    }
}
