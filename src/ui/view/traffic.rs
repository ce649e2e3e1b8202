//! The controls of a producer's traffic: rate, keys, sizes, arrivals, retries. Every change is a command to the world.

use super::hot_key::HotKey;
use super::knob::KnobControl;
use super::select::Select;
use crate::engine::command::Command;
use crate::engine::producer::knobs::KnobId;
use crate::engine::producer::traffic::{ArrivalModel, Backoff, Burst, KeyModel, RecordSize, Retry, Traffic};
use crate::learn::message::Message;
use crate::ui::app::Context;
use std::rc::Rc;
use yew::prelude::*;

/// Records per second that the slider reaches.
const SLIDER_RATE: f64 = 100_000.0;

/// A labelled list of choices.
pub fn choice(
    id: AttrValue,
    label: String,
    names: &[(String, String)],
    current: &str,
    onchange: Callback<String>,
) -> Html {
    html! {
        <div class="choice">
            <label for={id.clone()}>{ label }</label>
            <Select {id} names={names.to_vec()} current={current.to_owned()} {onchange} />
        </div>
    }
}

/// The controls of a producer's traffic; `scope` tells those of one view from those of another.
pub fn controls(page: &Context, scope: &'static str, producer: String, traffic: &Traffic) -> Html {
    let change = {
        let (context, name, traffic) = (page.clone(), producer, traffic.clone());
        Rc::new(move |edit: &dyn Fn(&mut Traffic)| {
            let mut changed = traffic.clone();
            edit(&mut changed);
            if changed != traffic {
                context.command(Command::SetTraffic { producer: name.clone(), traffic: changed });
            }
        })
    };
    let change = &Change { scope, apply: change };
    html! {
        <>
            { knob("rate", KnobId::RateRecordsPerS, "knob-rate", f64::from(traffic.rate_records_per_s), change, |t, v| t.rate_records_per_s = v as u32) }
            { keys(page, &traffic.keys, change) }
            if traffic.template.is_some() {
                <p class="hint">{ page.text("size-of-template") }</p>
            } else {
                { record_size(page, &traffic.record_size, change) }
            }
            { arrivals(page, traffic, change) }
            { retry(page, traffic.retry, change) }
        </>
    }
}

/// Sends other traffic, as an edit makes it of the present one.
type Apply = Rc<dyn Fn(&dyn Fn(&mut Traffic))>;

/// Changes the traffic, and says to whose controls its fields belong.
#[derive(Clone)]
struct Change {
    scope: &'static str,
    apply: Apply,
}

impl Change {
    /// The id of a field in the page.
    fn id(&self, field: &str) -> AttrValue {
        format!("{}-{field}", self.scope).into()
    }
}

fn knob(
    id: &'static str,
    knob: KnobId,
    label: &'static str,
    value: f64,
    change: &Change,
    edit: fn(&mut Traffic, f64),
) -> Html {
    let apply = Rc::clone(&change.apply);
    let onchange = Callback::from(move |value: f64| apply(&|traffic| edit(traffic, value)));
    let slider_max = (knob == KnobId::RateRecordsPerS).then_some(SLIDER_RATE);
    let id = change.id(id);
    html! { <KnobControl {id} {knob} {label} {value} {slider_max} {onchange} /> }
}

/// A choice among named variants of a part of the traffic.
fn variants(
    page: &Context,
    id: &'static str,
    label: &'static str,
    names: &[&'static str],
    current: &'static str,
    change: &Change,
    edit: fn(&mut Traffic, &str),
) -> Html {
    let names: Vec<(String, String)> = names
        .iter()
        .map(|name| ((*name).to_owned(), page.say(&Message { id: format!("{id}-{name}").into(), arguments: vec![] })))
        .collect();
    let apply = Rc::clone(&change.apply);
    let onchange = Callback::from(move |name: String| apply(&|traffic| edit(traffic, &name)));
    choice(change.id(id), page.say(&Message::new(label)), &names, current, onchange)
}

fn keys(page: &Context, keys: &KeyModel, change: &Change) -> Html {
    let (current, count) = match keys {
        KeyModel::Uniform { keys } => ("uniform", Some(*keys)),
        KeyModel::Zipf { keys, .. } => ("zipf", Some(*keys)),
        KeyModel::HotKey { keys, .. } => ("hot", Some(*keys)),
        KeyModel::Sequential { keys } => ("sequential", Some(*keys)),
        KeyModel::FreshId => ("fresh", None),
        KeyModel::File { .. } => ("file", None),
    };
    let mut names = vec!["hot", "uniform", "zipf", "sequential", "fresh"];
    if current == "file" {
        names.push("file");
    }
    html! {
        <>
            { variants(page, "keys-model", "knob-keys-model", &names, current, change, set_key_model) }
            if let Some(count) = count {
                { knob("keys", KnobId::Keys, "knob-keys", f64::from(count), change, set_key_count) }
            }
            if let KeyModel::HotKey { share, hot_key, .. } = keys {
                { knob("share", KnobId::HotShare, "knob-share", *share, change, |t, v| if let KeyModel::HotKey { share, .. } = &mut t.keys { *share = v; }) }
                <HotKey id={change.id("hot-key")} value={hot_key.clone()} onchange={set_hot_key(change)} />
            }
            if let KeyModel::Zipf { exponent, .. } = keys {
                { knob("exponent", KnobId::ZipfExponent, "knob-exponent", *exponent, change, |t, v| if let KeyModel::Zipf { exponent, .. } = &mut t.keys { *exponent = v; }) }
            }
            if let KeyModel::File { file, key, .. } = keys {
                <p class="hint">{ page.say(&Message::new("keys-of-file").text("file", file).text("key", key)) }</p>
            }
        </>
    }
}

fn set_key_model(traffic: &mut Traffic, name: &str) {
    let keys = match traffic.keys {
        KeyModel::Uniform { keys }
        | KeyModel::Zipf { keys, .. }
        | KeyModel::HotKey { keys, .. }
        | KeyModel::Sequential { keys } => keys,
        KeyModel::FreshId | KeyModel::File { .. } => KnobId::Keys.row().default as u32,
    };
    traffic.keys = match name {
        "uniform" => KeyModel::Uniform { keys },
        "zipf" => KeyModel::Zipf { keys, exponent: KnobId::ZipfExponent.row().default },
        "hot" => KeyModel::HotKey { keys, share: KnobId::HotShare.row().default, hot_key: "user-42".to_owned() },
        "sequential" => KeyModel::Sequential { keys },
        "fresh" => KeyModel::FreshId,
        _ => return,
    };
}

fn set_key_count(traffic: &mut Traffic, value: f64) {
    match &mut traffic.keys {
        KeyModel::Uniform { keys }
        | KeyModel::Zipf { keys, .. }
        | KeyModel::HotKey { keys, .. }
        | KeyModel::Sequential { keys } => {
            *keys = value as u32;
        }
        KeyModel::FreshId | KeyModel::File { .. } => {}
    }
}

fn set_hot_key(change: &Change) -> Callback<String> {
    let apply = Rc::clone(&change.apply);
    Callback::from(move |key: String| {
        apply(&|traffic| {
            if let KeyModel::HotKey { hot_key, .. } = &mut traffic.keys {
                hot_key.clone_from(&key);
            }
        });
    })
}

fn record_size(page: &Context, size: &RecordSize, change: &Change) -> Html {
    let (current, bytes) = match size {
        RecordSize::Fixed { bytes } => ("fixed", *bytes),
        RecordSize::LogNormal { median_bytes, .. } => ("log-normal", *median_bytes),
        RecordSize::FromFile { default_bytes } => ("file", *default_bytes),
    };
    let mut names = vec!["fixed", "log-normal"];
    if current == "file" {
        names.push("file");
    }
    html! {
        <>
            { variants(page, "size-model", "knob-size-model", &names, current, change, |t, name| {
                let bytes = size_of(&t.record_size);
                t.record_size = if name == "log-normal" {
                    RecordSize::LogNormal { median_bytes: bytes, sigma: KnobId::SizeSigma.row().default }
                } else {
                    RecordSize::Fixed { bytes }
                };
            }) }
            { knob("size", KnobId::SizeBytes, if current == "log-normal" { "knob-size-median" } else { "knob-size" }, f64::from(bytes), change, |t, v| match &mut t.record_size {
                RecordSize::Fixed { bytes } | RecordSize::LogNormal { median_bytes: bytes, .. } | RecordSize::FromFile { default_bytes: bytes } => *bytes = v as u32,
            }) }
            if let RecordSize::LogNormal { sigma, .. } = size {
                { knob("sigma", KnobId::SizeSigma, "knob-sigma", *sigma, change, |t, v| if let RecordSize::LogNormal { sigma, .. } = &mut t.record_size { *sigma = v; }) }
            }
        </>
    }
}

const fn size_of(size: &RecordSize) -> u32 {
    match size {
        RecordSize::Fixed { bytes }
        | RecordSize::LogNormal { median_bytes: bytes, .. }
        | RecordSize::FromFile { default_bytes: bytes } => *bytes,
    }
}

fn arrivals(page: &Context, traffic: &Traffic, change: &Change) -> Html {
    let current = if traffic.arrivals == ArrivalModel::Constant { "constant" } else { "poisson" };
    let has_burst = if traffic.burst.is_some() { "on" } else { "off" };
    html! {
        <>
            { variants(page, "arrivals", "knob-arrivals", &["poisson", "constant"], current, change, |t, name| {
                t.arrivals = if name == "constant" { ArrivalModel::Constant } else { ArrivalModel::Poisson };
            }) }
            { variants(page, "burst", "knob-burst", &["off", "on"], has_burst, change, |t, name| {
                let knob = |id: KnobId| id.row().default as u32;
                t.burst = (name == "on").then(|| Burst { every_s: knob(KnobId::BurstEveryS), for_s: knob(KnobId::BurstForS), factor: knob(KnobId::BurstFactor) });
            }) }
            if let Some(burst) = traffic.burst {
                { knob("burst-every", KnobId::BurstEveryS, "knob-burst-every", f64::from(burst.every_s), change, |t, v| if let Some(burst) = &mut t.burst { burst.every_s = v as u32; }) }
                { knob("burst-for", KnobId::BurstForS, "knob-burst-for", f64::from(burst.for_s), change, |t, v| if let Some(burst) = &mut t.burst { burst.for_s = v as u32; }) }
                { knob("burst-factor", KnobId::BurstFactor, "knob-burst-factor", f64::from(burst.factor), change, |t, v| if let Some(burst) = &mut t.burst { burst.factor = v as u32; }) }
            }
        </>
    }
}

fn retry(page: &Context, retry: Retry, change: &Change) -> Html {
    let current = if retry == Retry::None { "none" } else { "backoff" };
    html! {
        <>
            { variants(page, "retry", "knob-retry", &["none", "backoff"], current, change, |t, name| {
                t.retry = if name == "backoff" { Retry::ExponentialBackoff(Backoff::default()) } else { Retry::None };
            }) }
            if let Retry::ExponentialBackoff(backoff) = retry {
                { knob("retry-attempts", KnobId::RetryAttempts, "knob-retry-attempts", f64::from(backoff.attempts_max), change, |t, v| if let Retry::ExponentialBackoff(b) = &mut t.retry { b.attempts_max = v as u32; }) }
                { knob("retry-base", KnobId::RetryBaseMs, "knob-retry-base", f64::from(backoff.base_ms), change, |t, v| if let Retry::ExponentialBackoff(b) = &mut t.retry { b.base_ms = v as u32; }) }
                { knob("retry-cap", KnobId::RetryCapMs, "knob-retry-cap", f64::from(backoff.cap_ms), change, |t, v| if let Retry::ExponentialBackoff(b) = &mut t.retry { b.cap_ms = v as u32; }) }
                { variants(page, "jitter", "knob-jitter", &["on", "off"], if backoff.jitter { "on" } else { "off" }, change, |t, name| if let Retry::ExponentialBackoff(b) = &mut t.retry { b.jitter = name == "on"; }) }
            }
        </>
    }
}
