//! What stands below the stage: the charts or the lineage, chosen by two buttons.

use crate::ui::app::use_page;
use crate::ui::stage::Tab;
use crate::ui::state::Action;
use crate::worker::lineage::LineageSpan;
use yew::prelude::*;

/// The buttons, and while the lineage is shown, how much time it shows.
#[component]
pub fn StageTabs() -> Html {
    let page = use_page();
    let lineage = page.state.lineage();
    let segment = |tab: Tab, is_on: bool, words: String| {
        let state = page.state.clone();
        let onclick = Callback::from(move |_| state.dispatch(Action::ChooseTab(tab)));
        html! { <button type="button" class="segment" aria-pressed={is_on.to_string()} {onclick}>{ words }</button> }
    };
    let span = lineage.unwrap_or_default();
    html! {
        <>
            <span class="segments" role="group" aria-label={page.text("stage-below")}>
                { segment(Tab::Charts, lineage.is_none(), page.text("stage-charts")) }
                { segment(Tab::Lineage(span), lineage.is_some(), page.text("stage-lineage")) }
            </span>
            if lineage.is_some() {
                <span class="segments" role="group" aria-label={page.text("lineage-span")}>
                    { segment(Tab::Lineage(LineageSpan::Recent), span == LineageSpan::Recent, page.text("lineage-recent")) }
                    { segment(Tab::Lineage(LineageSpan::WholeRun), span == LineageSpan::WholeRun, page.text("lineage-whole")) }
                </span>
            }
        </>
    }
}
