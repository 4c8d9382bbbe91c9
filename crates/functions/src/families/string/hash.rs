//! `HASH`, `MD5`, `SHA1` and `SHA256`.

use std::fmt::Write as _;

use esql_data::{Column, DataType, Problem, Str, Value};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, kernel, since, typed,
};

pub(super) const HASH: FunctionDef = FunctionDef {
    name: "hash",
    family: Family::String,
    summary: "Computes the hash of a string, in hexadecimal digits.",
    detail: "The algorithms are MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512, SHA-512/224 and \
             SHA-512/256, in any case and with or without the hyphen. The bytes are those of \
             UTF-8.",
    params: &[Param::new("algorithm", "the algorithm"), Param::new("input", "the string")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = HASH("md5", "42")"#,
        answer: "a:keyword\na1d0c6e83f027327d8461063f4ac58a6",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::SCALAR
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const MD5: FunctionDef = FunctionDef {
    name: "md5",
    family: Family::String,
    summary: "Computes the MD5 hash of a string, in hexadecimal digits.",
    detail: "The bytes are those of UTF-8.",
    params: &[Param::new("input", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(digest::<Md5>; Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = MD5("42")"#,
        answer: "a:keyword\na1d0c6e83f027327d8461063f4ac58a6",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::SCALAR
};

pub(super) const SHA1: FunctionDef = FunctionDef {
    name: "sha1",
    family: Family::String,
    summary: "Computes the SHA-1 hash of a string, in hexadecimal digits.",
    detail: "The bytes are those of UTF-8.",
    params: &[Param::new("input", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(digest::<Sha1>; Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = SHA1("42")"#,
        answer: "a:keyword\n92cfceb39d57d914ed8b14d0e37643de0797ae56",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::SCALAR
};

pub(super) const SHA256: FunctionDef = FunctionDef {
    name: "sha256",
    family: Family::String,
    summary: "Computes the SHA-256 hash of a string, in hexadecimal digits.",
    detail: "The bytes are those of UTF-8.",
    params: &[Param::new("input", "the string")],
    imp: Impl::Scalar(&[overload(kernel!(digest::<Sha256>; Str => Str))]),
    examples: &[Example {
        query: r#"ROW a = SHA256("42")"#,
        answer: "a:keyword\n73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::SCALAR
};

fn digest<D: Digest>(text: &str) -> String {
    let mut digits = String::new();
    for byte in D::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

type Algorithm = fn(&str) -> String;

fn algorithm(name: &str) -> Result<Algorithm, String> {
    Ok(match name.to_ascii_uppercase().as_str() {
        "MD5" => digest::<Md5>,
        "SHA" | "SHA1" | "SHA-1" => digest::<Sha1>,
        "SHA224" | "SHA-224" => digest::<Sha224>,
        "SHA256" | "SHA-256" => digest::<Sha256>,
        "SHA384" | "SHA-384" => digest::<Sha384>,
        "SHA512" | "SHA-512" => digest::<Sha512>,
        "SHA512/224" | "SHA-512/224" => digest::<Sha512_224>,
        "SHA512/256" | "SHA-512/256" => digest::<Sha512_256>,
        _ => return Err(format!("{name} MessageDigest not available")),
    })
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(name) = site.args[0].constant.as_ref().and_then(Value::as_str) {
        algorithm(name).map_err(|message| ArgError { at: 0, message })?;
    }
    Ok(Box::new(|cx: &mut EvalCx<'_>, args: &[Column]| {
        typed::binary::<Str, Str, Str, _>(cx, args, |name, text| {
            let algorithm = algorithm(name).map_err(|message| Problem {
                class: "java.security.NoSuchAlgorithmException",
                message,
            })?;
            Ok::<_, Problem>(algorithm(text))
        })
    }))
}
