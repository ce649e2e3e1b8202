//! The notice of the page: what was refused and why, until somebody has read it or goes elsewhere.

use crate::ui::app::use_page;
use crate::ui::state::Action;
use yew::prelude::*;

/// The newest notice; announced by screen readers.
#[component]
pub fn Notices() -> Html {
    let page = use_page();
    let notice = page.state.notices.shown().map(|notice| {
        let (state, number) = (page.state.clone(), notice.number);
        let dismiss = Callback::from(move |_| state.dispatch(Action::Dismiss(number)));
        html! {
            <div class="notice" key={number.to_string()}>
                <p>{ page.say(&notice.message) }</p>
                <button type="button" onclick={dismiss} aria-label={page.text("dismiss")}>{ "×" }</button>
            </div>
        }
    });
    html! { <div class="notices" role="alert">{ notice.unwrap_or_default() }</div> }
}
