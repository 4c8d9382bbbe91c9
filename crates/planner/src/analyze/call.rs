//! Calls: the signature is chosen, casts are put in, constants computed, arguments checked.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::resolve::{ArgType, resolve};
use esql_functions::{ArgError, CallArg, CallSite, FunctionDef, Impl, Kernel, Lift, registry};
use esql_parser::esql::ast::{self, ExprKind, MapValue};

use super::{Analyzer, report};
use crate::expr::{Call, Expr, ExprKind as Resolved};

impl Analyzer<'_> {
    /// A call of a scalar function over resolved arguments.
    pub(super) fn call(
        &mut self,
        def: &'static FunctionDef,
        args: Vec<Expr>,
        options: Vec<(String, Value)>,
        span: Span,
    ) -> Expr {
        let Some((overload, args, ret)) = self.signature(def, args, span) else {
            return Expr::poison(span);
        };
        let Impl::Scalar(overloads) = def.imp else {
            self.refuse(&format!("`{}`", def.name), span);
            return Expr::poison(span);
        };
        let chosen = &overloads[overload];
        let site = self.site(span);
        let null_in = matches!(chosen.lift, Lift::SingleValue | Lift::PerValue)
            && !matches!(chosen.kernel, Kernel::Lazy(_))
            && args.iter().any(|arg| {
                arg.ty == DataType::Null || arg.as_literal().is_some_and(Value::is_null)
            });
        if null_in {
            return Expr::literal(ret, Value::Null, span);
        }
        let call = Call { def, overload, args, options, site };
        if call.args.iter().all(|arg| arg.as_literal().is_some()) {
            return match self.fold(&call, ret) {
                Ok(value) => Expr::literal(ret, value, span),
                Err(error) => self.bad_argument(&call, span, &error),
            };
        }
        if let Kernel::Prepared(prepare) = chosen.kernel {
            // Bad constants are told now, with their place.
            let call_args = self.call_args(&call.args);
            let site =
                CallSite { args: &call_args, options: &call.options, ret, session: self.session };
            if let Err(error) = prepare(&site) {
                return self.bad_argument(&call, span, &error);
            }
        }
        Expr { kind: Resolved::Call(Box::new(call)), ty: ret, span }
    }

    /// The signature for these arguments, the arguments with casts, and the type of the result;
    /// `None` after an error.
    pub(super) fn signature(
        &mut self,
        def: &'static FunctionDef,
        args: Vec<Expr>,
        span: Span,
    ) -> Option<(usize, Vec<Expr>, DataType)> {
        if args.iter().any(Expr::is_poison) {
            return None;
        }
        if let Some(arg) = args.iter().find(|arg| arg.ty == DataType::Unsupported) {
            let diagnostic = self.cannot_use(arg);
            self.report(diagnostic);
            return None;
        }
        let types: Vec<ArgType> = args
            .iter()
            .map(|arg| ArgType {
                ty: arg.ty,
                literal: arg.ty.is_string()
                    && arg.as_literal().is_some_and(|value| value.as_str().is_some()),
            })
            .collect();
        let resolved = match resolve(def, &types) {
            Ok(resolved) => resolved,
            Err(mismatch) => {
                let texts: Vec<String> =
                    args.iter().map(|arg| self.text(arg.span).to_owned()).collect();
                let described: Vec<(Span, &str, DataType)> = args
                    .iter()
                    .zip(&texts)
                    .map(|(arg, text)| (arg.span, text.as_str(), arg.ty))
                    .collect();
                let diagnostic =
                    report::mismatch(def, &mismatch, (span, self.text(span)), &described);
                self.report(diagnostic);
                return None;
            }
        };
        let mut cast_args = Vec::with_capacity(args.len());
        for ((arg, cast), ty) in args.into_iter().zip(&resolved.casts).zip(&types) {
            let arg = match cast {
                None => arg,
                Some(target) if ty.literal => self.read_literal(&arg, *target)?,
                Some(target) => {
                    let def = registry::conversion(*target)?;
                    let span = arg.span;
                    self.call(def, vec![arg], Vec::new(), span)
                }
            };
            if arg.is_poison() {
                return None;
            }
            cast_args.push(self.constant(arg));
        }
        Some((resolved.overload, cast_args, resolved.ret))
    }

    /// What a kernel may know of the arguments.
    pub(super) fn call_args(&self, args: &[Expr]) -> Vec<CallArg> {
        args.iter()
            .map(|arg| CallArg {
                ty: arg.ty,
                constant: arg.as_literal().cloned(),
                text: self.text(arg.span).to_owned(),
            })
            .collect()
    }

    /// A constant argument that a function cannot work with.
    pub(super) fn bad_argument(&mut self, call: &Call, span: Span, error: &ArgError) -> Expr {
        let at = call.args.get(error.at).map_or(span, |arg| arg.span);
        let is_pattern =
            matches!(call.def.name, "like" | "rlike" | "replace" | "split" | "any_like");
        let code = if is_pattern { codes::BAD_PATTERN } else { codes::BAD_VALUE };
        let shown = call.def.symbol.unwrap_or(call.def.name).to_uppercase();
        self.report(
            Diagnostic::error(code, format!("`{shown}` cannot use this argument"))
                .label(at, error.message.clone())
                .maybe_help(pattern_help(call.def.name, self.text(at)))
                .elastic(error.message.clone()),
        );
        Expr::poison(span)
    }

    /// The named options of a call; unknown ones are reported.
    pub(super) fn options(
        &mut self,
        def: &FunctionDef,
        map: Option<&ast::Map>,
    ) -> Vec<(String, Value)> {
        let Some(map) = map else { return Vec::new() };
        let mut options = Vec::with_capacity(map.entries.len());
        for (key, value) in &map.entries {
            let Ok(name) = &key.value else {
                self.missing_parameter(key.span);
                continue;
            };
            if !def.options.iter().any(|option| option.name == name) {
                let names = def.options.iter().map(|option| option.name);
                let valid: Vec<&str> = names.clone().collect();
                self.report(
                    Diagnostic::error(
                        codes::UNKNOWN_OPTION,
                        format!("`{}` has no option `{name}`", def.name.to_uppercase()),
                    )
                    .label(key.span, "no such option")
                    .maybe_help(suggest::did_you_mean(name, names))
                    .elastic(format!(
                        "Invalid option [{name}] in [{}], expected one of [{}]",
                        self.text(map.span),
                        valid.join(", ")
                    )),
                );
                continue;
            }
            match value {
                MapValue::Expr(ast::Expr { kind: ExprKind::Literal(literal), span }) => {
                    if let Some(value) = self.literal(literal, *span).as_literal() {
                        options.push((name.clone(), value.clone()));
                    }
                }
                MapValue::Expr(expr) => self.missing_parameter(expr.span),
                MapValue::Map(map) => self.report(
                    Diagnostic::error(
                        codes::BAD_VALUE,
                        format!("option `{name}` takes a single value"),
                    )
                    .label(map.span, "a map"),
                ),
            }
        }
        options
    }
}

/// A backslash is the slip in most bad patterns: the string takes one level of it, the pattern
/// another.
fn pattern_help(function: &str, pattern: &str) -> Option<String> {
    let is_like = function == "like" && pattern.contains('\\');
    is_like.then(|| {
        "for one backslash in the value write four in \"...\", or two in \"\"\"...\"\"\"".to_owned()
    })
}
