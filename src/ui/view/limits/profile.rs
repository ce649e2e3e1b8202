//! Which limits profile holds, the switch to the other one, and what it would change.

use crate::engine::command::Command;
use crate::engine::limits::Profile;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::scene::limits::{self, Row};
use yew::prelude::*;

/// The choice of the profile.
pub fn switch(page: &Context, in_force: Profile, rows: &[Row]) -> Html {
    let choice = |profile: Profile| {
        let context = page.clone();
        let onchange = Callback::from(move |_: Event| context.command(Command::SetLimitsProfile(profile)));
        html! {
            <label class="check">
                <input type="radio" name="limits-profile" checked={profile == in_force} {onchange} />
                { page.say(&Message::new(limits::profile(profile))) }
            </label>
        }
    };
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
