//! The words of the page. English is in the program; another language is a file, fetched when somebody asks for it, so that
//! whoever does not need not wait for it. Until it is there, the language before stays.

use super::browser;
use super::fetching::Fetched;
use super::state::{Action, State};
use crate::learn::catalogue::{Catalogue, ENGLISH, FurtherSource, Language};
use crate::learn::message::Message;
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

/// Tells one edition of the Chinese words from another, so that no browser shows an old one that it has kept.
const CHINESE_EDITION: u32 = edition(include_bytes!("../../static/locales/zh-CN.ftl"));

/// Where the words of a language lie that are not in the program.
fn address(language: Language) -> Option<String> {
    match language {
        Language::English => None,
        Language::Chinese => Some(format!("./locales/zh-CN.ftl?{CHINESE_EDITION:08x}")),
    }
}

/// A check sum, FNV-1a. What it is of is not kept in the program.
const fn edition(text: &[u8]) -> u32 {
    let (mut sum, mut at) = (0x811c_9dc5_u32, 0);
    while at < text.len() {
        sum = (sum ^ text[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    sum
}

/// The words of a language, and whether those of all views are there; compared by that.
pub struct Words {
    catalogue: Catalogue,
    is_whole: bool,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        (self.catalogue.language(), self.is_whole) == (other.catalogue.language(), other.is_whole)
    }
}

impl Words {
    fn of(source: Option<&Source>, further: Option<FurtherSource>) -> Self {
        let (language, text) = source.map_or((Language::English, ENGLISH), |source| (source.language, &*source.text));
        Self { catalogue: Catalogue::of(language, text, further), is_whole: further.is_some() }
    }

    /// The text of a message.
    pub fn say(&self, message: &Message) -> String {
        self.catalogue.say(message)
    }
}

/// The words of a language as they were fetched.
#[derive(Clone, PartialEq)]
struct Source {
    language: Language,
    text: Rc<str>,
}

/// The words of the language that was chosen, and whether they are there; at first they may not be.
#[hook]
pub fn use_words(state: &UseReducerHandle<State>, fetched: Fetched) -> (Rc<Words>, bool) {
    let language = state.language;
    let source = use_state(|| None::<Source>);
    {
        let (source, dispatcher) = (source.clone(), state.dispatcher());
        use_effect_with(language, move |language| {
            let language = *language;
            let Some(address) = address(language).filter(|_| source.is_none()) else { return };
            spawn_local(async move {
                if let Some(text) = fetch(&address).await {
                    source.set(Some(Source { language, text: text.into() }));
                } else {
                    dispatcher.dispatch(Action::SetLanguage(Language::English));
                    dispatcher.dispatch(Action::Notify(
                        Message::new("language-unavailable").text("name", language.own_name()),
                    ));
                }
            });
        });
    }
    // English needs none, and the words of another language are of no use to it.
    let chosen = (*source).clone().filter(|source| source.language == language);
    let is_there = chosen.is_some() || language == Language::English;
    // Until then the words before are shown.
    let last = use_mut_ref(|| None::<Source>);
    let was_there = use_mut_ref(|| false);
    if is_there {
        last.replace(chosen);
        was_there.replace(true);
    }
    let shown = last.borrow().clone();
    let words = use_memo((shown, fetched), |(source, fetched): &(Option<Source>, Fetched)| {
        Words::of(source.as_ref(), fetched.parts().map(|parts| parts.words))
    });
    (words, *was_there.borrow())
}

async fn fetch(address: &str) -> Option<String> {
    let response = browser::fetch(address).await?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
