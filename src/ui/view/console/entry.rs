//! One entry of the console's log: a line with what it has printed, an action on the page, or the beginning of a run.

use super::cancel;
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::console::{Entry, Line, Progress, What};
use crate::ui::view::copy::CopyButton;
use crate::ui::view::header::title;
use std::rc::Rc;
use yew::prelude::*;

/// Characters of a line that are shown again: a pasted file is not.
const LINE_SHOWN: usize = 600;

/// Properties of [`EntryView`].
#[derive(Properties)]
pub struct Props {
    /// The entry.
    pub entry: Rc<Entry>,
    /// The number of the line that is being carried out.
    pub current: Option<u32>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let is_open = matches!(&self.entry.what, What::Line(line) if line.progress == Progress::Open);
        Rc::ptr_eq(&self.entry, &other.entry) && (!is_open || self.current == other.current)
    }
}

/// One entry.
#[component]
pub fn EntryView(props: &Props) -> Html {
    let page = use_page();
    let entry = &props.entry;
    // One function for as long as the entry is the same, so that the button needs no rendering.
    let text = use_memo(Rc::as_ptr(entry) as usize, |_| {
        let entry = Rc::clone(entry);
        let text: Rc<dyn Fn() -> String> = Rc::new(move || match &entry.what {
            What::Line(line) => line.printed(),
            What::Echo(command) | What::Refused(command) => command.clone(),
            What::Began(_) => String::new(),
        });
        text
    });
    match &entry.what {
        What::Line(line) => html! {
            <li class="entry">
                { head(entry, &line.text, "$") }
                { outputs(&page, line) }
                { progress(&page, props, line) }
                if !line.outputs.is_empty() {
                    <CopyButton text={(*text).clone()} label={page.say(&Message::new("console-copy").text("line", short(&line.text)))} />
                }
            </li>
        },
        What::Echo(command) | What::Refused(command) => html! {
            <li class="entry echo">
                { head(entry, command, "▸") }
                <span class="hint">{ page.text(if matches!(entry.what, What::Refused(_)) { "console-echo-refused" } else { "console-echo" }) }</span>
                <CopyButton text={(*text).clone()} label={page.say(&Message::new("console-copy-command").text("line", short(command)))} />
            </li>
        },
        What::Began(scenario) => {
            let name = title(&page, scenario);
            html! { <li class="began">{ page.say(&Message::new("console-began").text("scenario", name)) }</li> }
        }
    }
}

fn head(entry: &Entry, text: &str, sign: &str) -> Html {
    let text = beginning(text, LINE_SHOWN);
    html! {
        <div class="entry-head mono"><span class="entry-at">{ clock(entry.at) }{ " " }{ sign }</span><code>{ text }</code></div>
    }
}

/// What a line has printed; each part can be scrolled across by itself, also by the keyboard.
fn outputs(page: &Context, line: &Line) -> Html {
    let part = |(place, output): (usize, &crate::ui::console::Output)| {
        let (class, id) = match output.is_error {
            true => ("error", "console-error"),
            false if has_columns(&output.text) => ("", "console-output"),
            false => ("words", "console-output"),
        };
        let label = page.say(&Message::new(id).text("line", short(&line.text)));
        html! { <pre key={place} {class} tabindex="0" role="group" aria-label={label}>{ &output.text }</pre> }
    };
    html! {
        <>
            { for line.outputs.iter().enumerate().map(part) }
            if line.left_out > 0 {
                <p class="hint">{ page.say(&Message::new("console-left-out").number("characters", line.left_out)) }</p>
            }
        </>
    }
}

/// Whether a text is a table, whose columns would be lost if its lines were wrapped.
fn has_columns(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(['|', '+']) || line.starts_with("---"))
}

fn progress(page: &Context, props: &Props, line: &Line) -> Html {
    let id = match line.progress {
        Progress::Finished if line.outputs.is_empty() => "console-silent",
        Progress::Finished => return Html::default(),
        Progress::Dropped => "console-dropped",
        Progress::Open if props.current != Some(line.number) => "console-queued",
        Progress::Open => "console-running",
    };
    let words = page.say(&Message::new(id));
    if props.current != Some(line.number) {
        return html! { <p class="hint">{ words }</p> };
    }
    let onclick = {
        let page = page.clone();
        Callback::from(move |_| cancel(&page))
    };
    html! {
        <p class="hint running">{ words }<button type="button" {onclick}>{ page.text("console-cancel") }</button></p>
    }
}

/// The beginning of a line, to name things by.
fn short(line: &str) -> String {
    beginning(line, 60)
}

/// A text, cut after so many characters.
fn beginning(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text.to_owned(),
    }
}
