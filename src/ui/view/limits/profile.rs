//! Which limits profile holds, the switch to the other one, and what it would change.

use crate::engine::command::Command;
use crate::engine::limits::Profile;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::scene::limits::{self, Row};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`ProfileSwitch`].
#[derive(Properties)]
pub struct Props {
    /// The profile that holds.
    pub profile: Profile,
    /// All limits.
    pub rows: Rc<Vec<Row>>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.profile == other.profile && Rc::ptr_eq(&self.rows, &other.rows)
    }
}

/// The choice of the profile.
#[component]
pub fn ProfileSwitch(props: &Props) -> Html {
    let page = use_page();
    let choice = |profile: Profile| {
        let context = page.clone();
        let onchange = Callback::from(move |_: Event| context.command(Command::SetLimitsProfile(profile)));
        html! {
            <label class="check">
                <input type="radio" name="limits-profile" checked={profile == props.profile} {onchange} />
                { page.say(&Message::new(limits::profile(profile))) }
            </label>
        }
    };
    let differing: Vec<&Row> = props.rows.iter().filter(|row| row.limit.differs()).collect();
    let words = Message::new("limits-switch")
        .message("profile", Message::new(limits::profile(props.profile.other())))
        .number("count", differing.len())
        .number("all", props.rows.len());
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
