//! The running stream: which one is in view, its state, and what can be changed about it while it runs. Each change is
//! the operation of the API that makes it in AWS.

mod capacity;
pub mod existence;
mod retention;
mod scale;

use super::stream_status::stream_status;
use crate::engine::api::choices::StreamStatus;
use crate::engine::time::Micros;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::focus_kept;
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded, StreamFrame};
use capacity::{Capacity, Review};
use existence::{Create, Delete};
use retention::Retention;
use scale::Scale;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
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
    let is_deleting = stream.is_some_and(|stream| stream.status == StreamStatus::Deleting);
    let whole = use_node_ref();
    {
        let whole = whole.clone();
        // What is told and what is drawn do not change at once: the last of both finds the focus lost.
        let count = page.state.gone.as_ref().map(|(count, _)| *count);
        use_effect_with((count, stream.map(|stream| stream.id)), move |(count, _)| {
            if count.is_some() {
                focus_lost(&whole);
            }
        });
    }
    html! {
        <section ref={whole} class="panel stream-panel" aria-labelledby="stream-title">
            <div class="lanes-top">
                <h2 id="stream-title">{ page.text("stream") }</h2>
                if let Some(stream) = stream {
                    { stream_status(&page, stream, frame) }
                }
            </div>
            <p class="gone" role="status">{ page.state.gone.as_ref().map(|(_, gone)| page.say(gone)).unwrap_or_default() }</p>
            { chooser(&page, frame, stream) }
            if let Some(stream) = stream {
                <p class="hint">{ page.say(&facts(stream)) }</p>
                <Scale key={stream.id.0} name={stream.name.clone()} {is_deleting} open={stream.shards.len() as u32} mode={stream.mode} frame={frame.clone()} />
                <Review mode={stream.mode} frame={frame.clone()} />
            }
            <details class="stream-change">
                <summary>{ page.text("stream-more") }</summary>
                if let Some(stream) = stream {
                    <Retention name={stream.name.clone()} hours={hours(stream)} {is_deleting} profile={frame.profile} />
                    <Capacity name={stream.name.clone()} mode={stream.mode} {is_deleting} frame={frame.clone()} />
                }
                <Create />
                if let Some(stream) = stream {
                    <Delete key={stream.id.0} name={stream.name.clone()} {is_deleting} records={frame.totals.stored_records} />
                }
            </details>
        </section>
    }
}

/// Gives the focus to the choice of the stream if it was on what is gone, so that the next key press does nothing to the
/// stream that has come into view.
fn focus_lost(panel: &NodeRef) {
    let has_focus = !focus_kept::is_lost();
    let found = panel.cast::<Element>().and_then(|panel| panel.query_selector("[data-stream]").ok().flatten());
    if let Some(choice) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()).filter(|_| !has_focus) {
        // The page is of use without it.
        let _unimportant = choice.focus();
    }
}

/// The name of the stream, or a choice among several.
fn chooser(page: &Context, frame: &Frame, stream: Option<&StreamFrame>) -> Html {
    let Some(stream) = stream else {
        return html! { <p class="hint" tabindex="-1" data-stream="">{ page.text("stream-none") }</p> };
    };
    if frame.streams.len() < 2 {
        return html! { <p class="stream-name mono" tabindex="-1" data-stream="">{ &stream.name }</p> };
    }
    let state = page.state.clone();
    let onchange = Callback::from(move |event: Event| {
        state.dispatch(Action::ChooseStream(event.target_unchecked_into::<HtmlSelectElement>().value()));
    });
    html! {
        <div class="choice">
            <label for="stream">{ page.text("stream-view") }</label>
            <select id="stream" data-stream="" {onchange}>
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
