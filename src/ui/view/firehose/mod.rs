//! The view of Firehose: a delivery stream from its source to its destination, with its buffer in the middle.

mod adding;
mod answer;
mod beginning;
mod bucket;
mod bucket_settings;
mod callers;
mod changing;
mod contents;
mod deliveries;
mod destination;
mod field;
mod function;
mod group;
mod inspector;
mod latency;
mod object;
mod outcome;
mod partition_keys;
mod record_settings;
mod removing;
mod source;
mod sweep;
mod tabs;
mod tank;
mod timeline;
mod tradeoff;
mod transform;
mod why;
mod words;

use crate::ui::app::use_page;
use crate::ui::screen::Screen;
use crate::worker::encoded::Encoded;
use crate::worker::firehose::FirehoseFrame;
use crate::worker::frame::Frame;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`FirehoseBoard`].
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

/// The view of Firehose.
#[component]
pub fn FirehoseBoard(props: &Props) -> Html {
    let page = use_page();
    let shown = use_mut_ref(|| None::<Rc<FirehoseFrame>>);
    if let Some(Ok(firehose)) = props.frame.firehose.as_ref().map(Encoded::decode) {
        shown.replace(Some(Rc::new(firehose)));
    }
    let screen = Screen::Firehose.title();
    let profile = props.frame.profile;
    let Some(firehose) = shown.borrow().clone() else {
        return html! {
            <main id={screen} class="firehose" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
                <p class="hint" role="status">{ page.text("loading") }</p>
            </main>
        };
    };
    html! {
        <main id={screen} class="firehose" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            <div class="firehose-main">
                <beginning::Beginning firehose={firehose.clone()} {profile} />
                if let Some(delivery) = firehose.shown.as_deref() {
                    <section class="delivery-flow" aria-label={page.text("firehose-flow")}>
                        { source::panel(&page, delivery, &firehose.producers) }
                        { transform::panel(&page, delivery) }
                        { tank::panel(&page, delivery, props.frame.search.is_some_and(|search| search.is_for_flush)) }
                        { outcome::panel(&page, delivery) }
                    </section>
                    <tabs::Tabs firehose={firehose.clone()} {profile} />
                }
            </div>
            <inspector::Inspector {firehose} {profile} />
        </main>
    }
}
