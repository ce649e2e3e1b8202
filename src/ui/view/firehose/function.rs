//! The transformation: which function, how records are gathered for it, and what the function does.

use super::destination::{Edit, bounds, number, other_profile, whole};
use super::field::{Choice, Field, MIB_KIB, Reads};
use super::group::Group;
use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::hints::{Hint, transformation_hints};
use crate::engine::firehose::plan::{DestinationPlan, FunctionKind, FunctionPlan, Transformation};
use crate::engine::firehose::validate::{EVERY_NTH, FAILED_PER_MILLE, INVOKE_TIME_MS, RECORD_TIME_US, TIMEOUT_S};
use crate::engine::limits::Profile;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::worker::firehose::{DeliveryFrame, FirehoseFrame};
use yew::prelude::*;

/// No function.
const NONE: &str = "";

/// The fields.
pub fn settings(page: &Context, firehose: &FirehoseFrame, delivery: &DeliveryFrame, profile: Profile) -> Html {
    let edit = &Edit::of(page, delivery);
    let plan = &delivery.plan.destination;
    let mut names = vec![(NONE.to_owned(), page.text("set-none"))];
    names.extend(firehose.functions.iter().map(|function| (function.name.clone(), function.name.clone())));
    let current = plan.transformation.as_ref().map_or(NONE, |transformation| transformation.function.as_str());
    let choose_function = edit.text(|plan, name| {
        plan.transformation = (name != NONE).then(|| {
            let before = plan.transformation.take();
            let fresh = Transformation {
                function: String::new(),
                buffer_size_kib: None,
                buffer_interval_s: None,
                retries: None,
            };
            Transformation { function: name, ..before.unwrap_or(fresh) }
        });
    });
    let function = firehose.functions.iter().find(|function| function.name == current);
    html! {
        <Group title={page.text("transform-title")}>
            <div class="settings">
                <Choice id="set-function" name="LambdaArn" about="set-function-about" {names} current={current.to_owned()} onchange={choose_function} />
                if let Some(transformation) = &plan.transformation {
                    { buffer(page, edit, plan, transformation, profile) }
                }
                if let Some(function) = function {
                    { parameters(page, function) }
                }
            </div>
        </Group>
    }
}

fn buffer(page: &Context, edit: &Edit, plan: &DestinationPlan, present: &Transformation, profile: Profile) -> Html {
    let here = transformation_hints(&plan.kind, profile);
    let there = transformation_hints(&plan.kind, other_profile(profile));
    let other = |hint: Hint| Some((other_profile(profile), hint)).filter(|(other, _)| plan.kind.is_in(*other));
    let (least, most, default) = here.size_kib;
    let mb = |kib: u32| {
        crate::learn::catalogue::number(f64::from(kib) / MIB_KIB, 3)
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    };
    let sizes =
        Message::new("hint-bounds-text").text("default", mb(default)).text("min", mb(least)).text("max", mb(most));
    let about = format!("{} {}", page.text("set-function-size-about"), page.say(&sizes));
    html! {
        <>
            <Field id="set-function-size" name="BufferSizeInMBs" {about} value={mb(present.buffer_size_kib.unwrap_or(default))} unit="MiB" reads={Reads::Mebibytes(least, most)}
                onchange={edit.transformation(|transformation, value| transformation.buffer_size_kib = Some(libm::round(value * MIB_KIB) as u32))} />
            <Field id="set-function-interval" name="BufferIntervalInSeconds" about={bounds(page, "set-function-interval-about", here.interval_s, other(there.interval_s))} value={present.buffer_interval_s.unwrap_or(here.interval_s.2).to_string()} unit="s" reads={whole(here.interval_s)}
                onchange={edit.transformation(|transformation, value| transformation.buffer_interval_s = Some(value as u32))} />
            <Field id="set-function-retries" name="NumberOfRetries" about={bounds(page, "set-function-retries-about", here.retries, None)} value={present.retries.unwrap_or(here.retries.2).to_string()} reads={whole(here.retries)}
                onchange={edit.transformation(|transformation, value| transformation.retries = Some(value as u32))} />
        </>
    }
}

/// What the function does, and how long that takes.
fn parameters(page: &Context, function: &FunctionPlan) -> Html {
    let set = |change: fn(&mut FunctionPlan, String)| {
        let (page, function) = (page.clone(), function.clone());
        Callback::from(move |text: String| {
            let mut changed = function.clone();
            change(&mut changed, text);
            page.claimed_command(Command::Delivery(DeliveryCommand::SetFunction(Box::new(changed))))
        })
    };
    let text = |id: &'static str, label: &'static str, value: String, onchange: Callback<String, Option<u32>>| {
        html! { <Field {id} name={page.text(label)} about={page.text("set-function-field-about")} {value} {onchange} /> }
    };
    let count = |(id, (least, most)): (&'static str, (u32, u32)),
                 unit: &'static str,
                 value: u32,
                 onchange: Callback<String, Option<u32>>| {
        html! { <Field {id} name={page.text(id)} about={page.text("set-function-simulated")} value={value.to_string()} {unit} reads={Reads::Whole(least, most)} {onchange} /> }
    };
    html! {
        <>
            { match &function.kind {
                FunctionKind::AddNewline => Html::default(),
                FunctionKind::Filter { field, keeps } => html! {
                    <>
                        { text("function-field", "function-field", field.clone(), set(|function, text| if let FunctionKind::Filter { field, .. } = &mut function.kind { *field = text; })) }
                        { text("function-keeps", "function-keeps", keeps.clone(), set(|function, text| if let FunctionKind::Filter { keeps, .. } = &mut function.kind { *keeps = text; })) }
                    </>
                },
                FunctionKind::MaskField { field } => text("function-field", "function-field", field.clone(), set(|function, text| if let FunctionKind::MaskField { field } = &mut function.kind { *field = text; })),
                FunctionKind::CsvToJson { columns } => text("function-columns", "function-columns", columns.join(", "), set(|function, text| if let FunctionKind::CsvToJson { columns } = &mut function.kind {
                    *columns = text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
                })),
                FunctionKind::PartitionKeys { fields } => text("function-keys", "function-keys", fields.join(", "), set(|function, text| if let FunctionKind::PartitionKeys { fields } = &mut function.kind {
                    *fields = text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
                })),
                FunctionKind::FailEveryNth { n } => count(("function-nth", EVERY_NTH), "", *n, set(|function, text| if let FunctionKind::FailEveryNth { n } = &mut function.kind { *n = number(&text); })),
            } }
            { count(("function-invoke-time", INVOKE_TIME_MS), "ms", function.invoke_time_ms, set(|function, text| function.invoke_time_ms = number(&text))) }
            { count(("function-record-time", RECORD_TIME_US), "µs", function.record_time_us, set(|function, text| function.record_time_us = number(&text))) }
            { count(("function-timeout", TIMEOUT_S), "s", function.timeout_s, set(|function, text| function.timeout_s = number(&text))) }
            { count(("function-failing", FAILED_PER_MILLE), "‰", function.failed_invocations_per_mille, set(|function, text| function.failed_invocations_per_mille = number(&text))) }
        </>
    }
}
