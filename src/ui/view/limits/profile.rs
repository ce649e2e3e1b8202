//! Which limits profile holds, the switch to the other one, and what it would change.

use crate::engine::command::Command;
use crate::engine::limits::Profile;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::limits::{self, Row};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Choice`].
#[derive(Properties, PartialEq)]
struct Props {
    profile: Profile,
    is_chosen: bool,
}

/// One of the profiles.
#[component]
fn Choice(props: &Props) -> Html {
    let page = use_page();
    let button = use_node_ref();
    {
        let button = button.clone();
        // A profile may be refused; then the browser's button is to show again what is in force.
        use_effect_with((props.is_chosen, page.state.refusals), move |(is_chosen, _)| {
            button.cast::<HtmlInputElement>().inspect(|button| button.set_checked(*is_chosen));
        });
    }
    let onchange = {
        let (page, profile) = (page.clone(), props.profile);
        Callback::from(move |_: Event| page.command(Command::SetLimitsProfile(profile)))
    };
    html! {
        <label class="check">
            <input ref={button} type="radio" name="limits-profile" checked={props.is_chosen} {onchange} />
            { page.say(&Message::new(limits::profile(props.profile))) }
        </label>
    }
}

/// The choice of the profile.
pub fn switch(page: &Context, in_force: Profile, rows: &[Row]) -> Html {
    let choice = |profile: Profile| html! { <Choice {profile} is_chosen={profile == in_force} /> };
    let differing: Vec<&Row> = rows.iter().filter(|row| row.limit.differs()).collect();
    let words = Message::new("limits-switch")
        .message("profile", Message::new(limits::profile(in_force.other())))
        .number("count", differing.len())
        .number("all", rows.len());
    html! {
        <section class="panel" aria-labelledby="limits-in-force">
            <h2 id="limits-in-force">{ page.text("limits-in-force") }</h2>
            <div class="limits-profile" role="radiogroup" aria-labelledby="limits-in-force">
                { choice(Profile::Current) }
                { choice(Profile::CourseNotes) }
            </div>
            <p>{ page.say(&words) }</p>
            <ul class="limits-changes">
                { for differing.into_iter().map(|row| html! {
                    <li key={row.limit.name}>{ row.limit.name }{ ": " }<span class="change">{ &row.value.text }{ " → " }<strong>{ &row.other.text }</strong></span></li>
                }) }
            </ul>
        </section>
    }
}
