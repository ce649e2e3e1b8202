//! Creating another stream, and deleting the one in view once that is confirmed.

use super::whole;
use crate::engine::api::Request;
use crate::engine::api::choices::StreamMode;
use crate::engine::api::request::{CreateStream, DeleteStream, StreamModeDetails};
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::state::Action;
use crate::ui::view::asking::use_asking;
use crate::ui::view::question::use_question;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Name, mode and number of shards of a new stream.
#[component]
pub fn Create() -> Html {
    let page = use_page();
    let asking = use_asking();
    let (name, shards) = (use_state(|| "orders".to_owned()), use_state(|| "2".to_owned()));
    let mode = use_state(StreamMode::default);
    let type_into = |field: &UseStateHandle<String>| {
        let field = field.clone();
        Callback::from(move |event: InputEvent| field.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let choose = {
        let mode = mode.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            let is_on_demand = chosen == StreamMode::OnDemand.name();
            mode.set(if is_on_demand { StreamMode::OnDemand } else { StreamMode::Provisioned });
        })
    };
    let is_provisioned = *mode == StreamMode::Provisioned;
    let count = whole::<u32>(&shards).filter(|count| *count > 0);
    let is_ready = !name.trim().is_empty() && (count.is_some() || !is_provisioned);
    let onsubmit = {
        let (asking, state, name, mode) = (asking.clone(), page.state.clone(), name.trim().to_owned(), *mode);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            asking.request(Request::CreateStream(CreateStream {
                stream_name: name.clone(),
                shard_count: count.filter(|_| is_provisioned),
                stream_mode_details: Some(StreamModeDetails { stream_mode: mode }),
                ..CreateStream::default()
            }));
            state.dispatch(Action::ChooseStream(name.clone()));
        })
    };
    html! {
        <section>
            <h3>{ page.text("create") }</h3>
            <form {onsubmit}>
                <div class="choice">
                    <label for="create-name">{ page.text("create-name") }</label>
                    <input id="create-name" type="text" value={(*name).clone()} oninput={type_into(&name)} maxlength="128" pattern="[a-zA-Z0-9_.\\-]+" required=true title={page.text("create-name-rule")} autocomplete="off" spellcheck="false" />
                </div>
                <div class="choice">
                    <label for="create-mode">{ page.text("stream-mode") }</label>
                    <select id="create-mode" onchange={choose}>
                        { for [StreamMode::Provisioned, StreamMode::OnDemand].into_iter().map(|known| html! {
                            <option key={known.name()} value={known.name()} selected={known == *mode}>{ known.name() }</option>
                        }) }
                    </select>
                </div>
                if is_provisioned {
                    <div class="choice">
                        <label for="create-shards">{ page.text("stream-shards") }</label>
                        <input id="create-shards" type="number" min="1" step="1" value={(*shards).clone()} oninput={type_into(&shards)} />
                    </div>
                }
                <p class="buttons"><button type="submit" disabled={!is_ready} title="CreateStream">{ page.text("create-do") }</button></p>
                { asking.refusal() }
                <p class="hint">{ page.text("create-about") }</p>
            </form>
        </section>
    }
}

/// Properties of [`Delete`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The stream.
    pub name: String,
    /// Whether it is being deleted.
    pub is_deleting: bool,
    /// Records that can be read.
    pub records: u64,
}

/// The button that deletes the stream, behind a fold and a question.
#[component]
pub fn Delete(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let deleted = {
        let (asking, name) = (asking.clone(), props.name.clone());
        Callback::from(move |()| {
            asking.request(Request::DeleteStream(DeleteStream {
                stream_name: Some(name.clone()),
                enforce_consumer_deletion: Some(true),
                ..DeleteStream::default()
            }));
        })
    };
    let question = use_question(deleted);
    let words = Message::new("delete-do").text("stream", &props.name);
    let asked = Message::new("delete-question").text("stream", &props.name).number("records", props.records);
    html! {
        <section>
            <h3>{ page.text("delete") }</h3>
            <p class="hint">{ page.text("delete-about") }</p>
            <p class="buttons"><button type="button" class="danger" disabled={props.is_deleting} onclick={question.ask.clone()} title="DeleteStream">{ page.say(&words) }</button></p>
            { asking.refusal() }
            { question.view(&page, "delete-question", &asked, "delete-yes") }
        </section>
    }
}
