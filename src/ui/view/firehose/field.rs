//! Fields of the form: AWS's name, what it is for, what it may be.

use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::view::switch::bare_switch;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its id in the page.
    pub id: &'static str,
    /// What AWS calls it.
    pub name: AttrValue,
    /// What it is for, and what it may be.
    pub about: String,
    /// The value in force.
    pub value: String,
    /// The unit of a number; a text has none.
    #[prop_or_default]
    pub unit: Option<&'static str>,
    /// Whether it must be a number.
    #[prop_or_default]
    pub is_number: bool,
    /// Whether that may have digits behind a point.
    #[prop_or_default]
    pub has_decimals: bool,
    /// Told of another value.
    pub onchange: Callback<String>,
}

/// One setting that is typed.
#[component]
pub fn Field(props: &Props) -> Html {
    let page = use_page();
    let (typed, wrong) = (use_state(|| None::<String>), use_state(|| false));
    {
        let (typed, wrong) = (typed.clone(), wrong.clone());
        use_effect_with((props.value.clone(), page.state.refusals), move |_| {
            typed.set(None);
            wrong.set(false);
        });
    }
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let onchange = {
        let (typed, wrong, onchange) = (typed.clone(), wrong.clone(), props.onchange.clone());
        let (value, is_number, has_decimals) = (props.value.clone(), props.is_number, props.has_decimals);
        Callback::from(move |event: Event| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            let read = |text: &str| text.trim().parse::<f64>().ok().filter(|read| *read >= 0.0);
            let is_right = |read: f64| has_decimals || read.fract() == 0.0;
            let is_wrong = is_number && !read(&text).is_some_and(is_right);
            wrong.set(is_wrong);
            if is_number && !is_wrong && read(&text).map(f64::to_bits) == read(&value).map(f64::to_bits) {
                // The same number, written otherwise perhaps.
                typed.set(None);
            } else if !is_wrong {
                onchange.emit(text.trim().to_owned());
            }
        })
    };
    let shown = (*typed).clone().unwrap_or_else(|| props.value.clone());
    let about_id = format!("{}-about", props.id);
    let mode = if props.is_number { "decimal" } else { "text" };
    html! {
        <div class={classes!("setting", (!props.is_number).then_some("setting-text"))}>
            <label for={props.id}>{ &props.name }</label>
            <span class="setting-number">
                <input id={props.id} type="text" inputmode={mode} value={shown} {oninput} {onchange} autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.to_string()} aria-describedby={about_id.clone()} />
                if let Some(unit) = props.unit {
                    <span class="unit">{ unit }</span>
                }
            </span>
            <p id={about_id} class="hint">{ &props.about }</p>
            if *wrong {
                <p class="wrong" role="alert">{ page.say(&Message::new(if props.has_decimals { "field-not-a-number" } else { "field-not-whole" }).text("field", &props.name)) }</p>
            }
        </div>
    }
}

/// One setting that is chosen: values with their names.
pub fn choose(
    page: &Context,
    (id, name, about): (&'static str, &'static str, &'static str),
    names: &[(String, String)],
    current: &str,
    onchange: &Callback<String>,
) -> Html {
    let about_id = format!("{id}-about");
    let onchange = onchange.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <div class="setting setting-text">
            <label for={id}>{ name }</label>
            <select {id} {onchange} aria-describedby={about_id.clone()}>
                { for names.iter().map(|(value, name)| html! { <option key={value.clone()} value={value.clone()} selected={value == current}>{ name }</option> }) }
            </select>
            <p id={about_id} class="hint">{ page.text(about) }</p>
        </div>
    }
}

/// One setting that is on or off.
pub fn flag(
    page: &Context,
    (id, name, about): (&'static str, &'static str, &'static str),
    is_on: bool,
    onchange: &Callback<bool>,
) -> Html {
    let about_id = format!("{id}-about");
    html! {
        <div class="setting">
            <label for={id}>{ name }</label>
            { bare_switch(id.to_owned(), about_id.clone(), is_on, onchange) }
            <p id={about_id} class="hint">{ page.text(about) }</p>
        </div>
    }
}
