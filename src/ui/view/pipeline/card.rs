//! A part of the pipeline as a card: its name, its kind, how it does.

use crate::engine::api::choices::StreamStatus;
use crate::learn::message::Message;
use crate::scenario::form;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::state::Action;
use crate::worker::pipeline::Part;
use crate::worker::pipeline::consumers::ConsumerCard;
use crate::worker::pipeline::producers::ProducerCard;
use crate::worker::pipeline::stores::StoreCard;
use crate::worker::pipeline::streams::StreamCard;
use serde::Serialize;
use yew::prelude::*;

/// What a card says.
struct Card {
    part: Part,
    name: String,
    kind: String,
    /// The line that is read first.
    main: String,
    /// What else there is to say.
    more: String,
    /// What is wrong, if something is.
    trouble: Option<String>,
    /// With whom it is connected.
    connected: Option<String>,
}

/// The name of a kind in the catalogues.
pub fn kind_text(page: &Context, kind: &impl Serialize) -> String {
    let json = serde_json::to_value(kind).unwrap_or_default();
    let name = form::name_of(&json).unwrap_or_default().replace('_', "-");
    page.say(&Message { id: format!("kind-{name}").into(), arguments: Vec::new() })
}

/// A producer's card.
pub fn producer(page: &Context, producer: &ProducerCard) -> Html {
    let plan = &producer.plan;
    let trouble = if !producer.has_stream {
        Some(Message::new("card-no-stream"))
    } else if producer.given_up > 0 {
        Some(Message::new("card-given-up").number("records", producer.given_up))
    } else {
        None
    };
    let more = Message::new("card-stored")
        .text("stored", format::short(producer.stored as f64))
        .text("waiting", format::short(producer.waiting as f64));
    show(
        page,
        Card {
            part: Part::Producer(plan.name.clone()),
            name: plan.name.clone(),
            kind: kind_text(page, &plan.kind),
            main: page.say(&Message::new("card-makes").number("rate", producer.made_per_s)),
            more: page.say(&more),
            trouble: trouble.map(|message| page.say(&message)),
            connected: match (&plan.stream, &plan.delivery_stream) {
                (_, Some(called)) => Some(format!("→ {called} (Firehose)")),
                (stream, None) => stream.as_ref().map(|stream| format!("→ {stream}")),
            },
        },
    )
}

/// A stream's card.
pub fn stream(page: &Context, stream: &StreamCard) -> Html {
    let shards = Message::new("card-shards").number("shards", stream.shards);
    let main = Message::new("card-takes").number("rate", stream.records_per_s);
    let trouble = (stream.refused_per_s > 0).then(|| Message::new("card-refuses").number("rate", stream.refused_per_s));
    let more = if stream.status == StreamStatus::Active {
        Message::new("card-fullest")
            .text("bytes", format::bytes(stream.bytes_per_s.0 as f64))
            .text("part", format::use_percent(stream.fullest))
    } else {
        Message::new("card-state").text("state", stream.status.name())
    };
    show(
        page,
        Card {
            part: Part::Stream(stream.name.clone()),
            name: stream.name.clone(),
            kind: page.say(&shards),
            main: page.say(&main),
            more: page.say(&more),
            trouble: trouble.map(|message| page.say(&message)),
            connected: Some(stream.mode.name().to_owned()),
        },
    )
}

/// A consumer's card.
pub fn consumer(page: &Context, consumer: &ConsumerCard) -> Html {
    let plan = &consumer.plan;
    let behind = consumer.behind.map_or_else(
        || Message::new("card-not-begun"),
        |behind| Message::new("card-behind").decimal("seconds", behind.as_seconds(), 1),
    );
    let more = match consumer.workers {
        Some(workers) => Message::new("card-workers").number("busy", workers.busy).number("idle", workers.idle),
        None => Message::new("card-processed").text("processed", format::short(consumer.processed as f64)),
    };
    let orphans = consumer.workers.map_or(0, |workers| workers.orphans);
    let trouble = if !consumer.has_stream {
        Some(Message::new("card-no-stream"))
    } else if consumer.lost > 0 {
        Some(Message::new("card-lost").number("records", consumer.lost))
    } else if consumer.blocked > 0 {
        Some(Message::new("card-blocked").number("lanes", consumer.blocked))
    } else if orphans > 0 {
        Some(Message::new("card-orphans").number("leases", orphans))
    } else if let Some(paused) = consumer.workers.map(|workers| workers.paused).filter(|paused| *paused > 0) {
        Some(Message::new("card-paused").number("workers", paused))
    } else if consumer.repeated > 0 {
        Some(Message::new("card-repeated").number("records", consumer.repeated))
    } else {
        None
    };
    show(
        page,
        Card {
            part: Part::Consumer(plan.name.clone()),
            name: plan.name.clone(),
            kind: kind_text(page, &plan.kind),
            main: page.say(&behind),
            more: page.say(&more),
            trouble: trouble.map(|message| page.say(&message)),
            connected: plan
                .store
                .as_ref()
                .map(|store| format!("→ {store}"))
                .or_else(|| plan.stream.as_ref().map(|stream| format!("← {stream}"))),
        },
    )
}

/// A store's card.
pub fn store(page: &Context, store: &StoreCard) -> Html {
    let trouble = if store.is_out {
        Some(Message::new("card-out"))
    } else if store.refused_per_s > 0 {
        Some(Message::new("card-refuses-writes").number("rate", store.refused_per_s))
    } else if store.slow_factor > 1 {
        Some(Message::new("card-slow").number("factor", store.slow_factor))
    } else if store.duplicates > store.dropped {
        Some(Message::new("card-duplicates").number("items", store.duplicates - store.dropped))
    } else {
        None
    };
    let more = if store.dropped > 0 {
        Message::new("card-dropped").number("items", store.dropped)
    } else {
        Message::new("card-items").text("items", format::short(store.stored as f64))
    };
    let none = (store.consumers == 0).then(|| page.text("card-no-consumer"));
    show(
        page,
        Card {
            part: Part::Store(store.plan.name.clone()),
            name: store.plan.name.clone(),
            kind: kind_text(page, &store.plan.kind),
            main: page.say(&Message::new("card-gets").number("rate", store.items_per_s)),
            more: none.unwrap_or_else(|| page.say(&more)),
            trouble: trouble.map(|message| page.say(&message)),
            connected: None,
        },
    )
}

fn show(page: &Context, card: Card) -> Html {
    let is_chosen = page.state.part.as_ref() == Some(&card.part);
    let onclick = {
        let (state, part) = (page.state.clone(), card.part);
        Callback::from(move |_: MouseEvent| state.dispatch(Action::ChoosePart((!is_chosen).then(|| part.clone()))))
    };
    html! {
        <li key={card.name.clone()}>
            <button type="button" class={classes!("part", card.trouble.is_some().then_some("troubled"))} aria-pressed={is_chosen.to_string()} {onclick}>
                <strong class="part-name">{ card.name }</strong>
                <span class="part-main">{ card.main }</span>
                if let Some(trouble) = card.trouble {
                    <span class="part-trouble">{ "▲ " }{ trouble }</span>
                } else {
                    <span class="part-more">{ card.more }</span>
                }
                <span class="part-foot"><span class="part-connected">{ card.connected.unwrap_or_default() }</span><span class="part-kind">{ card.kind }</span></span>
            </button>
        </li>
    }
}
