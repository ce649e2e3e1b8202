//! A button that puts a text into the clipboard and says so.

use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::browser;
use crate::ui::state::Action;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long the button says that the text was copied, in milliseconds.
const SAID_MS: u32 = 2_000;

/// Properties of [`CopyButton`].
#[derive(Properties)]
pub struct Props {
    /// Makes the text.
    pub text: Rc<dyn Fn() -> String>,
    /// What it is, for those who hear the page.
    pub label: AttrValue,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.text, &other.text) && self.label == other.label
    }
}

/// The button.
#[component]
pub fn CopyButton(props: &Props) -> Html {
    let page = use_page();
    let said = use_state(|| None::<Rc<Timeout>>);
    let onclick = {
        let (page, said, text) = (page.clone(), said.clone(), Rc::clone(&props.text));
        Callback::from(move |_| {
            let (page, said, text) = (page.clone(), said.clone(), text());
            spawn_local(async move {
                if browser::copy(&text).await {
                    let silent = said.clone();
                    said.set(Some(Rc::new(Timeout::new(SAID_MS, move || silent.set(None)))));
                } else {
                    page.state.dispatch(Action::Notify(Message::new("copy-failed")));
                }
            });
        })
    };
    let is_done = said.is_some();
    html! {
        <>
            <button type="button" class="copy" {onclick} aria-label={props.label.clone()}>{ page.text(if is_done { "copied" } else { "copy" }) }</button>
            <span class="visually-hidden" role="status">{ if is_done { page.text("copied") } else { String::new() } }</span>
        </>
    }
}
