//! The view of the limits: what the profiles are and how they differ, and every quota in a table that can be searched.
//!
//! One component: what costs time, the words of the rows, is kept until the language or the profile changes.

mod profile;
mod table;

use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::limits::{found, rows};
use crate::ui::screen::Screen;
use crate::worker::frame::Frame;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// Properties of [`LimitsView`].
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

/// What the table is narrowed to.
#[derive(Clone, Default, PartialEq)]
struct Narrowed {
    /// What is searched for.
    query: AttrValue,
    /// Whether only rows are shown in which the profiles differ.
    only_differing: bool,
}

/// The view of the limits.
#[component]
pub fn LimitsView(props: &Props) -> Html {
    let page = use_page();
    let narrowed = use_state(Narrowed::default);
    let profile = props.frame.profile;
    let rows = {
        let page = page.clone();
        use_memo((page.state.language, profile), move |(_, profile)| rows(*profile, &|message| page.say(message)))
    };
    let found = found(&rows, &narrowed.query, narrowed.only_differing);
    let count = Message::new("limits-shown").number("shown", found.len()).number("all", rows.len());
    let screen = Screen::Limits.title();
    html! {
        <main id={screen} class="limits" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            <div class="limits-top">
                <section class="panel" aria-labelledby="limits-title">
                    <h2 id="limits-title">{ page.text("limits-title") }</h2>
                    <p>{ page.text("limits-about") }</p>
                    <p>{ page.text("limits-units") }</p>
                </section>
                { profile::switch(&page, profile, &rows) }
            </div>
            <section class="panel" aria-label={page.text("limits-list")}>
                { tools(&page, &narrowed) }
                <p class="hint limits-shown" role="status">{ page.say(&count) }</p>
                if found.is_empty() {
                    { empty(&page, &narrowed) }
                } else {
                    { table::table(&page, &props.frame, &found) }
                }
            </section>
        </main>
    }
}

/// The search box and the switch.
fn tools(page: &Context, narrowed: &UseStateHandle<Narrowed>) -> Html {
    let oninput = {
        let narrowed = narrowed.clone();
        Callback::from(move |event: InputEvent| {
            let query = event.target_unchecked_into::<HtmlInputElement>().value().into();
            narrowed.set(Narrowed { query, ..(*narrowed).clone() });
        })
    };
    let onchange = {
        let narrowed = narrowed.clone();
        Callback::from(move |event: Event| {
            let only_differing = event.target_unchecked_into::<HtmlInputElement>().checked();
            narrowed.set(Narrowed { only_differing, ..(*narrowed).clone() });
        })
    };
    let onkeydown = {
        let narrowed = narrowed.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                show_all(&narrowed);
            }
        })
    };
    html! {
        <div class="limits-tools" role="search">
            <label for="limits-search">{ page.text("limits-search") }</label>
            <input id="limits-search" type="search" value={narrowed.query.clone()} {oninput} {onkeydown} data-entry=""
                placeholder={page.text("limits-search-hint")} aria-keyshortcuts="/" autocomplete="off" spellcheck="false" />
            <label class="check">
                <input type="checkbox" checked={narrowed.only_differing} {onchange} />
                { page.text("limits-differing") }
            </label>
        </div>
    }
}

/// Narrows the table no longer. The button that may have asked for it goes, so the search box takes the focus.
fn show_all(narrowed: &UseStateHandle<Narrowed>) {
    narrowed.set(Narrowed::default());
    let search = gloo::utils::document().get_element_by_id("limits-search");
    if let Some(search) = search.and_then(|search| search.dyn_into::<HtmlElement>().ok()) {
        // A search box that cannot take the focus leaves it to the browser.
        let _unimportant = search.focus();
    }
}

/// What stands in the table's place where nothing is found.
fn empty(page: &Context, narrowed: &UseStateHandle<Narrowed>) -> Html {
    let id = if narrowed.only_differing { "limits-empty-differing" } else { "limits-empty" };
    let words = page.say(&Message::new(id).text("query", narrowed.query.trim()));
    let onclick = {
        let narrowed = narrowed.clone();
        Callback::from(move |_| show_all(&narrowed))
    };
    html! {
        <div class="limits-empty">
            <p>{ words }</p>
            <button type="button" {onclick}>{ page.text("limits-show-all") }</button>
        </div>
    }
}
