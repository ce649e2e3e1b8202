//! The console: a log of lines and what they print, the prompt, and examples to begin with.

mod entry;
mod examples;
mod prompt;

use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::worker::frame::Frame;
use crate::worker::messages::Task;
use entry::EntryView;
use examples::examples;
use gloo::utils::document;
use prompt::Prompt;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How near to its end the log has to be in order to follow what is printed, in pixels.
const NEAR_PX: i32 = 40;

/// Properties of [`ConsoleView`].
#[derive(Properties)]
pub struct Props {
    /// Whether it is the open view.
    pub is_open: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
}

impl PartialEq for Props {
    /// While the view is closed it keeps what it showed last.
    fn eq(&self, other: &Self) -> bool {
        self.is_open == other.is_open && (!self.is_open || Rc::ptr_eq(&self.frame, &other.frame))
    }
}

/// Gives lines to the console to carry out.
pub fn submit(page: &Context, lines: Vec<String>) {
    let Some(client) = &page.client else { return };
    let at = client.frame().map(|frame| frame.at).unwrap_or_default();
    let numbered = lines.into_iter().map(|line| (client.number(), line)).collect();
    page.state.dispatch(Action::ConsoleSubmit(numbered, at));
}

/// Ends the line that is being carried out, and with it those that wait.
fn cancel(page: &Context) {
    page.state.dispatch(Action::ConsoleCancel);
    page.ask(&Task::ConsoleCancel);
}

/// Sends the worker each line in its turn, also while another view is open.
#[hook]
pub fn use_console(page: &Context) {
    let page = page.clone();
    let current = page.state.console.current().map(|(number, _)| number);
    use_effect_with((current, page.client.is_some()), move |_| {
        if let Some((number, line)) = page.state.console.current() {
            page.ask(&Task::Console { number, line: line.to_owned() });
        }
    });
}

/// The console.
#[component]
pub fn ConsoleView(props: &Props) -> Html {
    let page = use_page();
    let field = use_node_ref();
    let (log, onscroll) = use_following(&page, props.is_open);
    let screen = Screen::Console.title();
    let clear = {
        let state = page.state.clone();
        Callback::from(move |_: MouseEvent| state.dispatch(Action::ConsoleClear))
    };
    let shard = props.frame.explanation.as_ref().map(|explanation| explanation.shard);
    html! {
        <main id={screen} class="console" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            <section class="panel terminal" aria-labelledby="console-title">
                <div class="terminal-top">
                    <h2 id="console-title">{ page.text("console-title") }</h2>
                    <p class="hint terminal-keys">{ page.text("console-keys") }</p>
                    <button type="button" onclick={clear} title="Ctrl L">{ page.text("console-clear") }</button>
                </div>
                <div ref={log} class="log" role="log" aria-live="off" aria-label={page.text("console-log")} tabindex="0" {onscroll}>
                    { entries(&page) }
                </div>
                <div class="prompt">
                    <span class="prompt-at mono" aria-hidden="true">{ clock(props.frame.at) }{ " $" }</span>
                    <Prompt field={field.clone()} />
                </div>
                <p class="visually-hidden" role="status">{ said(&page) }</p>
            </section>
            { examples(&page, &field, shard) }
        </main>
    }
}

/// The latest output as it is read out: its beginning, and how much more there is.
fn said(page: &Context) -> String {
    let said = page.state.console.said();
    if said.is_silent {
        return page.text("console-silent");
    }
    if said.lines_more == 0 {
        return said.text.clone();
    }
    let words = Message::new("console-more").text("text", &said.text).number("lines", said.lines_more);
    page.say(&words)
}

/// The log's element, which follows what is printed while somebody looks at its end, and what hears it scroll.
#[hook]
fn use_following(page: &Context, is_open: bool) -> (NodeRef, Callback<Event>) {
    let log = use_node_ref();
    let is_at_end = use_mut_ref(|| true);
    let onscroll = {
        let is_at_end = is_at_end.clone();
        Callback::from(move |event: Event| {
            let log: HtmlElement = event.target_unchecked_into();
            *is_at_end.borrow_mut() = log.scroll_height() - log.scroll_top() - log.client_height() < NEAR_PX;
        })
    };
    let console = &page.state.console;
    {
        let log = log.clone();
        // Who types wants to see what comes of it.
        let is_running = console.current().is_some();
        use_effect_with((console.revision(), is_open), move |_| {
            let is_wanted = is_running || *is_at_end.borrow();
            if let Some(log) = log.cast::<HtmlElement>().filter(|_| is_wanted) {
                log.set_scroll_top(log.scroll_height());
                *is_at_end.borrow_mut() = true;
            }
        });
    }
    (log, onscroll)
}

/// What was typed and printed.
fn entries(page: &Context) -> Html {
    let console = &page.state.console;
    if console.entries().next().is_none() {
        return html! { <p class="hint">{ page.text("console-empty") }</p> };
    }
    let current = console.current().map(|(number, _)| number);
    html! {
        <ol>
            { for console.entries().map(|entry| html! {
                <EntryView key={entry.key} entry={Rc::clone(entry)} {current} />
            }) }
        </ol>
    }
}

/// Puts a text into the prompt, ready to be changed and sent.
fn fill(field: &NodeRef, text: &str) {
    let Some(field) = field.cast::<web_sys::HtmlTextAreaElement>() else { return };
    field.set_value(text);
    field.set_rows(text.lines().count().clamp(1, prompt::ROWS_MAX) as u32);
    // A prompt that cannot take the focus shows the text all the same.
    let _unimportant = field.focus();
    let end = text.encode_utf16().count() as u32;
    let _unimportant = field.set_selection_range(end, end);
}

/// Whether somebody has selected text on the page.
fn has_selection() -> bool {
    document().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}
