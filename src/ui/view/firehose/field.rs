//! Fields of the form: AWS's name, what it is for, what it may be.

use super::record_settings::{read_columns, read_queries};
use crate::learn::catalogue;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::view::switch::bare_switch;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// KiB of a MiB.
pub const MIB_KIB: f64 = 1_024.0;

/// What may be typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reads {
    /// Any text.
    #[default]
    Text,
    /// Any text, with the blanks around it.
    Exact,
    /// A whole number, from and to.
    Whole(u32, u32),
    /// So many MiB, from and to so many KiB.
    Mebibytes(u32, u32),
    /// Partition keys: `name=.query; other=.query`.
    Queries,
    /// Columns: `name type, other type`.
    Columns,
}

impl Reads {
    const fn is_number(self) -> bool {
        matches!(self, Self::Whole(..) | Self::Mebibytes(..))
    }

    /// Says why `text` is not taken.
    fn fault(self, text: &str) -> Option<Message> {
        let number = |value: f64| catalogue::number(value, usize::from(value.fract() > 0.0));
        let between = |id: &'static str, least: f64, most: f64| {
            Message::new(id).text("min", number(least)).text("max", number(most))
        };
        let is_within = |value: f64, least: u32, most: u32| (f64::from(least)..=f64::from(most)).contains(&value);
        match self {
            Self::Text | Self::Exact => None,
            Self::Whole(least, most) => {
                let is_right = |read: f64| read.fract() == 0.0 && is_within(read, least, most);
                let fault = || between("field-not-whole", f64::from(least), f64::from(most));
                (!read_number(text).is_some_and(is_right)).then(fault)
            }
            Self::Mebibytes(least, most) => {
                let is_right = |read: f64| is_within(libm::round(read * MIB_KIB), least, most);
                let fault = || between("field-not-a-number", f64::from(least) / MIB_KIB, f64::from(most) / MIB_KIB);
                (!read_number(text).is_some_and(is_right)).then(fault)
            }
            Self::Queries => read_queries(text).is_none().then(|| Message::new("field-not-queries")),
            Self::Columns => read_columns(text).is_none().then(|| Message::new("field-not-columns")),
        }
    }
}

/// A number that is not negative, perhaps with commas between its thousands.
pub fn read_number(text: &str) -> Option<f64> {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.trim().split(',');
    let is_first = groups.next().is_some_and(|first| first.len() <= 3 || !whole.contains(','));
    let is_grouped = is_first && groups.all(|group| group.len() == 3);
    let digits = text.trim().replace(',', "");
    let is_plain = digits.chars().all(|digit| digit.is_ascii_digit() || digit == '.');
    let read = digits.parse::<f64>().ok()?;
    (is_plain && is_grouped && read.is_finite() && read >= 0.0).then_some(read)
}

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
    /// What may be typed.
    #[prop_or_default]
    pub reads: Reads,
    /// Told of another value.
    pub onchange: Callback<String>,
}

/// One setting that is typed.
#[component]
pub fn Field(props: &Props) -> Html {
    let page = use_page();
    let (typed, wrong) = (use_state(|| None::<String>), use_state(|| None::<Message>));
    {
        let (typed, wrong) = (typed.clone(), wrong.clone());
        use_effect_with((props.value.clone(), page.state.refusals), move |_| {
            typed.set(None);
            wrong.set(None);
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
        let (value, reads) = (props.value.clone(), props.reads);
        Callback::from(move |event: Event| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            let fault = reads.fault(&text);
            wrong.set(fault.clone());
            if fault.is_some() {
                return;
            }
            let number = read_number(&text).filter(|_| reads.is_number());
            if number.is_some() && number.map(f64::to_bits) == read_number(&value).map(f64::to_bits) {
                // The same number, written otherwise perhaps.
                typed.set(None);
            } else {
                let kept = if reads == Reads::Exact { text.as_str() } else { text.trim() };
                onchange.emit(number.map_or_else(|| kept.to_owned(), |number| number.to_string()));
            }
        })
    };
    let shown = (*typed).clone().unwrap_or_else(|| props.value.clone());
    let about_id = format!("{}-about", props.id);
    let mode = if props.reads.is_number() { "decimal" } else { "text" };
    html! {
        <div class={classes!("setting", (!props.reads.is_number()).then_some("setting-text"))}>
            <label for={props.id}>{ breakable(&props.name) }</label>
            <span class="setting-number">
                <input id={props.id} type="text" inputmode={mode} value={shown} {oninput} {onchange} autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.is_some().to_string()} aria-describedby={about_id.clone()} />
                if let Some(unit) = props.unit {
                    <span class="unit">{ unit }</span>
                }
            </span>
            <p id={about_id} class="hint">{ &props.about }</p>
            if let Some(fault) = &*wrong {
                <p class="wrong" role="alert">{ page.say(&fault.clone().text("field", &props.name)) }</p>
            }
        </div>
    }
}

/// A name of AWS's that may break where one of its words ends.
pub fn breakable(name: &str) -> Html {
    let begins = |at: usize, letter: char| {
        let before = name[..at].chars().next_back().unwrap_or('A');
        letter.is_ascii_uppercase() && (before == '.' || before.is_ascii_lowercase())
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in name.char_indices().filter(|(at, letter)| begins(*at, *letter)) {
        parts.push(&name[from..at]);
        from = at;
    }
    html! { <>{ for parts.into_iter().map(|part| html! { <>{ part }<wbr /></> }) }{ &name[from..] }</> }
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
            <label for={id}>{ breakable(name) }</label>
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
            <label for={id}>{ breakable(name) }</label>
            { bare_switch(id.to_owned(), about_id.clone(), is_on, onchange) }
            <p id={about_id} class="hint">{ page.text(about) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_have_commas_between_thousands_and_nothing_else() {
        let read = ["300", " 7,200 ", "0.5", "1,048,576.25"].map(read_number);
        assert_eq!(read, [Some(300.0), Some(7_200.0), Some(0.5), Some(1_048_576.25)]);
        for wrong in ["", "-1", "7,2", "1,0000", "1234,567", ",5", "1e9", "NaN", "inf", "１０", "5 MiB", "½"] {
            assert_eq!(read_number(wrong), None, "{wrong}");
        }
    }
}
