//! A group of settings under a heading that folds it. Where the page is narrow they are folded at first: all of them
//! together would be several screens long.

use crate::ui::browser;
use yew::prelude::*;

/// Properties of [`Group`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its heading.
    pub title: String,
    /// The settings.
    pub children: Html,
}

/// The group.
#[component]
pub fn Group(props: &Props) -> Html {
    // Whoever folds or unfolds it later keeps it so: for the page nothing changes.
    let is_open = *use_memo((), |()| !browser::is_narrow());
    html! {
        <details class="group" open={is_open}>
            <summary><h3>{ &props.title }</h3></summary>
            { props.children.clone() }
        </details>
    }
}
