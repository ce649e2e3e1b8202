//! The running stream: which one is in view, its state, and what can be changed about it while it runs. Each change is
//! the operation of the API that makes it in AWS.

mod capacity;
mod existence;
mod retention;
mod scale;

use super::stream_status::stream_status;
use crate::engine::time::Micros;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded, StreamFrame};
use capacity::{Capacity, Review};
use existence::{Create, Delete};
use retention::Retention;
use scale::Scale;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`StreamPanel`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The stream.
    pub loaded: Rc<Loaded>,
}

/// The panel.
#[component]
pub fn StreamPanel(props: &Props) -> Html {
    let page = use_page();
    let (frame, stream) = (&props.frame, props.loaded.stream.as_ref());
    html! {
        <section class="panel stream-panel" aria-labelledby="stream-title">
            <div class="lanes-top">
                <h2 id="stream-title">{ page.text("stream") }</h2>
                if let Some(stream) = stream {
                    { stream_status(&page, stream, frame) }
                }
            </div>
            { chooser(&page, frame, stream) }
            if let Some(stream) = stream {
                <p class="hint">{ page.say(&facts(stream)) }</p>
                <Scale name={stream.name.clone()} open={stream.shards.len() as u32} mode={stream.mode} frame={frame.clone()} />
                <Review mode={stream.mode} frame={frame.clone()} />
            }
            <details class="stream-change">
                <summary>{ page.text("stream-more") }</summary>
                if let Some(stream) = stream {
                    <Retention name={stream.name.clone()} hours={hours(stream)} profile={frame.profile} />
                    <Capacity name={stream.name.clone()} mode={stream.mode} frame={frame.clone()} />
                }
                <Create />
                if let Some(stream) = stream {
                    <Delete name={stream.name.clone()} />
                }
            </details>
        </section>
    }
}

/// The name of the stream, or a choice among several.
fn chooser(page: &Context, frame: &Frame, stream: Option<&StreamFrame>) -> Html {
    let Some(stream) = stream else {
        return html! { <p class="hint">{ page.text("stream-none") }</p> };
    };
    if frame.streams.len() < 2 {
        return html! { <p class="stream-name mono">{ &stream.name }</p> };
    }
    let state = page.state.clone();
    let onchange = Callback::from(move |event: Event| {
        state.dispatch(Action::ChooseStream(event.target_unchecked_into::<HtmlSelectElement>().value()));
    });
    html! {
        <div class="choice">
            <label for="stream">{ page.text("stream-view") }</label>
            <select id="stream" {onchange}>
                { for frame.streams.iter().map(|name| html! {
                    <option key={name.clone()} value={name.clone()} selected={*name == stream.name}>{ name }</option>
                }) }
            </select>
        </div>
    }
}

fn facts(stream: &StreamFrame) -> Message {
    Message::new("stream-facts")
        .text("mode", stream.mode)
        .number("open", stream.shards.len())
        .number("closed", stream.lineage.iter().filter(|shard| shard.lineage.closed.is_some()).count())
        .number("hours", hours(stream))
}

const fn hours(stream: &StreamFrame) -> u32 {
    (stream.retention.0 / Micros::HOUR.0) as u32
}

/// The value of a field as a whole number.
fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}
