//! String functions.

mod base64;
mod chunk;
mod chunker;
mod concat;
mod contains;
mod decimal;
mod ends_with;
mod field_extract;
mod fmt_bytes;
mod fmt_duration;
mod fmt_percent;
mod hash;
mod java_regex;
mod json;
mod json_extract;
mod json_string;
mod left;
mod length;
mod locate;
mod repeat;
mod replace;
mod reverse;
mod space;
mod split;
mod starts_with;
mod substring;
mod to_ascii;
mod to_lower;
mod to_upper;
mod trim;
mod url;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[
    &length::BIT_LENGTH,
    &length::BYTE_LENGTH,
    &chunk::CHUNK,
    &concat::CONCAT,
    &contains::CONTAINS,
    &ends_with::ENDS_WITH,
    &field_extract::FIELD_EXTRACT,
    &fmt_bytes::FMT_BYTES,
    &fmt_bytes::FMT_BYTES_SI,
    &fmt_duration::FMT_DURATION,
    &fmt_percent::FMT_PERCENT,
    &base64::FROM_BASE64,
    &hash::HASH,
    &json_extract::JSON_EXTRACT,
    &json_string::JSON_STRING,
    &left::LEFT,
    &length::LENGTH,
    &locate::LOCATE,
    &trim::LTRIM,
    &hash::MD5,
    &repeat::REPEAT,
    &replace::REPLACE,
    &reverse::REVERSE,
    &left::RIGHT,
    &trim::RTRIM,
    &hash::SHA1,
    &hash::SHA256,
    &space::SPACE,
    &split::SPLIT,
    &starts_with::STARTS_WITH,
    &substring::SUBSTRING,
    &to_ascii::TO_ASCII,
    &base64::TO_BASE64,
    &to_lower::TO_LOWER,
    &to_upper::TO_UPPER,
    &trim::TRIM,
    &url::URL_DECODE,
    &url::URL_ENCODE,
    &url::URL_ENCODE_COMPONENT,
];

/// How long a string may be that a function makes; Elasticsearch's limit is one megabyte.
const MAX_BYTES: usize = 1 << 20;
