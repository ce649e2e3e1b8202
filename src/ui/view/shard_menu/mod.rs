//! The menu of a shard: split it, in the middle or where one wants, or merge it with a neighbour; and why not, where that
//! cannot be. It stands where the shard was pointed at, on a lane, an arc of the ring or a band of the lineage.

mod merge;
mod split;

use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::use_page;
use crate::ui::format;
use crate::ui::scene::split::obstacle;
use crate::ui::stage::ShardMenu;
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded, StreamFrame};
use gloo::events::EventListener;
use gloo::utils::{document, window};
use merge::Merge;
use split::Split;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Windows narrower than this show the menu at their bottom, as the style sheet says.
const NARROW: f64 = 700.0;
/// Between the menu and the window's edge.
const MARGIN: f64 = 8.0;

/// Properties of [`ShardMenuView`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The menu.
    pub menu: ShardMenu,
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The stream.
    pub loaded: Rc<Loaded>,
}

/// What the parts of the menu know of the shard.
#[derive(Clone, PartialEq)]
pub struct Subject {
    /// The stream.
    pub stream: StreamFrame,
    /// The shard.
    pub shard: ShardId,
    /// Its hash keys.
    pub range: HashRange,
    /// Why nothing can be done to it, if so.
    pub obstacle: Option<Message>,
}

/// The menu.
#[component]
pub fn ShardMenuView(props: &Props) -> Html {
    let page = use_page();
    let whole = use_node_ref();
    let menu = props.menu;
    {
        let (whole, dispatcher) = (whole.clone(), page.state.dispatcher());
        use_effect_with((), move |()| {
            let element = whole.cast::<HtmlElement>();
            let listener = element.map(|element| {
                // A browser that knows no popovers shows the menu all the same, where the style sheet puts it.
                let _unimportant = element.show_popover();
                place(&element, menu.at);
                focus(&element, menu.wants_merge);
                let shown = element.clone();
                EventListener::new(&element, "toggle", move |_| {
                    if !shown.matches(":popover-open").unwrap_or(false) {
                        dispatcher.dispatch(Action::CloseMenu(menu.number));
                    }
                })
            });
            move || drop(listener)
        });
    }
    let close = {
        let (whole, state) = (whole.clone(), page.state.clone());
        // The browser gives the focus back when it closes the popover, not when the element goes.
        Callback::from(move |()| match whole.cast::<HtmlElement>().map(|element| element.hide_popover()) {
            Some(Ok(())) => {}
            _ => state.dispatch(Action::CloseMenu(menu.number)),
        })
    };
    // The keys that work everywhere would do something else than what somebody wants of the menu.
    let onkeydown = {
        let whole = whole.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.key() == "Tab" && whole.cast::<HtmlElement>().is_some_and(|menu| turn(&menu, event.shift_key())) {
                event.prevent_default();
            }
        })
    };
    let subject = subject(&props.loaded, menu.shard);
    html! {
        <div ref={whole} popover="auto" role="dialog" class="panel shard-menu" aria-labelledby="shard-menu-title" {onkeydown}>
            <header class="dialog-header">
                <h2 id="shard-menu-title" class="mono">{ menu.shard.to_string() }</h2>
                <button type="button" class="close" onclick={close.reform(|_: MouseEvent| ())} aria-label={page.text("close")}>{ "×" }</button>
            </header>
            if let Some(subject) = subject {
                <p class="hint">{ page.say(&about(&subject)) }</p>
                if let Some(obstacle) = &subject.obstacle {
                    <p id="reshard-obstacle" class="obstacle">{ page.say(obstacle) }</p>
                }
                <Split subject={subject.clone()} frame={props.frame.clone()} ondone={close.clone()} />
                <Merge {subject} frame={props.frame.clone()} ondone={close} />
            } else {
                <p class="obstacle">{ page.text("reshard-gone") }</p>
            }
        </div>
    }
}

fn subject(loaded: &Loaded, shard: ShardId) -> Option<Subject> {
    let stream = loaded.stream.clone()?;
    let range = stream.lineage.iter().find(|listed| listed.id == shard)?.range;
    let obstacle = obstacle(&stream, shard);
    Some(Subject { stream, shard, range, obstacle })
}

fn about(subject: &Subject) -> Message {
    Message::new("reshard-about")
        .text("start", subject.range.start)
        .text("end", subject.range.end)
        .text("percent", format::percent(subject.range.share()))
}

/// Puts the menu beside the point, wholly into the window.
fn place(element: &HtmlElement, (x, y): (i32, i32)) {
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    if width < NARROW {
        return;
    }
    let bounds = element.get_bounding_client_rect();
    let within = |at: f64, length: f64, whole: f64| at.min(whole - length - MARGIN).max(MARGIN);
    let style = element.style();
    let left = within(f64::from(x) + MARGIN, bounds.width(), width);
    let top = within(f64::from(y) + MARGIN, bounds.height(), height);
    for (property, at) in [("left", left), ("top", top)] {
        // A menu without its place stands in the corner.
        let _unimportant = style.set_property(property, &format!("{at:.0}px"));
    }
}

/// Keeps Tab in the menu: from its last control to the first, and back. Returns whether there was something to do.
fn turn(menu: &HtmlElement, is_back: bool) -> bool {
    let Ok(controls) = menu.query_selector_all("button:enabled, input:enabled") else { return false };
    let control = |place: u32| controls.item(place).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let (first, last) = (control(0), control(controls.length().saturating_sub(1)));
    let (from, to) = if is_back { (first, last) } else { (last, first) };
    let active = document().active_element();
    let is_at_end = from.is_some_and(|from| active.as_ref() == Some(from.as_ref()));
    is_at_end && to.is_some_and(|to| to.focus().is_ok())
}

fn focus(element: &HtmlElement, wants_merge: bool) {
    let wanted = if wants_merge { "[data-merge]:enabled" } else { "[data-split]:enabled" };
    let found = element.query_selector(wanted).ok().flatten();
    let found = found.or_else(|| element.query_selector("button:enabled").ok().flatten());
    if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _unimportant = button.focus();
    }
}
