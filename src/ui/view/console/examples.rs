//! Commands to begin with, for the stream that runs: a click puts one into the prompt.

use super::fill;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::Context;
use yew::prelude::*;

/// Commands by their operation; `STREAM` and `SHARD` stand for those of the run, `MIDDLE` for the shard's middle hash key.
const COMMANDS: [(&str, &str); 9] = [
    ("describe-stream-summary", "--stream-name STREAM"),
    ("list-shards", "--stream-name STREAM"),
    ("put-record", "--stream-name STREAM --partition-key user-42 --cli-binary-format raw-in-base64-out --data hello"),
    ("get-shard-iterator", "--stream-name STREAM --shard-id SHARD --shard-iterator-type TRIM_HORIZON"),
    ("get-records", "--limit 5 --shard-iterator "),
    ("split-shard", "--stream-name STREAM --shard-to-split SHARD --new-starting-hash-key MIDDLE"),
    ("update-shard-count", "--stream-name STREAM --target-shard-count 8 --scaling-type UNIFORM_SCALING"),
    ("create-stream", "--stream-name orders --shard-count 2"),
    ("wait", "stream-exists --stream-name orders"),
];

/// The same for Firehose, where there is a delivery stream.
const FIREHOSE: [(&str, &str); 4] = [
    ("list-delivery-streams", ""),
    ("describe-delivery-stream", "--delivery-stream-name STREAM"),
    ("put-record", "--delivery-stream-name STREAM --cli-binary-format raw-in-base64-out --record Data=hello"),
    (
        "create-delivery-stream",
        "--delivery-stream-name lake --extended-s3-destination-configuration RoleARN=arn:aws:iam::123456789012:role/firehose,BucketARN=arn:aws:s3:::bucket",
    ),
];

/// The examples, and what else the console takes. `chosen` is the shard that is explained in the Lab.
pub fn examples(page: &Context, field: &NodeRef, chosen: Option<ShardId>) -> Html {
    let Some(loaded) = page.loaded() else { return Html::default() };
    let shard = loaded.shards().iter().find(|(id, _)| Some(*id) == chosen).or_else(|| loaded.shards().first());
    // A range of one hash key has no middle, but a split of it has an error that is worth seeing.
    let place = shard.map(|(id, range)| (id.to_string(), range.start.0 + (range.end.0 - range.start.0).div_ceil(2)));
    let (shard, middle) = place.unwrap_or_default();
    let button = |operation: &'static str, command: String| {
        let key = command.clone();
        let onclick = {
            let (field, command) = (field.clone(), command.clone());
            Callback::from(move |_| fill(&field, &command))
        };
        html! { <li {key}><button type="button" class="example" title={command} {onclick}><code>{ operation }</code></button></li> }
    };
    let example = |(operation, arguments): &(&'static str, &'static str)| {
        let arguments = arguments
            .replace("STREAM", loaded.stream.as_ref().map_or("orders", |stream| &stream.name))
            .replace("SHARD", &shard);
        let arguments = arguments.replace("MIDDLE", &middle.to_string());
        button(operation, ["aws kinesis ", operation, " ", &arguments].concat())
    };
    let has_stream = loaded.stream.is_some();
    // The one that was looked at last, or the first that the scenario has.
    let planned = loaded.scenario.plan.delivery_streams.first().map(|first| &first.name);
    let delivery = page.state.delivery_stream.as_ref().or(planned);
    let of_firehose = |name: &str| {
        let command = |(operation, arguments): &(&'static str, &'static str)| {
            button(operation, ["aws firehose ", operation, " ", &arguments.replace("STREAM", name)].concat())
        };
        html! { <ul>{ for FIREHOSE.iter().map(command) }</ul> }
    };
    html! {
        <section class="panel examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ page.text("console-examples") }</h2>
            if let Some(name) = delivery {
                <h3>{ "aws firehose" }</h3>
                { of_firehose(name) }
            }
            if has_stream || delivery.is_none() {
                <h3>{ "aws kinesis" }</h3>
                <ul>{ for COMMANDS.iter().map(example) }</ul>
            }
            <ul>{ button("help", "help".to_owned()) }</ul>
            <p class="hint">{ page.text("console-examples-hint") }</p>
            <h3>{ page.text("console-real") }</h3>
            <p class="hint">{ page.say(&Message::new("console-real-hint").text("list", "aws kinesis list-shards").text("describe", "describe-stream")) }</p>
        </section>
    }
}
