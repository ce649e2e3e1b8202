//! The producers that call a delivery stream: which, what they send, and taking one away.

use crate::engine::command::Command;
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::command::ProducerCommand;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::view::pipeline::source::TemplateControls;
use crate::ui::view::traffic::{choice, controls};
use yew::prelude::*;

/// Properties of [`Callers`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The producers.
    pub callers: Vec<ProducerPlan>,
}

/// The producers; one at a time with its traffic.
#[component]
pub fn Callers(props: &Props) -> Html {
    let page = use_page();
    let chosen = use_state(|| None::<String>);
    let found = props.callers.iter().find(|caller| chosen.as_ref() == Some(&caller.name));
    let Some(caller) = found.or_else(|| props.callers.first()) else {
        return html! { <p class="hint">{ page.text("callers-none") }</p> };
    };
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |name: String| chosen.set(Some(name)))
    };
    let names: Vec<(String, String)> =
        props.callers.iter().map(|caller| (caller.name.clone(), caller.name.clone())).collect();
    let remove = {
        let (page, producer) = (page.clone(), caller.name.clone());
        Callback::from(move |_: MouseEvent| {
            page.command(Command::Producer(ProducerCommand::Remove { producer: producer.clone() }));
        })
    };
    html! {
        <div class="inputs">
            if props.callers.len() > 1 {
                { choice("caller".into(), page.text("callers-choose"), &names, &caller.name, choose) }
            }
            // The fields of another producer are other fields.
            <div key={caller.name.clone()}>{ controls(&page, "caller", caller.name.clone(), &caller.traffic) }</div>
            <h4>{ page.text("part-template") }</h4>
            <div key={format!("{} template", caller.name)}><TemplateControls scope="caller" producer={caller.name.clone()} traffic={caller.traffic.clone()} /></div>
            <p class="buttons"><button type="button" class="danger" onclick={remove}>{ page.say(&Message::new("callers-remove").text("name", &caller.name)) }</button></p>
        </div>
    }
}
