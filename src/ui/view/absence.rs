//! What stands where there is nothing to draw: no stream, one that does not serve yet or any more, or one to which nobody
//! sends.

use crate::engine::api::Request;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::api::request::{CreateStream, StreamModeDetails};
use crate::learn::catalogue::clock;
use crate::learn::failure::FailureNote;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::state::Action;
use crate::ui::view::asking::use_asking;
use crate::ui::view::stream_status::left;
use crate::worker::frame::{Frame, Loaded, StreamFrame};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Absence`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The stream.
    pub loaded: Rc<Loaded>,
}

/// Why there is nothing to see, who fails because of it, and what can be done.
#[component]
pub fn Absence(props: &Props) -> Html {
    let page = use_page();
    let Some(reason) = reason(&props.frame, props.loaded.stream.as_ref()) else { return Html::default() };
    html! {
        <div class="absence">
            <p class="headline">{ page.say(&reason) }</p>
            { failing(&page, &props.frame) }
            if props.loaded.stream.is_none() {
                <CreateAgain frame={props.frame.clone()} loaded={props.loaded.clone()} />
            }
        </div>
    }
}

fn reason(frame: &Frame, stream: Option<&StreamFrame>) -> Option<Message> {
    let Some(stream) = stream else { return Some(Message::new("absence-none")) };
    let id = match stream.status {
        StreamStatus::Creating => "absence-creating",
        StreamStatus::Deleting => "absence-deleting",
        _ if frame.producers.iter().any(|producer| producer.stream == stream.name) => return None,
        _ => return Some(Message::new("absence-no-producer").text("stream", &stream.name)),
    };
    let until = frame.progress.ready_at.map_or_else(String::new, clock);
    Some(
        Message::new(id)
            .text("stream", &stream.name)
            .text("until", until)
            .text("left", left(frame).unwrap_or_default()),
    )
}

/// Each producer whose requests fail now.
fn failing(page: &Context, frame: &Frame) -> Html {
    let line = |note: &FailureNote| {
        let words = Message::new("absence-failing")
            .text("producer", &note.producer)
            .text("exception", &note.exception)
            .number("records", note.last_second);
        html! { <p key={note.number.to_string()} class="over">{ page.say(&words) }</p> }
    };
    html! { <>{ for frame.failures.iter().filter(|note| note.is_going_on).map(line) }</> }
}

/// Creates the stream to which the producers send, as the scenario describes it.
#[component]
fn CreateAgain(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let name = props.frame.producers.iter().map(|producer| producer.stream.clone()).find(|name| !name.is_empty());
    let Some(name) = name else { return Html::default() };
    let planned = props.loaded.scenario.plan.stream.as_ref();
    let mode = planned.and_then(|planned| planned.mode).unwrap_or_default();
    let shards = planned.map_or(1, |planned| planned.shards);
    let onclick = {
        let (asking, state, name) = (asking.clone(), page.state.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            asking.request(Request::CreateStream(CreateStream {
                stream_name: name.clone(),
                shard_count: (mode == StreamMode::Provisioned).then_some(shards),
                stream_mode_details: Some(StreamModeDetails { stream_mode: mode }),
                ..CreateStream::default()
            }));
            state.dispatch(Action::ChooseStream(name.clone()));
        })
    };
    html! {
        <>
            <p class="buttons"><button type="button" class="primary" {onclick} title="CreateStream">{ page.say(&Message::new("absence-create").text("stream", name)) }</button></p>
            { asking.refusal() }
        </>
    }
}
