//! What is shown when the simulation has stopped for good: what happened, what can be saved, how to go on.

use crate::ui::app::use_page;
use crate::ui::browser;
use crate::worker::frame::Loaded;
use gloo::utils::window;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Stopped`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the worker said.
    pub reason: AttrValue,
}

/// The page in place of a frozen one.
#[component]
pub fn Stopped(props: &Props) -> Html {
    let page = use_page();
    let save = {
        let page = page.clone();
        Callback::from(move |_| {
            let state = page.state.clone();
            page.with_parts(move |parts| {
                let text = |loaded: &Rc<Loaded>| (parts.scenario_text)(&loaded.scenario);
                let scenario = state.loaded.as_ref().map_or_else(|| "null".to_owned(), text);
                let run = format!("{{\"scenario\": {scenario}, \"journal\": [{}]}}", state.journal.join(",\n"));
                browser::save("shardscope-run.json", &run);
            });
        })
    };
    let restart = Callback::from(|_| {
        // A page that cannot be loaded again stays as it is, with the same button.
        let _unimportant = window().location().reload();
    });
    html! {
        <main class="skeleton" role="alert">
            <h1>{ page.text("stopped") }</h1>
            <p>{ page.text("stopped-about") }</p>
            <pre>{ props.reason.clone() }</pre>
            <p class="buttons">
                <button type="button" class="primary" onclick={restart}>{ page.text("stopped-restart") }</button>
                <button type="button" onclick={save}>{ page.text("stopped-save") }</button>
            </p>
        </main>
    }
}
