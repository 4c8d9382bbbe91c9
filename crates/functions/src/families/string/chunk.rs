//! `CHUNK`.

use esql_data::{CellsBuilder, Column, DataType, Str, Value, ValueRef};

use super::chunker::{Chunker, MARKDOWN, PLAIN_TEXT};
use super::java_regex::JavaRegex;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet, since,
};

pub(super) const CHUNK: FunctionDef = FunctionDef {
    name: "chunk",
    family: Family::String,
    summary: "Cuts a text into pieces of a number of words, each a value.",
    detail: "Without options the pieces are whole sentences of up to 300 words together. Words and \
             sentences end where Unicode says so (UAX #29); Chinese, Japanese and Thai, where \
             Elasticsearch looks words up, are cut at each character. Each of several values is \
             cut on its own. White space around a piece is taken off.",
    params: &[Param::new("string", "the text")],
    options: &[
        OptionDef {
            name: "strategy",
            types: TypeSet::KEYWORD,
            summary: "`sentence`, `word`, `recursive` or `none`; must be given with the others",
        },
        OptionDef {
            name: "max_chunk_size",
            types: TypeSet::INTEGER,
            summary: "how many words a piece has at most: 20 or more, for words 10 or more",
        },
        OptionDef {
            name: "overlap",
            types: TypeSet::INTEGER,
            summary: "with `word`: how many words a piece shares with the one before",
        },
        OptionDef {
            name: "sentence_overlap",
            types: TypeSet::INTEGER,
            summary: "with `sentence`: whether it shares a sentence, 1, the default, or 0",
        },
        OptionDef {
            name: "separator_group",
            types: TypeSet::KEYWORD,
            summary: "with `recursive`: `plaintext`, the default, or `markdown`",
        },
        OptionDef {
            name: "separators",
            types: TypeSet::KEYWORD,
            summary: "with `recursive`: Java's regular expressions of where to cut, best first",
        },
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = "One, two, three, four, five, six, seven, eight, nine, ten, eleven."
| EVAL b = CHUNK(a, {"strategy": "word", "max_chunk_size": 10, "overlap": 1}) | KEEP b"#,
        answer: r#"b:keyword
["One, two, three, four, five, six, seven, eight, nine, ten", ", ten, eleven."]"#,
    }],
    since: since!(preview 9.3),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let chunker = chunker(site).map_err(|message| ArgError { at: 1, message })?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let mut cells = CellsBuilder::<Str>::new();
        for row in 0..cx.rows {
            let mut pieces: Vec<&str> = Vec::new();
            let mut failed = None;
            for at in args[0].cell(row) {
                let ValueRef::Text(text) = args[0].value(at) else { continue };
                match chunker.chunks(text) {
                    Ok(ranges) => pieces.extend(ranges.into_iter().map(|range| trim(&text[range]))),
                    Err(problem) => failed = Some(problem),
                }
            }
            match failed {
                None => cells.many(pieces),
                Some(problem) => {
                    cx.warn(|| problem);
                    cells.null();
                }
            }
        }
        cells.finish(cx.ret)
    }))
}

/// As Java trims: all control characters count as white space.
fn trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

fn chunker(site: &CallSite<'_>) -> Result<Chunker, String> {
    if site.options.is_empty() {
        return Ok(Chunker::Sentences { most: 300, overlap: false });
    }
    let text = |name: &str| site.option(name).and_then(Value::as_str);
    let number = |name: &str| match site.option(name) {
        Some(Value::Integer(number)) => Ok(Some(*number)),
        None => Ok(None),
        Some(_) => Err(format!(
            "field [{name}] is not of the expected type. The value cannot be converted to a [Integer]"
        )),
    };
    let strategy = text("strategy")
        .ok_or("Can't generate Chunker without ChunkingStrategy provided")?
        .to_lowercase();
    let (title, allowed): (&str, &[&str]) = match strategy.as_str() {
        "sentence" => ("Sentence based", &["max_chunk_size", "sentence_overlap"]),
        "word" => ("Word based", &["max_chunk_size", "overlap"]),
        "recursive" => ("Recursive", &["max_chunk_size", "separator_group", "separators"]),
        "none" => ("None", &[]),
        _ => return Err(format!("Invalid chunkingStrategy {strategy}")),
    };
    let given = site.options.iter().map(|(name, _)| name.as_str());
    let wrong: Vec<&str> =
        given.filter(|name| *name != "strategy" && !allowed.contains(name)).collect();
    if !wrong.is_empty() {
        return Err(format!(
            "{title} chunking settings can not have the following settings: [{}]",
            wrong.join(", ")
        ));
    }
    if strategy == "none" {
        return Ok(Chunker::Whole);
    }
    let least = if strategy == "sentence" { 20 } else { 10 };
    let most = number("max_chunk_size")?
        .ok_or("[chunking_settings] does not contain the required setting [max_chunk_size]")?;
    if most < least {
        return Err(format!(
            "[chunking_settings] Invalid value [{most}]. [max_chunk_size] must be a greater than \
             or equal to [{least}]"
        ));
    }
    let most = most.unsigned_abs() as usize;
    match strategy.as_str() {
        "sentence" => match number("sentence_overlap")? {
            None | Some(1) => Ok(Chunker::Sentences { most, overlap: true }),
            Some(0) => Ok(Chunker::Sentences { most, overlap: false }),
            Some(other) => Err(format!("sentence_overlap[{other}] must be either 0 or 1")),
        },
        "word" => {
            let overlap = number("overlap")?
                .ok_or("[chunking_settings] does not contain the required setting [overlap]")?;
            match usize::try_from(overlap) {
                Ok(overlap) if overlap <= most / 2 => Ok(Chunker::Words { most, overlap }),
                _ => Err(format!(
                    "[chunking_settings] Invalid value [{overlap}]. [overlap] must be a positive \
                     integer less than or equal to [{}]",
                    most / 2
                )),
            }
        }
        _ => Ok(Chunker::Recursive { most, separators: separators(site)? }),
    }
}

/// The patterns of where to cut.
fn separators(site: &CallSite<'_>) -> Result<Vec<JavaRegex>, String> {
    let group = site.option("separator_group").and_then(Value::as_str).map(str::to_lowercase);
    let patterns: Vec<&str> = match (site.option("separators"), group.as_deref()) {
        (Some(_), Some(_)) => {
            return Err(
                "Recursive chunking settings can not have both separators and separator_set"
                    .to_owned(),
            );
        }
        (Some(Value::List(list)), None) => list.iter().filter_map(Value::as_str).collect(),
        (Some(one), None) => one.as_str().into_iter().collect(),
        (None, None | Some("plaintext")) => PLAIN_TEXT.to_vec(),
        (None, Some("markdown")) => MARKDOWN.to_vec(),
        (None, Some(other)) => return Err(format!("Invalid separator_group {other}")),
    };
    // Each line has a start and an end.
    patterns.into_iter().map(|pattern| JavaRegex::new(&format!("(?m){pattern}"))).collect()
}
