//! Metrics: CloudWatch's minutes of the stream in view, beside the seconds that they are made of.

use super::plot::plot;
use super::{Chosen, legend, switch};
use crate::engine::api::Request;
use crate::engine::api::choices::ShardLevelMetric;
use crate::engine::api::request::EnhancedMonitoring;
use crate::engine::command::Command;
use crate::engine::ids::ShardId;
use crate::engine::metrics::cloudwatch::names::{MetricName, NAMESPACE, Statistic};
use crate::engine::producer::traffic::{Burst, Traffic};
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::region::metric::{self, amount, time};
use crate::ui::state::Action;
use crate::ui::view::copy::CopyButton;
use crate::worker::region::RegionFrame;
use crate::worker::region::metrics::{MetricChoice, MetricOf, MetricsFrame, Seconds};
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Shards that can be chosen at most.
const SHARDS_OFFERED: usize = 64;
/// Throttled seconds of a minute that are still a burst.
const BURST_SECONDS: usize = 30;
/// The burst that shows what minutes hide.
const BURST: Burst = Burst { every_s: 60, for_s: 5, factor: 4 };

/// The panel of the metrics.
pub fn panel(page: &Context, region: &RegionFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    let frame = &region.metrics;
    let row = frame.choice.metric.row();
    let dimensions = frame.dimensions.iter().map(|(name, value)| format!("{name} = {value}"));
    let dimensions = std::iter::once(NAMESPACE.to_owned()).chain(dimensions).collect::<Vec<_>>().join(" · ");
    let minutes = metric::minutes(frame, row.unit);
    let limit =
        minutes.limit.as_ref().map(|(_, limit)| page.say(&Message::new("metric-limit-minute").text("limit", limit)));
    let title = Message::new("metric-minutes")
        .text("metric", row.name)
        .text("statistic", format!("{:?}", frame.choice.statistic));
    html! {
        <section class="panel" aria-labelledby="metrics-title">
            <h2 id="metrics-title">{ page.text("metrics-title") }</h2>
            { choices(page, frame) }
            <p class="hint mono">{ dimensions }{ " · " }{ row.unit.name() }</p>
            { plot(&minutes, &page.say(&title), &page.say(&summary(frame)), limit) }
            if let Some(seconds) = frame.seconds.as_ref().filter(|_| chosen.has_seconds) {
                { by_second(page, frame, seconds) }
            }
            { lesson(page, frame) }
            { monitoring(page, region, chosen) }
            { table(page, frame) }
            <div class="command">
                <code>{ &frame.command }</code>
                { copy(page, frame) }
            </div>
            <p class="hint">{ page.text("metric-command-about") }</p>
        </section>
    }
}

fn copy(page: &Context, frame: &MetricsFrame) -> Html {
    let command = frame.command.clone();
    let text: Rc<dyn Fn() -> String> = Rc::new(move || command.clone());
    html! { <CopyButton {text} label={page.text("metric-copy")} /> }
}

/// The metric, of what, and which statistic.
fn choices(page: &Context, frame: &MetricsFrame) -> Html {
    let now = &frame.choice;
    let same = |name: &str| (name.to_owned(), name.to_owned());
    let metrics = metric::metrics_of(&now.of).map(|metric| same(metric.row().name)).collect();
    let statistics = now.metric.row().statistics.iter().map(|statistic| same(&format!("{statistic:?}"))).collect();
    let choose_metric = |choice: &mut MetricChoice, value: &str| {
        choice.metric = MetricName::named(value).unwrap_or(choice.metric);
    };
    let choose_statistic = |choice: &mut MetricChoice, value: &str| {
        let found = choice.metric.row().statistics.iter().find(|statistic| format!("{statistic:?}") == value);
        choice.statistic = found.copied().unwrap_or(choice.statistic);
    };
    html! {
        <div class="metric-choices">
            { select(page, ("metric-of", now), of_options(page, frame), of_text(&now.of), |choice, value| choice.of = of_named(value)) }
            { select(page, ("metric-name", now), metrics, now.metric.row().name.to_owned(), choose_metric) }
            { select(page, ("metric-statistic", now), statistics, format!("{:?}", now.statistic), choose_statistic) }
        </div>
    }
}

/// What there is whose metrics can be shown: shards while something is on for them.
fn of_options(page: &Context, frame: &MetricsFrame) -> Vec<(String, String)> {
    let mut options = vec![(of_text(&MetricOf::Stream), page.text("metric-of-stream"))];
    let loaded = page.loaded().filter(|_| !frame.monitoring.is_empty());
    let shards = loaded.iter().flat_map(|loaded| loaded.shards()).take(SHARDS_OFFERED);
    options.extend(shards.map(|(id, _)| (of_text(&MetricOf::Shard(*id)), id.to_string())));
    options.extend(frame.consumers.iter().map(|name| (of_text(&MetricOf::Consumer(name.clone())), name.clone())));
    options
}

/// By what an option is known.
fn of_text(of: &MetricOf) -> String {
    match of {
        MetricOf::Stream => "stream".to_owned(),
        MetricOf::Shard(shard) => format!("shard/{}", shard.0),
        MetricOf::Consumer(name) => format!("consumer/{name}"),
    }
}

fn of_named(text: &str) -> MetricOf {
    match text.split_once('/') {
        Some(("shard", number)) => MetricOf::Shard(ShardId(number.parse().unwrap_or_default())),
        Some((_, name)) => MetricOf::Consumer(name.to_owned()),
        None => MetricOf::Stream,
    }
}

/// A choice between options; `change` puts what was chosen into the metric that is shown next.
fn select(
    page: &Context,
    (id, now): (&'static str, &MetricChoice),
    options: Vec<(String, String)>,
    chosen: String,
    change: fn(&mut MetricChoice, &str),
) -> Html {
    let (state, now) = (page.state.clone(), now.clone());
    let onchange = Callback::from(move |event: Event| {
        let mut next = now.clone();
        change(&mut next, &event.target_unchecked_into::<HtmlSelectElement>().value());
        state.dispatch(Action::ChooseMetric(metric::fitting(next)));
    });
    html! {
        <label>{ page.text(id) }
            <select {onchange}>
                { for options.into_iter().map(|(value, text)| {
                    let selected = value == chosen;
                    html! { <option key={value.clone()} {value} {selected}>{ text }</option> }
                }) }
            </select>
        </label>
    }
}

/// What the minutes show.
fn summary(frame: &MetricsFrame) -> Message {
    let row = frame.choice.metric.row();
    match frame.points.last() {
        None => Message::new("metric-empty"),
        Some((at, value)) => Message::new("metric-summary")
            .text("from", time(*at))
            .text("value", amount(*value, row.unit, frame.choice.statistic)),
    }
}

fn by_second(page: &Context, frame: &MetricsFrame, seconds: &Seconds) -> Html {
    let unit = frame.choice.metric.row().unit;
    let picture = metric::seconds(frame, seconds, unit);
    let limit = picture.limit.as_ref();
    let limit = limit.map(|(_, limit)| page.say(&Message::new("metric-limit-second").text("limit", limit)));
    let throttled = seconds.refused.iter().filter(|refused| **refused > 0.0).count();
    let refused: f64 = seconds.refused.iter().map(|refused| f64::from(*refused)).sum();
    let words = Message::new("metric-seconds-summary")
        .number("throttled", throttled)
        .number("seconds", seconds.refused.len())
        .text("refused", amount(refused, unit, Statistic::Sum));
    html! {
        <>
            { plot(&picture, &page.text("metric-seconds"), &page.say(&words), limit) }
            { legend(page, &[("stored", "metric-stored"), ("refused-area", "metric-refused")]) }
        </>
    }
}

/// What a minute hides, with the numbers of the last one that did.
fn lesson(page: &Context, frame: &MetricsFrame) -> Html {
    let Some(lens) = metric::lens(frame) else {
        return html! { <p class="hint">{ page.text("metric-lesson") }</p> };
    };
    let unit = frame.choice.metric.row().unit;
    // What is refused all the time is no burst that a minute hides, but a shard that a sum hides.
    let id = if lens.seconds > BURST_SECONDS { "metric-hides-shard" } else { "metric-hides-burst" };
    let words = Message::new(id)
        .text("from", time(lens.from))
        .text("stored", amount(lens.stored, unit, Statistic::Sum))
        .text("percent", format::percent(lens.share))
        .text("refused", amount(lens.refused, unit, Statistic::Sum))
        .number("seconds", lens.seconds);
    html! { <p class="verdict hot">{ page.say(&words) }</p> }
}

/// The switches: seconds beside minutes, metrics by shard, and traffic that shows what minutes hide.
fn monitoring(page: &Context, region: &RegionFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    let on = &region.metrics.monitoring;
    let (sender, stream) = (page.clone(), region.stream.clone());
    let shard_level = Callback::from(move |is_on: bool| {
        let request = EnhancedMonitoring {
            stream_name: Some(stream.clone()),
            shard_level_metrics: vec![ShardLevelMetric::All],
            ..EnhancedMonitoring::default()
        };
        let request = if is_on {
            Request::EnableEnhancedMonitoring(request)
        } else {
            Request::DisableEnhancedMonitoring(request)
        };
        sender.command(request.into());
    });
    let by_second = {
        let chosen = chosen.clone();
        Callback::from(move |has_seconds| chosen.set(Chosen { has_seconds, ..(*chosen).clone() }))
    };
    let names: Vec<&str> = on.iter().map(|metric| metric.name()).collect();
    html! {
        <>
            <div class="buttons">
                { switch(page.text("metric-by-second"), chosen.has_seconds, by_second) }
                { switch(page.text("metric-by-shard"), !on.is_empty(), shard_level) }
                { burst(page) }
            </div>
            <p class="hint">{ if on.is_empty() { page.text("metric-by-shard-off") } else { page.say(&Message::new("metric-by-shard-on").text("names", names.join(", "))) } }</p>
        </>
    }
}

/// Lets the first producer send a short burst each minute, or none.
fn burst(page: &Context) -> Html {
    let Some(producer) = page.client.as_ref().and_then(|client| client.frame()?.producers.first().cloned()) else {
        return Html::default();
    };
    let is_on = producer.traffic.burst.is_some();
    let sender = page.clone();
    let onchange = Callback::from(move |is_on: bool| {
        let traffic = Traffic { burst: is_on.then_some(BURST), ..producer.traffic.clone() };
        sender.command(Command::SetTraffic { producer: producer.name.clone(), traffic });
    });
    switch(page.text("metric-burst"), is_on, onchange)
}

fn table(page: &Context, frame: &MetricsFrame) -> Html {
    let row = frame.choice.metric.row();
    html! {
        <details class="metric-table">
            <summary>{ page.text("chart-table") }</summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label={row.name}>
                <table aria-label={row.name}>
                    <thead><tr>
                        <th scope="col">{ page.text("metric-minute") }</th>
                        <th scope="col">{ format!("{:?}", frame.choice.statistic) }{ " (" }{ row.unit.name() }{ ")" }</th>
                        if frame.seconds.is_some() {
                            <th scope="col">{ page.text("metric-refused-seconds") }</th>
                        }
                    </tr></thead>
                    <tbody>{ for frame.points.iter().map(|(at, value)| html! {
                        <tr key={at.0}>
                            <td>{ time(*at) }</td>
                            <td class="number">{ exact(*value) }</td>
                            if let Some(seconds) = &frame.seconds {
                                <td class="number">{ metric::throttled(frame, seconds, *at) }</td>
                            }
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </details>
    }
}

/// A value as the API gives it, to the thousandth.
fn exact(value: f64) -> String {
    number(value, if value.fract() == 0.0 { 0 } else { 3 })
}
