//! The delivery stream beside the picture: what can be done to it, its settings, its function, its producers.

use super::callers::Callers;
use super::group::Group;
use super::removing::Remove;
use super::{destination, function};
use crate::engine::command::Command;
use crate::engine::firehose::command::{DeliveryCommand, Part};
use crate::engine::firehose::plan::DestinationKind;
use crate::engine::limits::Profile;
use crate::learn::fields::kind_name;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::view::asking::{Asking, use_asking};
use crate::ui::view::switch::switch;
use crate::worker::firehose::intake::SourceKind;
use crate::worker::firehose::{DeliveryFrame, FirehoseFrame};
use std::rc::Rc;
use yew::prelude::*;

/// An outage of which one can wait for the end.
const HOUR_S: u32 = 3_600;
/// How many times as long a slow destination takes.
const SLOW: u32 = 20;

/// Properties of [`Inspector`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
    /// The limits that hold.
    pub profile: Profile,
}

/// The delivery stream that is shown.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let shown = props.firehose.shown.as_deref();
    let name = shown.map(|delivery| delivery.plan.name.clone()).unwrap_or_default();
    html! {
        <aside class="panel inspector" aria-label={page.text("firehose-inspector")} tabindex="-1">
            // Fields of another delivery stream are other fields.
            <div key={name}>
                if let Some(delivery) = shown {
                    { inside(&page, &asking, &props.firehose, delivery, props.profile) }
                } else {
                    <p class="hint">{ page.text("firehose-inspector-none") }</p>
                }
            </div>
        </aside>
    }
}

fn inside(
    page: &Context,
    asking: &Asking,
    firehose: &FirehoseFrame,
    delivery: &DeliveryFrame,
    profile: Profile,
) -> Html {
    let outcome = &delivery.outcome;
    let left = [outcome.delivered, outcome.dropped, outcome.failed, outcome.lost];
    let waiting = (outcome.taken.records + outcome.split[1])
        .saturating_sub(outcome.split[0])
        .saturating_sub(left.iter().map(|amount| amount.records).sum());
    let profile_name = page.text(if profile == Profile::CourseNotes { "limits-course" } else { "limits-current" });
    html! {
        <>
            <div class="inspector-head">
                <h2>{ &delivery.plan.name }</h2>
                <span class="part-kind">{ kind_name(&delivery.plan.destination.kind) }</span>
                <Remove name={delivery.plan.name.clone()} {waiting} />
            </div>
            { condition(page, asking, delivery) }
            { asking.refusal() }
            <p class="hint">{ page.say(&Message::new("settings-profile").text("profile", profile_name)) }</p>
            { destination::settings(page, delivery, profile) }
            { function::settings(page, firehose, delivery, profile) }
            if let SourceKind::Puts { callers, .. } = &delivery.source.kind {
                <Group title={page.text("callers-title")}><Callers callers={callers.clone()} /></Group>
            }
        </>
    }
}

/// What fails or is slow behind it.
fn condition(page: &Context, asking: &Asking, delivery: &DeliveryFrame) -> Html {
    let outage = |part: Part| {
        let (asking, name) = (asking.clone(), delivery.plan.name.clone());
        Callback::from(move |is_out: bool| {
            let delivery_stream = name.clone();
            asking.command(Command::Delivery(DeliveryCommand::SetOutage { delivery_stream, part, is_out }));
        })
    };
    let for_an_hour = {
        let (asking, name) = (asking.clone(), delivery.plan.name.clone());
        Callback::from(move |_: MouseEvent| {
            let (delivery_stream, part) = (name.clone(), Part::Destination);
            asking.command(Command::Delivery(DeliveryCommand::OutageFor { delivery_stream, part, seconds: HOUR_S }));
        })
    };
    let slow = {
        let (asking, name) = (asking.clone(), delivery.plan.name.clone());
        Callback::from(move |is_slow: bool| {
            let factor = if is_slow { SLOW } else { 1 };
            asking.command(Command::Delivery(DeliveryCommand::SetSlow { delivery_stream: name.clone(), factor }));
        })
    };
    let plan = &delivery.plan.destination;
    // The bucket of a delivery to S3 is its destination; only the backup may have another one.
    let other_bucket = match (&plan.kind, &plan.backup_bucket) {
        (DestinationKind::S3, None) => None,
        (DestinationKind::S3, Some(_)) => Some("set-backup-out"),
        _ => Some("set-bucket-out"),
    };
    html! {
        <section class="switches">
            { switch(page.text("set-destination-out"), delivery.condition.is_destination_out, &outage(Part::Destination)) }
            <p class="buttons"><button type="button" onclick={for_an_hour}>{ page.text("set-out-hour") }</button></p>
            if let Some(label) = other_bucket {
                { switch(page.text(label), delivery.condition.is_bucket_out, &outage(Part::Bucket)) }
            }
            { switch(page.text("set-slow"), delivery.condition.slow_factor > 1, &slow) }
        </section>
    }
}
