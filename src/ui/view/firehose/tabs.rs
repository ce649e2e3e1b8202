//! What stands below the flow, a tab each: time, latency and objects, the latest deliveries with why.

use super::{bucket, deliveries, latency, sweep, timeline};
use crate::engine::limits::Profile;
use crate::ui::app::{Context, use_page};
use crate::ui::view::asking::{Asking, use_asking};
use crate::worker::firehose::{DeliveryFrame, FirehoseFrame};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
    /// The limits that hold.
    pub profile: Profile,
}

/// What a tab needs.
pub struct TabProps<'a> {
    /// The page.
    pub page: &'a Context,
    /// Sends commands, and shows below the tabs why one is refused.
    pub asking: &'a Asking,
    /// Firehose.
    pub firehose: &'a Rc<FirehoseFrame>,
    /// The delivery stream.
    pub delivery: &'a DeliveryFrame,
    /// The limits that hold.
    pub profile: Profile,
    /// The number of the delivery that is asked why; the newest, if there is none.
    pub asked: UseStateHandle<Option<u64>>,
}

/// A tab: the id of its title, and what draws it.
type Tab = (&'static str, fn(&TabProps<'_>) -> Html);

/// The tabs, in order. Another one is another row.
static TABS: [Tab; 5] = [
    ("tab-timeline", |tab| timeline::panel(tab.page, &tab.delivery.series, tab.delivery.freshness)),
    ("tab-latency", |tab| latency::panel(tab.page, tab.delivery)),
    ("tab-deliveries", deliveries::panel),
    ("tab-bucket", |tab| html! { <bucket::Bucket firehose={tab.firehose.clone()} /> }),
    ("tab-sweep", |tab| html! { <sweep::Sweep firehose={tab.firehose.clone()} /> }),
];

/// The tabs, with the chosen one open.
#[component]
pub fn Tabs(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let open = use_state(|| 0_usize);
    let asked = use_state(|| None::<u64>);
    let Some(delivery) = props.firehose.shown.as_deref() else {
        return Html::default();
    };
    let button = |(place, (title, _)): (usize, &Tab)| {
        let open = open.clone();
        let is_open = *open == place;
        let onclick = Callback::from(move |_: MouseEvent| open.set(place));
        html! { <button type="button" key={*title} class="segment" aria-pressed={is_open.to_string()} {onclick}>{ page.text(title) }</button> }
    };
    let (title, draw) = TABS[*open];
    let tab =
        TabProps { page: &page, asking: &asking, firehose: &props.firehose, delivery, profile: props.profile, asked };
    html! {
        <section class="panel firehose-tabs" aria-label={page.text(title)}>
            <div class="segments" role="group" aria-label={page.text("firehose-below")}>{ for TABS.iter().enumerate().map(button) }</div>
            { draw(&tab) }
            { asking.refusal() }
        </section>
    }
}
