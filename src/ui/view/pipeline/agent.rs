//! The Kinesis Agent of a producer: whether it runs, and the files that it tails with its place in each.

use crate::engine::command::Command;
use crate::engine::producer::agent::AgentAction;
use crate::engine::producer::agent::view::FileRow;
use crate::engine::producer::command::ProducerCommand;
use crate::learn::catalogue::{clock, number};
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::view::asking::Asking;
use crate::worker::pipeline::producers::ProducerDetail;
use yew::prelude::*;

/// The agent, where there is one.
pub fn panel(page: &Context, asking: &Asking, name: &str, detail: &ProducerDetail) -> Html {
    let Some(is_running) = detail.is_running else { return Html::default() };
    let action = if is_running { AgentAction::Crash } else { AgentAction::Start };
    let onclick = {
        let (asking, producer) = (asking.clone(), name.to_owned());
        Callback::from(move |_: MouseEvent| {
            asking.command(Command::Producer(ProducerCommand::Agent { producer: producer.clone(), action }));
        })
    };
    let behind = detail.behind.as_ref().map(|behind| {
        Message::new("agent-behind")
            .number("lines", behind.lines)
            .text("bytes", format::bytes(behind.bytes as f64))
            .text("made", behind.oldest_made_at.map_or_else(|| "–".to_owned(), clock))
    });
    html! {
        <section>
            <h3>{ page.text("agent-title") }</h3>
            <p class={classes!("worker-state", (!is_running).then_some("over"))}>{ page.text(if is_running { "agent-runs" } else { "agent-crashed" }) }</p>
            if let Some(behind) = behind {
                <p class="hint">{ page.say(&behind) }</p>
            }
            <p class="buttons"><button type="button" {onclick}>{ page.text(if is_running { "agent-crash" } else { "agent-start" }) }</button></p>
            <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("agent-files")}>
                <table class="leases">
                    <thead><tr>
                        { for ["agent-file", "agent-lines", "agent-bytes", "agent-read", "agent-offset", "agent-checkpoint"].iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }
                    </tr></thead>
                    <tbody>{ for detail.files.iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(file: &FileRow) -> Html {
    let whole = |value: u64| number(value as f64, 0);
    html! {
        <tr key={file.name.clone()}>
            <th scope="row" class="mono">{ &file.name }</th>
            <td class="number">{ whole(file.lines) }</td>
            <td class="number">{ whole(file.bytes) }</td>
            <td class="number">{ whole(file.read_lines) }</td>
            <td class="number">{ whole(file.offset) }</td>
            <td class="number">{ whole(file.checkpoint_offset) }</td>
        </tr>
    }
}
