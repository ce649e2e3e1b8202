//! Taking a delivery stream away, once that is confirmed.

use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::state::Action;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Remove`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The delivery stream.
    pub name: String,
    /// Records that wait in it.
    pub waiting: u64,
}

/// The button with its question.
#[component]
pub fn Remove(props: &Props) -> Html {
    let page = use_page();
    let dialog = use_node_ref();
    let ask = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Without the question nothing is removed; the button is still there.
                let _unimportant = dialog.show_modal();
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let remove = {
        let (page, delivery_stream, close) = (page.clone(), props.name.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            let command = DeliveryCommand::Remove { delivery_stream: delivery_stream.clone() };
            page.command(Command::Delivery(command));
            page.state.dispatch(Action::ChooseDeliveryStream(None));
        })
    };
    // Keys that work everywhere would act behind the question.
    let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    let question = Message::new("remove-delivery-question").text("name", &props.name).number("records", props.waiting);
    html! {
        <>
            <button type="button" class="danger" onclick={ask}>{ page.text("part-remove") }</button>
            <dialog ref={dialog} class="dialog panel question" aria-labelledby="remove-delivery-question" {onkeydown}>
                <p id="remove-delivery-question">{ page.say(&question) }</p>
                <p class="buttons">
                    <button type="button" onclick={close.reform(|_: MouseEvent| ())}>{ page.text("cancel") }</button>
                    <button type="button" class="danger" onclick={remove}>{ page.text("remove-delivery-yes") }</button>
                </p>
            </dialog>
        </>
    }
}
