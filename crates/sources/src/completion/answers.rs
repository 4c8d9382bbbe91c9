//! Answers that were written down.

use std::collections::HashMap;
use std::fmt;

use esql_diagnostics::{Diagnostic, codes};
use esql_planner::catalog::Completer;
use serde_json::Value;

/// How much of a prompt is shown when there is no answer to it, in characters.
const SHOWN: usize = 200;

/// Answers by prompt, and answers in the order of the rows for all other prompts.
#[derive(Default)]
pub struct Answers {
    /// What the answers are called in messages.
    name: String,
    by_prompt: HashMap<String, String>,
    in_order: Vec<String>,
}

impl Answers {
    /// Reads answers: JSON lines or an array of `{"prompt": ..., "completion": ...}`,
    /// `{"completion": ...}` and `"..."`, the last two in the order of the rows; or one object of
    /// prompts with their answers. `name` is that of the file.
    ///
    /// # Errors
    /// If the text is something else.
    pub fn parse(name: &str, text: &str) -> Result<Answers, Diagnostic> {
        let mut answers = Answers { name: name.to_owned(), ..Answers::default() };
        let values: Result<Vec<Value>, _> =
            serde_json::Deserializer::from_str(text).into_iter::<Value>().collect();
        let mut values = values.map_err(|error| {
            Diagnostic::error(codes::BAD_VALUE, format!("`{name}` is no JSON: {error}"))
        })?;
        if let [Value::Array(all)] = values.as_mut_slice() {
            values = std::mem::take(all);
        }
        if let [Value::Object(all)] = values.as_slice()
            && !all.contains_key("completion")
        {
            for (prompt, answer) in all {
                answers.add(Some(prompt), answer)?;
            }
            return Ok(answers);
        }
        for value in &values {
            match value {
                Value::Object(one) => {
                    let prompt = one.get("prompt").and_then(Value::as_str);
                    answers.add(prompt, one.get("completion").unwrap_or(&Value::Null))?;
                }
                other => answers.add(None, other)?,
            }
        }
        Ok(answers)
    }

    fn add(&mut self, prompt: Option<&str>, answer: &Value) -> Result<(), Diagnostic> {
        let Some(answer) = answer.as_str() else {
            return Err(Diagnostic::error(
                codes::BAD_VALUE,
                format!("`{}` has an answer that is no string: `{answer}`", self.name),
            )
            .help("write an answer as `{\"prompt\": \"...\", \"completion\": \"...\"}`"));
        };
        match prompt {
            Some(prompt) => {
                self.by_prompt.insert(prompt.to_owned(), answer.to_owned());
            }
            None => self.in_order.push(answer.to_owned()),
        }
        Ok(())
    }
}

impl fmt::Debug for Answers {
    /// Plans show it: the name is enough.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Completer for Answers {
    fn complete(&self, _: &str, prompts: &[String]) -> Result<Vec<String>, String> {
        let mut in_order = self.in_order.iter();
        let answer = |prompt: &String| {
            let answer = self.by_prompt.get(prompt).or_else(|| in_order.next());
            answer.cloned().ok_or_else(|| {
                let shown: String = prompt.chars().take(SHOWN).collect();
                let more = if shown.len() < prompt.len() { "..." } else { "" };
                format!("`{}` has no answer to the prompt {shown:?}{more}", self.name)
            })
        };
        prompts.iter().map(answer).collect()
    }
}
