//! A service with the chat completions of OpenAI's API, such as a model on this machine.

use std::fmt;
use std::time::Duration;

use esql_planner::catalog::Completer;
use serde_json::{Value, json};
use ureq::Agent;

/// How long an answer may take: Elasticsearch's limit.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The path of the API behind its base.
const PATH: &str = "/chat/completions";

/// Asks a service, one request a prompt.
pub struct Service {
    url: String,
    /// The model, if it is not the one that the query names.
    model: Option<String>,
    key: Option<String>,
    agent: Agent,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.url, self.model)
    }
}

impl Service {
    /// Whether this is the address of a service, and not the name of a file.
    #[must_use]
    pub fn is_url(text: &str) -> bool {
        text.starts_with("http://") || text.starts_with("https://")
    }

    /// A service at a URL such as `http://localhost:11434/v1#model`; what stands behind `#` is the
    /// model. `key` is sent with each request.
    #[must_use]
    pub fn new(url: &str, key: Option<String>) -> Service {
        let (url, model) = match url.split_once('#') {
            Some((url, model)) => (url, Some(model.to_owned())),
            None => (url, None),
        };
        let url = url.trim_end_matches('/');
        let url = if url.ends_with(PATH) { url.to_owned() } else { format!("{url}{PATH}") };
        let agent = Agent::config_builder().timeout_global(Some(TIMEOUT)).build().into();
        Service { url, model, key, agent }
    }

    fn ask(&self, model: &str, prompt: &str) -> Result<String, String> {
        let model = self.model.as_deref().unwrap_or(model);
        let body = json!({
            "model": model,
            "messages": [{"role": "user", "content": prompt}],
        });
        let mut request = self.agent.post(&self.url).header("Content-Type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let failed = |error: &dyn fmt::Display| {
            let needs_tls = self.url.starts_with("https://") && !cfg!(feature = "https");
            let hint = if needs_tls { " (this program is built without TLS)" } else { "" };
            format!("`{}` does not answer: {error}{hint}", self.url)
        };
        let mut response = request.send(body.to_string()).map_err(|error| failed(&error))?;
        let text = response.body_mut().read_to_string().map_err(|error| failed(&error))?;
        let answer: Value = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        let content = answer.pointer("/choices/0/message/content").and_then(Value::as_str);
        content.map(str::to_owned).ok_or_else(|| failed(&"there is no message in its reply"))
    }
}

impl Completer for Service {
    fn complete(&self, model: &str, prompts: &[String]) -> Result<Vec<String>, String> {
        prompts.iter().map(|prompt| self.ask(model, prompt)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A service that answers one request with this body; the thread gives what it was asked.
    fn serve(body: &'static str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1#small", listener.local_addr().unwrap());
        let asked = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut head = String::new();
            while reader.read_line(&mut head).unwrap() > 2 {}
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            let mut asked = vec![0; length.unwrap_or(0)];
            reader.read_exact(&mut asked).unwrap();
            let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            stream.write_all(reply.as_bytes()).unwrap();
            head + &String::from_utf8(asked).unwrap()
        });
        (url, asked)
    }

    #[test]
    fn a_prompt_is_asked_and_the_message_is_the_answer() {
        let (url, asked) = serve(r#"{"choices": [{"message": {"content": "yes"}}]}"#);
        let service = Service::new(&url, Some("secret".to_owned()));
        let answers = service.complete("of the query", &["is it?".to_owned()]);
        assert_eq!(answers, Ok(vec!["yes".to_owned()]));
        let asked = asked.join().unwrap();
        assert!(asked.starts_with("POST /v1/chat/completions "), "{asked}");
        for part in ["Bearer secret", r#""model":"small""#, r#""content":"is it?""#] {
            assert!(asked.contains(part), "{asked}");
        }
    }

    #[test]
    fn a_reply_without_a_message_is_an_error() {
        let (url, asked) = serve("{}");
        let error = Service::new(&url, None).complete("m", &["is it?".to_owned()]).unwrap_err();
        asked.join().unwrap();
        assert!(error.ends_with("there is no message in its reply"), "{error}");
    }
}
