//! The retention period: longer or shorter, each by its own operation.

use super::whole;
use crate::engine::api::Request;
use crate::engine::api::request::{DecreaseStreamRetentionPeriod, IncreaseStreamRetentionPeriod};
use crate::engine::limits::{LimitId, Profile};
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::view::asking::use_asking;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Retention`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The stream.
    pub name: String,
    /// Its retention period.
    pub hours: u32,
    /// Whether it is being deleted.
    pub is_deleting: bool,
    /// The limits that hold.
    pub profile: Profile,
}

/// A number of hours and both buttons.
#[component]
pub fn Retention(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let typed = use_state(|| "168".to_owned());
    let hours = whole::<i32>(&typed);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let change = |request: fn(Option<String>, i32) -> Request| {
        let (asking, name) = (asking.clone(), props.name.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(hours) = hours {
                asking.request(request(Some(name.clone()), hours));
            }
        })
    };
    let increase = change(|stream_name, retention_period_hours| {
        let request = IncreaseStreamRetentionPeriod { stream_name, retention_period_hours, ..Default::default() };
        Request::IncreaseStreamRetentionPeriod(request)
    });
    let decrease = change(|stream_name, retention_period_hours| {
        let request = DecreaseStreamRetentionPeriod { stream_name, retention_period_hours, ..Default::default() };
        Request::DecreaseStreamRetentionPeriod(request)
    });
    let rule = Message::new("retention-rule")
        .number("least", LimitId::RetentionMinimum.value(props.profile))
        .number("most", LimitId::RetentionMaximum.value(props.profile))
        .number("hours", props.hours);
    html! {
        <section>
            <h3>{ page.text("retention") }</h3>
            <div class="choice">
                <label for="retention">{ page.text("retention-hours") }</label>
                <input id="retention" type="number" step="1" value={(*typed).clone()} {oninput} aria-describedby="retention-rule" />
            </div>
            <p class="buttons">
                <button type="button" disabled={hours.is_none() || props.is_deleting} onclick={increase} title="IncreaseStreamRetentionPeriod">{ page.text("retention-increase") }</button>
                <button type="button" disabled={hours.is_none() || props.is_deleting} onclick={decrease} title="DecreaseStreamRetentionPeriod">{ page.text("retention-decrease") }</button>
            </p>
            <p id="retention-rule" class="hint">{ page.say(&rule) }</p>
            { asking.refusal() }
        </section>
    }
}
