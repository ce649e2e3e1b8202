//! Commands to begin with, for the stream that runs: a click puts one into the prompt.

use super::fill;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
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

/// Properties of [`Examples`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The prompt.
    pub field: NodeRef,
    /// The stream's name.
    pub stream: AttrValue,
    /// The shard that is explained in the Lab: the hottest, or the chosen one.
    pub shard: Option<ShardId>,
}

/// The examples, and what else the console takes.
#[component]
pub fn Examples(props: &Props) -> Html {
    let page = use_page();
    let found = page.loaded().and_then(|loaded| {
        let shard = loaded.shards().iter().find(|(id, _)| Some(*id) == props.shard).or_else(|| loaded.shards().first());
        // A range of one hash key has no middle, but a split of it has an error that is worth seeing.
        shard.map(|(id, range)| (id.to_string(), range.start.0 + (range.end.0 - range.start.0).div_ceil(2)))
    });
    let (shard, middle) = found.unwrap_or_default();
    let example = |(operation, arguments): &(&'static str, &'static str)| {
        let arguments = arguments.replace("STREAM", &props.stream).replace("SHARD", &shard);
        let command = ["aws kinesis ", operation, " ", &arguments.replace("MIDDLE", &middle.to_string())].concat();
        let onclick = {
            let (field, command) = (props.field.clone(), command.clone());
            Callback::from(move |_| fill(&field, &command))
        };
        html! { <li key={*operation}><button type="button" class="example" title={command} {onclick}><code>{ operation }</code></button></li> }
    };
    let help = {
        let field = props.field.clone();
        Callback::from(move |_| fill(&field, "help"))
    };
    html! {
        <section class="panel examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ page.text("console-examples") }</h2>
            <ul>
                { for COMMANDS.iter().map(example) }
                <li><button type="button" class="example" onclick={help}><code>{ "help" }</code></button></li>
            </ul>
            <p class="hint">{ page.text("console-examples-hint") }</p>
            <h3>{ page.text("console-real") }</h3>
            <p class="hint">{ page.say(&Message::new("console-real-hint").text("list", "aws kinesis list-shards").text("describe", "describe-stream")) }</p>
        </section>
    }
}
