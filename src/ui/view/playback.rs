//! The playback bar: restart, play and pause, step, next throttle, speed asked and reached, the simulated clock, and the
//! latest throttling episodes.

use crate::engine::limits::LimitId;
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::clock;
use crate::learn::failure::FailureNote;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::ui::view::icon::{Icon, icon};
use crate::worker::frame::{EpisodeFrame, Frame, ThrottledDelivery};
use crate::worker::messages::{Playback, Task, ToWorker};
use crate::worker::pacing::{SPEED_MAX, SPEED_MIN};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Positions of the speed's slider: ten for each power of ten.
const POSITIONS: f64 = 50.0;
/// Below this part of the asked speed, the reached speed is pointed out.
const KEEPS_UP: f64 = 0.9;
/// Episodes that are shown.
const EPISODES: usize = 4;

/// Properties of [`PlaybackBar`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
}

/// The bar at the bottom of the page.
#[component]
pub fn PlaybackBar(props: &Props) -> Html {
    let page = use_page();
    let frame = &props.frame;
    let send = |playback: Playback| {
        let context = page.clone();
        Callback::from(move |_: MouseEvent| context.send(&ToWorker::Playback(playback)))
    };
    let next_throttle = {
        let context = page.clone();
        Callback::from(move |_| context.ask(&Task::NextThrottle))
    };
    let restart = {
        let context = page.clone();
        Callback::from(move |_| context.send(&ToWorker::Restart))
    };
    let (toggle, toggle_label, toggle_sign) = if frame.is_playing {
        (Playback::Pause, page.text("pause"), Icon::Pause)
    } else {
        (Playback::Play, page.text("play"), Icon::Play)
    };
    html! {
        <section class="playback" aria-label={page.text("playback")}>
            <div class="transport">
                <button type="button" onclick={restart} aria-label={page.text("restart")} title={page.text("restart")}>{ icon(Icon::Restart) }</button>
                <button type="button" class="primary play" onclick={send(toggle)} aria-label={toggle_label.clone()} title={format!("{toggle_label} (Space)")}>{ icon(toggle_sign) }</button>
                <button type="button" onclick={send(Playback::StepEvent)} aria-label={page.text("step-event")} title={page.text("step-event-about")}>{ icon(Icon::Step) }</button>
                <button type="button" onclick={send(Playback::StepBy(Micros::SECOND))} title={page.text("step-second-about")}>{ page.text("step-second") }</button>
                if frame.search.is_some() {
                    <button type="button" class="primary" onclick={send(Playback::Pause)}>{ page.text("next-throttle-stop") }</button>
                } else {
                    <button type="button" onclick={next_throttle} title={page.text("next-throttle-about")}>{ page.text("next-throttle") }</button>
                }
            </div>
            <output class="clock mono" aria-label={page.text("clock")}>{ clock(frame.at) }</output>
            if let Some(search) = frame.search {
                <output class="searching" aria-live="off">{ page.say(&Message::new("next-throttle-searching").text("at", whole_seconds(search.at))) }</output>
            }
            { speed(&page, frame) }
            { episodes(&page, frame) }
        </section>
    }
}

/// The clock without parts of a second, which nobody could read while it runs.
fn whole_seconds(at: SimTime) -> String {
    let text = clock(at);
    text.split_once('.').map_or(text.clone(), |(whole, _)| whole.to_owned())
}

fn speed(page: &Context, frame: &Frame) -> Html {
    let context = page.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let position = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        context.send(&ToWorker::Playback(Playback::SetSpeed(speed_at(position))));
    });
    let position = libm::round(POSITIONS * libm::log(frame.speed / SPEED_MIN) / libm::log(SPEED_MAX / SPEED_MIN));
    let is_behind = frame.is_playing && frame.speed_reached < KEEPS_UP * frame.speed;
    html! {
        <div class="speed">
            <label for="speed">{ page.text("speed") }</label>
            <input id="speed" type="range" min="0" max={POSITIONS.to_string()} step="1" value={position.to_string()} {oninput}
                aria-valuetext={format::speed(frame.speed)} />
            <output for="speed" class="mono">{ format::speed(frame.speed) }</output>
            if is_behind {
                <span class="reached">{ page.say(&Message::new("speed-reached").text("speed", format::speed(frame.speed_reached))) }</span>
            }
        </div>
    }
}

/// The speed at a slider's position: round numbers, equal factors.
fn speed_at(position: f64) -> f64 {
    let value = SPEED_MIN * libm::exp(libm::log(SPEED_MAX / SPEED_MIN) * position / POSITIONS);
    let power = libm::pow(10.0, libm::floor(libm::log10(value * 1.000_001)));
    // Two digits: 1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 7.9.
    libm::round(value / power * 10.0) / 10.0 * power
}

fn episodes(page: &Context, frame: &Frame) -> Html {
    let chip = |episode: &EpisodeFrame| {
        let state = page.state.clone();
        let number = episode.number;
        let choose = Callback::from(move |_| state.dispatch(Action::ChooseEpisode(number)));
        let is_chosen = page.state.episode == Some(number);
        let id = match (episode.limit, episode.is_over) {
            (LimitId::ShardWriteBytes, false) => "episode-bytes",
            (LimitId::ShardWriteBytes, true) => "episode-bytes-over",
            (_, false) => "episode-records",
            (_, true) => "episode-records-over",
        };
        let words = Message::new(id)
            .text("shard", format::shard(episode.shard.0))
            .text("at", clock(episode.began))
            .text("end", clock(episode.last))
            .text("refused", format::short(episode.refused_records as f64));
        html! { <li key={episode.number.to_string()}><button type="button" class="chip" aria-pressed={is_chosen.to_string()} onclick={choose}>{ page.say(&words) }</button></li> }
    };
    // What fails as a whole stands in the order of time among what a limit refuses, newest first.
    let mut chips: Vec<(SimTime, Html)> = frame.episodes.iter().map(|episode| (episode.began, chip(episode))).collect();
    chips.extend(frame.failures.iter().map(|note| (note.began, failure(page, note))));
    chips.extend(frame.throttled_deliveries.iter().map(|throttled| (throttled.began, delivery(page, throttled))));
    chips.sort_by_key(|(began, _)| std::cmp::Reverse(*began));
    html! {
        <div class="episodes">
            <h2 id="episodes-title">{ page.text("episodes") }</h2>
            if chips.is_empty() {
                <p class="hint">{ page.text("episodes-none") }</p>
            } else {
                <ul aria-labelledby="episodes-title" tabindex="0">{ for chips.into_iter().take(EPISODES).map(|(_, chip)| chip) }</ul>
            }
        </div>
    }
}

/// What a delivery stream refused or was refused, with the way to it.
fn delivery(page: &Context, throttled: &ThrottledDelivery) -> Html {
    let show = {
        let (state, name) = (page.state.clone(), throttled.delivery_stream.clone());
        Callback::from(move |_: MouseEvent| {
            state.dispatch(Action::ChooseDeliveryStream(Some(name.clone())));
            state.dispatch(Action::Open(Screen::Firehose));
        })
    };
    let id = match (throttled.is_reads, throttled.is_over) {
        (false, false) => "episode-puts",
        (false, true) => "episode-puts-over",
        (true, false) => "episode-reads",
        (true, true) => "episode-reads-over",
    };
    let words = Message::new(id)
        .text("name", &throttled.delivery_stream)
        .text("at", clock(throttled.began))
        .text("end", clock(throttled.last))
        .text("refused", format::short(throttled.count as f64));
    html! { <li key={format!("{} {}", throttled.delivery_stream, throttled.is_reads)}><button type="button" class="chip" onclick={show}>{ page.say(&words) }</button></li> }
}

fn failure(page: &Context, failed: &FailureNote) -> Html {
    let words = Message::new(if failed.is_going_on { "episode-failed" } else { "episode-failed-over" })
        .text("exception", &failed.exception)
        .text("at", clock(failed.began))
        .text("end", clock(failed.last))
        .text("failed", format::short(failed.records as f64));
    html! { <li key={format!("f{}", failed.number)}><span class="chip failed" title={failed.text.clone()}>{ page.say(&words) }</span></li> }
}
