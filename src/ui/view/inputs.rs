//! The inputs: shards, limits, and the traffic of a producer. Every change of traffic is a command to the world.

use super::knob::KnobControl;
use super::traffic::{choice, controls};
use crate::engine::command::Command;
use crate::engine::limits::Profile;
use crate::engine::producer::knobs::KnobId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::worker::frame::{Frame, Loaded};
use std::rc::Rc;
use yew::prelude::*;

/// Shards that the slider reaches; the number field goes on to the knob's bound.
const SLIDER_SHARDS: f64 = 8.0;

/// Properties of [`Inputs`].
#[derive(Properties)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario.
    pub loaded: Rc<Loaded>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let inputs =
            |props: &Self| props.frame.producers.iter().map(|producer| producer.traffic.clone()).collect::<Vec<_>>();
        Rc::ptr_eq(&self.loaded, &other.loaded)
            && self.frame.profile == other.frame.profile
            && (Rc::ptr_eq(&self.frame, &other.frame) || inputs(self) == inputs(other))
    }
}

/// The inputs of the world.
#[component]
pub fn Inputs(props: &Props) -> Html {
    let page = use_page();
    let chosen = use_state(|| 0_usize);
    let producers = &props.frame.producers;
    let producer = producers.get(*chosen).or_else(|| producers.first());
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |name: String| chosen.set(name.parse().unwrap_or(0)))
    };
    let names: Vec<(String, String)> =
        producers.iter().enumerate().map(|(place, producer)| (place.to_string(), producer.name.clone())).collect();
    html! {
        <section class="panel inputs" aria-labelledby="inputs-title">
            <h2 id="inputs-title">{ page.text("inputs") }</h2>
            <fieldset>
                <legend>{ page.text("inputs-stream") }</legend>
                { shards(&page, &props.loaded) }
                { limits(&page, props.frame.profile) }
            </fieldset>
            if let Some(producer) = producer {
                <fieldset>
                    <legend>{ page.say(&Message::new("inputs-producer").text("name", &producer.name)) }</legend>
                    if producers.len() > 1 {
                        { choice("producer".into(), page.text("producer"), &names, &chosen.to_string(), on_choose) }
                    }
                    { controls(&page, "lab", producer.name.clone(), &producer.traffic) }
                </fieldset>
            }
        </section>
    }
}

fn shards(page: &Context, loaded: &Rc<Loaded>) -> Html {
    let onchange = {
        let context = page.clone();
        Callback::from(move |shards: f64| {
            let Some(mut scenario) = context.present_scenario() else { return };
            if scenario.plan.shards() == shards as u32 {
                return;
            }
            scenario.plan.set_shards(shards as u32);
            context.load(&scenario);
        })
    };
    let value = f64::from(loaded.scenario.plan.shards());
    html! {
        <>
            <KnobControl id="shards" knob={KnobId::Shards} label="knob-shards" {value} slider_max={SLIDER_SHARDS} {onchange} />
            <p class="hint">{ page.text("knob-shards-hint") }</p>
        </>
    }
}

fn limits(page: &Context, profile: Profile) -> Html {
    let names =
        [("current".to_owned(), page.text("limits-current")), ("course".to_owned(), page.text("limits-course"))];
    let context = page.clone();
    let onchange = Callback::from(move |name: String| {
        let profile = if name == "course" { Profile::CourseNotes } else { Profile::Current };
        context.command(Command::SetLimitsProfile(profile));
    });
    let current = if profile == Profile::Current { "current" } else { "course" };
    choice("limits".into(), page.text("limits"), &names, current, onchange)
}
