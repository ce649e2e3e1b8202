//! What the pipeline begins with: a ready one, with what there is to do in it, or nothing.

use crate::engine::limits::Profile;
use crate::engine::plan::Plan;
use crate::learn::message::Message;
use crate::scenario::file::{Scenario, VERSION};
use crate::scenario::ready::{Act, READY, Ready};
use crate::ui::app::Context;
use crate::ui::view::asking::Asking;
use crate::worker::messages::Task;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a pipeline that begins with nothing is called.
const EMPTY: &str = "pipeline";

/// Begins the ready pipeline called `name`; says whether there is one.
pub fn begin(page: &Context, name: &str) -> bool {
    let found = Ready::named(name);
    if let Some(ready) = found {
        page.ask(&Task::LoadFile { text: ready.text.to_owned(), is_playing: true });
    }
    found.is_some()
}

/// The beginnings.
pub fn panel(page: &Context, asking: &Asking) -> Html {
    let empty = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| {
            let plan = Plan::empty(7, Profile::default());
            page.load(&Scenario { version: VERSION, name: EMPTY.to_owned(), plan });
        })
    };
    let current = page.loaded().map(|loaded| loaded.scenario.name.clone()).unwrap_or_default();
    let ready = Ready::named(&current);
    html! {
        <section class="panel pipeline-ready" aria-labelledby="ready-title">
            <div class="pipeline-begin">
                <h2 id="ready-title">{ page.text("pipeline-title") }</h2>
                { choice(page, ("pipeline-ready", "pipeline-own"), READY, ready) }
                <button type="button" onclick={empty}>{ page.text("pipeline-empty") }</button>
            </div>
            <p class="about">{ ready.map_or_else(|| page.text("pipeline-about"), |ready| text(page, "scenario", ready.name, "-about")) }</p>
            { acts(page, asking, ready) }
            { asking.refusal() }
        </section>
    }
}

/// What there is to do in a ready scenario.
pub fn acts(page: &Context, asking: &Asking, ready: Option<&'static Ready>) -> Html {
    let Some(ready) = ready.filter(|ready| !ready.acts.is_empty()) else {
        return Html::default();
    };
    html! { <p class="acts"><span>{ page.text("pipeline-acts") }{ ":" }</span>{ for ready.acts.iter().map(|act| button(page, asking, act)) }</p> }
}

/// The choice among ready scenarios, by which one of them is begun: what it is called, and what stands there for another one.
pub fn choice(
    page: &Context,
    (label, other): (&'static str, &'static str),
    among: &'static [Ready],
    current: Option<&'static Ready>,
) -> Html {
    let current = current.filter(|current| among.iter().any(|ready| ready.name == current.name));
    let onchange = {
        let page = page.clone();
        Callback::from(move |event: Event| {
            begin(&page, &event.target_unchecked_into::<HtmlSelectElement>().value());
        })
    };
    html! {
        <select aria-label={page.text(label)} {onchange}>
            if current.is_none() {
                <option value="" selected=true>{ page.text(other) }</option>
            }
            { for among.iter().map(|ready| html! {
                <option key={ready.name} value={ready.name} selected={current.is_some_and(|current| current.name == ready.name)}>{ text(page, "scenario", ready.name, "") }</option>
            }) }
        </select>
    }
}

fn button(page: &Context, asking: &Asking, act: &'static Act) -> Html {
    let asking = asking.clone();
    let onclick =
        Callback::from(move |_: MouseEvent| act.commands.iter().for_each(|command| asking.command(command())));
    html! { <button type="button" key={act.id} class="primary" {onclick}>{ page.text(act.id) }</button> }
}

/// What a ready scenario is called, or what there is to see in it.
pub fn text(page: &Context, before: &str, name: &str, after: &str) -> String {
    page.say(&Message { id: format!("{before}-{name}{after}").into(), arguments: Vec::new() })
}
