//! `REVERSE`.

use std::borrow::Cow;

use esql_data::DataType;
use unicode_segmentation::UnicodeSegmentation;

use crate::typed;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
};

pub(super) const REVERSE: FunctionDef = FunctionDef {
    name: "reverse",
    family: Family::String,
    summary: "Writes a string backwards.",
    detail: "What readers see as one character stays together, such as an emoji with a skin \
             tone.",
    params: &[Param::new("str", "the string")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel: Kernel::Plain(|cx, args| typed::text(cx, args, |text| Cow::Owned(reverse(text)))),
    }]),
    examples: &[Example {
        query: r#"ROW a = "Some Text" | EVAL b = REVERSE(a) | KEEP b"#,
        answer: "b:keyword\ntxeT emoS",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

fn reverse(text: &str) -> String {
    // Elasticsearch reverses ASCII byte by byte, which parts `\r\n`, but not if there is a
    // bracket in it.
    if text.bytes().all(|byte| byte.is_ascii() && byte != b'(') {
        return text.chars().rev().collect();
    }
    text.graphemes(true).rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphemes_stay_together() {
        assert_eq!(reverse("e\u{301}a👍🏽"), "👍🏽ae\u{301}");
        assert_eq!(reverse("a\r\nb"), "b\n\ra");
        assert_eq!(reverse("(\r\n"), "\r\n(");
    }
}
