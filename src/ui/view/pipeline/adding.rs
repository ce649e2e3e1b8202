//! Adding a part: a button below its column that becomes a short form.

use crate::engine::api::Request;
use crate::engine::api::choices::StreamMode;
use crate::engine::api::request::{CreateStream, StreamModeDetails};
use crate::engine::command::Command;
use crate::engine::consumer::ConsumerPlan;
use crate::engine::consumer::command::ConsumerCommand;
use crate::engine::limits::Profile;
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::producer::knobs::KnobId;
use crate::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use crate::engine::store::StorePlan;
use crate::engine::store::command::StoreCommand;
use crate::learn::message::Message;
use crate::scenario::form::{CONSUMER_KINDS, PRODUCER_KINDS, STORE_KINDS, new_consumer, new_producer, new_store};
use crate::ui::app::{Context, use_page};
use crate::ui::state::Action;
use crate::ui::view::asking::{Asking, use_asking};
use crate::ui::view::focus::use_focus;
use crate::worker::pipeline::{Part, PipelineFrame};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A sort of part: a column of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Producers.
    Producer,
    /// Streams.
    Stream,
    /// Consumers.
    Consumer,
    /// Stores.
    Store,
}

impl Sort {
    /// The id of the column's title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Producer => "column-producers",
            Self::Stream => "column-streams",
            Self::Consumer => "column-consumers",
            Self::Store => "column-stores",
        }
    }

    /// The id of what stands in an empty column.
    pub const fn none(self) -> &'static str {
        match self {
            Self::Producer => "column-no-producers",
            Self::Stream => "column-no-streams",
            Self::Consumer => "column-no-consumers",
            Self::Store => "column-no-stores",
        }
    }

    const fn add(self) -> &'static str {
        match self {
            Self::Producer => "add-producer",
            Self::Stream => "add-stream",
            Self::Consumer => "add-consumer",
            Self::Store => "add-store",
        }
    }

    /// The kinds among which one chooses.
    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Producer => PRODUCER_KINDS,
            Self::Stream => &["provisioned", "on-demand"],
            Self::Consumer => CONSUMER_KINDS,
            Self::Store => STORE_KINDS,
        }
    }

    /// The part of this name.
    const fn part(self, name: String) -> Part {
        match self {
            Self::Producer => Part::Producer(name),
            Self::Stream => Part::Stream(name),
            Self::Consumer => Part::Consumer(name),
            Self::Store => Part::Store(name),
        }
    }

    /// Whether a new part is connected with a stream.
    fn is_connected(self) -> bool {
        matches!(self, Self::Producer | Self::Consumer)
    }

    /// What a new part is called at first: the word of its kind, with a number where there is one already.
    fn name(self, pipeline: &PipelineFrame) -> String {
        let (word, known): (&str, Vec<&str>) = match self {
            Self::Producer => ("producer", pipeline.producers.iter().map(|part| part.plan.name.as_str()).collect()),
            Self::Stream => ("stream", pipeline.streams.iter().map(|part| part.name.as_str()).collect()),
            Self::Consumer => ("consumer", pipeline.consumers.iter().map(|part| part.plan.name.as_str()).collect()),
            Self::Store => ("store", pipeline.stores.iter().map(|part| part.plan.name.as_str()).collect()),
        };
        let mut names = (1..=known.len() + 1).map(|number| format!("{word}-{number}"));
        let free = names.find(|name| !known.contains(&name.as_str()));
        free.unwrap_or_default()
    }
}

/// Properties of [`Adding`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is added.
    pub sort: Sort,
    /// What there is.
    pub pipeline: Rc<PipelineFrame>,
    /// The limits that hold.
    pub profile: Profile,
}

/// What was filled in.
#[derive(Clone, PartialEq)]
struct Draft {
    name: String,
    kind: &'static str,
    /// The stream to which it is connected.
    stream: String,
    shards: String,
}

/// The button, or the form: open, with what was typed, until the worker has accepted it.
#[component]
pub fn Adding(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let draft = use_state(|| None::<Draft>);
    let (first, button) = use_focus(draft.is_some());
    let sort = props.sort;
    let submitted = use_choice_of_added(&page, &asking, &draft);
    let open = {
        let (draft, pipeline) = (draft.clone(), Rc::clone(&props.pipeline));
        Callback::from(move |_: MouseEvent| {
            let stream = pipeline.streams.first().map(|stream| stream.name.clone()).unwrap_or_default();
            let (name, kind) = (sort.name(&pipeline), sort.kinds()[0]);
            draft.set(Some(Draft { name, kind, stream, shards: "2".to_owned() }));
        })
    };
    let needs_stream = sort.is_connected() && props.pipeline.streams.is_empty();
    let Some(filled) = (*draft).clone() else {
        return html! {
            <>
                <button ref={button} type="button" class="add-part" onclick={open} disabled={needs_stream} data-add={sort.add()}>{ page.text(sort.add()) }</button>
                if needs_stream {
                    <p class="hint">{ page.text("add-needs-stream") }</p>
                }
            </>
        };
    };
    let onsubmit = {
        let (asking, filled, profile) = (asking.clone(), filled.clone(), props.profile);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // Asked twice, it would be refused because of itself.
            if !asking.is_waiting() {
                submitted.replace(Some(sort.part(filled.name.trim().to_owned())));
                asking.command(command(sort, &filled, profile));
            }
        })
    };
    let cancel = {
        let (asking, draft) = (asking.clone(), draft.clone());
        Callback::from(move |()| {
            asking.forget();
            draft.set(None);
        })
    };
    let onkeydown = {
        let cancel = cancel.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                cancel.emit(());
            }
        })
    };
    let change = {
        let asking = asking.clone();
        Callback::from(move |next: Draft| {
            asking.forget_refusal();
            draft.set(Some(next));
        })
    };
    html! {
        <form class="add-form" {onsubmit} {onkeydown} aria-label={page.text(sort.add())}>
            { fields(&page, sort, &props.pipeline, &change, (&filled, &first)) }
            { asking.refusal() }
            <p class="buttons">
                <button type="submit" class="primary">{ page.text("add-do") }</button>
                <button type="button" onclick={cancel.reform(|_: MouseEvent| ())}>{ page.text("cancel") }</button>
            </p>
        </form>
    }
}

/// Once the worker has accepted the part, the form closes and the part is chosen. Gives the place for the part that is
/// asked for.
#[hook]
fn use_choice_of_added(
    page: &Context,
    asking: &Asking,
    draft: &UseStateHandle<Option<Draft>>,
) -> Rc<RefCell<Option<Part>>> {
    let submitted = use_mut_ref(|| None::<Part>);
    let (state, asking, draft, part) = (page.state.clone(), asking.clone(), draft.clone(), Rc::clone(&submitted));
    use_effect_with(asking.is_accepted(), move |is_accepted| {
        if *is_accepted {
            state.dispatch(Action::ChoosePart(part.take()));
            draft.set(None);
            asking.forget();
        }
    });
    submitted
}

fn fields(
    page: &Context,
    sort: Sort,
    pipeline: &PipelineFrame,
    change: &Callback<Draft>,
    (filled, first): (&Draft, &NodeRef),
) -> Html {
    let write = |edit: fn(&mut Draft, String)| {
        let filled = filled.clone();
        change.reform(move |text: String| {
            let mut next = filled.clone();
            edit(&mut next, text);
            next
        })
    };
    let typed = |callback: Callback<String>| {
        callback.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let chosen = |callback: Callback<String>| {
        callback.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let choose_kind = {
        let filled = filled.clone();
        change.reform(move |name: String| {
            let kind = sort.kinds().iter().find(|kind| **kind == name).copied().unwrap_or(filled.kind);
            Draft { kind, ..filled.clone() }
        })
    };
    let id = |field: &str| format!("{}-{field}", sort.add());
    let kind_name = |kind: &str| {
        page.say(&Message { id: format!("kind-{}", kind.replace('_', "-")).into(), arguments: Vec::new() })
    };
    let about = page
        .say(&Message { id: format!("kind-{}-about", filled.kind.replace('_', "-")).into(), arguments: Vec::new() });
    html! {
        <>
            <div class="choice">
                <label for={id("kind")}>{ page.text("add-kind") }</label>
                <select id={id("kind")} ref={first.clone()} onchange={chosen(choose_kind)}>
                    { for sort.kinds().iter().map(|kind| html! { <option key={*kind} value={*kind} selected={*kind == filled.kind}>{ kind_name(kind) }</option> }) }
                </select>
            </div>
            <p class="hint">{ about }</p>
            <div class="choice">
                <label for={id("name")}>{ page.text("add-name") }</label>
                <input id={id("name")} type="text" value={filled.name.clone()} oninput={typed(write(|draft, text| draft.name = text))}
                    maxlength="128" pattern="[a-zA-Z0-9_.\\-]+" required=true title={page.text("create-name-rule")} autocomplete="off" spellcheck="false" />
            </div>
            if sort.is_connected() {
                <div class="choice">
                    <label for={id("stream")}>{ page.text("add-stream-of") }</label>
                    <select id={id("stream")} onchange={chosen(write(|draft, text| draft.stream = text))}>
                        { for pipeline.streams.iter().map(|stream| html! { <option key={stream.name.clone()} value={stream.name.clone()} selected={stream.name == filled.stream}>{ &stream.name }</option> }) }
                    </select>
                </div>
            } else if sort == Sort::Stream && filled.kind == "provisioned" {
                <div class="choice">
                    <label for={id("shards")}>{ page.text("stream-shards") }</label>
                    <input id={id("shards")} type="number" min="1" step="1" required=true value={filled.shards.clone()} oninput={typed(write(|draft, text| draft.shards = text))} />
                </div>
            }
        </>
    }
}

fn command(sort: Sort, filled: &Draft, profile: Profile) -> Command {
    let (name, stream) = (filled.name.trim().to_owned(), Some(filled.stream.clone()));
    match sort {
        Sort::Producer => {
            let kind = new_producer(filled.kind);
            Command::Producer(ProducerCommand::Add(Box::new(ProducerPlan {
                name,
                stream,
                delivery_stream: None,
                kind,
                traffic: traffic(),
            })))
        }
        Sort::Stream => {
            let is_provisioned = filled.kind == "provisioned";
            let stream_mode = if is_provisioned { StreamMode::Provisioned } else { StreamMode::OnDemand };
            Command::from(Request::CreateStream(CreateStream {
                stream_name: name,
                shard_count: filled.shards.trim().parse().ok().filter(|_| is_provisioned),
                stream_mode_details: Some(StreamModeDetails { stream_mode }),
                ..CreateStream::default()
            }))
        }
        Sort::Store => {
            let kind = new_store(filled.kind);
            Command::Store(StoreCommand::Add(StorePlan { name, kind, idempotent: false }))
        }
        Sort::Consumer => {
            let kind = new_consumer(filled.kind, profile);
            Command::Consumer(ConsumerCommand::Add(ConsumerPlan { name, stream, store: None, kind }))
        }
    }
}

/// What a new producer sends.
fn traffic() -> Traffic {
    let knob = |id: KnobId| id.row().default as u32;
    Traffic {
        rate_records_per_s: knob(KnobId::RateRecordsPerS),
        arrivals: ArrivalModel::default(),
        shape: Shape::default(),
        burst: None,
        record_size: RecordSize::default(),
        template: None,
        keys: KeyModel::Uniform { keys: knob(KnobId::Keys) },
        retry: Retry::default(),
    }
}
