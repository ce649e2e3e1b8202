//! The panel of the person's own key file: choose or drop it, pick columns, read it, and see how its keys load shards.
//!
//! The file goes to the worker of this page and nowhere else.

use super::console::submit;
use super::skew::SkewView;
use crate::learn::message::Message;
use crate::scenario::import::Preview;
use crate::scenario::sample::ColumnChoice;
use crate::scenario::skew::SkewOptions;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::console::line::one_line;
use crate::ui::format;
use crate::ui::key_file::KeyFile;
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::worker::messages::Task;
use crate::worker::pipeline::Part;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DragEvent, HtmlDialogElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

const SAMPLE_NAME: &str = "flights-by-airport.csv";
const SAMPLE_URL: &str = "./samples/flights-by-airport.csv";

/// Gives a file to the worker to look into.
pub fn inspect(page: &Context, name: String, file: &Blob) {
    page.state.dispatch(Action::FileChosen(name.clone()));
    if let Some(client) = &page.client {
        client.ask_with_file(&Task::InspectFile { name }, file);
    }
}

/// The panel: a modal dialog of the browser, which keeps the focus inside and gives it back when it closes.
#[component]
pub fn FilePanel() -> Html {
    let page = use_page();
    let dialog = use_node_ref();
    let is_open = page.state.is_file_open;
    {
        let dialog = dialog.clone();
        use_effect_with(is_open, move |is_open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if *is_open && !dialog.open() {
                // A dialog that cannot be shown stays closed; the button that opens it is still there.
                let _unimportant = dialog.show_modal();
            } else if !*is_open && dialog.open() {
                dialog.close();
            }
        });
    }
    let close = {
        let state = page.state.clone();
        Callback::from(move |()| state.dispatch(Action::OpenFile(false)))
    };
    let ondrop = drop_file(&page);
    html! {
        <dialog ref={dialog} class="dialog panel" aria-labelledby="file-title" onclose={close.reform(|_: Event| ())} {ondrop}
            ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
            if is_open {
                <header class="dialog-header">
                    <h2 id="file-title">{ page.text("file-title") }</h2>
                    <button type="button" onclick={close.reform(|_: MouseEvent| ())} aria-label={page.text("close")}>{ "×" }</button>
                </header>
                { content(&page) }
            }
        </dialog>
    }
}

/// Takes a file that is dropped.
pub fn drop_file(page: &Context) -> Callback<DragEvent> {
    let context = page.clone();
    Callback::from(move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
            match (&context.state.part, &context.client) {
                // Beside a producer of the pipeline it is a log, and its lines become the records.
                (Some(Part::Producer(producer)), Some(client)) if context.state.screen == Screen::Pipeline => {
                    let task = Task::TailFile { name: file.name(), producer: producer.clone() };
                    client.ask_with_file(&task, &file);
                }
                _ => take(context.clone(), file),
            }
        }
    })
}

/// Takes a file for what it is: a scenario of this program begins, what the AWS CLI printed of a stream goes to the
/// console, anything else is looked into for keys.
fn take(context: Context, file: web_sys::File) {
    if file.size() > crate::scenario::file::FILE_BYTES_MAX as f64 || !file.name().to_lowercase().ends_with(".json") {
        inspect(&context, file.name(), &file);
        return;
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let has = |part: &str| text.as_ref().is_some_and(|text| text.contains(part));
        let (is_scenario, is_of_aws) =
            (has("\"plan\"") && has("\"version\""), has("\"Shards\"") || has("\"StreamDescription\""));
        match text {
            Some(text) if is_scenario => context.ask(&Task::LoadFile { text, is_playing: true }),
            Some(printed) if is_of_aws => {
                context.state.dispatch(Action::Open(Screen::Console));
                submit(&context, vec![one_line(&printed)]);
            }
            _ => inspect(&context, file.name(), &file),
        }
    });
}

fn content(page: &Context) -> Html {
    match &page.state.key_file {
        KeyFile::None => html! { <>{ chooser(page) }</> },
        KeyFile::Inspecting(file) => {
            html! { <p role="status">{ page.say(&Message::new("file-inspecting").text("file", file)) }</p> }
        }
        KeyFile::Inspected { file, bytes, preview, choice } => inspected(page, file, *bytes, preview, choice),
        KeyFile::Importing { file, bytes_read, bytes, rows } => importing(page, file, *bytes_read, *bytes, *rows),
        KeyFile::Imported { file, report } => html! {
            <>
                { another(page) }
                <SkewView file={file.clone()} report={report.clone()} />
            </>
        },
        KeyFile::Refused { file, reason } => html! {
            <>
                <p class="wrong" role="alert"><strong>{ page.say(&Message::new("file-refused").text("file", file)) }</strong>{ " " }{ page.say(reason) }</p>
                { chooser(page) }
            </>
        },
    }
}

/// Where a file is chosen or dropped, and the sample that comes with the page.
fn chooser(page: &Context) -> Html {
    let onchange = {
        let context = page.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                inspect(&context, file.name(), &file);
            }
        })
    };
    let sample = {
        let context = page.clone();
        Callback::from(move |_| {
            let context = context.clone();
            spawn_local(async move {
                match fetch_sample().await {
                    Some(blob) => inspect(&context, SAMPLE_NAME.to_owned(), &blob),
                    None => context.state.dispatch(Action::Notify(Message::new("file-unreadable"))),
                }
            });
        })
    };
    html! {
        <>
            <p>{ page.text("file-about") }</p>
            <div class="drop">
                <p>{ page.text("file-drop") }</p>
                <label class="button primary">
                    { page.text("file-choose") }
                    <input type="file" class="visually-hidden" accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,.log,text/*" {onchange} />
                </label>
            </div>
            <p class="hint">{ page.text("file-private") }</p>
            <p class="file-sample">
                <button type="button" onclick={sample}>{ page.text("file-sample") }</button>
                <span class="note">{ page.text("file-sample-about") }</span>
            </p>
        </>
    }
}

async fn fetch_sample() -> Option<Blob> {
    let response = browser::fetch(SAMPLE_URL).await?;
    JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()
}

fn inspected(page: &Context, file: &str, bytes: u64, preview: &Preview, choice: &ColumnChoice) -> Html {
    let read = {
        let (context, choice) = (page.clone(), choice.clone());
        Callback::from(move |_| {
            context.ask(&Task::ImportFile { choice: choice.clone(), skew: first_question(&context) });
        })
    };
    let pick = |edit: fn(&mut ColumnChoice, Option<String>)| {
        let (state, choice) = (page.state.clone(), choice.clone());
        Callback::from(move |column: Option<String>| {
            let mut choice = choice.clone();
            edit(&mut choice, column);
            state.dispatch(Action::ChooseColumns(choice));
        })
    };
    html! {
        <>
            <p>{ page.say(&Message::new("file-looks").text("file", file).text("size", format::bytes(bytes as f64)).number("columns", preview.columns.len())) }</p>
            <div class="columns">
                { column_choice(page, "column-key", preview, Some(&choice.key), false, pick(|choice, column| choice.key = column.unwrap_or_default())) }
                { column_choice(page, "column-weight", preview, choice.weight.as_ref(), true, pick(|choice, column| choice.weight = column)) }
                { column_choice(page, "column-size", preview, choice.size.as_ref(), true, pick(|choice, column| choice.size = column)) }
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-label={page.text("file-rows")}>
                <table class="preview">
                    <thead><tr>{ for preview.columns.iter().map(|column| html! {
                        <th scope="col" class={column_class(choice, column)}>{ column }</th>
                    }) }</tr></thead>
                    <tbody>{ for preview.rows.iter().map(|row| html! {
                        <tr>{ for row.iter().zip(&preview.columns).map(|(cell, column)| html! { <td class={column_class(choice, column)}>{ cell }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
            <p class="buttons">
                <button type="button" class="primary" onclick={read}>{ page.text("file-read") }</button>
                { another(page) }
            </p>
        </>
    }
}

fn column_class(choice: &ColumnChoice, column: &str) -> &'static str {
    if choice.key == column {
        "is-key"
    } else if choice.weight.as_deref() == Some(column) || choice.size.as_deref() == Some(column) {
        "is-used"
    } else {
        ""
    }
}

fn column_choice(
    page: &Context,
    id: &'static str,
    preview: &Preview,
    chosen: Option<&String>,
    is_optional: bool,
    onpick: Callback<Option<String>>,
) -> Html {
    let columns = preview.columns.clone();
    let onchange = Callback::from(move |event: Event| {
        // Options are numbered: a column may be called anything, even nothing.
        let place = event.target_unchecked_into::<HtmlSelectElement>().value().parse::<usize>().ok();
        onpick.emit(place.and_then(|place| columns.get(place).cloned()));
    });
    html! {
        <div class="choice">
            <label for={id}>{ page.say(&Message::new(id)) }</label>
            <select {id} {onchange}>
                if is_optional {
                    <option value="" selected={chosen.is_none()}>{ page.text("column-none") }</option>
                }
                { for preview.columns.iter().enumerate().map(|(place, column)| html! {
                    <option key={place} value={place.to_string()} selected={chosen == Some(column)}>{ column }</option>
                }) }
            </select>
        </div>
    }
}

/// What is asked of the file at first: the present stream and rate.
fn first_question(page: &Context) -> SkewOptions {
    let frame = page.client.as_ref().and_then(|client| client.frame());
    let rate =
        frame.as_ref().map(|frame| frame.producers.iter().map(|p| u64::from(p.traffic.rate_records_per_s)).sum());
    SkewOptions {
        shards: page.loaded().map_or(4, |loaded| loaded.shards().len() as u32),
        rate_records_per_s: rate,
        profile: frame.map(|frame| frame.profile).unwrap_or_default(),
        ..SkewOptions::default()
    }
}

fn importing(page: &Context, file: &str, bytes_read: u64, bytes: u64, rows: u64) -> Html {
    let cancel = {
        let context = page.clone();
        Callback::from(move |_| {
            context.ask(&Task::CancelImport);
            context.state.dispatch(Action::ForgetFile);
        })
    };
    let words = Message::new("file-importing")
        .text("file", file)
        .text("read", format::bytes(bytes_read as f64))
        .text("size", format::bytes(bytes as f64))
        .number("rows", rows);
    html! {
        <>
            <label for="import-progress">{ page.say(&words) }</label>
            <progress id="import-progress" max={bytes.to_string()} value={bytes_read.to_string()}></progress>
            <p><button type="button" onclick={cancel}>{ page.text("cancel") }</button></p>
        </>
    }
}

fn another(page: &Context) -> Html {
    let state = page.state.clone();
    let forget = Callback::from(move |_| state.dispatch(Action::ForgetFile));
    html! { <button type="button" onclick={forget}>{ page.text("file-another") }</button> }
}
