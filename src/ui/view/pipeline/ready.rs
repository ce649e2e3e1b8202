//! What the pipeline begins with: nothing, or a ready one.

use crate::engine::limits::Profile;
use crate::engine::plan::Plan;
use crate::scenario::file::{Scenario, VERSION};
use crate::ui::app::Context;
use yew::prelude::*;

/// What a pipeline that begins with nothing is called.
const EMPTY: &str = "pipeline";

/// The beginnings.
pub fn panel(page: &Context) -> Html {
    let onclick = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| {
            let plan = Plan::empty(7, Profile::default());
            page.load(&Scenario { version: VERSION, name: EMPTY.to_owned(), plan });
        })
    };
    html! {
        <section class="panel pipeline-ready" aria-labelledby="ready-title">
            <h2 id="ready-title">{ page.text("pipeline-title") }</h2>
            <p class="about">{ page.text("pipeline-about") }</p>
            <p class="buttons"><button type="button" {onclick}>{ page.text("pipeline-empty") }</button></p>
        </section>
    }
}
