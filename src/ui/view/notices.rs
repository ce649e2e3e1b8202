//! The notice of the page: what was refused and why, until somebody has read it or goes elsewhere.

use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::notices::Told;
use crate::ui::state::Action;
use crate::ui::view::header::title;
use crate::worker::messages::Task;
use yew::prelude::*;

/// The newest notice; announced by screen readers.
#[component]
pub fn Notices() -> Html {
    let page = use_page();
    let notice = page.state.notices.shown().map(|notice| {
        let (state, number) = (page.state.clone(), notice.number);
        let dismiss = Callback::from(move |_| state.dispatch(Action::Dismiss(number)));
        let text = match &notice.told {
            Told::Message(message) => page.say(message),
            Told::Ended(scenario) => page.say(&Message::new("replaced").text("name", title(&page, scenario))),
        };
        let go_back = {
            let page = page.clone();
            Callback::from(move |_: MouseEvent| page.ask(&Task::GoBack))
        };
        html! {
            <div class="notice" key={number.to_string()}>
                <p>{ text }</p>
                if matches!(notice.told, Told::Ended(_)) {
                    <button type="button" class="primary" onclick={go_back} aria-keyshortcuts="z" title="Z">{ page.text("replaced-go-back") }</button>
                }
                <button type="button" onclick={dismiss} aria-label={page.text("dismiss")}>{ "×" }</button>
            </div>
        }
    });
    html! { <div class="notices" role="alert">{ notice.unwrap_or_default() }</div> }
}
