//! The keys of the keyboard that work in each view.

use super::app::Context;
use super::browser;
use super::navigation;
use super::screen::Screen;
use super::state::Action;
use crate::engine::time::Micros;
use crate::scenario::presets::PRESETS;
use crate::worker::firehose::FirehoseView;
use crate::worker::messages::{Playback, Task, ToWorker};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// Space and `.` play and pause; arrows step; digits begin scenarios; letters open views.
#[hook]
pub fn use_keyboard(context: &Context, is_playing: bool) {
    let context = context.clone();
    use_effect_with(
        (context.client.is_some(), is_playing, context.state.is_file_open, context.state.screen),
        move |_| {
            let options = EventListenerOptions::enable_prevent_default();
            let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                if press(&context, is_playing, event) {
                    event.prevent_default();
                }
            });
            move || drop(listener)
        },
    );
}

/// Does what a key is for; returns whether it was for something.
fn press(context: &Context, is_playing: bool, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() || event.alt_key() || browser::is_typing() || context.state.is_file_open {
        return false;
    }
    let is_on_control = document().active_element().is_some_and(|element| is_control(&element));
    let toggle = if is_playing { Playback::Pause } else { Playback::Play };
    let playback = match key.as_str() {
        " " if !is_on_control || browser::is_on_slider() => toggle,
        "." => toggle,
        "ArrowRight" if !is_on_control && event.shift_key() => Playback::StepBy(Micros::SECOND),
        "ArrowRight" if !is_on_control => Playback::StepEvent,
        "n" => {
            context.ask(&Task::NextThrottle);
            return true;
        }
        "z" => {
            context.ask(&Task::GoBack);
            return true;
        }
        "b" if context.state.screen == Screen::Firehose => {
            context.ask(&Task::NextFlush(FirehoseView { chosen: context.state.delivery_stream.clone() }));
            return true;
        }
        "/" => return navigation::focus_entry(context.state.screen),
        other => return open(context, other) || begin(context, other),
    };
    context.send(&ToWorker::Playback(playback));
    true
}

/// Whether an element has a use of its own for keys. A view takes the focus, but uses none.
fn is_control(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "BUTTON" | "INPUT" | "SUMMARY" | "A")
        || element.get_attribute("tabindex").is_some_and(|place| place != "-1")
}

fn open(context: &Context, key: &str) -> bool {
    let Some(screen) = Screen::of_key(key) else { return false };
    context.state.dispatch(Action::Open(screen));
    true
}

fn begin(context: &Context, digit: &str) -> bool {
    let place = digit.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(preset) = place.and_then(|place| PRESETS.get(place)) else { return false };
    context.load_preset(preset);
    true
}
