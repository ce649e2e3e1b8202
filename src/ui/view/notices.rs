//! The notice of the page: what was refused and why, until somebody has read it or goes elsewhere.

use crate::engine::time::SimTime;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::notices::Told;
use crate::ui::state::Action;
use crate::ui::view::header::title;
use crate::worker::messages::Task;
use yew::prelude::*;

/// Properties of [`Notices`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The moment.
    pub at: SimTime,
}

/// The newest notice; announced by screen readers.
#[component]
pub fn Notices(props: &Props) -> Html {
    let page = use_page();
    {
        let shown = page.state.notices.shown();
        let missed = shown.and_then(|notice| match notice.told {
            Told::Missed(_, at) => Some((notice.number, at)),
            Told::Message(_) | Told::Ended(_) => None,
        });
        let state = page.state.clone();
        use_effect_with((missed, props.at), move |(missed, now)| {
            // What was true when it was told need not be later.
            if let Some((number, _)) = missed.filter(|(_, at)| now > at) {
                state.dispatch(Action::Dismiss(number));
            }
        });
    }
    let notice = page.state.notices.shown().map(|notice| {
        let (state, number) = (page.state.clone(), notice.number);
        let dismiss = Callback::from(move |_| state.dispatch(Action::Dismiss(number)));
        let text = match &notice.told {
            Told::Message(message) | Told::Missed(message, _) => page.say(message),
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
