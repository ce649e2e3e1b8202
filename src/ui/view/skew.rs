//! The skew report: distinct keys, the top keys, the load on each shard for any number of shards, and how many shards a
//! rate needs, if any number does.

use crate::engine::limits::LimitId;
use crate::engine::producer::knobs::KnobId;
use crate::engine::producer::traffic::{KeyModel, RecordSize};
use crate::learn::message::Message;
use crate::scenario::file::{Scenario, VERSION};
use crate::scenario::reasons;
use crate::scenario::skew::{SkewOptions, SkewReport, Verdict};
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::state::Action;
use crate::ui::view::knob::KnobControl;
use crate::worker::messages::Task;
use std::rc::Rc;
use yew::prelude::*;

/// Keys that are listed.
const KEYS_LISTED: usize = 10;
/// Shards that are listed.
const SHARDS_LISTED: usize = 16;

/// Properties of [`SkewView`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The file's name, as the key model names it.
    pub file: AttrValue,
    /// The report.
    pub report: Rc<SkewReport>,
}

/// The report of an imported file.
#[component]
pub fn SkewView(props: &Props) -> Html {
    let page = use_page();
    let report = &props.report;
    html! {
        <div class="skew">
            <p class="skew-summary">{ page.say(&summary(report)) }</p>
            if let Some(verdict) = &report.verdict {
                <p class={classes!("verdict", verdict_class(verdict))} role="status">{ page.say(&verdict_words(verdict)) }</p>
            }
            { questions(&page, report) }
            <div class="skew-columns">
                { top_keys(&page, report) }
                <div>
                    { shard_loads(&page, report) }
                    { by_shards(&page, report) }
                </div>
            </div>
            { skipped(&page, report) }
            <p class="buttons">{ send_traffic(&page, props) }</p>
        </div>
    }
}

fn summary(report: &SkewReport) -> Message {
    let id = if report.distinct_is_exact { "skew-summary" } else { "skew-summary-inexact" };
    let top = report.top_keys.first();
    Message::new(id)
        .text("file", &report.label)
        .number("records", report.records)
        .number("keys", report.distinct_keys)
        .text("key", top.map_or("", |key| &key.name))
        .text("share", format::percent(top.map_or(0.0, |key| key.records_share)))
        .number("rate", report.hottest_key.rate_max_records_per_s)
        .text("hottest", &report.hottest_key.name)
}

const fn verdict_class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Carried { .. } => "good",
        Verdict::NeedsMoreThanTable { .. } => "hot",
        Verdict::NeverWithThisKey { .. } => "over",
    }
}

fn verdict_words(verdict: &Verdict) -> Message {
    match verdict {
        Verdict::Carried { shards } => Message::new("verdict-carried").number("shards", *shards),
        Verdict::NeedsMoreThanTable { shards_tried_max } => {
            Message::new("verdict-more").number("shards", *shards_tried_max)
        }
        Verdict::NeverWithThisKey { key, limit, key_rate_per_s, limit_per_s, rate_max_records_per_s } => {
            let amount = |value: u64| match limit {
                LimitId::ShardWriteBytes => format!("{}/s", format::bytes(value as f64)),
                _ => format!("{} records/s", format::short(value as f64)),
            };
            Message::new("verdict-never")
                .text("key", key)
                .text("asked", amount(*key_rate_per_s))
                .text("allowed", amount(*limit_per_s))
                .number("rate", *rate_max_records_per_s)
        }
    }
}

/// The two questions: for how many shards, at which rate; and the size where the file does not say.
fn questions(page: &Context, report: &SkewReport) -> Html {
    let options = SkewOptions {
        shards: report.shards.len() as u32,
        profile: report.profile,
        rate_records_per_s: report.rate_records_per_s,
        record_size_bytes: report.record_size_bytes.unwrap_or_default(),
    };
    let ask = |edit: fn(&mut SkewOptions, f64)| {
        let context = page.clone();
        Callback::from(move |value: f64| {
            let mut options = options;
            edit(&mut options, value);
            context.ask(&Task::Skew(options));
        })
    };
    html! {
        <div class="questions">
            <KnobControl id="skew-shards" knob={KnobId::Shards} label="knob-shards" value={f64::from(options.shards)} slider_max={64.0} onchange={ask(|options, value| options.shards = value as u32)} />
            <KnobControl id="skew-rate" knob={KnobId::RateRecordsPerS} label="knob-rate" value={options.rate_records_per_s.unwrap_or_default() as f64} onchange={ask(|options, value| options.rate_records_per_s = Some(value as u64))} />
            if report.record_size_bytes.is_some() {
                <KnobControl id="skew-size" knob={KnobId::SizeBytes} label="knob-size" value={f64::from(options.record_size_bytes)} onchange={ask(|options, value| options.record_size_bytes = value as u32)} />
            }
        </div>
    }
}

fn heading(page: &Context, ids: &[&'static str]) -> Html {
    html! { <thead><tr>{ for ids.iter().map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead> }
}

fn bar(share: f64, class: &'static str) -> Html {
    html! {
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class={classes!("share", class)} width={(100.0 * share).min(100.0).to_string()} height="8" />
        </svg>
    }
}

fn top_keys(page: &Context, report: &SkewReport) -> Html {
    let most = report.top_keys.first().map_or(1.0, |key| key.records_share);
    html! {
        <div>
            <h3>{ page.text("skew-top") }</h3>
            <table class="keys">
                { heading(page, &["why-key", "skew-records", "why-share", "key-shard"]) }
                <tbody>{ for report.top_keys.iter().take(KEYS_LISTED).map(|key| html! {
                    <tr key={key.hash_key.to_string()}>
                        <td class="mono key-name">{ &key.name }</td>
                        <td class="number">{ format::short(key.records as f64) }</td>
                        <td class="number">{ bar(key.records_share / most, "") }{ format::percent(key.records_share) }</td>
                        <td class="mono number">{ format::shard(key.shard) }</td>
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}

/// Each shard's load at the rate asked about, as a part of its nearer limit.
fn shard_loads(page: &Context, report: &SkewReport) -> Html {
    let rate = report.rate_records_per_s.unwrap_or_default() as f64;
    let records_allowed = LimitId::ShardWriteRecords.value(report.profile) as f64;
    let bytes_allowed = LimitId::ShardWriteBytes.value(report.profile) as f64;
    let mean_bytes = report.bytes as f64 / report.records.max(1) as f64;
    let mut shards: Vec<_> = report.shards.iter().collect();
    shards.sort_by(|a, b| b.records_share.total_cmp(&a.records_share).then(a.index.cmp(&b.index)));
    shards.truncate(SHARDS_LISTED);
    shards.sort_by_key(|shard| shard.index);
    html! {
        <>
            <h3>{ page.say(&Message::new("skew-shard-loads").number("shards", report.shards.len())) }</h3>
            <table class="keys">
                { heading(page, &["key-shard", "skew-keys", "why-share", "skew-use"]) }
                <tbody>{ for shards.into_iter().map(|shard| {
                    let by_records = rate * shard.records_share / records_allowed;
                    let by_bytes = rate * mean_bytes * shard.bytes_share / bytes_allowed;
                    let part = by_records.max(by_bytes);
                    let class = if part > 1.0 { "over" } else if part >= 0.8 { "hot" } else { "" };
                    html! {
                        <tr key={shard.index.to_string()} class={class}>
                            <td class="mono">{ format::shard(shard.index) }</td>
                            <td class="number">{ format::short(shard.distinct_keys as f64) }</td>
                            <td class="number">{ format::percent(shard.records_share) }</td>
                            <td class="number">{ bar(part / 1.5, class) }{ format::percent(part) }{ if part > 1.0 { " ✕" } else { "" } }</td>
                        </tr>
                    }
                }) }</tbody>
            </table>
        </>
    }
}

/// What more shards bring: the rate that streams of 1 to 500 shards carry.
fn by_shards(page: &Context, report: &SkewReport) -> Html {
    const SHOWN: [u32; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500];
    let streams = report.streams.iter().filter(|stream| SHOWN.contains(&stream.shards));
    html! {
        <>
            <h3>{ page.text("skew-by-shards") }</h3>
            <table class="keys">
                { heading(page, &["skew-shards-column", "skew-hottest", "skew-ideal", "skew-rate-max"]) }
                <tbody>{ for streams.map(|stream| html! {
                    <tr key={stream.shards.to_string()}>
                        <td class="number">{ stream.shards }</td>
                        <td class="number">{ format::percent(stream.records_share_max) }</td>
                        <td class="number">{ format::percent(stream.ideal_share) }</td>
                        <td class="number">{ format!("{}/s", format::short(stream.rate_max_records_per_s as f64)) }</td>
                    </tr>
                }) }</tbody>
            </table>
        </>
    }
}

fn skipped(page: &Context, report: &SkewReport) -> Html {
    if report.skipped.is_empty() {
        return Html::default();
    }
    html! { <ul class="hint">{ for report.skipped.iter().map(|skipped| html! { <li>{ page.say(&reasons::skipped(skipped)) }</li> }) }</ul> }
}

/// Begins a scenario whose traffic follows the file.
fn send_traffic(page: &Context, props: &Props) -> Html {
    let (context, file, report) = (page.clone(), props.file.to_string(), Rc::clone(&props.report));
    let onclick = Callback::from(move |_| {
        let Some(loaded) = context.loaded() else { return };
        let mut plan = loaded.scenario.plan.clone();
        plan.set_shards(report.shards.len() as u32);
        plan.limits = report.profile;
        plan.producers.truncate(1);
        if let Some(producer) = plan.producers.first_mut() {
            let rate = report.rate_records_per_s.and_then(|rate| u32::try_from(rate).ok());
            producer.traffic.rate_records_per_s = rate.unwrap_or(producer.traffic.rate_records_per_s);
            producer.traffic.burst = None;
            producer.traffic.record_size = match report.record_size_bytes {
                Some(bytes) => RecordSize::Fixed { bytes },
                None => RecordSize::FromFile { default_bytes: KnobId::SizeBytes.row().default as u32 },
            };
            producer.traffic.keys = KeyModel::File {
                file: file.clone(),
                key: report.columns.key.clone(),
                weight: report.columns.weight.clone(),
                size: report.columns.size.clone(),
            };
        }
        context.load(&Scenario { version: VERSION, name: file.clone(), plan });
        context.state.dispatch(Action::OpenFile(false));
    });
    html! { <button type="button" class="primary" {onclick}>{ page.text("skew-send") }</button> }
}
