//! A question before something is done that cannot be taken back.

use crate::learn::message::Message;
use crate::ui::app::Context;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// A question that can be asked.
pub struct Question {
    dialog: NodeRef,
    /// Asks it.
    pub ask: Callback<MouseEvent>,
    close: Callback<MouseEvent>,
    confirm: Callback<MouseEvent>,
}

/// A question, and what is done when it is answered with yes.
#[hook]
pub fn use_question(confirmed: Callback<()>) -> Question {
    let dialog = use_node_ref();
    let with_dialog = |act: fn(&HtmlDialogElement)| {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                act(&dialog);
            }
        })
    };
    // Without the question nothing is done; the button is still there.
    let ask = with_dialog(|dialog| drop(dialog.show_modal()));
    let close = with_dialog(HtmlDialogElement::close);
    let confirm = {
        let close = close.clone();
        Callback::from(move |event: MouseEvent| {
            close.emit(event);
            confirmed.emit(());
        })
    };
    Question { dialog, ask, close, confirm }
}

impl Question {
    /// The dialog: the words of the question, which stand under `id`, and the message of yes.
    pub fn view(&self, page: &Context, id: &'static str, words: &Message, yes: &'static str) -> Html {
        // Keys that work everywhere would act behind the question.
        let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
        html! {
            <dialog ref={self.dialog.clone()} class="dialog panel question" aria-labelledby={id} {onkeydown}>
                <p {id}>{ page.say(words) }</p>
                <p class="buttons">
                    <button type="button" onclick={self.close.clone()}>{ page.text("cancel") }</button>
                    <button type="button" class="danger" onclick={self.confirm.clone()}>{ page.text(yes) }</button>
                </p>
            </dialog>
        }
    }
}
