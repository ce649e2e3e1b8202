//! The state of the stream as a sign: ACTIVE, or UPDATING with what is left of it.

use crate::engine::api::choices::StreamStatus;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::worker::frame::{Frame, StreamFrame};
use yew::prelude::*;

/// The sign, and how long the state still lasts where that is known.
pub fn stream_status(page: &Context, stream: &StreamFrame, frame: &Frame) -> Html {
    let is_active = stream.status == StreamStatus::Active;
    let left = left(frame);
    let steps = frame.progress.steps_left;
    let title = match (&left, steps) {
        (Some(left), 1..) => {
            Some(Message::new("status-steps").text("left", left).number("steps", steps).text("status", stream.status))
        }
        (Some(left), 0) => Some(Message::new("status-left").text("left", left).text("status", stream.status)),
        (None, _) => None,
    };
    html! {
        <span class={classes!("stream-status", if is_active { "active" } else { "busy" })} title={title.map(|title| page.say(&title))}>
            <span class="status-sign" aria-hidden="true">{ if is_active { "●" } else { "◐" } }</span>
            <span>{ stream.status.name() }</span>
            if let Some(left) = left {
                { " " }<span class="mono">{ left }</span>
            }
        </span>
    }
}

/// How long the state of the stream in view still lasts, where that is known.
pub fn left(frame: &Frame) -> Option<String> {
    frame.progress.ready_at.map(|at| countdown(libm::ceil(at.since(frame.at).as_seconds()) as u64))
}

/// Minutes and seconds, or hours and minutes and seconds.
pub fn countdown(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
