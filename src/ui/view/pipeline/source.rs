//! What a producer's source is like: the shape of its rate along time, and what its records look like.

use crate::engine::command::Command;
use crate::engine::producer::knobs::KnobId;
use crate::engine::producer::template::{PLACEHOLDERS, Template};
use crate::engine::producer::traffic::{Period, RateStep, Shape, Traffic};
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::ui::app::{Context, use_page};
use crate::ui::view::knob::KnobControl;
use crate::ui::view::traffic::choice;
use crate::worker::messages::Task;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text of one's own template at first, where none was chosen.
const FIRST_TEXT: &str = "{\"key\":\"{{key}}\",\"at\":\"{{timestamp}}\",\"n\":{{ordinal}}}";

/// Properties of the controls.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Tells the fields of one view from those of another.
    pub scope: &'static str,
    /// The producer.
    pub producer: String,
    /// What it sends.
    pub traffic: Traffic,
}

impl Props {
    /// What changes the producer's traffic.
    fn change(&self, page: &Context) -> impl Fn(&dyn Fn(&mut Traffic)) + Clone + 'static {
        let (page, producer, traffic) = (page.clone(), self.producer.clone(), self.traffic.clone());
        move |edit: &dyn Fn(&mut Traffic)| {
            let mut changed = traffic.clone();
            edit(&mut changed);
            if changed != traffic {
                page.command(Command::SetTraffic { producer: producer.clone(), traffic: changed });
            }
        }
    }
}

/// How the rate changes along time.
#[component]
pub fn ShapeControls(props: &Props) -> Html {
    let page = use_page();
    let change = props.change(&page);
    let current = match props.traffic.shape {
        Shape::Steady => "steady",
        Shape::Periodic(_) => "periodic",
        Shape::Steps(_) => "steps",
    };
    let names = ["steady", "periodic", "steps"].map(|name| {
        (name.to_owned(), page.say(&Message { id: format!("shape-{name}").into(), arguments: Vec::new() }))
    });
    let choose = {
        let change = change.clone();
        Callback::from(move |name: String| {
            let knob = |id: KnobId| id.row().default as u32;
            let shape = match name.as_str() {
                "periodic" => {
                    Shape::Periodic(Period { period_s: knob(KnobId::PeriodS), low_percent: knob(KnobId::LowPercent) })
                }
                "steps" => {
                    Shape::Steps(vec![RateStep { at_s: knob(KnobId::StepAtS), percent: knob(KnobId::StepPercent) }])
                }
                _ => Shape::Steady,
            };
            change(&|traffic| traffic.shape = shape.clone());
        })
    };
    html! {
        <>
            { choice("part-shape".into(), page.text("shape"), &names, current, choose) }
            { shape_fields(&page, &props.traffic.shape, change) }
        </>
    }
}

fn shape_fields(page: &Context, shape: &Shape, change: impl Fn(&dyn Fn(&mut Traffic)) + Clone + 'static) -> Html {
    match shape {
        Shape::Steady => Html::default(),
        Shape::Periodic(period) => {
            let set = |edit: fn(&mut Period, f64)| {
                let (change, period) = (change.clone(), *period);
                Callback::from(move |value: f64| {
                    let mut next = period;
                    edit(&mut next, value);
                    change(&|traffic| traffic.shape = Shape::Periodic(next));
                })
            };
            html! {
                <>
                    <KnobControl id="part-period" knob={KnobId::PeriodS} label="knob-period" value={f64::from(period.period_s)} onchange={set(|period, value| period.period_s = value as u32)} />
                    <KnobControl id="part-low" knob={KnobId::LowPercent} label="knob-low" value={f64::from(period.low_percent)} onchange={set(|period, value| period.low_percent = value as u32)} />
                </>
            }
        }
        Shape::Steps(steps) => {
            let text =
                steps.iter().map(|step| format!("{}: {}", step.at_s, step.percent)).collect::<Vec<_>>().join(", ");
            let state = page.state.clone();
            let onchange = Callback::from(move |event: Event| {
                let typed = event.target_unchecked_into::<HtmlInputElement>().value();
                match read_steps(&typed) {
                    Some(steps) => change(&|traffic| traffic.shape = Shape::Steps(steps.clone())),
                    None => state
                        .dispatch(crate::ui::state::Action::Notify(Message::new("steps-wrong").text("typed", typed))),
                }
            });
            html! {
                <>
                    <div class="choice">
                        <label for="part-steps">{ page.text("shape-steps-label") }</label>
                        <input id="part-steps" type="text" value={text} {onchange} autocomplete="off" spellcheck="false" aria-describedby="part-steps-about" />
                    </div>
                    <p id="part-steps-about" class="hint">{ page.text("shape-steps-about") }</p>
                </>
            }
        }
    }
}

/// Steps as they are typed: second and percent, such as `60: 200, 120: 50`.
fn read_steps(typed: &str) -> Option<Vec<RateStep>> {
    let step = |pair: &str| {
        let (at, percent) = pair.split_once(':')?;
        Some(RateStep {
            at_s: at.trim().parse().ok()?,
            percent: percent.trim().trim_end_matches('%').trim().parse().ok()?,
        })
    };
    typed.split(',').map(str::trim).filter(|pair| !pair.is_empty()).map(step).collect()
}

/// What the records look like, with five of them.
#[component]
pub fn TemplateControls(props: &Props) -> Html {
    let page = use_page();
    let change = props.change(&page);
    let draft = use_state(|| None::<String>);
    let template = props.traffic.template.clone();
    let current = match &template {
        None => "none",
        Some(Template::Text(_)) => "text",
        Some(Template::Lines { .. }) => "lines",
        Some(ready) => Template::READY.iter().find(|(_, known)| known == ready).map_or("none", |(name, _)| *name),
    };
    let mut names = vec!["none"];
    names.extend(Template::READY.iter().map(|(name, _)| *name));
    names.push("text");
    if current == "lines" {
        names.push("lines");
    }
    let word = |name: &str| {
        page.say(&Message { id: format!("template-{}", name.replace('_', "-")).into(), arguments: Vec::new() })
    };
    let names: Vec<(String, String)> = names.into_iter().map(|name| (name.to_owned(), word(name))).collect();
    let choose = {
        let (change, template, draft) = (change.clone(), template.clone(), draft.clone());
        Callback::from(move |name: String| {
            draft.set(None);
            let ready = Template::READY.iter().find(|(known, _)| *known == name).map(|(_, ready)| ready.clone());
            // One's own begins as what was chosen before.
            let before = template.as_ref().map(|template| template.text().to_owned()).filter(|text| !text.is_empty());
            let own = || Template::Text(before.clone().unwrap_or_else(|| FIRST_TEXT.to_owned()));
            let next = if name == "text" { Some(own()) } else { ready };
            change(&|traffic| traffic.template.clone_from(&next));
        })
    };
    let shown = (*draft).clone().map(Template::Text).or(template);
    html! {
        <>
            { choice(format!("{}-template", props.scope).into(), page.text("template"), &names, current, choose) }
            if let Some(Template::Text(text)) = &shown {
                { editor(&page, props.scope, text, &draft, change) }
            }
            { samples(&page, shown.as_ref()) }
            { tail(&page, &props.producer) }
        </>
    }
}

fn editor(
    page: &Context,
    scope: &str,
    text: &str,
    draft: &UseStateHandle<Option<String>>,
    change: impl Fn(&dyn Fn(&mut Traffic)) + Clone + 'static,
) -> Html {
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
        })
    };
    // What is wrong is said below, and what is right is used when the field is left.
    let onchange = {
        let draft = draft.clone();
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            if Template::Text(typed.clone()).read().is_ok() {
                change(&|traffic| traffic.template = Some(Template::Text(typed.clone())));
                draft.set(None);
            }
        })
    };
    let (id, known) = (format!("{scope}-template-text"), PLACEHOLDERS.join(" "));
    html! {
        <>
            <label class="visually-hidden" for={id.clone()}>{ page.text("template-text") }</label>
            <textarea {id} class="mono template-text" rows="4" value={text.to_owned()} {oninput} {onchange} spellcheck="false" />
            <p class="hint">{ page.say(&Message::new("template-about").text("placeholders", known)) }</p>
        </>
    }
}

/// Five records of the template, or what is wrong with it.
fn samples(page: &Context, template: Option<&Template>) -> Html {
    if let Some(Template::Lines { file }) = template {
        return html! { <p class="hint">{ page.say(&Message::new("template-lines-of").text("file", file)) }</p> };
    }
    match template.map(Template::samples) {
        None => Html::default(),
        Some(Ok(samples)) => html! {
            <>
                <p class="hint">{ page.text("template-samples") }</p>
                <ol class="samples mono">{ for samples.iter().map(|sample| html! { <li>{ sample }</li> }) }</ol>
            </>
        },
        Some(Err(error)) => {
            html! { <p class="wrong" role="alert">{ page.say(&reasons::violation(&error.violation("template"))) }</p> }
        }
    }
}

/// Takes a real file whose lines become the records.
fn tail(page: &Context, producer: &str) -> Html {
    let onchange = {
        let (client, producer) = (page.client.clone(), producer.to_owned());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            input.set_value("");
            if let Some((client, file)) = client.as_ref().zip(file) {
                client.ask_with_file(&Task::TailFile { name: file.name(), producer: producer.clone() }, &file);
            }
        })
    };
    html! {
        <p class="buttons">
            <label class="button">
                { page.text("template-lines-open") }
                <input type="file" class="visually-hidden" accept=".log,.txt,.csv,.json,.jsonl,text/*" {onchange} />
            </label>
        </p>
    }
}
