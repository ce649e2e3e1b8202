//! The settings of the destination, by AWS's names; each change is an `UpdateDestination` of all of them.

use super::adding::kinds;
use super::field::{Choice, Field, Reads};
use super::group::Group;
use super::{bucket_settings, partition_keys, record_settings};
use crate::engine::command::Command;
use crate::engine::firehose::api::values::{ROTATIONS, text_of};
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::hints::{Hint, retry_hint};
use crate::engine::firehose::plan::{BufferingHints, DestinationKind, DestinationPlan, Transformation};
use crate::engine::limits::Profile;
use crate::learn::fields::kind_name;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::worker::firehose::DeliveryFrame;
use std::rc::Rc;
use yew::prelude::*;

/// Sends the settings as an edit makes them.
#[derive(Clone)]
pub struct Edit {
    page: Context,
    name: String,
    destination: Rc<DestinationPlan>,
}

impl Edit {
    /// What edits the settings of a delivery stream.
    pub fn of(page: &Context, delivery: &DeliveryFrame) -> Self {
        let destination = Rc::new(delivery.plan.destination.clone());
        Self { page: page.clone(), name: delivery.plan.name.clone(), destination }
    }

    /// What is told of a field's text.
    pub fn text(&self, change: fn(&mut DestinationPlan, String)) -> Callback<String, Option<u32>> {
        let this = self.clone();
        Callback::from(move |text: String| this.send(|destination| change(destination, text)))
    }

    /// What is told of a number of the hints.
    fn hint(&self, present: BufferingHints, change: fn(&mut BufferingHints, u32)) -> Callback<String, Option<u32>> {
        let this = self.clone();
        Callback::from(move |text: String| {
            let mut hints = present;
            change(&mut hints, number(&text));
            this.send(|destination| destination.buffering = Some(hints))
        })
    }

    /// What is told of a number of the transformation.
    pub fn transformation(&self, change: fn(&mut Transformation, f64)) -> Callback<String, Option<u32>> {
        let this = self.clone();
        Callback::from(move |text: String| {
            let value = text.parse().unwrap_or(0.0);
            this.send(|destination| {
                if let Some(transformation) = &mut destination.transformation {
                    change(transformation, value);
                }
            })
        })
    }

    /// Sends the settings as `change` makes them; gives the number of the command, unless they are so already.
    pub fn send(&self, change: impl FnOnce(&mut DestinationPlan)) -> Option<u32> {
        let mut destination = (*self.destination).clone();
        change(&mut destination);
        if destination.kind != DestinationKind::S3 {
            // Only a bucket has these.
            destination.conversion = None;
            partition_keys::take_away(&mut destination);
        }
        if destination == *self.destination {
            return None;
        }
        self.page.claimed_command(Command::Delivery(DeliveryCommand::Set {
            delivery_stream: self.name.clone(),
            destination: Box::new(destination),
        }))
    }
}

/// The fields.
pub fn settings(page: &Context, delivery: &DeliveryFrame, profile: Profile) -> Html {
    let edit = &Edit::of(page, delivery);
    let plan = &delivery.plan.destination;
    html! {
        <>
            <Group title={page.text("settings-buffer")}><p class="hint">{ page.text("settings-buffer-notes") }</p><div class="settings">{ hints(page, edit, delivery, profile) }</div></Group>
            <Group title={page.text("destination-title")}><div class="settings">{ kind(page, edit, plan, profile) }</div></Group>
            <Group title={page.text("settings-bucket")}><div class="settings">{ bucket_settings::settings(page, edit, plan, profile) }</div></Group>
            <Group title={page.text("settings-format")}><div class="settings">{ record_settings::settings(page, edit, plan) }</div></Group>
        </>
    }
}

/// What a number may be, in the profile that holds, and in the other one where that differs.
pub fn bounds(page: &Context, about: &'static str, hint: Hint, other: Option<(Profile, Hint)>) -> String {
    let words = Message::new("hint-bounds").number("default", hint.2).number("min", hint.0).number("max", hint.1);
    let mut text = format!("{} {}", page.text(about), page.say(&words));
    if let Some((profile, other)) = other.filter(|(_, other)| *other != hint) {
        let id = if profile == Profile::CourseNotes { "hint-course-notes" } else { "hint-current" };
        text.push(' ');
        text.push_str(&page.say(&Message::new(id).number("min", other.0).number("max", other.1)));
    }
    text
}

/// A whole number that a hint allows.
pub const fn whole(hint: Hint) -> Reads {
    Reads::Whole(hint.0, hint.1)
}

/// The profile that does not hold.
pub const fn other_profile(profile: Profile) -> Profile {
    match profile {
        Profile::CourseNotes => Profile::Current,
        Profile::Current => Profile::CourseNotes,
    }
}

fn hints(page: &Context, edit: &Edit, delivery: &DeliveryFrame, profile: Profile) -> Html {
    let plan = &delivery.plan.destination;
    let (here, there) = (plan.bounds(profile), plan.bounds(other_profile(profile)));
    let other = |hint: Hint| Some((other_profile(profile), hint)).filter(|(other, _)| plan.kind.is_in(*other));
    let present = delivery.hints;
    html! {
        <>
            <Field id="set-size" name="SizeInMBs" about={bounds(page, "set-size-about", here.size_mib, other(there.size_mib))} value={present.size_mib.to_string()} unit="MiB" reads={whole(here.size_mib)}
                onchange={edit.hint(present, |hints, value| hints.size_mib = value)} />
            <Field id="set-interval" name="IntervalInSeconds" about={bounds(page, "set-interval-about", here.interval_s, other(there.interval_s))} value={present.interval_s.to_string()} unit="s" reads={whole(here.interval_s)}
                onchange={edit.hint(present, |hints, value| hints.interval_s = value)} />
        </>
    }
}

/// A number that was typed; what is too large for any setting is refused as such.
pub fn number(text: &str) -> u32 {
    libm::round(text.parse::<f64>().unwrap_or(0.0)) as u32
}

fn kind(page: &Context, edit: &Edit, plan: &DestinationPlan, profile: Profile) -> Html {
    let names: Vec<(String, String)> = kinds()
        .iter()
        .filter(|kind| kind.is_in(profile))
        .map(|kind| (kind.name().to_owned(), kind_name(kind).to_owned()))
        .collect();
    let choose_kind = {
        let edit = edit.clone();
        Callback::from(move |name: String| {
            let kind = kinds().into_iter().find(|kind| kind.name() == name)?;
            edit.send(|plan| set_kind(plan, kind, profile))
        })
    };
    html! {
        <>
            <Choice id="set-kind" name="Destination" about="set-kind-about" {names} current={plan.kind.name()} onchange={choose_kind} />
            { kind_field(page, edit, &plan.kind) }
            { copy_options(page, edit, plan) }
            { rotation(edit, &plan.kind) }
            if let Some(hint) = retry_hint(&plan.kind) {
                <Field id="set-retry" name="RetryOptions.DurationInSeconds" about={bounds(page, "set-retry-about", hint, None)} value={plan.retry_s.unwrap_or(hint.2).to_string()} unit="s" reads={whole(hint)}
                    onchange={edit.text(|plan, text| plan.retry_s = Some(number(&text)))} />
            }
        </>
    }
}

/// Another destination. The hints and the retry duration stay where it allows them; else it has its defaults.
fn set_kind(plan: &mut DestinationPlan, kind: DestinationKind, profile: Profile) {
    let is_allowed = |(least, most, _): Hint, value: u32| (least..=most).contains(&value);
    plan.kind = kind;
    plan.retry_s = plan.retry_s.filter(|retry_s| retry_hint(&plan.kind).is_some_and(|hint| is_allowed(hint, *retry_s)));
    let allowed = plan.bounds(profile);
    let fits = |hints: &BufferingHints| {
        is_allowed(allowed.size_mib, hints.size_mib) && is_allowed(allowed.interval_s, hints.interval_s)
    };
    plan.buffering = plan.buffering.filter(fits);
    plan.bucket.buffering = plan.bucket.buffering.filter(fits);
}

fn kind_field(page: &Context, edit: &Edit, kind: &DestinationKind) -> Html {
    let (name, value) = match kind {
        DestinationKind::S3 => return Html::default(),
        DestinationKind::Redshift { table, .. } => ("CopyCommand.DataTableName", table),
        DestinationKind::Elasticsearch { index, .. } | DestinationKind::OpenSearch { index, .. } => {
            ("IndexName", index)
        }
        DestinationKind::HttpEndpoint { url } => ("EndpointConfiguration.Url", url),
        DestinationKind::Splunk { endpoint } => ("HECEndpoint", endpoint),
    };
    let onchange = edit.text(|plan, text| match &mut plan.kind {
        DestinationKind::S3 => {}
        DestinationKind::Redshift { table: value, .. }
        | DestinationKind::Elasticsearch { index: value, .. }
        | DestinationKind::OpenSearch { index: value, .. }
        | DestinationKind::HttpEndpoint { url: value }
        | DestinationKind::Splunk { endpoint: value } => *value = text,
    });
    html! { <Field id="set-place" {name} about={page.text("set-place-about")} value={value.clone()} {onchange} /> }
}

/// What a cluster is told about the objects, and that it cannot read them so.
fn copy_options(page: &Context, edit: &Edit, plan: &DestinationPlan) -> Html {
    let DestinationKind::Redshift { copy_options, .. } = &plan.kind else {
        return Html::default();
    };
    let onchange = edit.text(|plan, text| {
        if let DestinationKind::Redshift { copy_options, .. } = &mut plan.kind {
            *copy_options = text;
        }
    });
    html! {
        <>
            <Field id="set-copy-options" name="CopyCommand.CopyOptions" about={page.text("set-copy-options-about")} value={copy_options.clone()} {onchange} />
            if !plan.can_copy() {
                <p class="wrong" role="status">{ "▲ " }{ page.text("set-copy-options-wrong") }</p>
            }
        </>
    }
}

/// How the name of an index changes with time.
fn rotation(edit: &Edit, kind: &DestinationKind) -> Html {
    let (DestinationKind::Elasticsearch { rotation, .. } | DestinationKind::OpenSearch { rotation, .. }) = kind else {
        return Html::default();
    };
    let names = ROTATIONS.map(|(name, _)| (name.to_owned(), name.to_owned()));
    let current = text_of(&ROTATIONS, *rotation).unwrap_or_default();
    let onchange = edit.text(|plan, text| {
        let chosen = ROTATIONS.iter().find(|(name, _)| *name == text).map(|(_, known)| *known).unwrap_or_default();
        if let DestinationKind::Elasticsearch { rotation, .. } | DestinationKind::OpenSearch { rotation, .. } =
            &mut plan.kind
        {
            *rotation = chosen;
        }
    });
    html! { <Choice id="set-rotation" name="IndexRotationPeriod" about="set-rotation-about" names={names.to_vec()} {current} {onchange} /> }
}
