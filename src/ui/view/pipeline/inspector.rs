//! The chosen part: what it is connected with, how it does, its settings, and what can be done to it.

use super::{age_chart, agent, application, connecting, facts, setting, source, store};
use crate::engine::command::Command;
use crate::engine::consumer::ConsumerKind;
use crate::engine::consumer::command::ConsumerCommand;
use crate::engine::limits::Profile;
use crate::engine::producer::ProducerKind;
use crate::engine::producer::command::ProducerCommand;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::ui::view::asking::{Asking, use_asking};
use crate::ui::view::pipeline::card::kind_text;
use crate::ui::view::stream_panel::existence::Delete;
use crate::ui::view::traffic;
use crate::worker::pipeline::consumers::{ConsumerCard, ConsumerDetail};
use crate::worker::pipeline::producers::ProducerCard;
use crate::worker::pipeline::streams::StreamCard;
use crate::worker::pipeline::{Detail, Part, PipelineFrame};
use serde_json::Value;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Inspector`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The pipeline.
    pub pipeline: Rc<PipelineFrame>,
    /// The limits that hold.
    pub profile: Profile,
}

/// The chosen part.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let pipeline = &props.pipeline;
    let found = match &page.state.part {
        Some(Part::Producer(name)) => {
            let card = pipeline.producers.iter().find(|part| part.plan.name == *name);
            card.map(|card| producer(&page, &asking, pipeline, card, props.profile))
        }
        Some(Part::Stream(name)) => {
            pipeline.streams.iter().find(|part| part.name == *name).map(|card| stream(&page, card))
        }
        Some(Part::Consumer(name)) => {
            let card = pipeline.consumers.iter().find(|part| part.plan.name == *name);
            card.map(|card| consumer(&page, &asking, pipeline, card, props.profile))
        }
        Some(Part::Store(name)) => {
            let card = pipeline.stores.iter().find(|part| part.plan.name == *name);
            card.map(|card| store::panel(&page, &asking, pipeline, card, props.profile))
        }
        None => None,
    };
    let name = page.state.part.as_ref().map(|part| part.name().to_owned()).unwrap_or_default();
    html! {
        <aside class="panel inspector" aria-label={page.text("inspector")} tabindex="-1">
            { asking.refusal() }
            // Fields of another part are other fields.
            <div key={name}>
                { found.unwrap_or_else(|| html! { <p class="hint">{ page.text("inspector-none") }</p> }) }
            </div>
        </aside>
    }
}

pub(super) fn head(page: &Context, name: &str, kind: String, remove: Option<Callback<MouseEvent>>) -> Html {
    html! {
        <div class="inspector-head">
            <h2>{ name }</h2>
            <span class="part-kind">{ kind }</span>
            if let Some(onclick) = remove {
                <button type="button" class="danger" {onclick}>{ page.text("part-remove") }</button>
            }
        </div>
    }
}

/// What takes a part away: the command, and nothing is chosen any more.
pub(super) fn remove(page: &Context, command: Command) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |_: MouseEvent| {
        page.command(command.clone());
        page.state.dispatch(Action::ChoosePart(None));
    })
}

fn producer(page: &Context, asking: &Asking, pipeline: &PipelineFrame, card: &ProducerCard, profile: Profile) -> Html {
    let name = card.plan.name.clone();
    let connect = {
        let (asking, producer) = (asking.clone(), name.clone());
        Callback::from(move |stream: String| {
            asking.command(Command::Producer(ProducerCommand::Connect { producer: producer.clone(), stream }));
        })
    };
    let set = {
        let (asking, producer) = (asking.clone(), name.clone());
        Callback::from(move |kind: Value| {
            if let Ok(kind) = serde_json::from_value::<ProducerKind>(kind) {
                asking.command(Command::Producer(ProducerCommand::Set { producer: producer.clone(), kind }));
            }
        })
    };
    let gone = remove(page, Command::Producer(ProducerCommand::Remove { producer: name.clone() }));
    let kind = serde_json::to_value(&card.plan.kind).unwrap_or_default();
    let streams = pipeline.streams.iter().map(|stream| stream.name.clone());
    let current = card.plan.stream.clone().unwrap_or_default();
    html! {
        <>
            { head(page, &name, kind_text(page, &card.plan.kind), Some(gone)) }
            if let Some(called) = &card.plan.delivery_stream {
                { calls(page, called) }
            } else {
                { connecting::choose(page, "connect-to", "connect-to", streams, &current, connect) }
            }
            if let Some(Detail::Producer(detail)) = &pipeline.detail {
                { agent::panel(page, asking, &name, detail) }
                <section><h3>{ page.text("part-numbers") }</h3>{ facts::list(page, &detail.facts) }</section>
            }
            <section><h3>{ page.text("part-settings") }</h3>{ setting::fields(page, &kind, profile, &set) }</section>
            <section class="inputs"><h3>{ page.text("part-traffic") }</h3>{ traffic::controls(page, "part", name.clone(), &card.plan.traffic) }
                <source::ShapeControls scope="part" producer={name.clone()} traffic={card.plan.traffic.clone()} />
            </section>
            <section class="inputs"><h3>{ page.text("part-template") }</h3><source::TemplateControls scope="part" producer={name.clone()} traffic={card.plan.traffic.clone()} /></section>
        </>
    }
}

/// The delivery stream that a producer calls, with the way to it.
fn calls(page: &Context, called: &str) -> Html {
    let show = {
        let (state, name) = (page.state.clone(), called.to_owned());
        Callback::from(move |_: MouseEvent| {
            state.dispatch(Action::ChooseDeliveryStream(Some(name.clone())));
            state.dispatch(Action::Open(Screen::Firehose));
        })
    };
    html! {
        <>
            <p class="hint">{ page.say(&Message::new("producer-calls").text("name", called)) }</p>
            <p class="buttons"><button type="button" onclick={show}>{ page.text("producer-in-firehose") }</button></p>
        </>
    }
}

fn stream(page: &Context, card: &StreamCard) -> Html {
    let show = {
        let (state, name) = (page.state.clone(), card.name.clone());
        Callback::from(move |_: MouseEvent| {
            state.dispatch(Action::ChooseStream(name.clone()));
            state.dispatch(Action::Open(Screen::Lab));
        })
    };
    let words = Message::new("card-shards").number("shards", card.shards);
    let is_deleting = card.status == crate::engine::api::choices::StreamStatus::Deleting;
    html! {
        <>
            { head(page, &card.name, page.say(&words), None) }
            <dl class="facts">
                <div><dt>{ page.text("fact-status") }</dt><dd>{ card.status.name() }</dd></div>
                <div><dt>{ page.text("fact-kept") }</dt><dd>{ crate::learn::catalogue::number(card.stored as f64, 0) }</dd></div>
                <div class={classes!((card.refused_reads > 0).then_some("over"))}><dt>{ page.text("fact-throttled-reads") }</dt><dd>{ crate::learn::catalogue::number(card.refused_reads as f64, 0) }</dd></div>
            </dl>
            <p class="hint">{ page.text("stream-in-lab-about") }</p>
            <p class="buttons"><button type="button" onclick={show}>{ page.text("stream-in-lab") }</button></p>
            <Delete name={card.name.clone()} {is_deleting} records={card.stored} />
        </>
    }
}

fn consumer(page: &Context, asking: &Asking, pipeline: &PipelineFrame, card: &ConsumerCard, profile: Profile) -> Html {
    let name = card.plan.name.clone();
    let connect = {
        let (asking, consumer) = (asking.clone(), name.clone());
        Callback::from(move |stream: String| {
            asking.command(Command::Consumer(ConsumerCommand::Connect { consumer: consumer.clone(), stream }));
        })
    };
    let set = {
        let (asking, consumer) = (asking.clone(), name.clone());
        Callback::from(move |kind: Value| {
            if let Ok(kind) = serde_json::from_value::<ConsumerKind>(kind) {
                asking.command(Command::Consumer(ConsumerCommand::Set { consumer: consumer.clone(), kind }));
            }
        })
    };
    let gone = remove(page, Command::Consumer(ConsumerCommand::Remove { consumer: name.clone() }));
    let kind = serde_json::to_value(&card.plan.kind).unwrap_or_default();
    let streams = pipeline.streams.iter().map(|stream| stream.name.clone());
    let current = card.plan.stream.clone().unwrap_or_default();
    let detail = match &pipeline.detail {
        Some(Detail::Consumer(detail)) => Some(&**detail),
        _ => None,
    };
    html! {
        <>
            { head(page, &name, kind_text(page, &card.plan.kind), Some(gone)) }
            { connecting::choose(page, "connect-from", "connect-from", streams, &current, connect) }
            { deliver(page, asking, pipeline, card) }
            if let Some(detail) = detail {
                { consumer_detail(page, asking, card, detail) }
            }
            <section><h3>{ page.text("part-settings") }</h3>{ setting::fields(page, &kind, profile, &set) }</section>
        </>
    }
}

/// To which store it delivers.
fn deliver(page: &Context, asking: &Asking, pipeline: &PipelineFrame, card: &ConsumerCard) -> Html {
    let none = page.text("deliver-nowhere");
    let onchange = {
        let (asking, consumer, none) = (asking.clone(), card.plan.name.clone(), none.clone());
        Callback::from(move |name: String| {
            let store = Some(name).filter(|name| *name != none);
            asking.command(Command::Consumer(ConsumerCommand::Deliver { consumer: consumer.clone(), store }));
        })
    };
    let names = std::iter::once(none.clone()).chain(pipeline.stores.iter().map(|store| store.plan.name.clone()));
    let current = card.plan.store.clone().unwrap_or(none);
    connecting::choose(page, "deliver-to", "deliver-to", names, &current, onchange)
}

fn consumer_detail(page: &Context, asking: &Asking, card: &ConsumerCard, detail: &ConsumerDetail) -> Html {
    html! {
        <>
            if matches!(card.plan.kind, ConsumerKind::Kcl(_)) {
                { application::panel(page, asking, &card.plan.name, detail) }
            }
            { application::blocked(page, &detail.blocked) }
            <section><h3>{ page.text("ages-title") }</h3>{ age_chart::chart(page, &detail.ages) }</section>
            <section><h3>{ page.text("stages-title") }</h3>{ facts::stages(page, &detail.stages) }{ age_chart::distribution(page, &detail.stages) }</section>
            <section><h3>{ page.text("part-numbers") }</h3>{ facts::list(page, &detail.facts) }</section>
        </>
    }
}
