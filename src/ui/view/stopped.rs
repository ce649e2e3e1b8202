//! What is shown when the simulation has stopped for good: what happened, what can be saved, how to go on.

use crate::ui::app::use_page;
use crate::ui::browser;
use gloo::utils::window;
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
        let state = page.state.clone();
        Callback::from(move |_| {
            let scenario = state.loaded.as_ref().map_or_else(|| "null".to_owned(), |loaded| loaded.scenario.to_json());
            let journal = state.journal.join(",\n");
            browser::save("shardscope-run.json", &format!("{{\"scenario\": {scenario}, \"journal\": [{journal}]}}"));
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
