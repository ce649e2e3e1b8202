//! The focus never falls to the page as a whole: where a control goes away or is disabled under it, what was around the
//! control gets it, so that the next press of a key goes on from there.
//!
//! Leaves out a control in a view that is closed: opening another one moves the focus by itself.

use gloo::events::EventListener;
use gloo::utils::document;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};
use yew::prelude::*;

/// The control that had the focus last, and all that was around it, the nearest first.
type Last = Rc<RefCell<Vec<Element>>>;

/// The mark of what has the focus only because a control under it has gone.
const STANDS_IN: &str = "data-stands-in";

/// Whether nothing that a person chose has the focus: a view may give it to what is wanted next.
pub fn is_lost() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY" || active.has_attribute(STANDS_IN))
}

/// Keeps the focus as long as the page is there.
#[hook]
pub fn use_focus_kept() {
    use_effect_with((), |()| {
        let last = Last::default();
        let remembers = {
            let last = Rc::clone(&last);
            EventListener::new(&document(), "focusin", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if let Ok(Some(before)) = document().query_selector(&format!("[{STANDS_IN}]:not(:focus)")) {
                    // A mark that stays is of no harm: what it is on has no focus.
                    let _unimportant = before.remove_attribute(STANDS_IN);
                }
                *last.borrow_mut() = std::iter::successors(target, |element| element.parent_element()).collect();
            })
        };
        let restores = Closure::<dyn Fn()>::new(move || restore(&last));
        let observer = observe(&restores);
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop((remembers, restores));
        }
    });
}

/// Tells of elements that go away, or become disabled.
fn observe(callback: &Closure<dyn Fn()>) -> Option<MutationObserver> {
    let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    let wanted = MutationObserverInit::new();
    wanted.set_child_list(true);
    wanted.set_subtree(true);
    wanted.set_attribute_filter(&js_sys::Array::of1(&"disabled".into()));
    let body = document().body()?;
    observer.observe_with_options(&body, &wanted).ok()?;
    Some(observer)
}

/// Gives the focus to the nearest of what was around it, if it fell to the page.
fn restore(last: &Last) {
    if document().active_element().is_some_and(|active| active.tag_name() != "BODY") {
        return;
    }
    let around = last.borrow();
    let is_gone = |control: &Element| !control.is_connected() || control.has_attribute("disabled");
    if !around.first().is_some_and(is_gone) {
        return;
    }
    let home = around.iter().skip(1).find(|element| element.is_connected() && is_home(element)).cloned();
    // Taking the focus is remembered.
    drop(around);
    if let Some(home) = home.and_then(|home| home.dyn_into::<HtmlElement>().ok()) {
        if !home.has_attribute("tabindex") {
            home.set_tab_index(-1);
        }
        // Without the mark a view cannot tell that it may give the focus to something better.
        let _unimportant = home.set_attribute(STANDS_IN, "");
        let wanted = web_sys::FocusOptions::new();
        wanted.set_prevent_scroll(true);
        // Without the focus everything works by pointer still.
        let _unimportant = home.focus_with_options(&wanted);
    }
}

/// Whether an element is a part of the page that a reader knows by name.
fn is_home(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "SECTION" | "ASIDE" | "MAIN" | "FORM")
}
