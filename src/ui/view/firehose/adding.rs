//! Adding a delivery stream, or a producer that calls one: a button that becomes a short form.

use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::plan::{DeliveryStreamPlan, DestinationKind, DestinationPlan, IndexRotation, SourcePlan};
use crate::engine::limits::Profile;
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::ProducerKind;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::producer::knobs::KnobId;
use crate::engine::producer::template::Template;
use crate::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use crate::learn::fields::kind_name;
use crate::ui::app::{Context, use_page};
use crate::ui::state::Action;
use crate::ui::view::asking::{Asking, use_asking};
use crate::ui::view::focus::use_focus;
use crate::ui::view::traffic::choice;
use crate::worker::firehose::FirehoseFrame;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What stands for direct puts among the names of streams; no stream has such a name.
const DIRECT_PUT: &str = "";

/// Name, source and place of the destination in [`kinds`], as filled in.
type DeliveryDraft = (String, String, usize);
/// Name and rate, as filled in.
type ProducerDraft = (String, String);

/// A destination of each kind.
pub fn kinds() -> [DestinationKind; 6] {
    [
        DestinationKind::S3,
        DestinationKind::Redshift { table: "events".to_owned(), copy_options: String::new() },
        DestinationKind::Elasticsearch { index: "events".to_owned(), rotation: IndexRotation::default() },
        DestinationKind::OpenSearch { index: "events".to_owned(), rotation: IndexRotation::default() },
        DestinationKind::HttpEndpoint { url: "https://example.com/firehose".to_owned() },
        DestinationKind::Splunk { endpoint: "https://splunk.example.com:8088".to_owned() },
    ]
}

/// A name that is not taken: the word with a number.
fn free_name(word: &str, known: &[String]) -> String {
    (1..=known.len() + 1)
        .map(|number| format!("{word}-{number}"))
        .find(|name| !known.contains(name))
        .unwrap_or_default()
}

/// Properties of [`AddDeliveryStream`].
#[derive(Properties, PartialEq)]
pub struct DeliveryProps {
    /// The limits that hold.
    pub profile: Profile,
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
}

/// Name, source and destination of one more delivery stream.
#[component]
pub fn AddDeliveryStream(props: &DeliveryProps) -> Html {
    let page = use_page();
    let accepted = {
        let state = page.state.clone();
        Callback::from(move |(name, ..): DeliveryDraft| {
            state.dispatch(Action::ChooseDeliveryStream(Some(name.trim().to_owned())));
        })
    };
    let (asking, draft) = use_form::<DeliveryDraft>(&accepted);
    let (first, button) = use_focus(draft.is_some());
    let open = {
        let (draft, names) = (draft.clone(), props.firehose.names.clone());
        Callback::from(move |_: MouseEvent| draft.set(Some((free_name("delivery", &names), DIRECT_PUT.to_owned(), 0))))
    };
    let Some((name, source, kind)) = (*draft).clone() else {
        return html! { <button ref={button} type="button" class="add-part" onclick={open}>{ page.text("add-delivery-stream") }</button> };
    };
    let onsubmit = {
        let (asking, name, source) = (asking.clone(), name.trim().to_owned(), source.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // Asked twice, it would be refused because of itself.
            if asking.is_waiting() {
                return;
            }
            let from = if source == DIRECT_PUT {
                SourcePlan::DirectPut
            } else {
                SourcePlan::KinesisStream { stream: source.clone() }
            };
            let destination = DestinationPlan { kind: kinds()[kind].clone(), ..DestinationPlan::default() };
            let plan = DeliveryStreamPlan { name: name.clone(), source: from, destination };
            asking.command(Command::Delivery(DeliveryCommand::Add(Box::new(plan))));
        })
    };
    let edit = |change: fn(&mut DeliveryDraft, String)| {
        let (asking, draft, filled) = (asking.clone(), draft.clone(), (name.clone(), source.clone(), kind));
        Callback::from(move |text: String| {
            asking.forget_refusal();
            let mut next = filled.clone();
            change(&mut next, text);
            draft.set(Some(next));
        })
    };
    let mut sources = vec![(DIRECT_PUT.to_owned(), page.text("source-puts"))];
    sources.extend(props.firehose.data_streams.iter().map(|stream| (stream.clone(), stream.clone())));
    let destinations: Vec<(String, String)> = kinds()
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.is_in(props.profile))
        .map(|(place, kind)| (place.to_string(), kind_name(kind).to_owned()))
        .collect();
    html! {
        <form class="add-form" {onsubmit} onkeydown={closes(&asking, &draft)} aria-label={page.text("add-delivery-stream")}>
            { name_field(&page, "add-delivery-name", &name, &edit(|draft, text| draft.0 = text), &first) }
            { choice("add-delivery-source".into(), page.text("source-title"), &sources, &source, edit(|draft, text| draft.1 = text)) }
            { choice("add-delivery-destination".into(), page.text("destination-title"), &destinations, &kind.to_string(), edit(|draft, text| draft.2 = text.parse().unwrap_or(0))) }
            { asking.refusal() }
            { buttons(&page, &asking, &draft) }
        </form>
    }
}

/// Properties of [`AddProducer`].
#[derive(Properties, PartialEq)]
pub struct ProducerProps {
    /// The delivery stream that it calls.
    pub delivery_stream: String,
    /// The names of the producers that there are.
    pub producers: Vec<String>,
}

/// One more producer that calls a delivery stream.
#[component]
pub fn AddProducer(props: &ProducerProps) -> Html {
    let page = use_page();
    let (asking, draft) = use_form::<ProducerDraft>(&Callback::noop());
    let (first, button) = use_focus(draft.is_some());
    let open = {
        let (draft, names) = (draft.clone(), props.producers.clone());
        let rate = KnobId::RateRecordsPerS.row().default as u32;
        Callback::from(move |_: MouseEvent| draft.set(Some((free_name("producer", &names), rate.to_string()))))
    };
    let Some((name, rate)) = (*draft).clone() else {
        return html! { <button ref={button} type="button" class="add-part" onclick={open}>{ page.text("add-producer") }</button> };
    };
    let onsubmit = {
        let (asking, delivery_stream) = (asking.clone(), props.delivery_stream.clone());
        let (name, rate) = (name.trim().to_owned(), rate.trim().parse().unwrap_or(0));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if asking.is_waiting() {
                return;
            }
            asking.command(Command::Producer(ProducerCommand::Add(Box::new(ProducerPlan {
                name: name.clone(),
                stream: None,
                delivery_stream: Some(delivery_stream.clone()),
                kind: ProducerKind::default(),
                traffic: traffic(rate),
            }))));
        })
    };
    let edit = |change: fn(&mut ProducerDraft, String)| {
        let (asking, draft, filled) = (asking.clone(), draft.clone(), (name.clone(), rate.clone()));
        Callback::from(move |text: String| {
            asking.forget_refusal();
            let mut next = filled.clone();
            change(&mut next, text);
            draft.set(Some(next));
        })
    };
    html! {
        <form class="add-form" {onsubmit} onkeydown={closes(&asking, &draft)} aria-label={page.text("add-producer")}>
            { name_field(&page, "add-caller-name", &name, &edit(|draft, text| draft.0 = text), &first) }
            <div class="choice">
                <label for="add-caller-rate">{ page.text("add-rate") }</label>
                <input id="add-caller-rate" type="number" min="0" step="1" required=true value={rate.clone()} oninput={typed(&edit(|draft, text| draft.1 = text))} />
            </div>
            { asking.refusal() }
            { buttons(&page, &asking, &draft) }
        </form>
    }
}

/// What a new producer sends: clicks as JSON, so that functions and partition keys find something in them.
fn traffic(rate_records_per_s: u32) -> Traffic {
    Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::default(),
        shape: Shape::default(),
        burst: None,
        record_size: RecordSize::default(),
        template: Some(Template::Clickstream),
        keys: KeyModel::Uniform { keys: KnobId::Keys.row().default as u32 },
        retry: Retry::default(),
    }
}

fn typed(callback: &Callback<String>) -> Callback<InputEvent> {
    callback.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value())
}

fn name_field(page: &Context, id: &'static str, name: &str, onchange: &Callback<String>, first: &NodeRef) -> Html {
    html! {
        <div class="choice">
            <label for={id}>{ page.text("add-name") }</label>
            <input {id} ref={first.clone()} type="text" value={name.to_owned()} oninput={typed(onchange)} maxlength="64" pattern="[a-zA-Z0-9_.\\-]+"
                required=true title={page.text("delivery-name-rule")} autocomplete="off" spellcheck="false" />
        </div>
    }
}

fn buttons<T: 'static>(page: &Context, asking: &Asking, draft: &UseStateHandle<Option<T>>) -> Html {
    let (asking, draft) = (asking.clone(), draft.clone());
    let cancel = Callback::from(move |_: MouseEvent| {
        asking.forget();
        draft.set(None);
    });
    html! {
        <p class="buttons">
            <button type="submit" class="primary">{ page.text("add-do") }</button>
            <button type="button" onclick={cancel}>{ page.text("cancel") }</button>
        </p>
    }
}

/// Escape closes a form.
fn closes<T: 'static>(asking: &Asking, draft: &UseStateHandle<Option<T>>) -> Callback<KeyboardEvent> {
    let (asking, draft) = (asking.clone(), draft.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            asking.forget();
            draft.set(None);
        }
    })
}

/// What asks for what is filled in; the form stays open, with what was typed, until that is accepted.
#[hook]
fn use_form<T: Clone + 'static>(accepted: &Callback<T>) -> (Asking, UseStateHandle<Option<T>>) {
    let asking = use_asking();
    let draft = use_state(|| None::<T>);
    let (told, submitted, filled) = (accepted.clone(), asking.clone(), draft.clone());
    use_effect_with(asking.is_accepted(), move |is_accepted| {
        if let Some(done) = (*filled).clone().filter(|_| *is_accepted) {
            told.emit(done);
            filled.set(None);
            submitted.forget();
        }
    });
    (asking, draft)
}
