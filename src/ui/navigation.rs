//! What follows when another view opens: the address, the title of the window, the focus.

use super::browser;
use super::focus_kept;
use super::screen::Screen;
use super::state::{Action, State};
use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Keeps the address and the view alike, also when the browser goes back; `title` is what the view is called, and
/// `has_parts` is whether views other than the Lab are there or something stands in for them.
#[hook]
pub fn use_navigation(state: &UseReducerHandle<State>, title: &str, has_parts: bool) {
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "popstate", move |_| {
            dispatcher.dispatch(Action::Open(browser::screen()));
        });
        move || drop(listener)
    });
    let shown = use_mut_ref(|| state.screen);
    let is_stand_in_focused = use_mut_ref(|| false);
    use_effect_with((state.screen, has_parts), move |(screen, has_parts)| {
        // After Back the address is there already.
        if browser::screen() != *screen {
            browser::push_screen(*screen);
        }
        let is_new = shown.replace(*screen) != *screen;
        let is_stand_in = *screen != Screen::default() && !has_parts;
        if is_new || (is_stand_in_focused.take() && !has_moved_on(*screen)) {
            focus(*screen);
            is_stand_in_focused.replace(is_stand_in);
        }
    });
    use_effect_with((state.screen, title.to_owned()), |(screen, title)| {
        let name = if *screen == Screen::default() { "Shardscope" } else { &format!("{title} – Shardscope") };
        document().set_title(name);
    });
}

/// Whether a person has given the focus to something since a view, or what stood in for it, had it.
fn has_moved_on(screen: Screen) -> bool {
    let is_view = document().active_element().is_some_and(|element| element.id() == screen.title());
    !is_view && !focus_kept::is_lost()
}

/// Gives the focus to what somebody wants first in a view, or to the view itself.
fn focus(screen: Screen) {
    let _view_keeps_it = focus_on(screen, " [data-first]") || focus_on(screen, "");
}

/// Gives the focus to the field of a view into which one types; returns whether it has one.
pub fn focus_entry(screen: Screen) -> bool {
    focus_on(screen, " [data-entry]")
}

fn focus_on(screen: Screen, part: &str) -> bool {
    let found = document().query_selector(&["#", screen.title(), part].concat()).ok().flatten();
    let element = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}
