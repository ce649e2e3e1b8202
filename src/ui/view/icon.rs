//! The signs on buttons, as drawings: fonts differ in what signs they have.

use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// To the beginning.
    Restart,
    /// Let time pass.
    Play,
    /// Hold time.
    Pause,
    /// One event on.
    Step,
}

/// The drawing of a sign; its meaning stands in the button's label.
pub fn icon(icon: Icon) -> Html {
    let path = match icon {
        Icon::Restart => "M3 2h2v12H3z M14 2v12L6 8z",
        Icon::Play => "M4 2l10 6-10 6z",
        Icon::Pause => "M3 2h4v12H3z M9 2h4v12H9z",
        Icon::Step => "M3 2l8 6-8 6z M11 2h2v12h-2z",
    };
    html! { <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d={path} /></svg> }
}
