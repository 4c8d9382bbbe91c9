//! However an event is spelled, whatever it stands in, and wherever files are cut: the same rows.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::fixture::{Keep, file};

const COLUMNS: &str = "a.b a.c a.d.e f g #_id";

/// Values for one name.
fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-c]{0,3}",
        Just("q\"\\\n\u{e9}\u{1f600}/".to_owned()),
        Just("{\"a\":{\"b\":1}}".to_owned()),
    ];
    let scalar = prop_oneof![
        Just(Value::Null),
        text.prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (-1000i32..1000).prop_map(|number| Value::from(f64::from(number) / 8.0)),
    ];
    scalar.prop_recursive(2, 6, 3, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

/// The values of an event, by path, in order.
type Event = Vec<(&'static str, Value)>;

fn event() -> impl Strategy<Value = Event> {
    let paths = ["_id", "a.b", "a.c", "a.d.e", "f", "g", "x.y", "x.z"];
    let id = "[a-z0-9]{1,8}".prop_map(Value::from);
    (id, prop::collection::vec(value(), paths.len() - 1)).prop_map(move |(id, values)| {
        paths.into_iter().zip(std::iter::once(id).chain(values)).collect()
    })
}

/// How an event is spelled: choices taken one after another.
pub(crate) struct Choices {
    bits: u64,
}

impl Choices {
    pub(crate) fn new(seed: u64) -> Self {
        Choices { bits: seed }
    }

    fn next(&mut self, count: u64) -> u64 {
        self.bits = self.bits.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.bits >> 33) % count
    }
}

/// The event as an object, each path nested, dotted, or a mix, in any order.
fn spell(event: &Event, choices: &mut Choices) -> Value {
    let mut object = Map::new();
    let mut members: Vec<&(&str, Value)> = event.iter().collect();
    for at in (1..members.len()).rev() {
        members.swap(at, usize::try_from(choices.next(at as u64 + 1)).unwrap());
    }
    for (path, value) in members {
        let mut names: Vec<String> = vec![String::new()];
        for name in path.split('.') {
            let last = names.last_mut().unwrap();
            if last.is_empty() {
                *last = name.to_owned();
            } else if choices.next(2) == 0 {
                *last = format!("{last}.{name}");
            } else {
                names.push(name.to_owned());
            }
        }
        let mut at = &mut object;
        let last = names.pop().unwrap();
        for name in names {
            let child = at.entry(name).or_insert_with(|| json!({}));
            at = child.as_object_mut().unwrap();
        }
        at.insert(last, value.clone());
    }
    Value::Object(object)
}

/// The text of an object with white space and escapes at random.
pub(crate) fn write(value: &Value, choices: &mut Choices, breaks: bool, out: &mut String) {
    let space = |choices: &mut Choices, out: &mut String| match choices.next(6) {
        0 => out.push(' '),
        1 if breaks => out.push('\n'),
        2 => out.push('\t'),
        _ => {}
    };
    let text = |text: &str, choices: &mut Choices, out: &mut String| {
        out.push('"');
        for letter in text.chars() {
            let must = letter < ' ' || letter == '"' || letter == '\\';
            if must || choices.next(8) == 0 {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    *out += &format!("\\u{unit:04x}");
                }
            } else {
                out.push(letter);
            }
        }
        out.push('"');
    };
    match value {
        Value::Object(members) => {
            out.push('{');
            for (at, (key, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                space(choices, out);
                text(key, choices, out);
                space(choices, out);
                out.push(':');
                space(choices, out);
                write(value, choices, breaks, out);
                space(choices, out);
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                space(choices, out);
                write(value, choices, breaks, out);
                space(choices, out);
            }
            out.push(']');
        }
        Value::String(string) => text(string, choices, out),
        other => *out += &other.to_string(),
    }
}

fn document(event: &Event, choices: &mut Choices, breaks: bool) -> String {
    let mut text = String::new();
    write(&spell(event, choices), choices, breaks, &mut text);
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spellings_forms_and_cuts(
        events in prop::collection::vec(event(), 0..6),
        seed in any::<u64>(),
    ) {
        let plain: String =
            events.iter().map(|event| document(event, &mut Choices { bits: 1 }, false) + "\n").collect();
        let expected = file(&plain).rows(COLUMNS);
        let choices = &mut Choices { bits: seed };
        let lines: String =
            events.iter().map(|event| document(event, choices, false) + "\n").collect();
        let hits: String = events
            .iter()
            .map(|event| {
                let id = &event[0].1;
                format!("{{\"_source\":{},\"_id\":{id}}}\n", document(&event[1..].to_vec(), choices, false))
            })
            .collect();
        let pretty: Vec<String> =
            events.iter().map(|event| format!("\n{}\n", document(event, choices, true))).collect();
        let array = format!("[{}]", pretty.join(","));
        let bulk: String = events
            .iter()
            .map(|event| {
                let id = &event[0].1;
                format!("{{\"index\":{{\"_id\":{id}}}}}\n{}\n", document(&event[1..].to_vec(), choices, false))
            })
            .collect();
        for text in [lines, hits, array, bulk] {
            for block_bytes in [1, 2, 17, 300, 1 << 20] {
                let mut fixture = file(&text);
                fixture.options.block_bytes = block_bytes;
                prop_assert_eq!(&fixture.rows(COLUMNS), &expected, "{} {}", block_bytes, text);
            }
        }
        // A filter changes when columns are read, not what they hold.
        let mut filtered = file(&plain);
        filtered.filter = Some(Keep::null(3));
        let kept: Vec<String> =
            expected.iter().filter(|row| row.split(" | ").nth(3) == Some("null")).cloned().collect();
        prop_assert_eq!(filtered.rows(COLUMNS), kept);
    }

    #[test]
    fn damaged_input_never_panics(
        events in prop::collection::vec(event(), 1..4),
        seed in any::<u64>(),
        damage in prop::collection::vec((any::<usize>(), any::<u8>()), 1..5),
    ) {
        let choices = &mut Choices { bits: seed };
        let mut bytes: Vec<u8> =
            events.iter().map(|event| document(event, choices, true) + "\n").collect::<String>().into();
        for (at, byte) in damage {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let mut fixture = crate::fixture::files(&[("x.json", &bytes)]);
        let rows = |fixture: &crate::fixture::Fixture| -> Vec<String> {
            let rows = fixture.rows("#_id a.b #_ignored #_source");
            // How many problems are told depends on the cuts.
            rows.into_iter().filter(|row| !row.starts_with('!')).collect()
        };
        let whole = rows(&fixture);
        fixture.options.block_bytes = 3;
        prop_assert_eq!(whole, rows(&fixture));
    }
}
