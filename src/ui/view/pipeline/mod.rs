//! The view of the pipeline: producers, streams and consumers from left to right, built up and broken by hand.

mod adding;
mod age_chart;
mod agent;
mod application;
mod board;
mod card;
mod connecting;
mod facts;
mod inspector;
pub mod ready;
mod setting;
pub mod source;
mod store;
mod waterfall;

use crate::ui::app::use_page;
use crate::ui::screen::Screen;
use crate::ui::view::asking::use_asking;
use crate::worker::encoded::Encoded;
use crate::worker::frame::Frame;
use crate::worker::pipeline::PipelineFrame;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`PipelineBoard`].
#[derive(Properties)]
pub struct Props {
    /// Whether it is the open view.
    pub is_open: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
}

impl PartialEq for Props {
    /// While the view is closed it keeps what it showed last.
    fn eq(&self, other: &Self) -> bool {
        self.is_open == other.is_open && (!self.is_open || Rc::ptr_eq(&self.frame, &other.frame))
    }
}

/// The view of the pipeline.
#[component]
pub fn PipelineBoard(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let shown = use_mut_ref(|| None::<Rc<PipelineFrame>>);
    if let Some(Ok(pipeline)) = props.frame.pipeline.as_ref().map(Encoded::decode) {
        shown.replace(Some(Rc::new(pipeline)));
    }
    let screen = Screen::Pipeline.title();
    let kept = shown.borrow().clone();
    html! {
        <main id={screen} class="pipeline" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            if let Some(pipeline) = kept {
                <div class="pipeline-main">
                    { ready::panel(&page, &asking) }
                    { board::panel(&page, &pipeline, props.frame.profile) }
                    { waterfall::panel(&page, &pipeline.lives) }
                </div>
                <inspector::Inspector pipeline={pipeline} profile={props.frame.profile} />
            } else {
                <p class="hint" role="status">{ page.text("loading") }</p>
            }
        </main>
    }
}
