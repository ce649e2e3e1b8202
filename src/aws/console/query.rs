//! `--query`: picks from an answer with `JMESPath`.
//!
//! The language is the `jmespath` crate's. It keeps maps by the order of their names, so what it gives is put back into
//! the order of the answer, or of the braces in the expression that made it; and `sum`, `ceil` and `floor` give whole
//! numbers where Python does.

use super::tree::Tree;
use super::usage::UsageError;
use jmespath::ast::Ast;
use jmespath::functions::{ArgumentType, CustomFunction, Signature};
use jmespath::{Context, ErrorReason, Expression, JmespathError, Rcvar, Runtime, Variable};
use serde_json::Number;
use std::rc::Rc;

/// An expression.
#[derive(Clone)]
pub struct Query {
    text: String,
    runtime: Rc<Runtime>,
    /// The keys of each pair of braces in the expression, in its order.
    braces: Vec<Vec<String>>,
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Query").field(&self.text).finish()
    }
}

impl Query {
    /// Reads an expression.
    pub fn parse(text: &str) -> Result<Self, UsageError> {
        let fault = |fault: String| UsageError::value(format!("Bad value for --query {text}: {fault}"));
        // The crate's parser calls itself for each bracket.
        let brackets = text.chars().filter(|c| "([{!&".contains(*c)).count();
        if brackets > BRACKETS_MAX || text.len() > BYTES_MAX {
            return Err(fault("the expression is too long.".to_owned()));
        }
        let runtime = Rc::new(runtime());
        let mut braces = Vec::new();
        let expression = runtime.compile(text).map_err(|error| fault(explained(&error)))?;
        collect_braces(expression.as_ast(), &mut braces);
        Ok(Self { text: text.to_owned(), runtime, braces })
    }

    /// What the expression picks from `answer`.
    pub fn search(&self, answer: &Tree) -> Result<Tree, UsageError> {
        let fault = |error: JmespathError| UsageError::general(explained(&error));
        let expression: Expression<'_> = self.runtime.compile(&self.text).map_err(fault)?;
        let found = expression.search(answer).map_err(fault)?;
        let mut orders = self.braces.clone();
        collect_maps(answer, &mut orders);
        Ok(ordered(&found, &orders))
    }
}

/// Brackets that an expression may have, and its length: a person's do not come near.
const BRACKETS_MAX: usize = 200;
const BYTES_MAX: usize = 4_096;

/// What is wrong with an expression, and a mark where.
fn explained(error: &JmespathError) -> String {
    let reason = match &error.reason {
        ErrorReason::Parse(reason) => {
            let reason = reason.replace("Unexpected nud token -- found Eof", "Incomplete expression");
            let reason = reason.replace("Unexpected nud token -- found", "Unexpected");
            format!("Invalid jmespath expression: {reason}")
        }
        ErrorReason::Runtime(reason) => reason.to_string(),
    };
    let line = error.expression.lines().nth(error.line).unwrap_or_default();
    format!("{reason}:\n{line}\n{}^", " ".repeat(error.column))
}

/// The keys of each map of the answer, so that their order can be had again. The same keys are kept once.
fn collect_maps(tree: &Tree, orders: &mut Vec<Vec<String>>) {
    match tree {
        Tree::Map(members) => {
            let keys: Vec<String> = members.iter().map(|(key, _)| key.clone()).collect();
            if !orders.contains(&keys) {
                orders.push(keys);
            }
            for (_, value) in members {
                collect_maps(value, orders);
            }
        }
        Tree::List(list) => {
            for value in list {
                collect_maps(value, orders);
            }
        }
        _ => {}
    }
}

/// The keys of each pair of braces in the expression.
fn collect_braces(ast: &Ast, braces: &mut Vec<Vec<String>>) {
    let parts: Vec<&Ast> = match ast {
        Ast::MultiHash { elements, .. } => {
            braces.push(elements.iter().map(|pair| pair.key.clone()).collect());
            elements.iter().map(|pair| &pair.value).collect()
        }
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => vec![lhs.as_ref(), rhs.as_ref()],
        Ast::Condition { predicate, then, .. } => vec![predicate.as_ref(), then.as_ref()],
        Ast::Expref { ast: node, .. }
        | Ast::Flatten { node, .. }
        | Ast::Not { node, .. }
        | Ast::ObjectValues { node, .. } => vec![node.as_ref()],
        Ast::Function { args: parts, .. } | Ast::MultiList { elements: parts, .. } => parts.iter().collect(),
        Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Literal { .. } | Ast::Slice { .. } => {
            vec![]
        }
    };
    for part in parts {
        collect_braces(part, braces);
    }
}

/// The crate's value with each map in the order of the first of `orders` that has all its keys and no others.
fn ordered(value: &Variable, orders: &[Vec<String>]) -> Tree {
    match value {
        Variable::Null | Variable::Expref(_) => Tree::Null,
        Variable::Bool(bool) => Tree::Bool(*bool),
        Variable::Number(number) => Tree::Number(number.clone()),
        Variable::String(text) => Tree::Text(text.clone()),
        Variable::Array(list) => Tree::List(list.iter().map(|value| ordered(value, orders)).collect()),
        Variable::Object(members) => {
            let order = orders
                .iter()
                .find(|keys| keys.len() == members.len() && keys.iter().all(|key| members.contains_key(key)));
            let keys: Vec<&String> = order.map_or_else(|| members.keys().collect(), |keys| keys.iter().collect());
            Tree::Map(keys.into_iter().map(|key| (key.clone(), ordered(&members[key], orders))).collect())
        }
    }
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new();
    runtime.register_builtin_functions();
    let numbers = || Signature::new(vec![ArgumentType::TypedArray(Box::new(ArgumentType::Number))], None);
    let number = || Signature::new(vec![ArgumentType::Number], None);
    runtime.register_function("sum", Box::new(CustomFunction::new(numbers(), Box::new(sum))));
    runtime.register_function(
        "ceil",
        Box::new(CustomFunction::new(number(), Box::new(|arguments, _| Ok(whole(arguments, libm::ceil))))),
    );
    runtime.register_function(
        "floor",
        Box::new(CustomFunction::new(number(), Box::new(|arguments, _| Ok(whole(arguments, libm::floor))))),
    );
    runtime
}

/// The sum, which is a whole number if all are.
#[expect(clippy::unnecessary_wraps, reason = "the crate's functions may fail")]
fn sum(arguments: &[Rcvar], _: &mut Context<'_>) -> Result<Rcvar, JmespathError> {
    let list = arguments.first().and_then(|list| list.as_array());
    let numbers = || list.into_iter().flatten();
    let whole = numbers().try_fold(0_i64, |sum, number| match number.as_ref() {
        Variable::Number(number) => sum.checked_add(number.as_i64()?),
        _ => None,
    });
    let sum = whole.map(Number::from);
    let sum = sum.or_else(|| Number::from_f64(numbers().filter_map(|number| number.as_number()).sum()));
    Ok(Rcvar::new(sum.map_or(Variable::Null, Variable::Number)))
}

fn whole(arguments: &[Rcvar], round: fn(f64) -> f64) -> Rcvar {
    let number = arguments.first().and_then(|number| number.as_number()).unwrap_or_default();
    Rcvar::new(Variable::Number(Number::from(round(number) as i64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_keep_the_order_of_braces_and_answers() {
        let shard =
            |id: &str, start: &str| Tree::Map(vec![("ShardId".into(), id.into()), ("Adjacent".into(), start.into())]);
        let answer = Tree::Map(vec![("Shards".into(), Tree::List(vec![shard("s0", "0"), shard("s1", "9")]))]);
        for (query, json) in [
            ("Shards[].ShardId", r#"["s0","s1"]"#),
            ("Shards[0]", r#"{"ShardId":"s0","Adjacent":"0"}"#),
            ("Shards[].{Z: ShardId, A: Adjacent}", r#"[{"Z":"s0","A":"0"},{"Z":"s1","A":"9"}]"#),
            ("Shards[?ShardId=='s1'] | [0].Adjacent", r#""9""#),
            ("length(Shards)", "2"),
            ("Shards[-1:].ShardId", r#"["s1"]"#),
            ("sum(Shards[].to_number(Adjacent))", "9"),
            ("ceil(`1.2`)", "2"),
            ("Nothing", "null"),
        ] {
            let picked = Query::parse(query).unwrap().search(&answer).unwrap();
            assert_eq!(serde_json::to_string(&picked).unwrap(), json, "{query}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        assert!(Query::parse("a[").unwrap_err().message.starts_with("Bad value for --query a[: "));
        let unknown = Query::parse("nope(@)").unwrap().search(&Tree::Null).unwrap_err();
        assert_eq!(unknown.message, "Call to undefined function nope:\nnope(@)\n    ^");
        assert!(Query::parse(&"(".repeat(9_999)).is_err());
    }
}
