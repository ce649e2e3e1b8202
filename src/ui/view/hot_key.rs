//! The field of the hot key: keeps what is being typed, and marks a key that AWS would not take.

use crate::engine::limits::Profile;
use crate::engine::validate::check_partition_key;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::ui::app::use_page;
use crate::ui::state::Action;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`HotKey`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The field's id in the page.
    pub id: AttrValue,
    /// The hot key in force.
    pub value: AttrValue,
    /// Told of another key that AWS would take.
    pub onchange: Callback<String>,
}

/// The field.
#[component]
pub fn HotKey(props: &Props) -> Html {
    let page = use_page();
    let typed = use_state(|| None::<String>);
    let wrong = use_state(|| None::<Message>);
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
        let (onchange, state, wrong) = (props.onchange.clone(), page.state.clone(), wrong.clone());
        Callback::from(move |event: Event| {
            let key = event.target_unchecked_into::<HtmlInputElement>().value();
            match check_partition_key("hot_key", &key, Profile::Current) {
                Ok(()) => {
                    wrong.set(None);
                    onchange.emit(key);
                }
                Err(violation) => {
                    let reason = reasons::violation(&violation);
                    state.dispatch(Action::Notify(reason.clone()));
                    wrong.set(Some(reason));
                }
            }
        })
    };
    html! {
        <div class="choice">
            <label for={props.id.clone()}>{ page.text("knob-hot-key") }</label>
            <input id={props.id.clone()} type="text" value={typed.as_ref().map_or_else(|| props.value.to_string(), Clone::clone)} {oninput}
                onchange={commit} autocomplete="off" spellcheck="false" aria-invalid={wrong.is_some().to_string()} />
        </div>
    }
}
