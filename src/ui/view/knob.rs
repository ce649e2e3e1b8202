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
    pub id: AttrValue,
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

/// What is shown while the world has not answered yet.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    /// What is being typed.
    typed: Option<String>,
    /// What was sent last and is not in force yet.
    sent: Option<f64>,
    /// Why what was typed is refused.
    wrong: Option<Message>,
}

/// The draft of a field whose value in force is `value`.
#[hook]
fn use_draft(value: f64, refusals: u32) -> UseStateHandle<Draft> {
    let draft = use_state(Draft::default);
    let refused_before = use_mut_ref(|| refusals);
    {
        let draft = draft.clone();
        use_effect_with((value, refusals), move |(value, refusals)| {
            let is_refused = refused_before.replace(*refusals) != *refusals;
            let is_in_force = draft.sent.is_some_and(|sent| (sent - value).abs() <= f64::EPSILON * sent.abs());
            if draft.sent.is_some() && (is_refused || is_in_force) {
                draft.set(Draft { sent: None, ..(*draft).clone() });
            }
        });
    }
    draft
}

/// One knob.
#[component]
pub fn KnobControl(props: &Props) -> Html {
    let page = use_page();
    let draft = use_draft(props.value, page.state.refusals);
    let knob = props.knob.row();
    let slider_max = props.slider_max.unwrap_or(knob.max);
    let (is_log, min) = (knob.scale == Scale::Logarithmic, knob.min);
    let label = page.say(&Message::new(props.label));
    let set = {
        let (draft, onchange, value, label) = (draft.clone(), props.onchange.clone(), props.value, label.clone());
        move |typed: Option<String>, wanted: f64| {
            let wanted = if knob.step >= 1.0 { libm::round(wanted) } else { wanted };
            match knob.id.check(knob.field, wanted) {
                Ok(()) => {
                    let is_new = (wanted - value).abs() > f64::EPSILON * value.abs();
                    draft.set(Draft { sent: is_new.then_some(wanted), ..Draft::default() });
                    onchange.emit(wanted);
                }
                Err(mut violation) => {
                    violation.field.clone_from(&label);
                    if let Some(typed) = &typed {
                        violation.value = if typed.is_empty() { "“”".to_owned() } else { typed.clone() };
                    }
                    draft.set(Draft { typed, sent: None, wrong: Some(reasons::violation(&violation)) });
                }
            }
        }
    };
    let on_slide = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            let position = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            set(None, if is_log { from_position(position, min, slider_max) } else { position });
        })
    };
    let on_type = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            draft.set(Draft { typed: Some(typed), ..(*draft).clone() });
        })
    };
    let on_commit = Callback::from(move |event: Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        let wanted = typed.trim().parse().unwrap_or(f64::NAN);
        set(Some(typed), wanted);
    });
    let value = draft.sent.unwrap_or(props.value);
    let position = if is_log { to_position(value, min, slider_max) } else { value };
    let (slide_min, slide_max, slide_step) =
        if is_log { (0.0, POSITIONS, 1.0) } else { (knob.min, slider_max, knob.step) };
    let unit = page.say(&reasons::unit_named(knob.unit));
    let error_id = format!("{}-wrong", props.id);
    html! {
        <div class="knob">
            <label for={props.id.clone()}>{ &label }</label>
            <span class="knob-number">
                <input id={props.id.clone()} type="number" inputmode="decimal" value={draft.typed.clone().unwrap_or_else(|| value.to_string())}
                    min={knob.min.to_string()} max={knob.max.to_string()} step="any" oninput={on_type} onchange={on_commit}
                    aria-invalid={draft.wrong.is_some().to_string()} aria-describedby={draft.wrong.as_ref().map(|_| error_id.clone())} />
                <span class="unit">{ &unit }</span>
            </span>
            <input type="range" min={slide_min.to_string()} max={slide_max.to_string()} step={slide_step.to_string()}
                value={position.to_string()} oninput={on_slide} aria-label={label.clone()} aria-valuetext={format!("{value} {unit}")} />
            if let Some(wrong) = &draft.wrong {
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
