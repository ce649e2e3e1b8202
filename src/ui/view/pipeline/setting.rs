//! The settings of the chosen part: a field for each row of its form, with AWS's name, default and bounds.

use crate::engine::limits::Profile;
use crate::engine::settings::Evidence;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::scenario::form::{Control, Row, name_of, rows_of};
use crate::ui::app::{Context, use_page};
use crate::ui::view::select::Select;
use crate::ui::view::switch::bare_switch;
use serde_json::Value;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The fields of a kind; `onchange` is told its JSON with what was changed.
pub fn fields(page: &Context, kind: &Value, profile: Profile, onchange: &Callback<Value>) -> Html {
    let name = name_of(kind).unwrap_or_default();
    let mut rows = rows_of(name).peekable();
    if rows.peek().is_none() {
        return html! { <p class="hint">{ page.text("settings-none") }</p> };
    }
    let field = |row: &'static Row| {
        let value = row.get(kind).cloned().unwrap_or_default();
        let set = {
            let kind = kind.clone();
            onchange.reform(move |value: Value| row.set(&kind, value))
        };
        html! { <Field key={row.field()} {row} {value} {profile} onchange={set} /> }
    };
    html! { <div class="settings">{ for rows.map(field) }</div> }
}

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
struct Props {
    row: &'static Row,
    value: Value,
    profile: Profile,
    onchange: Callback<Value>,
}

/// One setting.
#[component]
fn Field(props: &Props) -> Html {
    let page = use_page();
    let (typed, wrong) = (use_state(|| None::<String>), use_state(|| None::<Message>));
    {
        let (typed, wrong) = (typed.clone(), wrong.clone());
        use_effect_with((props.value.clone(), page.state.refusals), move |_| {
            typed.set(None);
            wrong.set(None);
        });
    }
    let row = props.row;
    let id = format!("setting-{}", row.field());
    let about = page.say(&Message { id: id.clone().into(), arguments: Vec::new() });
    let about_id = format!("{id}-about");
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let input = match row.control {
        Control::Number(setting) | Control::Unlimited(setting) => {
            let onchange = {
                let (typed, wrong, onchange) = (typed.clone(), wrong.clone(), props.onchange.clone());
                let in_force = props.value.clone();
                Callback::from(move |event: Event| {
                    let text = event.target_unchecked_into::<HtmlInputElement>().value();
                    match row.read(&text) {
                        // The same number, written otherwise perhaps.
                        Ok(value) if value == in_force => {
                            wrong.set(None);
                            typed.set(None);
                        }
                        Ok(value) => {
                            wrong.set(None);
                            onchange.emit(value);
                        }
                        Err(violation) => {
                            typed.set(Some(text));
                            wrong.set(Some(reasons::violation(&violation)));
                        }
                    }
                })
            };
            let shown = (*typed).clone().unwrap_or_else(|| number_text(&props.value));
            html! {
                <span class="setting-number">
                    <input id={id.clone()} type="text" inputmode="numeric" value={shown} {oninput} {onchange} autocomplete="off"
                        aria-invalid={wrong.is_some().to_string()} aria-describedby={about_id.clone()} />
                    <span class="unit">{ page.say(&reasons::unit_named(setting.row().unit)) }</span>
                </span>
            }
        }
        Control::Text(_) => {
            let onchange = props
                .onchange
                .reform(|event: Event| Value::from(event.target_unchecked_into::<HtmlInputElement>().value()));
            let shown = (*typed).clone().unwrap_or_else(|| props.value.as_str().unwrap_or_default().to_owned());
            html! {
                <input id={id.clone()} type="text" value={shown} {oninput} {onchange} autocomplete="off" spellcheck="false"
                    aria-describedby={about_id.clone()} />
            }
        }
        Control::Flag(_) => {
            let is_on = props.value.as_bool().unwrap_or_default();
            bare_switch(id.clone(), about_id.clone(), is_on, &props.onchange.reform(Value::from))
        }
        Control::Choice(_, names) => {
            let names: Vec<(String, String)> =
                names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect();
            let current = props.value.as_str().unwrap_or_default().to_owned();
            html! { <Select id={id.clone()} described_by={about_id.clone()} {names} {current} onchange={props.onchange.reform(Value::from)} /> }
        }
    };
    html! {
        <div class="setting">
            <label for={id}>{ row.name() }</label>
            { input }
            <p id={about_id} class="hint">{ about }{ bounds(&page, row, props.profile) }</p>
            if let Some(wrong) = &*wrong {
                <p class="wrong" role="alert">{ page.say(wrong) }</p>
            }
        </div>
    }
}

fn number_text(value: &Value) -> String {
    value.as_u64().map_or_else(|| "-1".to_owned(), |number| number.to_string())
}

/// Default, bounds and source of a number.
fn bounds(page: &Context, row: &Row, profile: Profile) -> Html {
    let (id, setting) = match row.control {
        Control::Number(setting) => ("setting-bounds", setting),
        Control::Unlimited(setting) => ("setting-bounds-unlimited", setting),
        Control::Flag(_) | Control::Choice(..) | Control::Text(_) => return Html::default(),
    };
    let known = setting.row();
    let whole = |value: u64| number(value as f64, 0);
    let words = Message::new(id)
        .text("default", whole(setting.default_in(profile)))
        .text("min", whole(known.min))
        .text("max", whole(known.max));
    let evidence = page.text(match known.evidence {
        Evidence::Documented => "evidence-documented",
        Evidence::Observed => "evidence-observed",
        Evidence::Assumed => "evidence-assumed",
    });
    html! { <span class="setting-bounds" title={format!("{evidence}: {}", known.source)}>{ " " }{ page.say(&words) }{ " · " }{ evidence }</span> }
}
