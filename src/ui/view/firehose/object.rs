//! An object that is open: its key, how large it is, what is in it with the borders of its records, and itself as a file.

use super::bucket::stored;
use super::changing::append_delimiter;
use super::contents;
use crate::engine::firehose::plan::DestinationPlan;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::format;
use crate::ui::state::Action;
use crate::ui::view::asking::{Asking, use_asking};
use crate::worker::firehose::desk::{DeskTask, ObjectAsked};
use crate::worker::firehose::preview::ObjectPreview;
use crate::worker::firehose::{DeliveryFrame, FirehoseFrame};
use crate::worker::messages::Task;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`ObjectPanel`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
    /// The delivery stream's name.
    pub delivery_stream: String,
    /// The object's number.
    pub object: u64,
    /// It is closed.
    pub onclose: Callback<()>,
}

/// What is known of the object: nothing yet, why it cannot be had, or what it is.
type Known = Option<Result<Rc<ObjectPreview>, Message>>;

/// The object.
#[component]
pub fn ObjectPanel(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let known: UseStateHandle<Known> = use_state(|| None);
    let is_saving = use_state(|| false);
    let heading = use_node_ref();
    {
        let (page, known, heading) = (page.clone(), known.clone(), heading.clone());
        use_effect_with((props.delivery_stream.clone(), props.object), move |(delivery_stream, object)| {
            open(&page, delivery_stream, *object, known);
            if let Some(heading) = heading.cast::<HtmlElement>() {
                let _unimportant = heading.focus();
            }
        });
    }
    let close = props.onclose.reform(|_: MouseEvent| ());
    let title = match &*known {
        Some(Ok(preview)) => preview.key.as_ref().map(|(bucket, key)| format!("s3://{bucket}/{key}")),
        _ => None,
    };
    let title = title.unwrap_or_else(|| page.say(&Message::new("bucket-request").number("number", props.object)));
    let delivery = props.firehose.shown.as_deref().filter(|shown| shown.plan.name == props.delivery_stream);
    html! {
        <section class="object" aria-labelledby="object-title">
            <div class="object-head">
                <h3 id="object-title" class="mono" tabindex="-1" ref={heading}>{ title }</h3>
                <button type="button" onclick={close}>{ page.text("object-close") }</button>
            </div>
            {
                match &*known {
                    None => html! { <p class="hint" role="status">{ page.text("bucket-reading") }</p> },
                    Some(Err(reason)) => html! { <p class="wrong" role="alert">{ page.say(reason) }</p> },
                    Some(Ok(preview)) => html! {
                        <>
                            { sizes(&page, preview) }
                            { save_button(&page, props, preview, &is_saving) }
                            { trap(&page, &asking, preview, delivery) }
                            { contents::all(&page, preview) }
                        </>
                    },
                }
            }
        </section>
    }
}

/// Asks for the object.
fn open(page: &Context, delivery_stream: &str, object: u64, known: UseStateHandle<Known>) {
    let Some(client) = page.client.clone() else { return };
    let number = client.number();
    client.expect_bytes(
        number,
        Box::new(move |result| {
            let unreadable = |_| Message::new("object-gone");
            let read = result.and_then(|bytes| postcard::from_bytes::<ObjectPreview>(&bytes).map_err(unreadable));
            known.set(Some(read.map(Rc::new)));
        }),
    );
    let asked = ObjectAsked { number, delivery_stream: delivery_stream.to_owned(), object };
    client.ask(&Task::Firehose(DeskTask::Open(asked)));
}

/// How large it is, and how much compression spares.
fn sizes(page: &Context, preview: &ObjectPreview) -> Html {
    let records = Message::new("object-records").number("records", preview.amount.records);
    let mut parts = vec![page.say(&records)];
    match (preview.plain, preview.stored) {
        (Some(plain), Some(packed)) if plain != packed => {
            let ratio = packed.bytes as f64 / plain.bytes.max(1) as f64;
            let packed = Message::new("object-packed")
                .text("plain", stored(plain))
                .text("stored", stored(packed))
                .text("ratio", format::percent(ratio));
            parts.push(page.say(&packed));
        }
        (Some(plain), _) => parts.push(page.say(&Message::new("object-plain").text("plain", stored(plain)))),
        _ => parts.push(format::bytes(preview.amount.bytes as f64)),
    }
    if [preview.plain, preview.stored].iter().flatten().any(|size| size.is_estimated) {
        parts.push(page.text("object-estimated"));
    }
    html! { <p class="summary">{ parts.join(" ") }</p> }
}

fn save_button(page: &Context, props: &Props, preview: &ObjectPreview, is_saving: &UseStateHandle<bool>) -> Html {
    let Some((_, key)) = &preview.key else {
        return html! { <p class="hint">{ page.text("object-is-request") }</p> };
    };
    let name = key.rsplit('/').next().unwrap_or(key).to_owned();
    let onclick = {
        let (page, name, is_saving) = (page.clone(), name.clone(), is_saving.clone());
        let (delivery_stream, object) = (props.delivery_stream.clone(), props.object);
        // A disabled button would lose the focus.
        Callback::from(move |_: MouseEvent| {
            if !*is_saving {
                save(&page, &name, &delivery_stream, object, &is_saving);
            }
        })
    };
    html! {
        <p class="buttons">
            <button type="button" aria-disabled={is_saving.to_string()} {onclick}>{ page.text("object-save") }</button>
            <span class="hint" role="status">{ if **is_saving { page.text("object-saving") } else { String::new() } }</span>
        </p>
    }
}

/// Asks for the object whole, and lets the person save it.
fn save(page: &Context, name: &str, delivery_stream: &str, object: u64, is_saving: &UseStateHandle<bool>) {
    let Some(client) = page.client.clone() else { return };
    is_saving.set(true);
    let (number, state, name, is_saving) = (client.number(), page.state.clone(), name.to_owned(), is_saving.clone());
    client.expect_bytes(
        number,
        Box::new(move |result| {
            is_saving.set(false);
            match result {
                Ok(bytes) => browser::save_bytes(&name, &bytes),
                Err(reason) => state.dispatch(Action::Notify(reason)),
            }
        }),
    );
    let asked = ObjectAsked { number, delivery_stream: delivery_stream.to_owned(), object };
    client.ask(&Task::Firehose(DeskTask::Save(asked)));
}

/// Records that stick together: who reads line by line sees one line.
fn trap(page: &Context, asking: &Asking, preview: &ObjectPreview, delivery: Option<&DeliveryFrame>) -> Html {
    if preview.joined == 0 || preview.key.is_none() || preview.is_errors {
        return Html::default();
    }
    let words =
        page.say(&Message::new("object-trap").number("joined", preview.joined).number("records", preview.looked_at));
    let destination: Option<&DestinationPlan> = delivery.map(|delivery| &delivery.plan.destination);
    let mends = delivery.filter(|_| preview.takes_delimiter).filter(|shown| !shown.plan.destination.appends_delimiter);
    let onclick = mends.map(append_delimiter).map(|command| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.command(command.clone()))
    });
    let is_mended = preview.takes_delimiter && destination.is_some_and(|destination| destination.appends_delimiter);
    html! {
        <section class="object-trap" aria-label={page.text("object-trap-title")}>
            <h4>{ page.text("object-trap-title") }</h4>
            <p>{ words }</p>
            if let Some(onclick) = onclick {
                <button type="button" {onclick}>{ page.text("object-trap-mend") }</button>
            }
            if is_mended {
                <p role="status">{ page.text("object-trap-mended") }</p>
            }
            { asking.refusal() }
        </section>
    }
}
