//! The playback bar: restart, play and pause, step, next throttle, speed asked and reached, the simulated clock, and the
//! latest throttling episodes.

use crate::engine::limits::LimitId;
use crate::engine::time::Micros;
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::state::Action;
use crate::ui::view::icon::{Icon, icon};
use crate::worker::frame::{EpisodeFrame, Frame};
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
                <button type="button" onclick={next_throttle} title={page.text("next-throttle-about")}>{ page.text("next-throttle") }</button>
            </div>
            <output class="clock mono" aria-label={page.text("clock")}>{ clock(frame.at) }</output>
            { speed(&page, frame) }
            { episodes(&page, frame) }
        </section>
    }
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
        let id = if episode.limit == LimitId::ShardWriteBytes { "episode-bytes" } else { "episode-records" };
        let words = Message::new(id)
            .text("shard", format::shard(episode.shard.0))
            .text("at", clock(episode.began))
            .text("refused", format::short(episode.refused_records as f64));
        html! { <li key={episode.number.to_string()}><button type="button" class="chip" aria-pressed={is_chosen.to_string()} onclick={choose}>{ page.say(&words) }</button></li> }
    };
    html! {
        <div class="episodes">
            <h2>{ page.text("episodes") }</h2>
            if frame.episodes.is_empty() {
                <p class="hint">{ page.text("episodes-none") }</p>
            } else {
                <ul>{ for frame.episodes.iter().take(EPISODES).map(chip) }</ul>
            }
        </div>
    }
}
