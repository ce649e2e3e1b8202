//! The prompt: a field for commands with history, completion and multi-line paste.

use super::{cancel, fill, has_selection, submit};
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::console::completion::List;
use crate::ui::console::history::History;
use crate::ui::console::keys::{Press, Situation, meaning};
use crate::ui::console::line::{bytes_before, commands, line_at, pasted, units_before};
use crate::ui::state::Action;
use crate::worker::messages::Completions;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// Rows that the field grows to.
pub const ROWS_MAX: usize = 8;
/// The beginning of the ids of the list's entries.
const OPTION: &str = "console-option-";

/// Properties of [`Prompt`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The field.
    pub field: NodeRef,
}

/// The prompt as its callbacks need it.
#[derive(Clone)]
struct Handle {
    page: Context,
    field: NodeRef,
    list: UseStateHandle<Option<Rc<List>>>,
    /// Whether the last request for completions found nothing.
    has_none: UseStateHandle<bool>,
    history: Rc<RefCell<History>>,
    is_let_go: Rc<Cell<bool>>,
}

/// The prompt.
#[component]
pub fn Prompt(props: &Props) -> Html {
    let page = use_page();
    let list = use_state(|| None::<Rc<List>>);
    let has_none = use_state(|| false);
    let history = use_mut_ref(|| History::new(browser::console_history()));
    let is_let_go = use_memo((), |()| Cell::new(false));
    let handle =
        Handle { page: page.clone(), field: props.field.clone(), list: list.clone(), has_none, history, is_let_go };
    use_first_focus(&props.field);
    use_effect_with(list.as_ref().and_then(|list| list.active), |active| show_active(*active));
    let onkeydown = {
        let handle = handle.clone();
        Callback::from(move |event: KeyboardEvent| handle.key(&event))
    };
    let oninput = {
        let handle = handle.clone();
        Callback::from(move |_: InputEvent| handle.typed())
    };
    let onpaste = {
        let handle = handle.clone();
        Callback::from(move |event: Event| handle.paste(&event))
    };
    let onblur = {
        let handle = handle.clone();
        Callback::from(move |_: FocusEvent| handle.close())
    };
    let active = list.as_ref().and_then(|list| list.active).map(|place| format!("{OPTION}{place}"));
    html! {
        <div class="prompt-field">
            <textarea ref={props.field.clone()} class="mono" rows="1" autocomplete="off" autocapitalize="off" spellcheck="false" wrap="soft"
                data-first="" data-entry="" aria-label={page.text("console-prompt")} aria-describedby="console-hint"
                aria-autocomplete="list" aria-haspopup="listbox" aria-controls="console-list" aria-activedescendant={active}
                {onkeydown} {oninput} {onpaste} {onblur} />
            { offers(&handle) }
            <p id="console-hint" class="visually-hidden">{ page.text("console-hint") }</p>
            <p class="visually-hidden" role="status">{ told(&handle) }</p>
        </div>
    }
}

/// Who opens the page at the console can type at once.
#[hook]
fn use_first_focus(field: &NodeRef) {
    let field = field.clone();
    use_effect_with((), move |()| fill(&field, ""));
}

/// Scrolls the list to its active entry.
fn show_active(active: Option<usize>) {
    let Some(place) = active else { return };
    if let Some(option) = gloo::utils::document().get_element_by_id(&format!("{OPTION}{place}")) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        Element::scroll_into_view_with_scroll_into_view_options(&option, &options);
    }
}

/// The list of completions, above the field.
fn offers(handle: &Handle) -> Html {
    let page = &handle.page;
    let option = |list: &Rc<List>, place: usize| {
        let candidate = &list.candidates[place];
        let is_active = list.active == Some(place);
        let onmousedown = {
            let (handle, list) = (handle.clone(), Rc::clone(list));
            Callback::from(move |_: MouseEvent| handle.accept(&list, place))
        };
        html! {
            <li key={place} id={format!("{OPTION}{place}")} role="option" aria-selected={is_active.to_string()} {onmousedown}>
                <span class="mono">{ candidate.text.trim_end() }</span><span class="hint">{ &candidate.summary }</span>
            </li>
        }
    };
    // A press with the mouse leaves the focus to the field, or the list would close before it is chosen from.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <ul id="console-list" role="listbox" tabindex="0" class="completions" aria-label={page.text("console-completions")}
            hidden={handle.list.is_none()} {onmousedown}>
            if let Some(list) = &*handle.list {
                { for (0..list.candidates.len()).map(|place| option(list, place)) }
            }
        </ul>
    }
}

/// What is told of the list to those who hear the page.
fn told(handle: &Handle) -> String {
    match &*handle.list {
        Some(list) => handle.page.say(&Message::new("console-offers").number("count", list.candidates.len())),
        None if *handle.has_none => handle.page.text("console-no-offers"),
        None => String::new(),
    }
}

impl Handle {
    fn element(&self) -> Option<HtmlTextAreaElement> {
        self.field.cast()
    }

    /// The text and the cursor, in bytes.
    fn content(&self) -> Option<(String, usize)> {
        let field = self.element()?;
        let text = field.value();
        let units = field.selection_end().ok().flatten().unwrap_or_default();
        let cursor = bytes_before(&text, units as usize);
        Some((text, cursor))
    }

    fn put(&self, text: &str, cursor: usize) {
        fill(&self.field, text);
        let units = units_before(text, cursor) as u32;
        if let Some(field) = self.element() {
            // Without a cursor at its place the text can be typed on at the end.
            let _unimportant = field.set_selection_range(units, units);
        }
    }

    fn show(&self, line: Option<String>) {
        if let Some(line) = line {
            fill(&self.field, &line);
        }
    }

    fn close(&self) {
        self.list.set(None);
        self.has_none.set(false);
    }

    fn situation(&self) -> Situation {
        let Some((text, cursor)) = self.content() else { return Situation::default() };
        let line = line_at(&text, cursor);
        let field = self.element();
        let has_marked = field.is_some_and(|field| field.selection_start().ok() != field.selection_end().ok());
        Situation {
            has_list: self.list.is_some(),
            has_active: self.list.as_ref().is_some_and(|list| list.active.is_some()),
            is_running: self.page.state.console.current().is_some(),
            is_blank: text[..cursor].trim().is_empty(),
            is_first_line: line.start == 0,
            is_last_line: line.end == text.len(),
            has_selection: has_marked || has_selection(),
            is_let_go: self.is_let_go.get(),
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        // While an input method composes, the keys are its own.
        if event.is_composing() || event.alt_key() || event.meta_key() {
            return;
        }
        let situation = self.situation();
        let meaning = meaning(&event.key(), event.shift_key(), event.ctrl_key(), &situation);
        self.is_let_go.set(meaning == Some(Press::LetGo));
        if let Some(press) = meaning {
            event.prevent_default();
            self.press(press);
        }
    }

    fn press(&self, press: Press) {
        match press {
            Press::Run => self.run(),
            Press::Older => {
                let shown = self.content().map(|(text, _)| text).unwrap_or_default();
                let older = self.history.borrow_mut().older(&shown).map(str::to_owned);
                self.show(older);
            }
            Press::Newer => {
                let newer = self.history.borrow_mut().newer().map(str::to_owned);
                self.show(newer);
            }
            Press::Complete => self.ask(true),
            Press::Next | Press::Previous => {
                if let Some(list) = &*self.list {
                    self.list.set(Some(Rc::new(list.moved(press == Press::Next))));
                }
            }
            Press::Accept => {
                if let Some((list, place)) = self.list.as_ref().and_then(|list| Some((list, list.active?))) {
                    self.accept(list, place);
                }
            }
            Press::Close => self.close(),
            Press::Cancel => cancel(&self.page),
            Press::Erase => {
                self.close();
                fill(&self.field, "");
            }
            Press::Clear => self.page.state.dispatch(Action::ConsoleClear),
            Press::LetGo => (),
        }
    }

    fn run(&self) {
        let Some((text, _)) = self.content() else { return };
        self.close();
        let lines = commands(&text);
        if lines.is_empty() {
            return;
        }
        let mut history = self.history.borrow_mut();
        for line in &lines {
            history.add(line);
        }
        browser::keep_console_history(history.lines());
        fill(&self.field, "");
        submit(&self.page, lines);
    }

    fn typed(&self) {
        if let Some(field) = self.element() {
            field.set_rows(field.value().split('\n').count().clamp(1, ROWS_MAX) as u32);
        }
        self.has_none.set(false);
        if self.list.is_some() {
            self.ask(false);
        }
    }

    fn paste(&self, event: &Event) {
        let Some(text) = browser::pasted_text(event) else { return };
        let (Some((present, end)), Some(field)) = (self.content(), self.element()) else { return };
        event.prevent_default();
        let start = field.selection_start().ok().flatten().unwrap_or_default();
        let (start, new) = (bytes_before(&present, start as usize), pasted(&text));
        self.put(&[&present[..start], &new, &present[end..]].concat(), start + new.len());
        self.close();
    }

    /// Asks what could stand at the cursor. Who pressed Tab gets what is certain at once; who types on only a shorter list.
    fn ask(&self, has_pressed_tab: bool) {
        let (Some((text, cursor)), Some(client)) = (self.content(), &self.page.client) else { return };
        let line = line_at(&text, cursor);
        let handle = self.clone();
        let (typed, at) = (text[line.clone()].to_owned(), (cursor - line.start) as u32);
        let answer = Callback::from(move |found: Completions| {
            let part = line.start + found.from as usize..line.start + found.to as usize;
            let is_present = handle.content().is_some_and(|(present, now)| present == text && now == cursor);
            if is_present && text.get(part.clone()).is_some() {
                let list = List { text: text.clone(), part, candidates: found.candidates, active: None };
                handle.offer(list, has_pressed_tab);
            }
        });
        client.complete(typed, at, answer);
    }

    fn offer(&self, list: List, has_pressed_tab: bool) {
        self.has_none.set(has_pressed_tab && list.candidates.is_empty());
        let certain = list.certain().filter(|_| has_pressed_tab).map(|with| (with.len(), list.replaced(&with)));
        if let Some((len, (text, cursor))) = certain {
            self.put(&text, cursor);
            let part = list.part.start..list.part.start + len;
            let list = List { text, part, ..list };
            self.list.set((list.candidates.len() > 1).then(|| Rc::new(list)));
        } else {
            self.list.set((!list.candidates.is_empty()).then(|| Rc::new(list)));
        }
    }

    fn accept(&self, list: &List, place: usize) {
        let (text, cursor) = list.replaced(&list.whole(place));
        self.put(&text, cursor);
        self.close();
    }
}
