//! A list of which one is chosen. It shows what is in force, also when another one was chosen and refused.

use crate::ui::app::use_page;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Select`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its id in the page.
    pub id: AttrValue,
    /// What describes it.
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
    /// The values with their names.
    pub names: Vec<(String, String)>,
    /// The value in force.
    pub current: String,
    /// Told of another value.
    pub onchange: Callback<String>,
}

/// The list.
#[component]
pub fn Select(props: &Props) -> Html {
    let page = use_page();
    let list = use_node_ref();
    {
        let list = list.clone();
        // Where nothing has changed for the page, the browser's list keeps what a person chose.
        use_effect_with((props.current.clone(), page.state.refusals), move |(current, _)| {
            let list = list.cast::<HtmlSelectElement>().filter(|list| list.value() != *current);
            list.inspect(|list| list.set_value(current));
        });
    }
    let onchange = props.onchange.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select ref={list} id={props.id.clone()} {onchange} aria-describedby={props.described_by.clone()}>
            { for props.names.iter().map(|(value, name)| html! {
                <option key={value.clone()} value={value.clone()} selected={*value == props.current}>{ name }</option>
            }) }
        </select>
    }
}
