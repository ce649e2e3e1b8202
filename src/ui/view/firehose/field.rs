//! Fields of the form: AWS's name, what it is for, what it may be.

use super::answer::{Answer, use_answer};
use super::record_settings::{read_columns, read_queries};
use crate::learn::catalogue;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::view::select::Select;
use crate::ui::view::switch::bare_switch;
use std::rc::Rc;
use web_sys::{Element, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
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
    /// Told of another value; gives the number of the command that asks for it.
    pub onchange: Callback<String, Option<u32>>,
}

/// One setting that is typed. What is refused stays as it was typed, so that it can be mended.
#[component]
pub fn Field(props: &Props) -> Html {
    let page = use_page();
    let answer = use_answer(&props.value);
    let typed = use_state(|| None::<String>);
    {
        let typed = typed.clone();
        use_effect_with(props.value.clone(), move |_| typed.set(None));
    }
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let commit = {
        let (typed, answer, onchange) = (typed.clone(), answer.clone(), props.onchange.clone());
        let (name, value, reads) = (props.name.clone(), props.value.clone(), props.reads);
        Rc::new(move |text: &str| {
            if let Some(fault) = reads.fault(text) {
                return answer.refuse(fault.text("field", &name));
            }
            let asked = match read_number(text).filter(|_| reads.is_number()) {
                // The same number, written otherwise perhaps.
                Some(number) if read_number(&value).map(f64::to_bits) == Some(number.to_bits()) => None,
                Some(number) => onchange.emit(number.to_string()),
                None => onchange.emit(if reads == Reads::Exact { text } else { text.trim() }.to_owned()),
            };
            if asked.is_none() {
                typed.set(None);
            }
            answer.ask(asked);
        })
    };
    let onchange = {
        let commit = Rc::clone(&commit);
        Callback::from(move |event: Event| commit(&event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let is_wrong = answer.wrong().is_some();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // What was refused may be allowed by now; the browser tells of a change only when the text is another one.
        if event.key() == "Enter" && is_wrong {
            commit(&event.target_unchecked_into::<HtmlInputElement>().value());
        }
    });
    let shown = (*typed).clone().unwrap_or_else(|| props.value.clone());
    let [about_id, wrong_id] = ["about", "wrong"].map(|part| format!("{}-{part}", props.id));
    let described_by = if is_wrong { format!("{wrong_id} {about_id}") } else { about_id.clone() };
    let mode = if props.reads.is_number() { "decimal" } else { "text" };
    html! {
        <div class={classes!("setting", (!props.reads.is_number()).then_some("setting-text"))}>
            <label for={props.id}>{ breakable(&props.name) }</label>
            <span class="setting-number">
                <input id={props.id} type="text" inputmode={mode} value={shown} {oninput} {onchange} {onkeydown} autocomplete="off" spellcheck="false"
                    aria-invalid={is_wrong.to_string()} aria-describedby={described_by} />
                if let Some(unit) = props.unit {
                    <span class="unit">{ unit }</span>
                }
            </span>
            { wrong(&page, wrong_id, &answer) }
            <p id={about_id} class="hint">{ &props.about }</p>
        </div>
    }
}

/// Why what was given is not in force.
fn wrong(page: &Context, id: String, answer: &Answer) -> Html {
    let fault = answer.wrong().map(|fault| page.say(fault));
    fault.map_or_else(Html::default, |fault| html! { <Wrong {id} {fault} /> })
}

/// Properties of [`Wrong`].
#[derive(Properties, PartialEq)]
struct WrongProps {
    id: String,
    fault: String,
}

/// A reason, which comes into view where it is cut off.
#[component]
fn Wrong(props: &WrongProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.fault.clone(), move |_| {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            place.cast::<Element>().inspect(|place| place.scroll_into_view_with_scroll_into_view_options(&options));
        });
    }
    html! { <p ref={place} id={props.id.clone()} class="wrong" role="alert">{ &props.fault }</p> }
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

/// Properties of [`Choice`].
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    /// Its id in the page.
    pub id: &'static str,
    /// What AWS calls it.
    pub name: AttrValue,
    /// The id of the message that says what it is for.
    pub about: &'static str,
    /// The values with their names.
    pub names: Vec<(String, String)>,
    /// The value in force.
    pub current: String,
    /// Told of another value; gives the number of the command that asks for it.
    pub onchange: Callback<String, Option<u32>>,
}

/// One setting that is chosen.
#[component]
pub fn Choice(props: &ChoiceProps) -> Html {
    let page = use_page();
    let answer = use_answer(&props.current);
    let onchange = {
        let (answer, onchange) = (answer.clone(), props.onchange.clone());
        Callback::from(move |chosen: String| answer.ask(onchange.emit(chosen)))
    };
    let about_id = format!("{}-about", props.id);
    html! {
        <div class="setting setting-text">
            <label for={props.id}>{ breakable(&props.name) }</label>
            <Select id={props.id} described_by={about_id.clone()} names={props.names.clone()} current={props.current.clone()} {onchange} />
            { wrong(&page, format!("{}-wrong", props.id), &answer) }
            <p id={about_id} class="hint">{ page.text(props.about) }</p>
        </div>
    }
}

/// Properties of [`Flag`].
#[derive(Properties, PartialEq)]
pub struct FlagProps {
    /// Its id in the page.
    pub id: &'static str,
    /// What AWS calls it.
    pub name: AttrValue,
    /// The id of the message that says what it is for.
    pub about: &'static str,
    /// Whether it is on.
    pub is_on: bool,
    /// Told of another value; gives the number of the command that asks for it.
    pub onchange: Callback<bool, Option<u32>>,
}

/// One setting that is on or off.
#[component]
pub fn Flag(props: &FlagProps) -> Html {
    let page = use_page();
    let answer = use_answer(if props.is_on { "on" } else { "off" });
    let onchange = {
        let (answer, onchange) = (answer.clone(), props.onchange.clone());
        Callback::from(move |is_on: bool| answer.ask(onchange.emit(is_on)))
    };
    let about_id = format!("{}-about", props.id);
    html! {
        <div class="setting">
            <label for={props.id}>{ breakable(&props.name) }</label>
            { bare_switch(props.id.to_owned(), about_id.clone(), props.is_on, &onchange) }
            <p id={about_id} class="hint">{ page.text(props.about) }</p>
            { wrong(&page, format!("{}-wrong", props.id), &answer) }
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
