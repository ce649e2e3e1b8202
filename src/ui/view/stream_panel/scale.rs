//! `UpdateShardCount`: another number of shards while the stream runs, with its rules.

use super::whole;
use crate::engine::api::Request;
use crate::engine::api::choices::{ScalingType, StreamMode};
use crate::engine::api::request::UpdateShardCount;
use crate::engine::limits::LimitId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::view::asking::use_asking;
use crate::worker::frame::Frame;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Scale`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The stream.
    pub name: String,
    /// Its open shards.
    pub open: u32,
    /// Its capacity mode.
    pub mode: StreamMode,
    /// Whether it is being deleted.
    pub is_deleting: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
}

/// A number and a button.
#[component]
pub fn Scale(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let typed = use_state(|| None::<String>);
    if props.mode == StreamMode::OnDemand {
        return html! { <p class="hint">{ page.text("scale-on-demand") }</p> };
    }
    let (least, most) = (props.open.div_ceil(2), props.frame.progress.shards_most.max(props.open));
    let offered = if most > props.open { most } else { least };
    let shown = (*typed).clone().unwrap_or_else(|| offered.to_string());
    let target = whole::<u32>(&shown);
    let is_within = target.is_some_and(|target| (least..=most).contains(&target));
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let onsubmit = {
        let (asking, name) = (asking.clone(), props.name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(target_shard_count) = target else { return };
            asking.request(Request::UpdateShardCount(UpdateShardCount {
                stream_name: Some(name.clone()),
                target_shard_count,
                scaling_type: ScalingType::UniformScaling,
                ..UpdateShardCount::default()
            }));
            if is_within {
                typed.set(None);
            }
        })
    };
    let rule = Message::new("scale-rule")
        .number("least", least)
        .number("most", most)
        .number("calls", props.frame.progress.shard_count_calls)
        .number("allowed", LimitId::UpdateShardCountPerDay.value(props.frame.profile));
    html! {
        <form class="scale" {onsubmit}>
            <label for="scale">{ page.text("scale") }</label>
            <input id="scale" type="number" min="1" step="1" value={shown} {oninput} aria-invalid={(!is_within).to_string()} aria-describedby="scale-rule" />
            <button type="submit" disabled={target.is_none() || props.is_deleting}>{ page.text("scale-do") }</button>
            <p id="scale-rule" class={if is_within { "hint" } else { "wrong" }}>{ page.say(&rule) }</p>
            { asking.refusal() }
        </form>
    }
}
