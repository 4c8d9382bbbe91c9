//! Generated process events: ECS documents that look like an endpoint's, from a seed.
//!
//! They have what makes documents hard: fields that are missing, null, empty lists, several
//! values, dotted names beside objects, arrays of objects, numbers as strings.

use serde_json::{Map, Value, json};

/// An endless row of events; the same seed gives the same events.
pub struct Events {
    state: u64,
    count: u64,
}

const NAMES: [&str; 8] =
    ["bash", "cmd.exe", "curl", "powershell.exe", "python3", "sh", "svchost.exe", "wget"];
const USERS: [&str; 5] = ["root", "alice", "bob", "SYSTEM", "Élodie"];
const WORDS: [&str; 9] =
    ["-c", "-enc", "/tmp/x", "http://a.example", "import os", "\\\\srv\\c$", "\"q\"", "ü", ""];
const CATEGORIES: [&str; 4] = ["process", "network", "file", "session"];

impl Events {
    /// The events of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Events { state: seed, count: 0 }
    }

    /// A number below `limit` (SplitMix64).
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }

    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len() as u64);
        items[usize::try_from(at).unwrap_or(0)]
    }

    /// True in one of `times` cases.
    fn rarely(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// No value, one, or up to four of `items`.
    fn some_of(&mut self, items: &[&str]) -> Value {
        match self.below(6) {
            0 => Value::Null,
            1 => json!([]),
            2 | 3 => json!(self.one_of(items)),
            _ => {
                let count = 1 + self.below(4);
                (0..count).map(|_| json!(self.one_of(items))).collect()
            }
        }
    }

    fn process(&mut self) -> Value {
        let mut process = Map::new();
        if !self.rarely(8) {
            process.insert("name".into(), json!(self.one_of(&NAMES)));
        }
        let pid = self.below(4_000_000_000);
        process
            .insert("pid".into(), if self.rarely(9) { json!(pid.to_string()) } else { json!(pid) });
        process.insert("args".into(), self.some_of(&WORDS));
        let line = format!("{} {}", self.one_of(&NAMES), self.one_of(&WORDS));
        process.insert("command_line".into(), json!(line));
        if self.rarely(2) {
            process.insert("parent.name".into(), json!(self.one_of(&NAMES)));
        } else {
            process.insert(
                "parent".into(),
                json!({"name": self.one_of(&NAMES), "args_count": self.below(9)}),
            );
        }
        Value::Object(process)
    }
}

impl Iterator for Events {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let at = self.count;
        self.count += 1;
        let mut event = Map::new();
        let seconds = self.below(3_600);
        let time = format!(
            "2026-03-26T10:{:02}:{:02}.{:03}Z",
            seconds / 60,
            seconds % 60,
            self.below(1_000)
        );
        event.insert("@timestamp".into(), json!(time));
        event
            .insert("event".into(), json!({"sequence": at, "category": self.some_of(&CATEGORIES)}));
        event.insert("host".into(), json!({"name": format!("host-{}", self.below(5))}));
        if !self.rarely(4) {
            event.insert("user.name".into(), self.some_of(&USERS));
        }
        event.insert("process".into(), self.process());
        if self.rarely(2) {
            let octets = (self.below(3), self.below(256));
            let ip = format!("10.{}.0.{}", octets.0, octets.1);
            let port = self.one_of(&[22, 53, 80, 443, 8_443]);
            event.insert(
                "destination".into(),
                json!({"ip": ip, "port": port, "bytes": self.below(100_000)}),
            );
        }
        if self.rarely(5) {
            let hits: Value = (0..self.below(4))
                .map(|_| json!({"rule": {"name": self.one_of(&WORDS)}, "risk": self.below(100)}))
                .collect();
            event.insert("custom".into(), json!({"hits": hits}));
        }
        Some(Value::Object(event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_events() {
        let events = |seed| Events::new(seed).take(50).map(|event| event.to_string());
        assert!(events(7).eq(events(7)));
        assert!(!events(7).eq(events(8)));
    }
}
