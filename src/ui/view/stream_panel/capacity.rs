//! The capacity mode: provisioned or on-demand, and when AWS looks next whether on-demand capacity suits the load.

use crate::engine::api::Request;
use crate::engine::api::choices::StreamMode;
use crate::engine::api::request::{StreamModeDetails, UpdateStreamMode};
use crate::engine::limits::LimitId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::view::asking::use_asking;
use crate::ui::view::stream_status::countdown;
use crate::worker::frame::Frame;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Capacity`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The stream.
    pub name: String,
    /// Its capacity mode.
    pub mode: StreamMode,
    /// Whether it is being deleted.
    pub is_deleting: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
}

/// The mode with the button that changes it.
#[component]
pub fn Capacity(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let (other, words, about) = match props.mode {
        StreamMode::Provisioned => (StreamMode::OnDemand, "mode-to-on-demand", "mode-provisioned-about"),
        StreamMode::OnDemand => (StreamMode::Provisioned, "mode-to-provisioned", "mode-on-demand-about"),
    };
    let onclick = {
        let (asking, name) = (asking.clone(), props.name.clone());
        Callback::from(move |_: MouseEvent| {
            asking.request(Request::UpdateStreamMode(UpdateStreamMode {
                stream_name: Some(name.clone()),
                stream_mode_details: StreamModeDetails { stream_mode: other },
                ..UpdateStreamMode::default()
            }));
        })
    };
    let calls = Message::new("mode-calls")
        .number("calls", props.frame.progress.mode_calls)
        .number("allowed", LimitId::StreamModeChangesPerDay.value(props.frame.profile));
    html! {
        <>
            <h3>{ page.text("mode") }</h3>
                <p class="hint">{ page.say(&Message::new(about)) }</p>
                <p class="buttons"><button type="button" disabled={props.is_deleting} {onclick} title="UpdateStreamMode">{ page.say(&Message::new(words)) }</button></p>
            { asking.refusal() }
            <p class="hint">{ page.say(&calls) }</p>
        </>
    }
}

/// Properties of [`Review`].
#[derive(Properties, PartialEq)]
pub struct ReviewProps {
    /// The stream's capacity mode.
    pub mode: StreamMode,
    /// The newest frame.
    pub frame: Rc<Frame>,
}

/// How long until AWS looks at the load of an on-demand stream.
#[component]
pub fn Review(props: &ReviewProps) -> Html {
    let page = use_page();
    let due = props.frame.progress.review_at.filter(|_| props.mode == StreamMode::OnDemand);
    let Some(due) = due else { return Html::default() };
    let left = countdown(libm::ceil(due.since(props.frame.at).as_seconds()) as u64);
    html! { <p class="hint">{ page.say(&Message::new("mode-review").text("left", left)) }</p> }
}
