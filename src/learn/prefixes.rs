//! What is wrong with a prefix of objects, in words, with what it could be instead.

use super::message::Message;
use crate::engine::firehose::format::prefix::PrefixFault;

const EXPRESSIONS: &str = "!{timestamp:yyyy/MM/dd}, !{firehose:random-string}, !{firehose:error-output-type}, \
    !{partitionKeyFromQuery:name}, !{partitionKeyFromLambda:name}";
const ERROR_TYPE: &str = "!{firehose:error-output-type}";
const ERROR_PREFIX: &str = "errors/!{firehose:error-output-type}/";

/// What is wrong; the field and its value are still to be told.
pub fn fault(fault: &PrefixFault) -> Message {
    let key = |name: &str| format!("{name}=!{{partitionKeyFromQuery:{name}}}/");
    match fault {
        PrefixFault::Expression(..) => Message::new("wrong-prefix-expression").text("known", EXPRESSIONS),
        PrefixFault::Pattern(..) => Message::new("wrong-prefix-time").text("example", "yyyy/MM/dd/HH"),
        PrefixFault::ErrorPrefixMissing => Message::new("wrong-prefix-no-errors").text("example", ERROR_PREFIX),
        PrefixFault::ErrorTypeMissing => Message::new("wrong-prefix-no-type").text("example", ERROR_TYPE),
        PrefixFault::ErrorTypeInPrefix => Message::new("wrong-prefix-type").text("expression", ERROR_TYPE),
        PrefixFault::KeyInErrorPrefix(_) => Message::new("wrong-prefix-key-of-errors"),
        PrefixFault::KeyWithoutPartitioning(name) => {
            Message::new("wrong-prefix-no-partitioning").text("example", format!("{name}=.{name}"))
        }
        PrefixFault::UnknownKey(_) => Message::new("wrong-prefix-unknown-key"),
        PrefixFault::UnusedKey(name) => Message::new("wrong-prefix-unused-key").text("example", key(name)),
        PrefixFault::NoKey => Message::new("wrong-prefix-no-key").text("example", key("type")),
        PrefixFault::ExpressionForCluster(_) => Message::new("wrong-prefix-cluster"),
    }
}
