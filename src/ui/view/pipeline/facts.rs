//! Numbers of the chosen part, and how long records took.

use crate::engine::time::Micros;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::worker::pipeline::ages::StageFrame;
use crate::worker::pipeline::facts::{Fact, FactValue};
use yew::prelude::*;

/// Each number beside its name; what is bad and has happened stands out.
pub fn list(page: &Context, facts: &[Fact]) -> Html {
    let row = |fact: &Fact| {
        let value = match fact.value {
            FactValue::Count(count) => number(count as f64, 0),
            FactValue::Bytes(bytes) => format::bytes(bytes as f64),
            FactValue::Length(length) => length_text(length),
            FactValue::Ratio(ratio) => number(ratio, 1),
        };
        let name = page.say(&Message { id: fact.id.clone(), arguments: Vec::new() });
        html! { <div key={fact.id.to_string()} class={classes!(fact.is_bad.then_some("over"))}><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    html! { <dl class="facts">{ for facts.iter().map(row) }</dl> }
}

/// A length in the unit that suits it.
pub fn length_text(length: Micros) -> String {
    let ms = length.0 as f64 / 1e3;
    if ms < 1_000.0 { format!("{} ms", number(ms, 1)) } else { format!("{} s", number(ms / 1e3, 2)) }
}

/// How long it took from a record's arrival to each stage of its way.
pub fn stages(page: &Context, stages: &[StageFrame]) -> Html {
    if stages.is_empty() {
        return html! { <p class="hint">{ page.text("stages-none") }</p> };
    }
    let row = |stage: &StageFrame| {
        html! {
            <tr key={stage.id.to_string()}>
                <th scope="row">{ page.say(&Message { id: stage.id.clone(), arguments: Vec::new() }) }</th>
                <td class="number">{ length_text(stage.p50) }</td>
                <td class="number">{ length_text(stage.p99) }</td>
                <td class="number">{ length_text(stage.longest) }</td>
            </tr>
        }
    };
    html! {
        <table class="stages">
            <thead><tr><th scope="col">{ page.text("stages-to") }</th><th scope="col">{ "p50" }</th><th scope="col">{ "p99" }</th><th scope="col">{ page.text("stages-longest") }</th></tr></thead>
            <tbody>{ for stages.iter().map(row) }</tbody>
        </table>
    }
}
