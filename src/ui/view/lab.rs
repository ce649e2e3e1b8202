//! The Lab: scenarios and inputs, the stage with ring, lanes and charts, and the WHY panel.

use super::charts::ChartsView;
use super::inputs::Inputs;
use super::lanes::Lanes;
use super::ring::Ring;
use super::scenarios::Scenarios;
use super::stage_tabs::StageTabs;
use super::stream_panel::StreamPanel;
use super::why::Why;
use crate::ui::app::use_page;
use crate::ui::screen::Screen;
use crate::worker::frame::{Frame, Loaded};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Lab`].
#[derive(Properties)]
pub struct Props {
    /// Whether it is the open view.
    pub is_open: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario.
    pub loaded: Rc<Loaded>,
}

impl PartialEq for Props {
    /// While the view is closed it keeps what it showed last, so that frames cost nothing there.
    fn eq(&self, other: &Self) -> bool {
        self.is_open == other.is_open
            && (!self.is_open || (Rc::ptr_eq(&self.frame, &other.frame) && Rc::ptr_eq(&self.loaded, &other.loaded)))
    }
}

/// The Lab. It stays when another view opens, with what was typed and chosen in it.
#[component]
pub fn Lab(props: &Props) -> Html {
    let page = use_page();
    let (frame, loaded) = (&props.frame, &props.loaded);
    let screen = Screen::Lab.title();
    html! {
        <main id={screen} class="main" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            <div class="side">
                <Scenarios current={loaded.scenario.name.clone()} />
                <StreamPanel frame={frame.clone()} loaded={loaded.clone()} />
                <Inputs frame={frame.clone()} loaded={loaded.clone()} />
            </div>
            <div class={classes!("stage", page.state.lineage().is_some().then_some("with-lineage"))}>
                <div class="stage-top">
                    <Ring frame={frame.clone()} loaded={loaded.clone()} />
                    <Lanes frame={frame.clone()} loaded={loaded.clone()} />
                </div>
                if page.state.lineage().is_some() {
                    if let Some(parts) = page.fetched.parts() {
                        { (parts.lineage)(frame, loaded) }
                    } else {
                        <section class="panel charts lineage"><div class="chart-tools"><StageTabs /></div></section>
                    }
                } else {
                    <ChartsView frame={frame.clone()} />
                }
            </div>
            <Why frame={frame.clone()} loaded={loaded.clone()} />
            if let Some((menu, parts)) = page.state.menu.zip(page.fetched.parts()) {
                { (parts.shard_menu)(menu, frame, loaded) }
            }
        </main>
    }
}
