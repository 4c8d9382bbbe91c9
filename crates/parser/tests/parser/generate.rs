//! Random syntax trees, of the shape that the parser makes.

use esql_diagnostics::Span;
use esql_parser::esql::ast::*;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const NOWHERE: Span = Span { start: 0, end: 0 };

fn expr_of(kind: ExprKind) -> Expr {
    Expr { kind, span: NOWHERE }
}

fn identifier() -> impl Strategy<Value = Identifier> {
    prop_oneof!["[a-z_@][a-z0-9_]{1,5}", "[A-Z]{1,6}", "(by|and|FIRST|null|as|on)", "[ -~é]{1,5}"]
        .prop_map(|text| Identifier { text, span: NOWHERE })
}

fn plain_identifier() -> impl Strategy<Value = Identifier> {
    "(x|count|Foo_1|day)".prop_map(|text| Identifier { text, span: NOWHERE })
}

fn parameter() -> impl Strategy<Value = Parameter> {
    let kind = prop_oneof![
        Just(ParameterKind::Next),
        (1_u32..9).prop_map(ParameterKind::Position),
        "[a-z_][a-z0-9_]{0,4}".prop_map(ParameterKind::Named),
    ];
    kind.prop_map(|kind| Parameter { kind, identifier: false, span: NOWHERE })
}

fn name() -> impl Strategy<Value = Name> {
    let word = prop_oneof![
        4 => "[a-z@][a-z0-9_]{1,5}".prop_map(|text| NamePart::Word { text, quoted: false }),
        2 => "[ -~é`]{1,5}".prop_map(|text| NamePart::Word { text, quoted: true }),
        1 => parameter()
            .prop_map(|value| NamePart::Parameter(Parameter { identifier: true, ..value })),
    ];
    vec(word, 1..4).prop_map(|parts| Name { parts, span: NOWHERE }).prop_filter(
        "a keyword alone is no name",
        |name| {
            !matches!(&name.parts[0], NamePart::Word { text, quoted: false }
                if ["by", "in", "is", "on", "or", "and", "asc", "not", "like", "last", "null",
                    "desc", "true", "with", "first", "false", "nulls", "rlike", "where", "as"]
                    .contains(&text.as_str()))
        },
    )
}

fn name_pattern() -> impl Strategy<Value = NamePattern> {
    let text = || prop_oneof!["[a-z][a-z0-9_]{0,4}(\\.[a-z]{1,3}){0,2}", "[ -~é.]{1,5}"];
    (of(text()), vec(of(text()), 0..3)).prop_map(|(first, rest)| {
        let mut pieces: Vec<PatternPiece> = first.into_iter().map(PatternPiece::Text).collect();
        for text in rest {
            pieces.push(PatternPiece::Star);
            pieces.extend(text.map(PatternPiece::Text));
        }
        if pieces.is_empty() {
            pieces.push(PatternPiece::Star);
        }
        NamePattern { pieces, span: NOWHERE }
    })
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,6}", "[\\\\\"a\n\r\t|]{0,6}", "\\PC{0,4}"]
}

fn text() -> impl Strategy<Value = Text> {
    let value = prop_oneof![4 => string().prop_map(Ok), 1 => parameter().prop_map(Err)];
    value.prop_map(|value| Text { value, span: NOWHERE })
}

fn unsigned() -> impl Strategy<Value = Literal> {
    prop_oneof![
        "[0-9]{1,20}".prop_map(Literal::Integer),
        "([0-9]{1,3}\\.[0-9]{0,3}|\\.[0-9]{1,3})([eE][+-]?[0-9]{1,2})?".prop_map(Literal::Decimal),
    ]
}

fn span() -> impl Strategy<Value = Literal> {
    ("-?[0-9]{1,4}", select(vec!["day", "MONTHS", "d", "min"])).prop_map(|(amount, unit)| {
        Literal::Span { amount, unit: Identifier { text: unit.to_owned(), span: NOWHERE } }
    })
}

fn signed() -> impl Strategy<Value = Expr> {
    let number = prop_oneof![
        "-?[0-9]{1,5}".prop_map(Literal::Integer),
        "-?[0-9]{1,3}\\.[0-9]{1,3}".prop_map(Literal::Decimal),
    ];
    number.prop_map(|number| expr_of(ExprKind::Literal(number)))
}

fn literal() -> impl Strategy<Value = Literal> {
    let list = prop_oneof![
        vec(signed(), 1..4),
        vec(string().prop_map(|text| expr_of(ExprKind::Literal(Literal::String(text)))), 1..4),
        vec(any::<bool>().prop_map(|yes| expr_of(ExprKind::Literal(Literal::Boolean(yes)))), 1..4),
    ];
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        unsigned(),
        span(),
        string().prop_map(Literal::String),
        list.prop_map(Literal::List),
    ]
}

/// Where only a constant may stand.
fn constant() -> impl Strategy<Value = Expr> {
    prop_oneof![
        signed(),
        literal().prop_map(|literal| expr_of(ExprKind::Literal(literal))),
        parameter().prop_map(|parameter| expr_of(ExprKind::Parameter(parameter))),
    ]
}

fn map() -> impl Strategy<Value = Map> {
    let entries = |value: BoxedStrategy<MapValue>| {
        vec((text(), value), 0..3).prop_map(|entries| Map { entries, span: NOWHERE })
    };
    let leaf = constant().prop_map(MapValue::Expr).boxed();
    let value = leaf.prop_recursive(2, 6, 3, move |inner| {
        entries(inner.boxed()).prop_map(MapValue::Map).boxed()
    });
    entries(value.boxed())
}

pub(crate) fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal().prop_map(ExprKind::Literal),
        name()
            .prop_filter("a bare parameter is a value", |name| {
                !matches!(name.parts.as_slice(), [NamePart::Parameter(one)] if !one.identifier)
            })
            .prop_map(ExprKind::Column),
        parameter().prop_map(ExprKind::Parameter),
    ];
    leaf.prop_map(expr_of).prop_recursive(4, 40, 4, |inner| {
        let one = || inner.clone().prop_map(Box::new);
        let several = || vec(inner.clone(), 2..4);
        let field = || name().prop_map(|name| expr_of(ExprKind::Column(name)));
        let cast_field = (field(), plain_identifier())
            .prop_map(|(field, ty)| expr_of(ExprKind::Cast { value: Box::new(field), ty }));
        let call_name = prop_oneof![4 => identifier().prop_map(Ok), 1 => parameter().prop_map(Err)];
        let language = select(vec![PatternLanguage::Wildcard, PatternLanguage::Regex]);
        prop_oneof![
            one().prop_map(ExprKind::Negate),
            one().prop_map(ExprKind::Not),
            several().prop_map(ExprKind::And),
            several().prop_map(ExprKind::Or),
            (operator(), one(), one()).prop_map(|(op, left, right)| ExprKind::Binary {
                op,
                left,
                right
            }),
            (one(), any::<bool>(), vec(inner.clone(), 1..4))
                .prop_map(|(value, negated, list)| ExprKind::In { value, negated, list }),
            (one(), any::<bool>(), command_kind(inner.clone().boxed())).prop_map(
                |(value, negated, last)| {
                    let query = vec![command(CommandKind::From(simple_from())), command(last)];
                    ExprKind::InQuery { value, negated, query }
                }
            ),
            (one(), any::<bool>(), language, vec(text(), 1..3), any::<bool>()).prop_map(
                |(value, negated, language, patterns, list)| {
                    let list = list || patterns.len() > 1;
                    let patterns = patterns.into_iter().map(pattern_of).collect();
                    ExprKind::Like { value, negated, language, patterns, list }
                }
            ),
            (one(), any::<bool>()).prop_map(|(value, negated)| ExprKind::IsNull { value, negated }),
            (one(), identifier()).prop_map(|(value, ty)| ExprKind::Cast { value, ty }),
            (prop_oneof![field().boxed(), cast_field.boxed()], constant()).prop_map(
                |(field, query)| {
                    ExprKind::Match { field: Box::new(field), query: Box::new(query) }
                }
            ),
            (call_name, vec(inner.clone(), 0..3), any::<bool>(), of(map())).prop_map(
                |(name, args, star, options)| {
                    let star = star && args.is_empty();
                    let options = options.filter(|_| !args.is_empty());
                    ExprKind::Call { name, args, star, options }
                }
            ),
        ]
        .prop_map(expr_of)
    })
}

fn operator() -> impl Strategy<Value = BinaryOp> {
    use BinaryOp::*;
    select(vec![
        Add,
        Subtract,
        Multiply,
        Divide,
        Modulo,
        Equal,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    ])
}

fn simple_from() -> From {
    let index = IndexPattern {
        cluster: None,
        pattern: "logs".to_owned(),
        selector: None,
        quoted: false,
        span: NOWHERE,
    };
    From { time_series: false, sources: vec![Source::Index(index)], metadata: Vec::new() }
}

fn index() -> impl Strategy<Value = IndexPattern> {
    let part = "[a-z*.<{}-][a-z0-9*._-]{0,6}";
    (of(part), part, of("(data|failures)"), any::<bool>())
        .prop_map(|(cluster, pattern, selector, quoted)| {
            let selector = selector.filter(|_| cluster.is_none());
            IndexPattern { cluster, pattern, selector, quoted, span: NOWHERE }
        })
        .prop_filter("a word with a meaning of its own, or text that stays whole", |index| {
            let parts = [Some(index.pattern.as_str()), index.cluster.as_deref()];
            parts.into_iter().flatten().all(|part| {
                !["on", "as", "metadata"].contains(&part) && (!index.quoted || !part.contains('<'))
            })
        })
}

fn command(kind: CommandKind) -> Command {
    Command { kind, span: NOWHERE, keyword: NOWHERE }
}

fn fields(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Field>> {
    let field = (of(name()), expr).prop_map(|(name, value)| Field {
        name,
        value,
        filter: None,
        span: NOWHERE,
    });
    vec(field, 1..4)
}

fn aggregates(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Field>> {
    let field = (of(name()), expr.clone(), of(expr)).prop_map(|(name, value, filter)| Field {
        name,
        value,
        filter,
        span: NOWHERE,
    });
    vec(field, 0..3)
}

/// Processing commands over the expressions of `expr`.
fn command_kind(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = CommandKind> {
    let options = || of(map());
    let sort_key = (expr.clone(), any::<bool>(), of(any::<bool>()))
        .prop_map(|(value, descending, nulls_first)| SortKey { value, descending, nulls_first });
    let rename = (name_pattern(), name_pattern(), any::<bool>())
        .prop_map(|(old, new, assigned)| Rename { old, new, assigned });
    let named_option =
        (identifier(), constant()).prop_map(|(name, value)| NamedOption { name, value });
    let extract_kind = select(vec![
        ExtractKind::UriParts,
        ExtractKind::RegisteredDomain,
        ExtractKind::UserAgent,
        ExtractKind::IpLocation,
    ]);
    let prefix = prop_oneof![
        string().prop_map(|text| expr_of(ExprKind::Literal(Literal::String(text)))),
        parameter().prop_map(|parameter| expr_of(ExprKind::Parameter(parameter))),
    ];
    let policy = || "[a-z _-]{1,8}".prop_map(|text| Identifier { text, span: NOWHERE });
    prop_oneof![
        expr.clone().prop_map(CommandKind::Where),
        fields(expr.clone()).prop_map(CommandKind::Eval),
        (any::<bool>(), aggregates(expr.clone()), fields(expr.clone())).prop_map(
            |(inline, aggregates, by)| CommandKind::Stats(Stats { inline, aggregates, by })
        ),
        vec(name_pattern(), 1..4).prop_map(CommandKind::Keep),
        vec(name_pattern(), 1..4).prop_map(CommandKind::Drop),
        vec(rename, 1..3).prop_map(CommandKind::Rename),
        vec(sort_key, 1..3).prop_map(CommandKind::Sort),
        (constant(), vec(expr.clone(), 0..3))
            .prop_map(|(count, by)| CommandKind::Limit(Limit { count, by })),
        Just(CommandKind::Dedup),
        (of((expr.clone(), any::<bool>())), constant(), vec(expr.clone(), 0..3)).prop_map(
            |(order, count, by)| {
                let order = order.map(|(value, descending)| TopOrder { value, descending });
                CommandKind::Top(Top { order, limit: Limit { count, by } })
            }
        ),
        (expr.clone(), text(), vec(named_option, 0..2)).prop_map(|(input, pattern, options)| {
            CommandKind::Dissect(Dissect { input, pattern, options })
        }),
        (expr.clone(), vec(text(), 1..3))
            .prop_map(|(input, patterns)| CommandKind::Grok(Grok { input, patterns })),
        (of(policy()), policy(), of(name()), vec((of(name()), name()), 0..3)).prop_map(
            |(mode, policy, on, with)| CommandKind::Enrich(Enrich { mode, policy, on, with })
        ),
        (index(), vec(expr.clone(), 1..3)).prop_map(|(index, on)| {
            CommandKind::LookupJoin(LookupJoin { index, alias: None, on })
        }),
        name().prop_map(CommandKind::MvExpand),
        (of(plain_identifier()), of(name()), of(name()), vec(name(), 0..2), options()).prop_map(
            |(method, score, group, keys, options)| {
                CommandKind::Fuse(Fuse { method, score, group, keys, options })
            }
        ),
        constant().prop_map(CommandKind::Sample),
        (name(), of(name()), of((name(), name())), vec(expr.clone(), 0..2)).prop_map(
            |(value, key, targets, by)| {
                CommandKind::ChangePoint(ChangePoint { value, key, targets, by })
            },
        ),
        (of(name()), expr.clone(), options()).prop_map(|(target, prompt, options)| {
            CommandKind::Completion(Completion { target, prompt, options, inference_id: None })
        }),
        (of(name()), constant(), fields(expr.clone()), options()).prop_map(
            |(target, query, fields, options)| {
                CommandKind::Rerank(Rerank { target, query, fields, options })
            }
        ),
        (extract_kind, name(), expr.clone(), options()).prop_map(
            |(kind, prefix, input, options)| {
                CommandKind::Extract(Extract { kind, prefix, input, options })
            }
        ),
        (of((identifier(), prefix)), expr, vec(name(), 1..3), options()).prop_map(
            |(prefix, query, fields, options)| {
                CommandKind::Highlight(Highlight { prefix, query, fields, options })
            }
        ),
    ]
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    let metadata = vec("_[a-z]{1,6}", 0..3).prop_map(|fields| {
        fields.into_iter().map(|text| Identifier { text, span: NOWHERE }).collect()
    });
    let branch = || vec(command_kind(expr().boxed()).prop_map(command), 1..3);
    let source = prop_oneof![
        4 => index().prop_map(Source::Index),
        1 => branch().prop_map(|rest| {
            let mut commands = vec![command(CommandKind::From(simple_from()))];
            commands.extend(rest);
            Source::Subquery { commands, span: NOWHERE }
        }),
    ];
    let from = (any::<bool>(), vec(source, 1..3), metadata).prop_map(
        |(time_series, sources, metadata)| {
            CommandKind::From(From { time_series, sources, metadata })
        },
    );
    let first = prop_oneof![from, fields(expr().boxed()).prop_map(CommandKind::Row)];
    let processing = prop_oneof![
        8 => command_kind(expr().boxed()),
        1 => vec(branch(), 1..3).prop_map(CommandKind::Fork),
    ];
    let setting_value =
        prop_oneof![constant().prop_map(SettingValue::Expr), map().prop_map(SettingValue::Map),];
    let setting = (identifier(), setting_value).prop_map(|(name, value)| Setting { name, value });
    (vec(setting, 0..2), first, vec(processing, 0..4)).prop_map(|(settings, first, rest)| {
        let commands = std::iter::once(first).chain(rest).map(command).collect();
        Query { settings, commands }
    })
}

/// A pattern of LIKE as an expression.
fn pattern_of(text: Text) -> Expr {
    expr_of(match text.value {
        Ok(value) => ExprKind::Literal(Literal::String(value)),
        Err(parameter) => ExprKind::Parameter(parameter),
    })
}
