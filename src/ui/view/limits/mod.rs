//! The view of the limits: what the profiles are and how they differ, and every quota in a table that can be searched.

mod profile;
mod table;

use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::limits::rows;
use crate::ui::screen::Screen;
use crate::worker::frame::Frame;
use profile::ProfileSwitch;
use std::rc::Rc;
use table::{Live, Table};
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
pub struct Narrowed {
    /// What is searched for.
    pub query: AttrValue,
    /// Whether only rows are shown in which the profiles differ.
    pub only_differing: bool,
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
    let screen = Screen::Limits.title();
    html! {
        <main id={screen} class="limits" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            <div class="limits-top">
                <section class="panel" aria-labelledby="limits-title">
                    <h2 id="limits-title">{ page.text("limits-title") }</h2>
                    <p>{ page.text("limits-about") }</p>
                    <p>{ page.text("limits-units") }</p>
                </section>
                <ProfileSwitch {profile} rows={rows.clone()} />
            </div>
            <section class="panel limits-list" aria-label={page.text("limits-list")}>
                { tools(&page, &narrowed) }
                <ContextProvider<Live> context={Live::of(&props.frame)}>
                    <Table {profile} {rows} narrowed={(*narrowed).clone()} onclear={clear(&narrowed)} />
                </ContextProvider<Live>>
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
        let clear = clear(narrowed);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                clear.emit(());
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

/// Shows all limits again. The button that may have asked for it goes, so the search box takes the focus.
fn clear(narrowed: &UseStateHandle<Narrowed>) -> Callback<()> {
    let narrowed = narrowed.clone();
    Callback::from(move |()| {
        narrowed.set(Narrowed::default());
        let search = gloo::utils::document().get_element_by_id("limits-search");
        if let Some(search) = search.and_then(|search| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(search).ok()) {
            // A search box that cannot take the focus leaves it to the browser.
            let _unimportant = search.focus();
        }
    })
}

/// How many of all rows are shown; announced by screen readers.
fn shown(page: &Context, shown: usize, all: usize) -> Html {
    let words = Message::new("limits-shown").number("shown", shown).number("all", all);
    html! { <p class="hint limits-shown" role="status">{ page.say(&words) }</p> }
}
