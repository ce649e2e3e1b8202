//! `--generate-cli-skeleton`: what a request or an answer looks like, with values that only hold a place.
//!
//! Of an enumeration the first value is taken, where the AWS CLI takes one by chance.

use super::tree::Tree;
use crate::aws::model::{Member, Shape};

/// The JSON that `--cli-input-json` takes, to be filled in.
pub fn input(members: &[Member]) -> Tree {
    structure(members, false)
}

/// An answer whose texts are the names of their members.
pub fn output(members: &[Member]) -> Tree {
    structure(members, true)
}

fn structure(members: &[Member], has_names: bool) -> Tree {
    Tree::Map(members.iter().map(|m| (m.name.to_owned(), value(&m.shape, m.name, has_names))).collect())
}

fn value(shape: &Shape, name: &str, has_names: bool) -> Tree {
    match shape {
        Shape::String { .. } | Shape::Enum(_) if has_names => Tree::from(name),
        Shape::Enum(values) => values.first().map_or(Tree::Null, |first| Tree::from(*first)),
        Shape::String { .. } => Tree::from(""),
        Shape::Blob { .. } => Tree::Null,
        Shape::Integer { .. } | Shape::Long { .. } => Tree::Number(0.into()),
        Shape::Double => serde_json::Number::from_f64(0.0).map_or(Tree::Null, Tree::Number),
        Shape::Boolean => Tree::Bool(true),
        Shape::Timestamp => Tree::from("1970-01-01T00:00:00"),
        Shape::List { member, .. } => Tree::List(vec![value(member, name.trim_end_matches('s'), has_names)]),
        Shape::Map { value: entry, .. } => Tree::Map(vec![("KeyName".to_owned(), value(entry, "", has_names))]),
        Shape::Structure(of) => structure(of.members, has_names),
    }
}
