//! The ready scenarios, one button each, and a file of one's own.

use crate::learn::message::Message;
use crate::scenario::presets::PRESETS;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::state::Action;
use crate::worker::messages::Task;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Scenarios`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The name of the scenario that runs.
    pub current: AttrValue,
}

/// The list of scenarios.
#[component]
pub fn Scenarios(props: &Props) -> Html {
    let page = use_page();
    let preset = |(number, preset): (usize, &'static crate::scenario::presets::Preset)| {
        let context = page.clone();
        let load = Callback::from(move |_| context.load_preset(preset));
        let is_current = props.current == preset.name;
        html! {
            <li key={preset.name}>
                <button type="button" class="scenario" aria-pressed={is_current.to_string()} onclick={load} title={page.say(&Message::new(preset.about))}>
                    <kbd aria-hidden="true">{ number }</kbd>
                    <span>{ page.say(&Message::new(preset.title)) }</span>
                </button>
            </li>
        }
    };
    let about =
        PRESETS.iter().find(|preset| props.current == preset.name).map(|preset| page.say(&Message::new(preset.about)));
    html! {
        <section class="panel" aria-labelledby="scenarios-title">
            <h2 id="scenarios-title">{ page.text("scenarios") }</h2>
            <ul class="scenarios">{ for (1..).zip(PRESETS).map(preset) }</ul>
            if let Some(about) = about {
                <p class="about">{ about }</p>
            }
            { own_file(&page) }
        </section>
    }
}

/// Opens and saves scenario files.
fn own_file(page: &Context) -> Html {
    let open = {
        let context = page.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            // The same file can be chosen again after it was mended.
            input.set_value("");
            if let Some(file) = file {
                read(context.clone(), file);
            }
        })
    };
    let save = {
        let context = page.clone();
        Callback::from(move |_| {
            if let Some(scenario) = context.present_scenario() {
                context.with_parts(move |parts| {
                    browser::save(&format!("{}.json", scenario.name), &(parts.scenario_text)(&scenario));
                });
            }
        })
    };
    html! {
        <p class="buttons">
            <label class="button">
                { page.text("scenario-open") }
                <input type="file" class="visually-hidden" accept=".json,application/json" onchange={open} />
            </label>
            <button type="button" onclick={save}>{ page.text("scenario-save") }</button>
        </p>
    }
}

fn read(context: Context, file: web_sys::File) {
    if file.size() > crate::scenario::file::FILE_BYTES_MAX as f64 {
        let bytes = file.size() as usize;
        context.state.dispatch(Action::Notify(crate::scenario::file::ScenarioError::TooLong(bytes).message()));
        return;
    }
    spawn_local(async move {
        match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
            Some(text) => context.ask(&Task::LoadFile { text, is_playing: true }),
            None => context.state.dispatch(Action::Notify(Message::new("file-unreadable"))),
        }
    });
}
