//! JSON as the command line prints it: indented by four, nothing at all for an empty answer.

use crate::aws::console::tree::Tree;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

/// `answer` as lines of JSON.
pub fn render(answer: &Tree) -> String {
    if *answer == Tree::EMPTY {
        return String::new();
    }
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(b"    "));
    answer.serialize(&mut serializer).expect("writing to memory does not fail");
    out.push(b'\n');
    String::from_utf8(out).expect("JSON is UTF-8")
}
