//! Switches: a button that says whether something is on. What is in force is shown, not what was pressed last.

use yew::prelude::*;

/// A switch with its label.
pub fn switch(label: String, is_on: bool, onchange: &Callback<bool>) -> Html {
    let onclick = onchange.reform(move |_: MouseEvent| !is_on);
    html! {
        <button type="button" class="switch" role="switch" aria-checked={is_on.to_string()} {onclick}>
            <span class="switch-track" aria-hidden="true"></span>{ label }
        </button>
    }
}

/// A switch whose label stands elsewhere and names it by its id.
pub fn bare_switch(id: String, described_by: String, is_on: bool, onchange: &Callback<bool>) -> Html {
    let onclick = onchange.reform(move |_: MouseEvent| !is_on);
    html! {
        <button {id} type="button" class="switch" role="switch" aria-checked={is_on.to_string()} aria-describedby={described_by} {onclick}>
            <span class="switch-track" aria-hidden="true"></span>
        </button>
    }
}
