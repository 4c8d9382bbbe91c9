//! The named options that several search functions share.

use crate::{OptionDef, TypeSet};

/// Options of `MATCH` and `MULTI_MATCH` alike.
pub(super) const ANALYZER: OptionDef = OptionDef {
    name: "analyzer",
    types: TypeSet::KEYWORD,
    summary: "what splits the query into words; only `standard` runs here, the default",
};
pub(super) const BOOST: OptionDef = OptionDef {
    name: "boost",
    types: TypeSet::SIGNED,
    summary: "a factor for the score, which has no effect here; default 1.0",
};
pub(super) const SYNONYMS: OptionDef = OptionDef {
    name: "auto_generate_synonyms_phrase_query",
    types: TypeSet::BOOLEAN,
    summary: "what becomes of synonyms, of which there are none here; no effect",
};
pub(super) const FUZZINESS: OptionDef = OptionDef {
    name: "fuzziness",
    types: TypeSet::KEYWORD.or(TypeSet::INTEGER),
    summary: "in how many characters a word may differ: 0, 1, 2 or AUTO",
};
pub(super) const FUZZY_REWRITE: OptionDef = OptionDef {
    name: "fuzzy_rewrite",
    types: TypeSet::KEYWORD,
    summary: "how words that differ are scored; no effect here",
};
pub(super) const FUZZY_TRANSPOSITIONS: OptionDef = OptionDef {
    name: "fuzzy_transpositions",
    types: TypeSet::BOOLEAN,
    summary: "whether two neighbors changing places count as one difference; default true",
};
pub(super) const LENIENT: OptionDef = OptionDef {
    name: "lenient",
    types: TypeSet::BOOLEAN,
    summary: "whether a value that the field's type cannot hold matches nothing instead of being \
              an error; default true",
};
pub(super) const MAX_EXPANSIONS: OptionDef = OptionDef {
    name: "max_expansions",
    types: TypeSet::INTEGER,
    summary: "how many words that differ are looked for at most; not applied here",
};
pub(super) const MINIMUM_SHOULD_MATCH: OptionDef = OptionDef {
    name: "minimum_should_match",
    types: TypeSet::KEYWORD.or(TypeSet::INTEGER),
    summary: "how many of the words must be there: a number, a share such as 75%, or what may be \
              missing, such as -1",
};
pub(super) const OPERATOR: OptionDef = OptionDef {
    name: "operator",
    types: TypeSet::KEYWORD,
    summary: "whether all words must be there (AND) or one of them (OR); default OR",
};
pub(super) const PREFIX_LENGTH: OptionDef = OptionDef {
    name: "prefix_length",
    types: TypeSet::INTEGER,
    summary: "how many characters at the beginning must be equal with `fuzziness`; default 0",
};
pub(super) const SLOP: OptionDef = OptionDef {
    name: "slop",
    types: TypeSet::INTEGER,
    summary: "how many places the words of a phrase may be away from their own; default 0",
};
pub(super) const ZERO_TERMS_QUERY: OptionDef = OptionDef {
    name: "zero_terms_query",
    types: TypeSet::KEYWORD,
    summary: "whether a query without a word matches nothing (none) or everything (all); default \
              none",
};
