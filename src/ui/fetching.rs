//! Fetches the parts of the page that are not in the first picture, and stands in for a view until it is there.

use super::app::Context;
use super::parts::Parts;
use super::screen::Screen;
use super::state::{Action, State};
use crate::learn::message::Message;
use gloo::timers::callback::Timeout;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long after the first picture the parts are fetched, though nobody has opened one yet, in milliseconds.
const PREPARE_MS: u32 = 500;

/// Fetches the parts; nothing where they cannot be had, and then they may be asked for again.
pub type FetchParts = fn() -> Pin<Box<dyn Future<Output = Option<&'static Parts>>>>;

/// How far the parts are.
#[derive(Clone, Copy, Default)]
pub enum Fetched {
    /// Nobody has asked, or they are under way.
    #[default]
    NotYet,
    /// They could not be had.
    Failed,
    /// They are here.
    Here(&'static Parts),
}

impl PartialEq for Fetched {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Fetched {
    /// The parts, once they are here.
    pub const fn parts(self) -> Option<&'static Parts> {
        match self {
            Self::Here(parts) => Some(parts),
            Self::NotYet | Self::Failed => None,
        }
    }
}

/// What is to be done with the parts by somebody who waits for them.
pub type Then = Box<dyn FnOnce(&'static Parts)>;

/// The parts, and what fetches them; they are fetched when one is opened, and soon after the first picture anyway.
#[hook]
pub fn use_parts(
    fetch_parts: FetchParts,
    state: &UseReducerHandle<State>,
    has_picture: bool,
) -> (Fetched, Callback<Option<Then>>) {
    let fetched = use_state_eq(Fetched::default);
    let fetch = {
        let (fetched, dispatcher) = (fetched.setter(), state.dispatcher());
        use_callback((), move |then: Option<Then>, ()| {
            let (fetched, dispatcher) = (fetched.clone(), dispatcher.clone());
            spawn_local(async move {
                let Some(parts) = fetch_parts().await else {
                    // Where nobody waits, failing is no news: who opens a part tries again.
                    if then.is_some() {
                        fetched.set(Fetched::Failed);
                        dispatcher.dispatch(Action::OpenFile(false));
                        dispatcher.dispatch(Action::Notify(Message::new("part-unavailable")));
                    }
                    return;
                };
                fetched.set(Fetched::Here(parts));
                if let Some(then) = then {
                    then(parts);
                }
            });
        })
    };
    {
        let fetch = fetch.clone();
        let opened = (state.screen, state.lineage().is_some(), state.menu, state.is_file_open);
        use_effect_with(opened, move |(screen, has_lineage, menu, is_file_open)| {
            if *screen != Screen::Lab || *has_lineage || menu.is_some() || *is_file_open {
                fetch.emit(Some(Box::new(|_| ())));
            }
        });
    }
    {
        let fetch = fetch.clone();
        use_effect_with(has_picture, move |has_picture| {
            let timer = has_picture.then(|| Timeout::new(PREPARE_MS, move || fetch.emit(None)));
            move || drop(timer)
        });
    }
    (*fetched, fetch)
}

/// What stands in a view's place until it is there.
pub fn stand_in(page: &Context, screen: Screen) -> Html {
    let again = page.fetch.reform(|_: MouseEvent| Some(Box::new(|_: &Parts| ()) as Then));
    let title = screen.title();
    html! {
        <main id={title} class="skeleton" tabindex="-1" aria-label={page.text(title)}>
            if page.fetched == Fetched::Failed {
                <p role="alert">{ page.text("part-unavailable") }</p>
                <p><button type="button" onclick={again}>{ page.text("part-again") }</button></p>
            } else {
                <p role="status">{ page.text("part-loading") }</p>
            }
        </main>
    }
}
