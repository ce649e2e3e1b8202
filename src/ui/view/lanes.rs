//! The lanes: one a shard with both gauges, the limit that binds, and what is accepted and refused each second.

use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::limits::LimitId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::focus_kept;
use crate::ui::format;
use crate::ui::scene::ring::short_hex;
use crate::ui::scene::strip::hottest;
use crate::ui::stage::CROWDED_FROM;
use crate::ui::state::Action;
use crate::ui::view::absence::Absence;
use crate::ui::view::ring::heat_class;
use crate::ui::view::stream_status::stream_status;
use crate::ui::view::strip::{HOTTEST, Hottest, Strip, menu_button, menu_keys};
use crate::worker::frame::{Frame, Loaded, ShardFrame};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Lanes at most: beyond, the hottest are shown.
const LANES_MAX: usize = 8;
/// The gauge's scale ends at this multiple of the limit.
const GAUGE_TOP: f64 = 1.5;

/// Properties of [`Lanes`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario.
    pub loaded: Rc<Loaded>,
}

/// The lanes in hash order; of many shards the hottest, beside a strip of all.
#[component]
pub fn Lanes(props: &Props) -> Html {
    let page = use_page();
    let (frame, loaded) = (&props.frame, &props.loaded);
    let shards = loaded.shards().len();
    let is_crowded = shards >= CROWDED_FROM;
    let is_failing = frame.failures.iter().any(|note| note.is_going_on);
    let mut places = hottest(frame, loaded, LANES_MAX);
    places.sort_unstable();
    let lane = |place: usize| {
        let (id, range) = loaded.shards()[place];
        html! { <Lane key={id.0} {id} {range} shard={frame.shards[place]} allowed_records={frame.allowed.records} allowed_bytes={frame.allowed.bytes.0}
        {is_failing} is_chosen={frame.explanation.as_ref().is_some_and(|explanation| explanation.shard == id)} /> }
    };
    let (list, onfocusin, onfocusout) = use_heir(loaded);
    html! {
        <section class="panel lanes" aria-labelledby="lanes-title">
            <div class="lanes-top">
                <h2 id="lanes-title">{ page.text("lanes") }</h2>
                if shards > LANES_MAX {
                    <p class="hint">{ page.say(&Message::new("lanes-hottest").number("shown", shown(shards)).number("shards", shards)) }</p>
                }
                if let Some(stream) = &loaded.stream {
                    { stream_status(&page, stream, frame) }
                }
            </div>
            <Absence frame={frame.clone()} loaded={loaded.clone()} />
            <div class={classes!("lanes-body", (shards > LANES_MAX).then_some("with-strip"))}>
                if shards > LANES_MAX {
                    <Strip frame={frame.clone()} loaded={loaded.clone()} />
                }
                if is_crowded {
                    <Hottest frame={frame.clone()} loaded={loaded.clone()} />
                } else {
                    <ul ref={list} class="lane-list" {onfocusin} {onfocusout}>{ for places.into_iter().map(lane) }</ul>
                }
            </div>
            if let Some(stream) = &loaded.stream {
                { totals(&page, frame, &stream.name) }
            }
        </section>
    }
}

/// When the lane that has the focus goes because its shard was split or merged, its first child's lane gets the focus.
/// Gives what the list of the lanes needs for it.
#[hook]
fn use_heir(loaded: &Rc<Loaded>) -> (NodeRef, Callback<FocusEvent>, Callback<FocusEvent>) {
    let list = use_node_ref();
    let focused = use_mut_ref(|| None::<ShardId>);
    let layout = loaded.stream.as_ref().map(|stream| (stream.id, stream.layout));
    {
        let (list, focused, loaded) = (list.clone(), focused.clone(), Rc::clone(loaded));
        use_effect_with(layout, move |_| {
            let is_lost = focus_kept::is_lost();
            let heir = focused.borrow().filter(|_| is_lost).and_then(|parent| loaded.first_child(parent));
            let lane = heir.and_then(|heir| {
                let selector = format!("[data-shard=\"{}\"] .lane-button", heir.0);
                list.cast::<Element>()?.query_selector(&selector).ok().flatten()
            });
            if let Some(lane) = lane.and_then(|lane| lane.dyn_into::<HtmlElement>().ok()) {
                // The lanes are of use without it.
                let _unimportant = lane.focus();
            }
        });
    }
    let onfocusin = {
        let focused = focused.clone();
        Callback::from(move |event: FocusEvent| {
            let lane = event.target_unchecked_into::<Element>().closest("[data-shard]").ok().flatten();
            let shard = lane.and_then(|lane| lane.get_attribute("data-shard")?.parse().ok());
            focused.replace(shard.map(ShardId));
        })
    };
    let onfocusout = Callback::from(move |event: FocusEvent| {
        // A lane that goes loses the focus to nobody, and keeps its claim.
        if event.related_target().is_some() {
            focused.replace(None);
        }
    });
    (list, onfocusin, onfocusout)
}

/// How many of so many shards are shown one by one.
const fn shown(shards: usize) -> usize {
    if shards >= CROWDED_FROM { HOTTEST } else { LANES_MAX }
}

/// Properties of [`Lane`].
#[derive(Properties, PartialEq)]
struct LaneProps {
    id: ShardId,
    range: HashRange,
    shard: ShardFrame,
    allowed_records: u64,
    allowed_bytes: u64,
    /// Whether requests to the stream fail as a whole.
    is_failing: bool,
    is_chosen: bool,
}

#[component]
fn Lane(props: &LaneProps) -> Html {
    let page = use_page();
    let allowed = crate::worker::frame::Rate {
        records: props.allowed_records,
        bytes: crate::engine::ids::Bytes(props.allowed_bytes),
    };
    let (bytes, records) = props.shard.use_of(allowed);
    let binding = props.shard.binding(allowed);
    let is_refusing = props.shard.refused() > 0;
    let heat = heat_class(bytes.max(records), is_refusing);
    let choose = {
        let (state, id) = (page.state.clone(), props.id);
        Callback::from(move |_| state.dispatch(Action::ChooseShard(Some(id))))
    };
    let is_cut_off = heat == "idle" && props.is_failing;
    let status = page.text(if is_refusing {
        "lane-throttled"
    } else if heat == "hot" {
        "lane-near"
    } else if is_cut_off {
        "lane-failing"
    } else if heat == "idle" {
        "lane-idle"
    } else {
        "lane-within"
    });
    html! {
        <li data-shard={props.id.0.to_string()} class={classes!("lane", heat, props.is_chosen.then_some("chosen"))} onkeydown={menu_keys(&page, props.id)}>
            <button type="button" class="lane-button" onclick={choose} aria-pressed={props.is_chosen.to_string()} aria-keyshortcuts="S M" title={page.say(&Message::new("lane-why").text("shard", props.id))}>
                <span class="lane-name"><strong>{ format::shard(props.id.0) }</strong><span class="range mono">{ format!("{}–{}", short_hex(props.range.start), short_hex(props.range.end)) }</span></span>
                <span class="gauges">
                    { gauge(&page, "gauge-bytes", bytes, binding == LimitId::ShardWriteBytes && bytes > 0.0, &format!("{}/s", format::bytes(props.shard.offered.bytes.0 as f64))) }
                    { gauge(&page, "gauge-records", records, binding == LimitId::ShardWriteRecords && records > 0.0, &format!("{}/s", format::short(props.shard.offered.records as f64))) }
                </span>
                <span class="lane-flow">
                    <span class={classes!("status", if is_cut_off { "over" } else { heat })}>{ status }</span>
                    <span class="flow"><span class="accepted">{ format!("✓ {}", format::short(props.shard.accepted.records as f64)) }</span>
                    <span class="refused">{ format!("✕ {}", format::short(props.shard.refused() as f64)) }</span></span>
                </span>
            </button>
            { menu_button(&page, props.id) }
        </li>
    }
}

/// One gauge: a bar to 150 % of the limit with the limit marked at 100 %.
fn gauge(page: &Context, label: &'static str, part: f64, is_binding: bool, amount: &str) -> Html {
    const WIDTH: f64 = 150.0;
    let filled = (part / GAUGE_TOP).min(1.0) * WIDTH;
    let limit = WIDTH / GAUGE_TOP;
    let label = page.say(&Message::new(label));
    html! {
        <span class={classes!("gauge", is_binding.then_some("binding"))}>
            <span class="gauge-label">{ &label }{ " " }</span>
            <svg viewBox={format!("0 0 {WIDTH} 10")} preserveAspectRatio="none" aria-hidden="true">
                <rect class="gauge-back" width={WIDTH.to_string()} height="10" />
                <rect class="gauge-fill" width={filled.min(limit).to_string()} height="10" />
                <rect class="gauge-over" x={limit.to_string()} width={(filled - limit).max(0.0).to_string()} height="10" />
                <rect class="gauge-limit" x={(limit - 0.75).to_string()} width="1.5" height="10" />
            </svg>
            <span class="gauge-number">{ format::use_percent(part) }</span>
            <span class="gauge-amount">{ amount }</span>
        </span>
    }
}

/// What became of what was sent to the stream: offered is accepted plus refused plus failed.
fn totals(page: &Context, frame: &Frame, stream: &str) -> Html {
    let totals = &frame.totals;
    let item = |class: &'static str, id: &'static str, value: String| {
        html! { <div {class}><dt>{ page.say(&Message::new(id)) }</dt><dd>{ value }</dd></div> }
    };
    let count = |records: u64| format::short(records as f64);
    html! {
        <dl class="totals" title={page.say(&Message::new("totals-about").text("stream", stream))}>
            { item("", "total-offered", count(totals.offered_records)) }
            { item("accepted equals", "total-accepted", count(totals.accepted_records)) }
            { item("refused plus", "total-refused", count(totals.refused_records)) }
            { item("refused plus", "total-failed", count(totals.failed_records)) }
            { item("", "total-given-up", count(totals.given_up)) }
            { item("", "total-retried", count(totals.retried)) }
            { item("", "total-waiting", count(totals.waiting)) }
            { item("", "total-stored", format::bytes(totals.stored_bytes.0 as f64)) }
            { item("", "total-trimmed", count(totals.trimmed_records)) }
        </dl>
    }
}
