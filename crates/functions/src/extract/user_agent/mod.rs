//! USER_AGENT: what a user agent says of the program, the system and the device.
//!
//! The rules are those of the uap-core project, <https://github.com/ua-parser/uap-core>, in
//! `regexes.yaml` with its own license beside it; Elasticsearch has an older copy. Others can be
//! given. Of each list the first rule that finds something counts.

mod device_type;
mod rules;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use esql_data::{Column, DataType, Problem};
use rustc_hash::FxHashMap;

use super::{Extractor, Row, single_value};
use crate::EvalCx;

use rules::Found;
pub use rules::Rules;

/// The rules of uap-core, read when they are first wanted.
static DEFAULT_RULES: LazyLock<Option<Arc<Rules>>> =
    LazyLock::new(|| Rules::parse("_default_", include_str!("regexes.yaml")).ok().map(Arc::new));

/// What can be taken out, in the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    Name,
    Version,
    OsName,
    OsVersion,
    OsFull,
    DeviceName,
    DeviceType,
}

/// The groups of columns that a query can ask for.
pub const PROPERTIES: [&str; 4] = ["name", "version", "os", "device"];

const OUTPUTS: [(Output, &str, &str); 7] = [
    (Output::Name, "name", "name"),
    (Output::Version, "version", "version"),
    (Output::OsName, "os.name", "os"),
    (Output::OsVersion, "os.version", "os"),
    (Output::OsFull, "os.full", "os"),
    (Output::DeviceName, "device.name", "device"),
    (Output::DeviceType, "device.type", "device"),
];

/// Takes user agents apart.
pub struct UserAgent {
    rules: Arc<Rules>,
    wanted: Vec<Output>,
    outputs: Vec<(String, DataType)>,
}

impl UserAgent {
    /// An extractor of these [`PROPERTIES`], by these rules or the built-in ones; `None` only if
    /// the built-in ones are broken.
    #[must_use]
    pub fn new(rules: Option<Arc<Rules>>, properties: &[&str], device_type: bool) -> Option<Self> {
        let rules = rules.or_else(|| DEFAULT_RULES.clone())?;
        let is_wanted = |(output, _, property): &&(Output, &str, &str)| {
            properties.contains(property) && (*output != Output::DeviceType || device_type)
        };
        let (mut wanted, mut outputs) = (Vec::new(), Vec::new());
        for (output, name, _) in OUTPUTS.iter().filter(is_wanted) {
            wanted.push(*output);
            outputs.push(((*name).to_owned(), DataType::Keyword));
        }
        Some(UserAgent { rules, wanted, outputs })
    }

    /// The values of the wanted outputs.
    fn parse(&self, text: &str) -> Vec<Option<String>> {
        let program = self.rules.program(text);
        let system = self.rules.system(text);
        let device = self.rules.device(text);
        let name = |found: &Option<Found>| found.as_ref().map(|found| found.name.clone());
        let version = |found: &Option<Found>| found.as_ref().and_then(Found::version);
        let value = |output: &Output| match output {
            Output::Name => name(&program),
            Output::Version => version(&program),
            Output::OsName => name(&system),
            Output::OsVersion => version(&system),
            Output::OsFull => {
                let version = version(&system)?;
                Some(format!("{} {version}", system.as_ref()?.name))
            }
            Output::DeviceName => name(&device),
            Output::DeviceType => {
                let all = [&system, &program, &device];
                let any = all.iter().any(|found| found.is_some());
                any.then(|| device_type::device_type(text, all).to_owned())
            }
        };
        self.wanted.iter().map(value).collect()
    }
}

impl Extractor for UserAgent {
    fn command(&self) -> &'static str {
        "USER_AGENT"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        // The same agents come again and again.
        let mut known: FxHashMap<&str, Vec<Option<String>>> = FxHashMap::default();
        single_value(&self.outputs, cx, input, |text, row: &mut Row<'_>| {
            if text.trim().is_empty() {
                return Ok::<(), Problem>(());
            }
            let values = known.entry(text).or_insert_with(|| self.parse(text));
            for (at, value) in values.iter().enumerate() {
                row.text(at, value.clone().map(Cow::Owned));
            }
            Ok(())
        })
    }
}

impl fmt::Debug for UserAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "user_agent({}, {:?})", self.rules.name(), self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::extract;

    fn values(text: &str) -> String {
        let agent = UserAgent::new(None, &PROPERTIES, true).unwrap();
        let lines = extract(&agent, &text.into());
        let values = lines.iter().map(|line| line.split_once('=').map_or("", |it| it.1));
        values.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn agents() {
        for (text, wanted) in [
            (
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:119.0) Gecko/20100101 Firefox/119.0",
                "Firefox | 119.0 | Ubuntu | null | null | null | Desktop",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 14_2 like Mac OS X) AppleWebKit/605.1.15",
                "Mobile Safari UI/WKWebView | null | iOS | 14.2 | iOS 14.2 | iPhone | Phone",
            ),
            ("curl/7.88.1", "curl | 7.88.1 | null | null | null | null | Other"),
            ("nonsense", "null | null | null | null | null | null | null"),
            ("", "null | null | null | null | null | null | null"),
        ] {
            assert_eq!(values(text), wanted, "{text}");
        }
    }

    #[test]
    fn rules_of_ones_own() {
        let yaml = "user_agent_parsers:\n- regex: '(chrome)/(\\d+)'\n  regex_flag: i\n  \
                    family_replacement: 'My $1'\n  v2_replacement: '7'\n";
        let rules = Rules::parse("own.yml", yaml).unwrap();
        let found = rules.program("x Chrome/33.1").unwrap();
        assert_eq!((found.name.as_str(), found.version()), ("My Chrome", Some("33.7".to_owned())));
        for bad in ["", "a: b", "user_agent_parsers: 3", "- ["] {
            assert!(Rules::parse("own.yml", bad).is_err(), "{bad}");
        }
        let bad = Rules::parse("own.yml", "os_parsers:\n- regex: '('\n").unwrap();
        assert!(bad.check().is_err());
    }

    #[test]
    fn all_rules_of_uap_core_run() {
        DEFAULT_RULES.as_ref().unwrap().check().unwrap();
    }
}
