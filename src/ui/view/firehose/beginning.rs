//! What the view begins with, and which delivery stream is in it: a ready one with what there is to do, an empty account,
//! one more, another one.

use super::adding::AddDeliveryStream;
use crate::engine::limits::Profile;
use crate::engine::plan::Plan;
use crate::learn::message::Message;
use crate::scenario::file::{Scenario, VERSION};
use crate::scenario::ready::{DELIVERIES, Ready};
use crate::ui::app::{Context, use_page};
use crate::ui::state::Action;
use crate::ui::view::asking::use_asking;
use crate::ui::view::pipeline::ready;
use crate::worker::firehose::FirehoseFrame;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What begins with nothing is called.
const EMPTY: &str = "delivery";

/// Properties of [`Beginning`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
    /// The limits that hold.
    pub profile: Profile,
}

/// The head of the view.
#[component]
pub fn Beginning(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let empty = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| {
            let plan = Plan::empty(7, Profile::default());
            page.load(&Scenario { version: VERSION, name: EMPTY.to_owned(), plan });
        })
    };
    let firehose = &props.firehose;
    let current = page.loaded().map(|loaded| loaded.scenario.name.clone()).unwrap_or_default();
    let found = DELIVERIES.iter().find(|known| known.name == current);
    html! {
        <section class="panel firehose-head" aria-labelledby="firehose-title">
            <div class="firehose-begin">
                <h2 id="firehose-title">{ page.text("firehose-title") }</h2>
                { choose(&page, firehose) }
                if let Some(delivery) = &firehose.shown {
                    <span class="delivery-state">{ page.say(&Message::new("firehose-status").text("status", format!("{:?}", delivery.status).to_ascii_uppercase())) }</span>
                }
                <span class="firehose-tools">
                    { ready::choice(&page, ("firehose-ready", "firehose-own"), DELIVERIES, found) }
                    <AddDeliveryStream firehose={firehose.clone()} profile={props.profile} />
                    <button type="button" onclick={empty}>{ page.text("firehose-empty") }</button>
                </span>
            </div>
            if let Some(found) = found {
                <div class="firehose-lesson">
                    <p class="about">{ ready::text(&page, "scenario", found.name, "-about") }</p>
                    { ready::acts(&page, &asking, Some(found)) }
                </div>
            } else if firehose.shown.is_none() {
                <p class="about">{ page.text("firehose-none") }</p>
                { lessons(&page) }
            }
            { asking.refusal() }
        </section>
    }
}

/// The ready delivery streams, each with what there is to see in it.
fn lessons(page: &Context) -> Html {
    let one = |lesson: &'static Ready| {
        let open = {
            let page = page.clone();
            Callback::from(move |_: MouseEvent| {
                ready::begin(&page, lesson.name);
            })
        };
        let about = ready::text(page, "scenario", lesson.name, "-about");
        html! {
            <li key={lesson.name}>
                <button type="button" onclick={open}>{ ready::text(page, "scenario", lesson.name, "") }</button>
                <p class="hint">{ about }</p>
            </li>
        }
    };
    html! { <ul class="lessons" aria-label={page.text("firehose-ready")}>{ for DELIVERIES.iter().map(one) }</ul> }
}

/// The choice of a delivery stream.
fn choose(page: &Context, firehose: &FirehoseFrame) -> Html {
    let Some(shown) = &firehose.shown else {
        return Html::default();
    };
    let onchange = {
        let state = page.state.clone();
        Callback::from(move |event: Event| {
            let name = event.target_unchecked_into::<HtmlSelectElement>().value();
            state.dispatch(Action::ChooseDeliveryStream(Some(name)));
        })
    };
    html! {
        <select aria-label={page.text("firehose-choose")} {onchange}>
            { for firehose.names.iter().map(|name| html! { <option key={name.clone()} value={name.clone()} selected={*name == shown.plan.name}>{ name }</option> }) }
        </select>
    }
}
