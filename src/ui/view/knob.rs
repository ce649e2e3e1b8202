//! A control for one row of the knob table: a slider and a number field that agree, with bounds and the reason when a
//! value is refused.

use crate::engine::producer::knobs::{KnobId, Scale};
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::ui::app::use_page;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Positions of a logarithmic slider.
const POSITIONS: f64 = 1_000.0;

/// Properties of [`KnobControl`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Tells controls of one page apart.
    pub id: &'static str,
    /// The knob.
    pub knob: KnobId,
    /// The id of the label's message.
    pub label: &'static str,
    /// The value.
    pub value: f64,
    /// The greatest value of the slider, where it is less than the knob's.
    #[prop_or_default]
    pub slider_max: Option<f64>,
    /// Told of a new value within bounds.
    pub onchange: Callback<f64>,
}

/// One knob.
#[component]
pub fn KnobControl(props: &Props) -> Html {
    let page = use_page();
    let wrong = use_state(|| None::<Message>);
    let knob = props.knob.row();
    let slider_max = props.slider_max.unwrap_or(knob.max);
    let (is_log, min) = (knob.scale == Scale::Logarithmic, knob.min);
    let set = {
        let (wrong, onchange, id) = (wrong.clone(), props.onchange.clone(), props.knob);
        move |value: f64| match id.check(id.row().field, value) {
            Ok(()) => {
                wrong.set(None);
                onchange.emit(value);
            }
            Err(violation) => wrong.set(Some(reasons::violation(&violation))),
        }
    };
    let on_slide = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            let position = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            set(if is_log { from_position(position, min, slider_max) } else { position });
        })
    };
    let on_type = Callback::from(move |event: Event| {
        set(event.target_unchecked_into::<HtmlInputElement>().value().trim().parse().unwrap_or(f64::NAN));
    });
    let position = if is_log { to_position(props.value, min, slider_max) } else { props.value };
    let (slide_min, slide_max, slide_step) =
        if is_log { (0.0, POSITIONS, 1.0) } else { (knob.min, slider_max, knob.step) };
    let label = page.say(&Message::new(props.label));
    let error_id = format!("{}-wrong", props.id);
    html! {
        <div class="knob">
            <label for={props.id}>{ &label }</label>
            <span class="knob-number">
                <input id={props.id} type="number" inputmode="decimal" value={props.value.to_string()} min={knob.min.to_string()}
                    max={knob.max.to_string()} step="any" onchange={on_type} aria-invalid={wrong.is_some().to_string()}
                    aria-describedby={wrong.as_ref().map(|_| error_id.clone())} />
                <span class="unit">{ knob.unit }</span>
            </span>
            <input type="range" min={slide_min.to_string()} max={slide_max.to_string()} step={slide_step.to_string()}
                value={position.to_string()} oninput={on_slide} aria-label={label.clone()} aria-valuetext={format!("{} {}", props.value, knob.unit)} />
            if let Some(wrong) = &*wrong {
                <p class="wrong" id={error_id} role="alert">{ page.say(wrong) }</p>
            }
        </div>
    }
}

/// The slider's position of `value`; zero has a position of its own, left of one.
fn to_position(value: f64, min: f64, max: f64) -> f64 {
    let low = min.max(1.0);
    if value < low {
        return 0.0;
    }
    1.0 + (POSITIONS - 1.0) * libm::log(value / low) / libm::log(max / low)
}

fn from_position(position: f64, min: f64, max: f64) -> f64 {
    let low = min.max(1.0);
    if position < 1.0 {
        return min;
    }
    let value = low * libm::exp(libm::log(max / low) * (position - 1.0) / (POSITIONS - 1.0));
    // Two digits are as fine as a hand on a slider.
    let digit = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0).max(1.0);
    (libm::round(value / digit) * digit).clamp(min, max)
}
