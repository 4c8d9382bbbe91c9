//! Inputs that are wrong in some way: there is a message, and never a panic.

use std::io::Write as _;
use std::path::Path;

use crate::tool::{Ran, Tool};

/// Lines of output that are shown of each input.
const SHOWN: usize = 12;

/// A wrong input: a query, data, further arguments.
struct Broken {
    what: &'static str,
    query: String,
    data: Data,
    arguments: &'static [&'static str],
    /// Whether it is wrong enough that something must be said.
    complaint: bool,
}

enum Data {
    /// Good events.
    Events,
    Bytes(Vec<u8>),
    Gzip(Vec<u8>),
    Missing,
}

const EVENTS: &str = concat!(
    r#"{"@timestamp":"2026-03-26T10:00:00Z","process":{"name":"bash","pid":1}}"#,
    "\n",
    r#"{"@timestamp":"2026-03-26T10:00:01Z","process":{"name":"sh","pid":2}}"#,
    "\n",
);

fn table() -> Result<Vec<Broken>, String> {
    let query = |what, query: &str| Broken {
        what,
        query: query.to_owned(),
        data: Data::Events,
        arguments: &[],
        complaint: true,
    };
    let data = |what, data| Broken { data, ..query(what, "FROM logs-* | KEEP process.name") };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(EVENTS.repeat(200).as_bytes()).map_err(|error| error.to_string())?;
    let mut cut = gzip.finish().map_err(|error| error.to_string())?;
    cut.truncate(cut.len() / 2);
    let mut not_json = EVENTS.as_bytes().to_vec();
    not_json.extend_from_slice(b"{\"process\": oops\n");
    let mut not_utf8 = EVENTS.as_bytes().to_vec();
    not_utf8.extend_from_slice(b"{\"process\":{\"name\":\"\xff\xfe\"}}\n");
    let long = format!("{{\"process\":{{\"name\":\"{}\"}}}}\n", "x".repeat(50 << 20));
    let nested = format!("{}1{}\n", "{\"a\":".repeat(1_000), "}".repeat(1_000));
    Ok(vec![
        Broken {
            arguments: &["--unmapped", "fail"],
            ..query("unknown column", "FROM logs-* | WHERE no.such.field == 1")
        },
        query("unknown function", "FROM logs-* | EVAL a = NO_SUCH(process.name)"),
        query("type mismatch", "FROM logs-* | EVAL a = process.pid + process.name"),
        query("unterminated string", "FROM logs-* | WHERE process.name == \"bash"),
        query("KQL syntax error", "FROM logs-* | WHERE KQL(\"process.name: (bash\")"),
        query("bad date", "FROM logs-* | WHERE @timestamp > \"2026-99-99\""),
        query("wrong argument count", "FROM logs-* | EVAL a = LENGTH(process.name, 1)"),
        query("aggregate in WHERE", "FROM logs-* | WHERE COUNT(*) > 1"),
        data("missing file", Data::Missing),
        data("empty file", Data::Bytes(Vec::new())),
        data("truncated gzip", Data::Gzip(cut)),
        data("invalid JSON on line 3", Data::Bytes(not_json)),
        data("bytes that are no UTF-8", Data::Bytes(not_utf8)),
        Broken { complaint: false, ..data("one line of 50 MB", Data::Bytes(long.into_bytes())) },
        Broken { complaint: false, ..data("nested 1,000 deep", Data::Bytes(nested.into_bytes())) },
    ])
}

pub(crate) fn run(tool: &Tool) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut failed = 0;
    for broken in table()? {
        println!("-- {}", broken.what);
        let ran = write(&broken, scratch.path()).and_then(|paths| {
            let arguments =
                paths.iter().map(String::as_str).chain(broken.arguments.iter().copied());
            tool.run(scratch.path(), arguments)
        });
        let fault = match ran {
            Ok(ran) => show(&ran, broken.complaint),
            Err(error) => Some(error),
        };
        if let Some(fault) = fault {
            println!("FAILED: {fault}");
            failed += 1;
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of the broken inputs")) }
}

/// Writes rule and data; gives the arguments.
fn write(broken: &Broken, folder: &Path) -> Result<[String; 2], String> {
    let rule = folder.join("rule.toml");
    let text = format!(
        "[rule]\nname = \"broken\"\ntype = \"esql\"\nlanguage = \"esql\"\nquery = '''\n{}\n'''\n",
        broken.query
    );
    std::fs::write(&rule, text).map_err(|error| error.to_string())?;
    let (name, bytes) = match &broken.data {
        Data::Events => ("events.ndjson", Some(EVENTS.as_bytes())),
        Data::Bytes(bytes) => ("broken.ndjson", Some(bytes.as_slice())),
        Data::Gzip(bytes) => ("broken.ndjson.gz", Some(bytes.as_slice())),
        Data::Missing => ("missing.ndjson", None),
    };
    let path = folder.join(name);
    if let Some(bytes) = bytes {
        std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
    }
    Ok([rule, path].map(|path| path.to_string_lossy().into_owned()))
}

/// Shows what was said; gives what is wrong with it.
fn show(ran: &Ran, complaint: bool) -> Option<String> {
    let lines = ran.err.lines().chain(ran.out.lines());
    for line in lines.take(SHOWN) {
        println!("   {}", line.chars().take(160).collect::<String>());
    }
    println!("   ({})", ran.status);
    match ran.status.code() {
        None => Some("ended by a signal".to_owned()),
        Some(101) => Some("a panic".to_owned()),
        Some(_) if complaint && ran.err.trim().is_empty() => Some("nothing is said".to_owned()),
        Some(_) => None,
    }
}
