//! A store: switches that make it fail, its settings, its newest items, and a file of them.

use super::inspector::{head, remove};
use super::{facts, setting};
use crate::engine::command::Command;
use crate::engine::consumer::command::ConsumerCommand;
use crate::engine::limits::Profile;
use crate::engine::store::StoreKind;
use crate::engine::store::command::StoreCommand;
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::browser;
use crate::ui::state::Action;
use crate::ui::view::asking::Asking;
use crate::ui::view::pipeline::card::kind_text;
use crate::ui::view::switch::switch;
use crate::worker::messages::Task;
use crate::worker::pipeline::consumers::ConsumerCard;
use crate::worker::pipeline::stores::{ItemRow, StoreCard, StoreDetail};
use crate::worker::pipeline::{Detail, PipelineFrame};
use serde_json::Value;
use yew::prelude::*;

/// How many times as long a slow store takes.
const SLOW: u32 = 20;

/// The store.
pub fn panel(page: &Context, asking: &Asking, pipeline: &PipelineFrame, card: &StoreCard, profile: Profile) -> Html {
    let name = card.plan.name.clone();
    let send = |make: fn(String, bool) -> StoreCommand| {
        let (asking, name) = (asking.clone(), name.clone());
        Callback::from(move |is_on: bool| {
            asking.command(Command::Store(make(name.clone(), is_on)));
        })
    };
    let set = {
        let (asking, store) = (asking.clone(), name.clone());
        Callback::from(move |kind: Value| {
            if let Ok(kind) = serde_json::from_value::<StoreKind>(kind) {
                asking.command(Command::Store(StoreCommand::Set { store: store.clone(), kind }));
            }
        })
    };
    let gone = {
        let page = page.clone();
        let delivers = |consumer: &&ConsumerCard| consumer.plan.store.as_ref() == Some(&name);
        let consumers: Vec<String> =
            pipeline.consumers.iter().filter(delivers).map(|consumer| consumer.plan.name.clone()).collect();
        let removed = remove(&page, Command::Store(StoreCommand::Remove { store: name.clone() }));
        Callback::from(move |event: MouseEvent| {
            // Who delivered there would try for ever.
            for consumer in &consumers {
                let command = ConsumerCommand::Deliver { consumer: consumer.clone(), store: None };
                page.command(Command::Consumer(command));
            }
            removed.emit(event);
        })
    };
    let kind = serde_json::to_value(card.plan.kind).unwrap_or_default();
    let outage = send(|store, is_out| StoreCommand::SetOutage { store, is_out });
    let slow = send(|store, is_slow| StoreCommand::SetSlow { store, factor: if is_slow { SLOW } else { 1 } });
    let idempotent = send(|store, is_idempotent| StoreCommand::SetIdempotent { store, is_idempotent });
    html! {
        <>
            { head(page, &name, kind_text(page, &card.plan.kind), Some(gone)) }
            if card.consumers == 0 {
                <p class="hint">{ page.text("store-no-consumer") }</p>
            }
            <section class="switches">
                { switch(page.text("store-out"), card.is_out, &outage) }
                { switch(page.text("store-slow"), card.slow_factor > 1, &slow) }
                { switch(page.text("store-idempotent"), card.plan.idempotent, &idempotent) }
            </section>
            if let Some(Detail::Store(detail)) = &pipeline.detail {
                <section><h3>{ page.text("part-numbers") }</h3>{ facts::list(page, &detail.facts) }
                    if let Some(refusal) = &detail.refusal {
                        <p class="hint">{ page.say(&Message::new("store-refusal").text("exception", refusal)) }</p>
                    }
                </section>
                { items(page, &name, detail) }
            }
            <section><h3>{ page.text("part-settings") }</h3>{ setting::fields(page, &kind, profile, &set) }</section>
        </>
    }
}

fn items(page: &Context, name: &str, detail: &StoreDetail) -> Html {
    let save = {
        let (page, name) = (page.clone(), name.to_owned());
        Callback::from(move |_: MouseEvent| export(&page, &name))
    };
    let row = |item: &ItemRow| {
        html! {
            <tr class={classes!(item.is_repeat.then_some("over"))}>
                <td class="mono">{ &item.key }</td>
                <td>{ clock(item.stored) }</td>
                <td>{ &item.partition_key }</td>
                <td class="mono">{ &item.data }</td>
                <td>{ if item.is_repeat { page.text("item-repeat") } else { String::new() } }</td>
            </tr>
        }
    };
    html! {
        <section>
            <h3>{ page.text("items-title") }</h3>
            if detail.items.is_empty() {
                <p class="hint">{ page.text("items-none") }</p>
            } else {
                <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("items-title")}>
                    <table class="leases">
                        <thead><tr>
                            { for ["item-key", "item-stored", "item-partition-key", "item-data", "item-again"].iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }
                        </tr></thead>
                        <tbody>{ for detail.items.iter().map(row) }</tbody>
                    </table>
                </div>
                <p class="buttons"><button type="button" onclick={save}>{ page.text("items-save") }</button></p>
            }
            if detail.gone > 0 {
                <p class="hint">{ page.say(&Message::new("items-gone").number("records", detail.gone)) }</p>
            }
        </section>
    }
}

/// Asks for the newest items as a file, and lets the person save it.
fn export(page: &Context, name: &str) {
    let Some(client) = page.client.clone() else { return };
    let (number, state) = (client.number(), page.state.clone());
    client.expect(
        number,
        Box::new(move |result| match result {
            Ok(json) => {
                let file: Value = serde_json::from_str(&json).unwrap_or_default();
                let text = |field: &str| file[field].as_str().unwrap_or_default().to_owned();
                browser::save(&text("name"), &text("text"));
            }
            Err(reason) => state.dispatch(Action::Notify(reason)),
        }),
    );
    client.ask(&Task::ExportStore { number, store: name.to_owned() });
}
