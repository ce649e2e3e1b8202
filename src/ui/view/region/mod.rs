//! The view of the Region: the account's zones, keys, cost and metrics.

mod cost;
mod keys;
mod metrics;
mod plot;
mod zones;

use crate::engine::stream::replication::ZONES;
use crate::engine::stream::replication::puts::Failures;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::screen::Screen;
use crate::ui::view::absence::Absence;
use crate::ui::view::switch::switch;
use crate::worker::encoded::Encoded;
use crate::worker::frame::{Frame, Loaded};
use crate::worker::region::{RegionFrame, Said};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`RegionPanels`].
#[derive(Properties)]
pub struct Props {
    /// Whether it is the open view.
    pub is_open: bool,
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The stream.
    pub loaded: Rc<Loaded>,
}

impl PartialEq for Props {
    /// While the view is closed it keeps what it showed last.
    fn eq(&self, other: &Self) -> bool {
        self.is_open == other.is_open && (!self.is_open || Rc::ptr_eq(&self.frame, &other.frame))
    }
}

/// What was chosen in the view and is nowhere else.
#[derive(Clone, PartialEq)]
pub struct Chosen {
    /// By how much each zone is slow when it is, in milliseconds.
    pub slow_ms: [u64; ZONES],
    /// The id of the key for encryption; `None`: the one that AWS manages.
    pub key: Option<String>,
    /// The days after which a key is deleted.
    pub days: String,
    /// Whether the seconds stand under the minutes.
    pub has_seconds: bool,
}

impl Default for Chosen {
    fn default() -> Self {
        Self { slow_ms: [100; ZONES], key: None, days: "7".to_owned(), has_seconds: true }
    }
}

/// The view of the Region.
#[component]
pub fn RegionPanels(props: &Props) -> Html {
    let page = use_page();
    let chosen = use_state(Chosen::default);
    let shown = use_mut_ref(|| None::<Rc<RegionFrame>>);
    if let Some(Ok(region)) = props.frame.region.as_ref().map(Encoded::decode) {
        shown.replace(Some(Rc::new(region)));
    }
    let screen = Screen::Region.title();
    let kept = shown.borrow().clone();
    let region = kept.as_deref();
    html! {
        <main id={screen} class="region" hidden={!props.is_open} tabindex="-1" aria-label={page.text(screen)}>
            if let Some(region) = region {
                <Absence frame={props.frame.clone()} loaded={props.loaded.clone()} />
                <div class="region-column">
                    { zones::panel(&page, region, &chosen) }
                    { keys::panel(&page, region, &chosen, props.frame.is_playing) }
                </div>
                <div class="region-column">
                    { metrics::panel(&page, region, &chosen) }
                    { cost::panel(&page, region) }
                </div>
            } else {
                <p class="hint" role="status">{ page.text("loading") }</p>
            }
        </main>
    }
}

/// A term with what stands beside it.
fn fact(term: String, value: impl Into<Html>) -> Html {
    html! { <div><dt>{ term }</dt><dd>{ value.into() }</dd></div> }
}

/// The head of a table.
fn head(page: &Context, ids: &[&'static str]) -> Html {
    html! { <thead><tr>{ for ids.iter().map(|id| html! { <th scope="col">{ page.text(id) }</th> }) }</tr></thead> }
}

/// The parts of a picture, each with its looks and its name.
fn legend(page: &Context, parts: &[(&'static str, &'static str)]) -> Html {
    html! {
        <ul class="legend region-legend">
            { for parts.iter().map(|(looks, id)| html! {
                <li><svg viewBox="0 0 14 8" aria-hidden="true"><rect class={*looks} width="14" height="8" /></svg>{ page.text(id) }</li>
            }) }
        </ul>
    }
}

/// The refusal that producers get now, and how many there were.
fn refusals(page: &Context, said: Option<&Said>, failures: Failures, id: &'static str) -> Html {
    let (count, words) = (failures.requests, Message::new(id).number("records", failures.records));
    html! {
        <>
            // What is heard at once does not count on.
            <div role="alert">
                if let Some(said) = said {
                    <p class="verdict over mono">{ "✕ " }{ &said.code }{ ": " }{ &said.text }</p>
                }
            </div>
            if count > 0 {
                <p class="hint">{ page.say(&words.number("requests", count)) }</p>
            }
        </>
    }
}
