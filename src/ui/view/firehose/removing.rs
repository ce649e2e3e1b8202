//! Taking a delivery stream away, once that is confirmed.

use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::state::Action;
use crate::ui::view::question::use_question;
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
    let removed = {
        let (page, delivery_stream) = (page.clone(), props.name.clone());
        Callback::from(move |()| {
            let command = DeliveryCommand::Remove { delivery_stream: delivery_stream.clone() };
            page.command(Command::Delivery(command));
            page.state.dispatch(Action::ChooseDeliveryStream(None));
        })
    };
    let question = use_question(removed);
    let words = Message::new("remove-delivery-question").text("name", &props.name).number("records", props.waiting);
    html! {
        <>
            <button type="button" class="danger" onclick={question.ask.clone()}>{ page.text("part-remove") }</button>
            { question.view(&page, "remove-delivery-question", &words, "remove-delivery-yes") }
        </>
    }
}
