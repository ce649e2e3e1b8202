//! What came of a setting that was changed, kept beside it until somebody changes it again.

use crate::learn::message::Message;
use crate::ui::app::use_page;
use yew::prelude::*;

/// What a setting asked for last, and why it is not in force.
#[derive(Clone, PartialEq)]
pub struct Answer {
    asked: UseStateHandle<Option<u32>>,
    wrong: UseStateHandle<Option<Message>>,
}

/// What comes of changing a setting whose value in force is `value`.
#[hook]
pub fn use_answer(value: &str) -> Answer {
    let page = use_page();
    let answer = Answer { asked: use_state(|| None), wrong: use_state(|| None) };
    let refusal = answer.asked.and_then(|asked| page.state.notices.refusal_of(asked)).cloned();
    {
        let answer = answer.clone();
        // The page forgets a refusal with the next command, wherever that is given.
        use_effect_with(refusal, move |refusal| {
            if refusal.is_some() {
                answer.wrong.set(refusal.clone());
            }
        });
    }
    {
        let answer = answer.clone();
        use_effect_with(value.to_owned(), move |_| answer.forget());
    }
    answer
}

impl Answer {
    /// Why what was given is not in force.
    pub fn wrong(&self) -> Option<&Message> {
        self.wrong.as_ref()
    }

    /// It was not even asked for.
    pub fn refuse(&self, fault: Message) {
        self.asked.set(None);
        self.wrong.set(Some(fault));
    }

    /// It was asked for by this command; nothing where it is in force already.
    pub fn ask(&self, command: Option<u32>) {
        self.wrong.set(None);
        self.asked.set(command);
    }

    /// What was asked is of no interest any more.
    pub fn forget(&self) {
        self.ask(None);
    }
}
