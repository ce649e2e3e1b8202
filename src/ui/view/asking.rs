//! Asking for an operation of the API, or for another change of the world, and showing in the same place why it is refused.

use crate::engine::api::Request;
use crate::engine::command::Command;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use yew::prelude::*;

/// Asks, and shows what comes of it.
#[derive(Clone, PartialEq)]
pub struct Asking {
    page: Context,
    asked: UseStateHandle<Option<u32>>,
}

/// A place where something is asked for.
#[hook]
pub fn use_asking() -> Asking {
    let asked = use_state(|| None::<u32>);
    Asking { page: use_page(), asked }
}

impl Asking {
    /// Asks for an operation.
    pub fn request(&self, request: Request) {
        self.command(Command::from(request));
    }

    /// Asks for a change of the world.
    pub fn command(&self, command: Command) {
        self.asked.set(self.page.claimed_command(command));
    }

    /// Whether what was asked last has not been answered yet.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some_and(|asked| self.page.state.notices.is_waiting(asked))
    }

    /// Whether what was asked last was accepted.
    pub fn is_accepted(&self) -> bool {
        self.asked.is_some_and(|asked| self.page.state.notices.is_accepted(asked))
    }

    /// What was asked last is of no interest any more.
    pub fn forget(&self) {
        self.asked.set(None);
    }

    fn reason(&self) -> Option<&Message> {
        self.asked.and_then(|asked| self.page.state.notices.refusal_of(asked))
    }

    /// Why it was refused is of no interest any more, if it was.
    pub fn forget_refusal(&self) {
        if self.reason().is_some() {
            self.forget();
        }
    }

    /// Why the last one was refused; nothing where it was not.
    pub fn refusal(&self) -> Html {
        let reason = self.reason();
        html! {
            // It is there before it says something, so that screen readers announce what it comes to say.
            <p class="wrong refusal" role="alert" hidden={reason.is_none()}>{ reason.map(|reason| self.page.say(reason)).unwrap_or_default() }</p>
        }
    }
}
